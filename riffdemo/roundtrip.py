"""From a file to a picture to a sound, with what got lost on the way: what the app's lab shows.

Explained in notebook 05.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from riffdemo.audio import Audio, load_audio, normalize
from riffdemo.clip import Clip, metadata_from_file
from riffdemo.errors import ParameterError
from riffdemo.files import content_name
from riffdemo.image import image_from_mel, load_image, mel_from_image, params_from_image
from riffdemo.measures import fitted_gain, grey_error
from riffdemo.metadata import Metadata
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
    if _is_picture(path):
        whole = load_image(path)
        width = 1 + int(max_seconds * params_from_image(whole).frames_per_second)
        source, picture = None, whole.crop((0, 0, min(width, whole.width), whole.height))
        is_cut = picture.width < whole.width
    else:
        source, is_cut = _clip_from_sound(path, settings, metadata, max_seconds)
        picture = source.image
    heard, error, work_seconds = _played(picture, settings, quality)
    return RoundTrip(source, heard, dict(metadata.settings), error, work_seconds, is_cut)


def _clip_from_sound(
    path: str | os.PathLike[str], settings: dict[str, Any], metadata: Metadata, max_seconds: float
) -> tuple[Clip, bool]:
    params = metadata.params or SpectrogramParams()
    whole = load_audio(path, sample_rate=params.sample_rate, n_channels=params.n_channels)
    audio = whole.cut(0.0, min(whole.seconds, max_seconds))
    mel = SpectrogramConverter(params).mel_from_audio(audio, loop=_is_loop(settings, audio.n_samples, params))
    return Clip(audio, image_from_mel(mel, params), settings), audio.n_samples < whole.n_samples


def _played(
    picture: Image.Image, settings: dict[str, Any], quality: QualityName
) -> tuple[Clip, float, float]:
    """The picture with its sound, the error (grey levels) and the time taken (s)."""
    mel = mel_from_image(picture)
    params = params_from_image(picture)
    converter = SpectrogramConverter(params, quality=quality)
    loop = _is_loop(settings, picture.width * params.hop_length, params)
    start = time.perf_counter()
    audio = converter.audio_from_mel(mel, loop=loop)
    work_seconds = time.perf_counter() - start
    error = _error(converter.mel_from_audio(audio, loop=loop), mel, params)
    return Clip(_within_full_scale(audio), picture, {**settings, "quality": quality}), error, work_seconds


def _error(heard: torch.Tensor, wanted: torch.Tensor, params: SpectrogramParams) -> float:
    return grey_error(heard * fitted_gain(heard, wanted), wanted, params)


def _within_full_scale(audio: Audio) -> Audio:
    return normalize([audio])[0] if audio.peak > 1 else audio


def _is_loop(settings: dict[str, Any], n_samples: int, params: SpectrogramParams) -> bool:
    """Whether the file says that it is a loop and has the length of one."""
    whole_hops = n_samples % params.hop_length == 0 and n_samples >= params.win_length
    return bool(settings.get("loop")) and whole_hops


def _is_picture(path: str | os.PathLike[str]) -> bool:
    with open(path, "rb") as file:
        return content_name(file.read(64)).endswith("picture")
