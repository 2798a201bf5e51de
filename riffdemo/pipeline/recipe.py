"""What a picture is made from, and how far it is.

Explained in notebook 06.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riffdemo.errors import ParameterError
from riffdemo.pipeline.prompts import Prompt

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What one picture of a batch is made from.

    Attributes:
        prompt: The text, with weights such as "(jazz:1.3)", or a blend of several texts.
        negative_prompt: What to lead away from, with weights too.
        seed: Of its noise.
        end_prompt: What `prompt` turns into as alpha grows; None keeps it.
        end_seed: Likewise for the noise.
        alpha: Position between the two, 0 to 1.
    """

    prompt: Prompt
    negative_prompt: str = ""
    seed: int = 0
    end_prompt: Prompt | None = None
    end_seed: int | None = None
    alpha: float = 0.0


@dataclass(frozen=True, eq=False)
class Progress:
    """One denoising step that is done.

    Attributes:
        index: 1 to `total`.
        total: Steps of this call.
        preview: Decodes the clean picture of one recipe as the model expects it now; call it at once.
    """

    index: int
    total: int
    preview: Callable[[int], Image.Image]


def check_arguments(
    recipes: Sequence[Recipe],
    *,
    num_inference_steps: int,
    guidance_scale: float,
    strength: float,
    init_image: Image.Image | None,
    mask_image: Image.Image | None,
) -> None:
    """Refuse what `RiffPipeline.paint` cannot paint.

    Raises:
        ParameterError: An argument is out of range or does not fit another one.
    """
    if not recipes:
        raise ParameterError("recipes is empty: give at least one.")
    if num_inference_steps < 1:
        raise ParameterError(f"num_inference_steps is {num_inference_steps}: give 1 or more.")
    if not 0 <= guidance_scale < math.inf:
        raise ParameterError(f"guidance_scale is {guidance_scale}: give 0 or more.")
    if not 0 <= strength <= 1:
        raise ParameterError(f"strength is {strength}: give 0 to 1.")
    if init_image is None and (strength != 1 or mask_image is not None):
        raise ParameterError("A strength below 1 and a mask_image need an init_image: give one.")
    for recipe in recipes:
        if not 0 <= recipe.alpha <= 1:
            raise ParameterError(f"alpha is {recipe.alpha}: give 0 to 1.")
