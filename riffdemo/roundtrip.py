"""From a file to a picture to a sound, with what got lost on the way: what the app's lab shows.

Explained in notebook 05.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riffdemo.audio import load_audio
from riffdemo.clip import Clip, clip_from_audio, clip_from_image, is_picture, metadata_from_file
from riffdemo.errors import ParameterError
from riffdemo.image import load_image, mel_from_image, params_from_image
from riffdemo.measures import fitted_gain, grey_error
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import QualityName, SpectrogramConverter

MAX_SECONDS = 120.0


@dataclass(frozen=True, eq=False)
class RoundTrip:
    """A picture, the sound read back from it, and how well that sound fits.

    Attributes:
        source: The sound that was given, with its picture; None where a picture was given.
        heard: The picture, with the sound read back from it.
        carried: Settings that the file held; empty if there were none.
        error: Mean absolute difference between the picture and that of its sound, after one gain for the
            whole (grey levels, 0 to 255).
        work_seconds: Time that the way back took (s).
        is_cut: Whether the end of a long file was left out.
    """

    source: Clip | None
    heard: Clip
    carried: dict[str, Any]
    error: float
    work_seconds: float
    is_cut: bool


def round_trip(
    path: str | os.PathLike[str], *, quality: QualityName = "balanced", max_seconds: float = MAX_SECONDS
) -> RoundTrip:
    """Read a sound or a picture and play its picture.

    Args:
        path: Any file that `load_audio` or `load_image` reads; the content decides.
        quality: How much work goes into the way back.
        max_seconds: What lies beyond is left out (s), 0.1 or more.

    Raises:
        RiffError: The file cannot be read, or a value is out of range.
    """
    if not max_seconds >= 0.1:
        raise ParameterError(f"max_seconds is {max_seconds}: give 0.1 or more.")
    metadata = metadata_from_file(path)
    settings = dict(metadata.settings) or {"task": "round_trip", "source": Path(path).name}
    source = None
    if is_picture(path):
        whole = load_image(path)
        width = 1 + int(max_seconds * params_from_image(whole).frames_per_second)
        picture, is_cut = whole.crop((0, 0, min(width, whole.width), whole.height)), width < whole.width
    else:
        params = metadata.params or SpectrogramParams()
        sound = load_audio(path, sample_rate=params.sample_rate, n_channels=params.n_channels)
        source = clip_from_audio(sound.cut(0.0, min(sound.seconds, max_seconds)), params, settings)
        picture, is_cut = source.image, sound.seconds > max_seconds
    start = time.perf_counter()
    heard = clip_from_image(picture, {**settings, "quality": quality}, quality=quality)
    work_seconds = time.perf_counter() - start
    return RoundTrip(source, heard, dict(metadata.settings), _error(heard), work_seconds, is_cut)


def _error(heard: Clip) -> float:
    params = params_from_image(heard.image)
    wanted = mel_from_image(heard.image)
    loop = heard.audio.n_samples == wanted.shape[-1] * params.hop_length
    found = SpectrogramConverter(params).mel_from_audio(heard.audio, loop=loop)
    return grey_error(found * fitted_gain(found, wanted), wanted, params)
