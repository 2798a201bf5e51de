"""Audio to audio: a sound of any length, painted again from a text.

Explained in notebook 07.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from riffdemo.progress import CancelToken, OnStep
from riffdemo.tasks.checks import choice, number, text
from riffdemo.tasks.generate import complete_settings, warn_of_cut
from riffdemo.tasks.inits import LEVEL_DBFS, name_of_init

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.audio import Audio
    from riffdemo.audio.track import Track
    from riffdemo.clip import Clip
    from riffdemo.engine import Engine, LazyEngine
    from riffdemo.params import SpectrogramParams
    from riffdemo.spectrogram import QualityName
    from riffdemo.sweep.mask import Mask

MIN_SECONDS, MAX_SECONDS = 0.2, 600.0
MAX_START = 86_400.0
DEFAULT_STRENGTH = 0.5
QUALITIES = ("fast", "balanced", "best")  # "textbook" cannot work piece by piece


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """What went in, what came out and what lies between; equally long, at the model's sample rate.

    Attributes:
        before: The part of the source.
        after: The result.
        difference: `after` minus `before`, sample by sample.
        is_partial: The work was cancelled; these are the windows that were done.
    """

    before: Clip
    after: Clip
    difference: Clip
    is_partial: bool


def audio_to_audio(
    engine: Engine | LazyEngine,
    source: str | os.PathLike[str] | Audio,
    prompt: str,
    *,
    end_prompt: str | None = None,
    negative_prompt: str = "",
    strength: float = DEFAULT_STRENGTH,
    seed: int = 0,
    start: float = 0.0,
    seconds: float | None = None,
    stereo: bool | None = None,
    mask: Image.Image | str | None = None,
    num_inference_steps: int | None = None,
    guidance_scale: float | None = None,
    scheduler: str | None = None,
    quality: QualityName = "balanced",
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
) -> BeforeAfter:
    """A sound painted again from a text, window by window, to its last sample.

    Windows are read from disk and written to disk, so that ten minutes need no more memory than one. What the model
    leaves alone keeps the source's detail and, up to a strength of 0.5, its phase. The level stays the source's.

    Args:
        engine: The model.
        source: A sound, a sound file as `load_audio` takes it, of any length, or a bundled clip by its name.
        prompt: What to hear.
        end_prompt: What to hear at the end: the text changes from window to window along the sound, in a sound of
            one window it is half-way. None keeps `prompt`.
        negative_prompt: What not to hear.
        strength: 0 leaves the source, 0.2 colours it, 0.5 keeps its rhythm and pitches, 1 leaves nothing of it.
        seed: 0 to 2**32 - 1.
        start: Where the part to be painted begins (s).
        seconds: How long it is, 0.2 to 600 s; it ends where the source does. None takes all from `start` on.
        stereo: Two channels or one; None keeps the source's. A mono model paints the middle, and the source says what
            is heard left and right.
        mask: White is painted anew, black stays what it is, grey blends: a picture laid over the part, its width the
            time and its height the model's band, of any size. None paints all.
        num_inference_steps: 1 to 100 at strength 1; `strength` runs part of them. None takes the model's default.
        guidance_scale: How strictly to follow the prompt, 0 to 30. None takes the model's default.
        scheduler: One of `SCHEDULERS`. None takes the model's default.
        quality: How much work goes into the sound: "fast", "balanced", "best".
        on_step: Told about every denoising step, with a picture of the whole.
        cancel: Asked between steps. The windows that are done by then are returned.

    Returns:
        The part before and after, and the difference. The settings of `after` hold all that is needed to make it
        again, but for the source.

    Raises:
        ParameterError: An argument is out of range.
        AudioError: The source cannot be read, or is too long or too short.
        Cancelled: `cancel` was set before one window was done.
    """
    engine = engine.wait(cancel=cancel)
    from riffdemo.metadata import json_settings

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
    del settings["loop"]
    settings |= {
        "task": "audio_to_audio",
        "quality": choice("quality", quality, QUALITIES),
        "strength": number("strength", strength, 0, 1),
        "source": name_of_init(source),
        "start": number("start", start, 0, MAX_START),
    }
    if end_prompt:
        settings["end_prompt"] = text("end_prompt", end_prompt)
    if seconds is not None:
        number("seconds", seconds, MIN_SECONDS, MAX_SECONDS)
    warn_of_cut(engine, prompt, end_prompt or "", negative_prompt)
    from riffdemo.sweep.mask import checked_mask, settings_from_mask
    from riffdemo.sweep.sweep import Sweep

    checked = None if mask is None else checked_mask(mask)
    before = source_track(source, engine.params, start=start, seconds=seconds, stereo=stereo)
    settings |= {"seconds": before.seconds, "stereo": before.n_channels == 2}
    if checked is not None:
        settings["mask"] = settings_from_mask(checked)
    settings = json_settings(settings)
    gain = level_gain(before)
    sweep = Sweep(engine, before, settings, gain=gain, mask=checked, on_step=on_step, cancel=cancel)
    painted, is_partial = sweep.run()
    return _clips(engine, before, painted, sweep.mask, settings | ({"partial": True} if is_partial else {}))


def _clips(
    engine: Engine, before: Track, painted: Track, mask: Mask | None, settings: dict[str, Any]
) -> BeforeAfter:
    from riffdemo.audio.track import Track
    from riffdemo.clip import Clip
    from riffdemo.sweep.columns import picture_from_audio
    from riffdemo.sweep.mask import masked

    max_value = engine.max_value / level_gain(before)
    before.cut_to(painted.n_samples)
    painted = painted.within_full_scale()
    after = painted if mask is None else masked(before, painted, mask, engine.params)
    pairs = zip(before.blocks(), after.blocks(), strict=True)
    difference = Track.from_blocks((new - old for old, new in pairs), after.sample_rate)

    def clip(audio: Track, settings: dict[str, Any]) -> Clip:
        return Clip(audio, picture_from_audio(audio, engine.converter, max_value=max_value), settings)

    part = {name: settings[name] for name in ("task", "source", "start", "stereo")}
    return BeforeAfter(
        before=clip(before, {**part, "seconds": before.seconds, "shows": "before"}),
        after=clip(after, settings),
        difference=clip(difference, {**settings, "shows": "difference"}),
        is_partial="partial" in settings,
    )


def source_track(
    source: str | os.PathLike[str] | Audio,
    params: SpectrogramParams,
    *,
    start: float,
    seconds: float | None,
    stereo: bool | None,
) -> Track:
    """The part of a source on disk, at the model's rate.

    Raises:
        AudioError: It cannot be read, or is too long or too short.
    """
    from riffdemo.audio.track import track_from_source
    from riffdemo.errors import AudioError
    from riffdemo.init_clips import init_clips

    bundled = {clip.name: clip.sound for clip in init_clips()}
    if isinstance(source, str) and not os.path.exists(source):
        source = bundled.get(source, source)
    track = track_from_source(
        source,
        sample_rate=params.sample_rate,
        n_channels=None if stereo is None else 1 + bool(stereo),
        start=start,
        seconds=seconds,
        max_seconds=MAX_SECONDS,
    )
    if track.seconds < MIN_SECONDS * 0.999:
        raise AudioError(f"The part lasts {track.seconds:.3f} s: give {MIN_SECONDS} s or more.")
    return track


def level_gain(audio: Audio) -> float:
    """The factor that brings a sound to the level that the model knows; 1 for silence."""
    return 10 ** ((LEVEL_DBFS - audio.rms_dbfs) / 20) if audio.peak > 0 else 1.0
