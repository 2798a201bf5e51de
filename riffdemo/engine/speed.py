"""How fast an engine is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from riffdemo.pipeline.recipe import Progress, Recipe

if TYPE_CHECKING:
    from riffdemo.engine.engine import Engine

_TIMED_STEPS = 4


@dataclass(frozen=True)
class Speed:
    """How fast an engine is, measured when it warms up.

    Attributes:
        steps_per_second: Denoising steps of one clip with guidance.
        real_time_factor: Seconds of audio made per second of work, at the default settings. Playing live needs
            more than 1.
    """

    steps_per_second: float
    real_time_factor: float


def measured_speed(engine: Engine) -> Speed:
    """Paint and play a little: that also compiles and allocates what the first click would have to wait for."""
    import torch

    from riffdemo.image import mel_from_image

    recipes = [Recipe(prompt="")]
    ends: list[float] = []

    def on_step(_: Progress) -> None:
        if engine.device.type != "cpu":
            torch.accelerator.synchronize()
        ends.append(time.perf_counter())

    picture = engine.pipeline.paint(recipes, num_inference_steps=1)[0]  # compiles and allocates
    mel = mel_from_image(engine.spectrogram_from_picture(picture))
    playing = min(_seconds(lambda: engine.converter.audio_from_mel(mel)) for _ in range(2))
    painting = _seconds(
        lambda: engine.pipeline.paint(recipes, num_inference_steps=_TIMED_STEPS, on_step=on_step)
    )
    step = min(end - start for start, end in pairwise(ends))
    rest = max(0.0, painting - _TIMED_STEPS * step)
    work = engine.default_steps * step + rest + playing
    return Speed(1 / step, engine.params.clip_seconds / work)


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
