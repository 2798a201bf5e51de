"""Extend: what comes before and after a sound.

Explained in notebook 07.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from riffdemo.audio import Audio
from riffdemo.audio.value import BLOCK
from riffdemo.errors import AudioError, ParameterError
from riffdemo.progress import Cancelled, CancelToken, OnStep
from riffdemo.tasks.audio_to_audio import QUALITIES, level_gain, source_track
from riffdemo.tasks.checks import choice, number
from riffdemo.tasks.generate import complete_settings, warn_of_cut
from riffdemo.tasks.inits import name_of_init

if TYPE_CHECKING:
    from riffdemo.audio.track import Track
    from riffdemo.clip import Clip
    from riffdemo.engine import Engine, LazyEngine
    from riffdemo.spectrogram import QualityName
    from riffdemo.sweep.growth import Growth, Samples

MIN_SOURCE_SECONDS = 1.0
MAX_ADDED_SECONDS = 60.0


def extend(
    engine: Engine | LazyEngine,
    source: str | os.PathLike[str] | Audio,
    prompt: str,
    *,
    left: float = 0.0,
    right: float = 0.0,
    negative_prompt: str = "",
    seed: int = 0,
    stereo: bool | None = None,
    num_inference_steps: int | None = None,
    guidance_scale: float | None = None,
    scheduler: str | None = None,
    quality: QualityName = "balanced",
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
) -> Clip:
    """A sound with more of it before its beginning and after its end.

    The sound itself stays what it is, to the sample, but for the fifth of a second next to each joint, where it
    blends into its continuation. New parts have its level; should they clip, all of it is turned down.

    Args:
        engine: The model.
        source: A sound of 1 s or more, a sound file as `load_audio` takes it, or a bundled clip by its name.
        prompt: What the new parts are like.
        left: Seconds before the beginning, 0 to 60.
        right: Seconds after the end, 0 to 60.
        negative_prompt: What not to hear.
        seed: 0 to 2**32 - 1.
        stereo: Two channels or one; None keeps the source's.
        num_inference_steps: 1 to 100. None takes the model's default.
        guidance_scale: How strictly to follow the prompt, 0 to 30. None takes the model's default.
        scheduler: One of `SCHEDULERS`. None takes the model's default.
        quality: How much work goes into the sound: "fast", "balanced", "best".
        on_step: Told about every denoising step.
        cancel: Asked between steps. What is done by then is returned, `partial` among its settings.

    Returns:
        The longer sound, at the model's sample rate; it lies on disk as long as it is not looked at.

    Raises:
        ParameterError: An argument is out of range, or there is nothing to add.
        AudioError: The source cannot be read, or is too long or too short.
        Cancelled: `cancel` was set before anything was done.
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
        quality=quality,
    )
    del settings["loop"], settings["seconds"]
    settings |= {
        "task": "extend",
        "quality": choice("quality", quality, QUALITIES),
        "left": number("left", left, 0, MAX_ADDED_SECONDS),
        "right": number("right", right, 0, MAX_ADDED_SECONDS),
        "source": name_of_init(source),
    }
    if not left + right > 0:
        raise ParameterError(f"left and right are {left} and {right}: give seconds for one of them at least.")
    warn_of_cut(engine, prompt, negative_prompt)
    from riffdemo.audio.track import Track
    from riffdemo.clip import Clip
    from riffdemo.sweep.columns import picture_from_audio
    from riffdemo.sweep.growth import Growth
    from riffdemo.sweep.report import Reporter

    track = source_track(source, engine.params, start=0.0, seconds=None, stereo=stereo)
    if track.seconds < MIN_SOURCE_SECONDS:
        raise AudioError(f"The sound lasts {track.seconds:.2f} s: give {MIN_SOURCE_SECONDS:g} s or more.")
    settings["stereo"] = track.n_channels == 2
    wanted = [round(settings[side] * track.sample_rate) for side in ("right", "left")]
    n_windows = sum(Growth.n_windows(engine, n_new) for n_new in wanted)
    growth = Growth(engine, settings, gain=level_gain(track), reporter=Reporter(n_windows, on_step, cancel))
    behind, n_behind = _grown(growth, track, wanted[0], first=0, backwards=False)
    ahead, n_ahead = _grown(
        growth, track, wanted[1], first=Growth.n_windows(engine, wanted[0]), backwards=True
    )
    if n_ahead + n_behind == 0:
        raise Cancelled("Cancelled: nothing was made. Start again whenever you like.")
    if n_ahead + n_behind < sum(wanted):
        rate = track.sample_rate
        settings |= {"partial": True, "left": n_ahead / rate, "right": n_behind / rate}
    own = (ahead.shape[1] - n_ahead, track.n_samples - (behind.shape[1] - n_behind))
    longer = Track.from_blocks(_joined(ahead[:, ::-1], track, own, behind), track.sample_rate)
    longer = longer.within_full_scale()
    picture = picture_from_audio(longer, engine.converter, max_value=engine.max_value / level_gain(track))
    return Clip(longer, picture, settings)


def _grown(growth: Growth, track: Track, n_new: int, *, first: int, backwards: bool) -> tuple[Samples, int]:
    """What takes the place of the end of a sound, read forwards or backwards; nothing where nothing is wanted."""
    n_end = growth.n_seen(track.n_samples)
    start = 0 if backwards else track.n_samples - n_end
    samples = track.part(start, start + n_end)
    end = Audio(samples[:, ::-1] if backwards else samples, track.sample_rate)
    return growth.after(end, n_new, first=first, backwards=backwards)


def _joined(ahead: Samples, track: Track, own: tuple[int, int], behind: Samples) -> Iterator[Samples]:
    yield ahead
    for start in range(own[0], own[1], BLOCK):
        yield track.part(start, min(start + BLOCK, own[1]))
    yield behind
