"""From A to B: prompts, seeds and sounds that turn into others, clip by clip, as one piece.

Explained in notebook 07.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from riffdemo.errors import ParameterError
from riffdemo.init_clips import init_clips
from riffdemo.pipeline.recipe import Recipe
from riffdemo.progress import CancelToken, OnStep, check_cancelled
from riffdemo.tasks.checks import MAX_SEED, default, number, switch, text, whole
from riffdemo.tasks.generate import arguments_from_settings, complete_settings, warn_of_cut
from riffdemo.tasks.inits import name_of_init, picture_from_init
from riffdemo.tasks.painting import audio_from_picture, joined, painted
from riffdemo.tasks.way import alphas_from_settings, way_from_arguments

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.clip import Clip
    from riffdemo.engine import Engine, LazyEngine
    from riffdemo.spectrogram import QualityName
    from riffdemo.tasks.inits import Init

DEFAULT_STRENGTHS = (1.0, 0.75, 0.5)
"""From noise, from one sound, between two sounds."""

_CURVE = ("num_clips", "power", "ease")


@dataclass(frozen=True, eq=False)
class Interpolation:
    """A piece that leads from A to B.

    Attributes:
        piece: All clips as one sound and one wide picture.
        clips: Each by itself, as a loop.
        alphas: Where each lies between A (0) and B (1).
    """

    piece: Clip
    clips: tuple[Clip, ...]
    alphas: tuple[float, ...]


def interpolate(
    engine: Engine | LazyEngine,
    prompt: str,
    end_prompt: str | None = None,
    *,
    seeds: Sequence[int] = (0, 0),
    num_clips: int | None = None,
    seconds: float | None = None,
    alphas: Sequence[float] | None = None,
    power: float = 1.0,
    ease: float = 0.0,
    init: Init | None = None,
    end_init: Init | None = None,
    whole_bars: bool = False,
    strength: float | None = None,
    negative_prompt: str = "",
    num_inference_steps: int | None = None,
    guidance_scale: float | None = None,
    scheduler: str | None = None,
    quality: QualityName = "balanced",
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
) -> Interpolation:
    """Music that turns from one thing into another.

    Every clip is a loop of the model's length, painted from a blend: prompts along the line between their embeddings,
    noise and sounds along the arc between them (slerp), so that the clips on the way are as clear as the ends. They
    become one waveform with one gain. During the first quarter of each clip the one before goes on and fades: in the
    picture, where there are no phases yet that could disagree.

    Args:
        engine: The model.
        prompt: What to hear at A.
        end_prompt: What to hear at B. None keeps `prompt`.
        seeds: Of the noise at A and at B, each 0 to 2**32 - 1; equal ones keep it.
        num_clips: 1 to 60, the first at A, the last at B; one alone is at A. None takes 6.
        seconds: Length, instead of `num_clips`: rounded to whole clips.
        alphas: Where each clip lies, 0 (A) to 1 (B), instead of a number and a curve.
        power: 0.2 to 5. Above 1 stays longer near A, below 1 longer near B.
        ease: 0 to 1: how much longer both ends last than the middle.
        init: What to start from: a bundled clip by its name ("funk groove"), a file, a sound or a picture. None
            starts from noise, or with a strength below 1 from the first bundled clip.
        end_init: What `init` turns into on the way: from sound A to sound B.
        whole_bars: Cut whole bars out of own sounds and fit them to a clip.
        strength: How much noise covers what the clips start from: 0 leaves it, 1 leaves nothing of it. None takes
            0.75, which keeps the rhythm; between two sounds 0.5: less sounds blurred, more forgets them.
        negative_prompt: What not to hear.
        num_inference_steps: 1 to 100. None takes the model's default.
        guidance_scale: How strictly to follow the prompts, 0 to 30. None takes the model's default.
        scheduler: One of `SCHEDULERS`. None takes the model's default.
        quality: How much work goes into the sound: "fast", "balanced", "best".
        on_step: Told about every denoising step; the previews are those of the clips.
        cancel: Asked between steps and clips.

    Returns:
        The piece and its clips. Their settings hold all that is needed to make them again, of own files the name.

    Raises:
        ParameterError: An argument is out of range.
        RiffError: A sound or picture cannot be read.
        Cancelled: `cancel` was set; nothing is returned.
        CheckpointError: The model, still loading, turned out not to load.
    """
    engine = engine.wait(cancel=cancel)
    start, end = _checked_seeds(seeds)
    inits = _checked_inits(init, end_init, strength)
    strength = number("strength", default(strength, DEFAULT_STRENGTHS[len(inits)]), 0, 1)
    common = complete_settings(
        engine,
        prompt,
        negative_prompt=negative_prompt,
        seed=start,
        num_inference_steps=num_inference_steps,
        guidance_scale=guidance_scale,
        scheduler=scheduler,
        loop=True,
        quality=quality,
    )
    way = way_from_arguments(
        engine.params, num_clips=num_clips, seconds=seconds, alphas=alphas, power=power, ease=ease
    )
    settings = {
        "task": "interpolate",
        "prompt": prompt,
        **({"end_prompt": text("end_prompt", end_prompt)} if end_prompt else {}),
        "seeds": [start, end],
        **way,
        **{name: name_of_init(value) for name, value in inits.items()},
        **({"strength": strength, "whole_bars": switch("whole_bars", whole_bars)} if inits else {}),
        **{
            name: value for name, value in common.items() if name not in ("task", "prompt", "seed", "seconds")
        },
    }
    warn_of_cut(engine, prompt, end_prompt or "", negative_prompt)
    recipes = [
        Recipe(
            prompt=prompt,
            end_prompt=end_prompt or None,
            negative_prompt=negative_prompt,
            seed=start,
            end_seed=None if end == start else end,
            alpha=alpha,
        )
        for alpha in alphas_from_settings(settings)
    ]
    images = painted(
        engine,
        recipes,
        n_frames=engine.params.n_frames,
        num_inference_steps=settings["num_inference_steps"],
        guidance_scale=settings["guidance_scale"],
        scheduler=settings["scheduler"],
        strength=strength,
        loop=True,
        on_step=on_step,
        cancel=cancel,
        **{
            f"{name}_image": picture_from_init(engine, value, whole_bars=whole_bars)
            for name, value in inits.items()
        },
    )
    return _interpolation(engine, images, settings, cancel)


def interpolation_arguments(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments of the call that made a piece, or one clip of it: `interpolate(engine, **arguments)`."""
    return {name: value for name, value in arguments_from_settings(settings).items() if name != "loop"}


