"""The request and the answer of Riffusion's inference server, for its web app as a client.

    {"alpha": 0.25, "num_inference_steps": 50, "seed_image_id": "og_beat", "mask_image_id": null,
     "start": {"prompt": "church bells", "seed": 42, "denoising": 0.75, "guidance": 7.0}, "end": {...}}

The names, the defaults and the answer are those of its `riffusion/datatypes.py`. Its five seed images are not here:
a bundled loop takes the place of each. Masks are not here either, and a request for one is refused.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from riffdemo.errors import ParameterError
from riffdemo.init_clips import init_clips
from riffdemo.tasks.checks import MAX_GUIDANCE, MAX_SEED, MAX_STEPS, choice, default, number, text, whole

if TYPE_CHECKING:
    from riffdemo.clip import Clip
    from riffdemo.engine import Engine, LazyEngine
    from riffdemo.progress import CancelToken

SEED_IMAGES = {
    "og_beat": "drum break",
    "agile": "funk groove",
    "marim": "music box",
    "motorway": "synthwave saxophone",
    "vibes": "lo-fi chords",
}
"""Which bundled loop stands for which of Riffusion's seed images."""


@dataclass(frozen=True, kw_only=True)
class PromptInput:
    """One end of an interpolation: the prompt, the seed of its noise, strength and guidance scale."""

    prompt: str
    seed: int
    denoising: float
    guidance: float


@dataclass(frozen=True, kw_only=True)
class InferenceInput:
    """What a client asks for.

    Attributes:
        start: At alpha 0.
        end: At alpha 1.
        alpha: Position between the two, 0 to 1.
        num_inference_steps: Steps that strength 1 would run.
        init: Name of the bundled loop to start from.
    """

    start: PromptInput
    end: PromptInput
    alpha: float
    num_inference_steps: int
    init: str

    @classmethod
    def from_json(cls, values: object) -> InferenceInput:
        """Read a request.

        Raises:
            ParameterError: A value is missing, out of range or of the wrong type.
        """
        values = _object("The request", values)
        _no_mask(values.get("mask_image_id"))
        return cls(
            start=_prompt_input("start", values.get("start")),
            end=_prompt_input("end", values.get("end")),
            alpha=number("alpha", values.get("alpha"), 0, 1),
            num_inference_steps=whole(
                "num_inference_steps", values.get("num_inference_steps", 50), 1, MAX_STEPS
            ),
            init=_init(values.get("seed_image_id", "og_beat")),
        )


def clip_from_input(
    engine: Engine | LazyEngine, asked: InferenceInput, *, cancel: CancelToken | None = None
) -> Clip:
    """The clip that was asked for: a blend of two prompts, seeds, strengths and guidance scales.

    Raises:
        Cancelled: `cancel` was set.
        CheckpointError: The model, still loading, turned out not to load.
    """
    from riffdemo.tasks import interpolate

    start, end, alpha = asked.start, asked.end, asked.alpha
    return interpolate(
        engine,
        start.prompt,
        end.prompt,
        seeds=(start.seed, end.seed),
        alphas=[alpha],
        init=asked.init,
        strength=(1 - alpha) * start.denoising + alpha * end.denoising,
        guidance_scale=(1 - alpha) * start.guidance + alpha * end.guidance,
        num_inference_steps=asked.num_inference_steps,
        cancel=cancel,
    ).piece


def output_from_clip(clip: Clip) -> dict[str, Any]:
    """The answer: picture (JPEG) and sound (MP3) as data URLs, and the sound's length in seconds."""
    from riffdemo.audio.files import bytes_from_audio

    picture = io.BytesIO()
    clip.image.save(picture, "JPEG", quality=95)
    return {
        "image": _data_url("image/jpeg", picture.getvalue()),
        "audio": _data_url("audio/mpeg", bytes_from_audio(clip.audio, ".mp3")),
        "duration_s": clip.audio.seconds,
    }


def _prompt_input(name: str, value: object) -> PromptInput:
    values = _object(name, value)
    return PromptInput(
        prompt=text(f"{name}.prompt", values.get("prompt")),
        seed=whole(f"{name}.seed", values.get("seed"), 0, MAX_SEED),
        denoising=number(f"{name}.denoising", values.get("denoising", 0.75), 0, 1),
        guidance=number(f"{name}.guidance", values.get("guidance", 7.0), 0, MAX_GUIDANCE),
    )


def _init(seed_image: Any) -> str:
    bundled = {clip.name: clip.name for clip in init_clips()}
    names = {**SEED_IMAGES, **bundled}
    return names[choice("seed_image_id", seed_image, tuple(names))]


def _no_mask(mask_image: object) -> None:
    if default(mask_image, "") != "":
        raise ParameterError(f"mask_image_id is {mask_image!r}: there are no masks here, leave it out.")


def _object(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ParameterError(f"{name} is no JSON object: give one as Riffusion's web app does.")
    return value


def _data_url(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
