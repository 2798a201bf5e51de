"""Text to audio.

Explained in notebook 06.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import riffdemo
from riffdemo.errors import ParameterError
from riffdemo.pipeline.schedulers import SCHEDULERS
from riffdemo.plan import MAX_SECONDS, MIN_SECONDS, seconds_from_bars
from riffdemo.progress import CancelToken, OnStep
from riffdemo.tasks.checks import (
    MAX_BARS,
    MAX_GUIDANCE,
    MAX_SEED,
    MAX_STEPS,
    MAX_VARIATIONS,
    choice,
    default,
    number,
    switch,
    text,
    whole,
)
from riffdemo.tasks.painting import clips_from_settings

if TYPE_CHECKING:
    from riffdemo.clip import Clip
    from riffdemo.engine import Engine, LazyEngine
    from riffdemo.spectrogram import QualityName

_NO_ARGUMENTS = ("task", "checkpoint", "riffdemo", "source", "partial", "shows")


def text_to_audio(
    engine: Engine | LazyEngine,
    prompt: str,
    *,
    negative_prompt: str = "",
    seed: int = 0,
    num_inference_steps: int | None = None,
    guidance_scale: float | None = None,
    scheduler: str | None = None,
    seconds: float | None = None,
    bars: int | None = None,
    loop: bool = False,
    num_variations: int = 1,
    quality: QualityName = "balanced",
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
) -> list[Clip]:
    """Music from a text.

    The same arguments give the same samples on the same machine. A variation made along with others equals the
    one made alone up to the rounding of the model's arithmetic.

    Args:
        engine: The model.
        prompt: What to hear, with weights such as "(saxophone:1.4)" from 0 to 3. An empty one leaves all to the
            seed. What the text encoder cannot read is cut off, with a warning.
        negative_prompt: What not to hear.
        seed: 0 to 2**32 - 1; another seed is another piece.
        num_inference_steps: 1 to 100. None takes the model's default.
        guidance_scale: How strictly to follow the prompt, 0 to 30. None takes the model's default.
        scheduler: One of `SCHEDULERS`. None takes the model's default.
        seconds: Length, at least 0.5 s; a loop is rounded to half clips (2.56 s). None makes one clip.
        bars: Length in bars of four beats, instead of `seconds`, at the tempo in the prompt ("120 bpm"); without
            one a clip has two bars.
        loop: Make the end run into the beginning.
        num_variations: 1 to 8 clips with the seeds seed, seed + 1, ...
        quality: How much work goes into the sound: "fast", "balanced", "best", "textbook".
        on_step: Told about every denoising step.
        cancel: Asked between steps.

    Returns:
        A clip for each variation, whose settings hold all that is needed to make it again.

    Raises:
        ParameterError: An argument is out of range.
        Cancelled: `cancel` was set; nothing is returned.
        CheckpointError: The model, still loading, turned out not to load.
    """
    engine = engine.wait(cancel=cancel)
    settings = complete_settings(
        engine,
        prompt,
        negative_prompt=negative_prompt,
        seed=seed,
        num_inference_steps=num_inference_steps,
        guidance_scale=guidance_scale,
        scheduler=scheduler,
        seconds=seconds,
        bars=bars,
        loop=loop,
        quality=quality,
    )
    num_variations = whole("num_variations", num_variations, 1, MAX_VARIATIONS)
    warn_of_cut(engine, prompt, negative_prompt)
    seeds = [(settings["seed"] + i) % (MAX_SEED + 1) for i in range(num_variations)]
    wanted = [{**settings, "seed": seed} for seed in seeds]
    return list(clips_from_settings(engine, wanted, on_step=on_step, cancel=cancel))


def complete_settings(
    engine: Engine,
    prompt: str,
    *,
    negative_prompt: str = "",
    seed: int = 0,
    num_inference_steps: int | None = None,
    guidance_scale: float | None = None,
    scheduler: str | None = None,
    seconds: float | None = None,
    bars: int | None = None,
    loop: bool = False,
    quality: QualityName = "balanced",
) -> dict[str, Any]:
    """All that makes a clip, checked, with the model's defaults where nothing was asked for.

    Args:
        engine: Gives the defaults and its name.
        prompt: And the rest: see `text_to_audio`.

    Raises:
        ParameterError: An argument is out of range.
    """
    from riffdemo.metadata import json_settings
    from riffdemo.spectrogram import QUALITIES

    settings: dict[str, Any] = {
        "task": "text_to_audio",
        "prompt": text("prompt", prompt),
        "negative_prompt": text("negative_prompt", negative_prompt),
        "seed": whole("seed", seed, 0, MAX_SEED),
        "num_inference_steps": whole(
            "num_inference_steps", default(num_inference_steps, engine.default_steps), 1, MAX_STEPS
        ),
        "guidance_scale": number(
            "guidance_scale", default(guidance_scale, engine.default_guidance), 0, MAX_GUIDANCE
        ),
        "scheduler": choice("scheduler", default(scheduler, engine.default_scheduler), SCHEDULERS),
        "seconds": _seconds(engine, seconds, bars, prompt),
        "loop": switch("loop", loop),
        "quality": choice("quality", quality, tuple(q for q in QUALITIES if QUALITIES[q] or not loop)),
        "checkpoint": engine.checkpoint,
        "riffdemo": riffdemo.__version__,
    }
    return json_settings(settings)


def arguments_from_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments of the call that made a clip: `text_to_audio(engine, **arguments)` makes it again.

    Tasks that start from a sound need it once more: `audio_to_audio(engine, source, **arguments)`.
    """
    return {name: value for name, value in settings.items() if name not in _NO_ARGUMENTS}


def _seconds(engine: Engine, seconds: float | None, bars: int | None, prompt: str) -> float:
    if seconds is not None and bars is not None:
        raise ParameterError(f"seconds is {seconds} and bars is {bars}: give one of them.")
    if bars is not None:
        return seconds_from_bars(whole("bars", bars, 1, MAX_BARS), prompt, engine.params)
    return float(number("seconds", default(seconds, engine.params.loop_seconds), MIN_SECONDS, MAX_SECONDS))


def warn_of_cut(engine: Engine, *prompts: str) -> None:
    """Say which end of a prompt the text encoder cannot read."""
    for prompt in prompts:
        cut = engine.cut_text(prompt)
        if cut:
            shown = cut if len(cut) <= 80 else f"{cut[:80]}..."
            warnings.warn(f"The prompt is too long; this was not read: {shown!r}.", stacklevel=3)