def _interpolation(
    engine: Engine, images: Sequence[Image.Image], settings: Mapping[str, Any], cancel: CancelToken | None
) -> Interpolation:
    from riffdemo.audio import amplified, loudness_gain_db
    from riffdemo.clip import Clip

    alphas = alphas_from_settings(settings)
    whole = images[0] if len(images) == 1 else joined(engine, images)
    sounds = []
    for image in [whole, *images]:
        check_cancelled(cancel)
        loop = image.width == engine.params.n_frames
        sounds.append(audio_from_picture(engine, image, quality=settings["quality"], loop=loop))
    gain_db = loudness_gain_db(sounds[0])
    piece = amplified(sounds[0], gain_db, loop=len(images) == 1)
    loops = [amplified(sound, gain_db, loop=True) for sound in sounds[1:]]
    of_one = {name: value for name, value in settings.items() if name not in _CURVE}
    return Interpolation(
        Clip(piece, whole, {**settings, "loop": len(images) == 1}),
        tuple(
            Clip(sound, image, {**of_one, "alphas": [alpha]})
            for sound, image, alpha in zip(loops, images, alphas, strict=True)
        ),
        alphas,
    )


def _checked_seeds(seeds: Sequence[int]) -> tuple[int, int]:
    if not isinstance(seeds, list | tuple) or len(seeds) != 2:
        raise ParameterError(f"seeds is {seeds!r}: give two whole numbers, for A and for B.")
    start, end = (whole("seed", seed, 0, MAX_SEED) for seed in seeds)
    return start, end


def _checked_inits(init: Init | None, end_init: Init | None, strength: float | None) -> dict[str, Init]:
    """What to start from, by the names of the arguments."""
    if init is None and end_init is not None:
        raise ParameterError("There is an end_init but no init: give both, or init alone.")
    if init is None and strength is not None and strength != 1:
        init = init_clips()[0].name
    return {name: value for name, value in (("init", init), ("end_init", end_init)) if value is not None}
