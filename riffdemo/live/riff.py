"""What a listener wishes, complete in one value: all that the next clip needs to know beside where the last one was.

Explained in notebook 07.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from riffdemo.errors import ParameterError
from riffdemo.tasks.checks import MAX_GUIDANCE, MAX_SEED, MAX_STEPS, number, whole

Blend = tuple[tuple[str, float], ...]
"""Texts with weights of 0 or more, at least one of them above 0."""

MAX_PROMPTS = 4
MAX_WAITING = 50
MAX_CHARACTERS = 1_000
MIN_SPEED = 0.05
LINK = "riff"
"""Name of the query parameter that carries a riff."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """What every clip starts from: a bundled loop by its `name`, or a sound of one's own by its `path`."""

    name: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        if not (isinstance(self.name, str) and isinstance(self.path, str) and (self.name or self.path)):
            raise ParameterError(f"The start is {self!r:.80}: give the name of a loop, or a file.")

    @property
    def title(self) -> str:
        """How settings call it."""
        return self.name or Path(self.path).name


@dataclass(frozen=True, kw_only=True)
class Riff:
    """Wishes for what is not yet painted.

    Attributes:
        blend: The mixer: one to four texts with weights; what is heard is a blend of all.
        waiting: Texts that are walked to one after the other.
        negative_prompt: What not to hear.
        seed: Where the walk from seed to seed begins.
        speed: Part of the way to the next prompt or seed that one clip covers, `MIN_SPEED` to 1.
        init: What the clips start from; None is noise.
        strength: How far they go from `init`, 0 to 1.
        guidance_scale: How strictly to follow the blend; None takes the model's default.
        steps: Denoising steps, or "auto" for as many as there is time for.

    Raises:
        ParameterError: A value is out of range, or there is no prompt.
    """

    blend: Blend
    waiting: tuple[str, ...] = ()
    negative_prompt: str = ""
    seed: int = 0
    speed: float = 0.25
    init: Start | None = None
    strength: float = 0.6
    guidance_scale: float | None = None
    steps: int | Literal["auto"] = "auto"

    def __post_init__(self) -> None:
        checked_blend(self.blend, longest=MAX_PROMPTS)
        if len(self.waiting) > MAX_WAITING:
            raise ParameterError(f"{len(self.waiting)} prompts wait: let at most {MAX_WAITING} wait.")
        for text in (*self.waiting, self.negative_prompt):
            _checked_text(text)
        whole("seed", self.seed, 0, MAX_SEED)
        number("speed", self.speed, MIN_SPEED, 1)
        number("strength", self.strength, 0, 1)
        if self.guidance_scale is not None:
            number("guidance_scale", self.guidance_scale, 0, MAX_GUIDANCE)
        if self.steps != "auto":
            whole("steps", self.steps, 1, MAX_STEPS)

    def to_json(self) -> dict[str, Any]:
        """The form in which a page and a link know it."""
        init = None if self.init is None else {k: v for k, v in vars(self.init).items() if v}
        return {
            "prompts": [{"text": text, "weight": weight} for text, weight in self.blend],
            "queue": list(self.waiting),
            "negative_prompt": self.negative_prompt,
            "seed": self.seed,
            "speed": self.speed,
            "init": init,
            "strength": self.strength,
            "guidance_scale": self.guidance_scale,
            "quality": self.steps,
        }


def riff_from_json(value: Any) -> Riff:
    """The riff that `to_json` came from; what is missing takes its default, unknown names are ignored.

    Raises:
        ParameterError: It has another form or a value out of range.
    """
    if not isinstance(value, Mapping):
        raise ParameterError(f"The riff is {value!r:.80}: give an object with prompts.")
    try:
        prompts = [(prompt["text"], prompt.get("weight", 1)) for prompt in value.get("prompts") or ()]
        init = value.get("init")
        start = Start(name=init.get("name", ""), path=init.get("path", "")) if init else None
        names = ("negative_prompt", "seed", "speed", "strength", "guidance_scale")
        given = {name: value[name] for name in names if value.get(name) is not None}
        waiting = tuple(value.get("queue") or ())
        steps = value.get("quality", "auto")
    except (TypeError, KeyError, AttributeError) as exc:
        raise ParameterError("The riff has another form than this version knows: reload the page.") from exc
    said = tuple((text, weight) for text, weight in prompts if not isinstance(text, str) or text.strip())
    return Riff(blend=said, waiting=waiting, init=start, steps=steps, **given)


def riff_from_query(query: Mapping[str, str]) -> Riff | None:
    """The riff of a deep link, "?riff={...}" with the JSON of `to_json`; None if it carries none.

    Raises:
        ParameterError: It cannot be read.
    """
    if LINK not in query:
        return None
    try:
        value = json.loads(query[LINK])
    except ValueError as exc:
        raise ParameterError("The link's riff cannot be read: copy the whole address.") from exc
    riff = riff_from_json(value)
    if riff.init is not None and riff.init.path:
        raise ParameterError("The link starts from a file of somebody else: choose another start.")
    return riff


def checked_blend(blend: Any, *, longest: int) -> Blend:
    """`blend`, if it is one.

    Raises:
        ParameterError: Too many or too few texts, or a weight out of range.
    """
    if not 1 <= len(blend) <= longest:
        raise ParameterError(f"There are {len(blend)} prompts: give 1 to {longest}.")
    for text, weight in blend:
        _checked_text(text)
        number("weight", weight, 0, 10)
    if not any(weight for _, weight in blend):
        raise ParameterError("All prompts have the weight 0: raise one of them.")
    return tuple((text, float(weight)) for text, weight in blend)


def _checked_text(text: Any) -> None:
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS:
        raise ParameterError(f"A prompt is {text!r:.40}: give a text of up to {MAX_CHARACTERS} characters.")
