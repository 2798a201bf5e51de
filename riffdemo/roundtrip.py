"""From a file to a picture to a sound, with what got lost on the way: what the app's lab shows.

Explained in notebook 05.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from riffdemo.audio import load_audio
from riffdemo.clip import Clip, clip_from_audio, clip_from_image, metadata_from_file
from riffdemo.errors import ParameterError
from riffdemo.files import content_name
from riffdemo.image import load_image, max_value_from_image, mel_from_image, params_from_image
from riffdemo.measures import fitted_gain, grey_error, log_spectral_distance
from riffdemo.metadata import KEY, Metadata
from riffdemo.params import SpectrogramParams
from riffdemo.qualities import MAX_PASSES, QUALITIES, Quality, QualityName
from riffdemo.spectrogram import SpectrogramConverter

MAX_SECONDS = 120.0
MAX_TEXTBOOK_SECONDS = 10.0
_MIN_COMPARED = 0.2


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """How a sound becomes a picture and a picture becomes a sound. None keeps what a file says, or the default.

    Attributes:
        quality: The method of the way back: "fast", "balanced", "best" or "textbook".
        n_passes: Iterations of that method, 0 to 100; "textbook" has its own number.
        image_exponent: Grey level is proportional to magnitude ** image_exponent, 0.01 to 1.
        n_mels: Mel bands, 16 to 1,024.
        win_ms: Length of the window (ms), 20 to 400.

    Raises:
        ParameterError: A value is out of range.
    """

    quality: QualityName = "balanced"
    n_passes: int | None = None
    image_exponent: float | None = None
    n_mels: int | None = None
    win_ms: float | None = None

    def __post_init__(self) -> None:
        ranges = {"n_passes": (0, MAX_PASSES), "n_mels": (16, 1_024), "win_ms": (20, 400)}
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise ParameterError(f"{name} is {value}: give {low} to {high}.")
        if self.quality not in QUALITIES:
            raise ParameterError(f"quality is {self.quality!r}: give one of {', '.join(QUALITIES)}.")

    def params(self, carried: SpectrogramParams) -> SpectrogramParams:
        """`carried` with what is asked for."""
        wanted: dict[str, Any] = {}
        if self.image_exponent is not None:
            wanted["image_exponent"] = self.image_exponent
        if self.n_mels is not None:
            wanted["n_mels"] = self.n_mels
        if self.win_ms is not None:
            wanted["win_length"] = max(
                round(self.win_ms * carried.sample_rate / 1_000), 2 * carried.hop_length
            )
            wanted["n_fft"] = max(carried.n_fft, wanted["win_length"])
        return replace(carried, **wanted)

    def method(self) -> QualityName | Quality:
        """What `SpectrogramConverter` takes."""
        settings = QUALITIES[self.quality]
        if settings is None or self.n_passes is None:
            return self.quality
        return replace(settings, n_passes=self.n_passes)

    def settings(self) -> dict[str, Any]:
        """What a clip says of it."""
        asked = {"quality": self.quality, "n_passes": self.n_passes}
        return {name: value for name, value in asked.items() if value is not None}


@dataclass(frozen=True, eq=False)
class RoundTrip:
    """A picture, the sound read back from it, and how well that sound fits.

    Attributes:
        source: The sound that was given, with its picture; None where a picture was given.
        heard: The picture, with the sound read back from it.
        carried: Settings that the file held; empty if there were none.
        error: Mean absolute difference between the picture and that of its sound, after one gain for the
            whole (grey levels, 0 to 255).
        distance: Root mean square difference between the sound that was given and the one that was read back, in
            their spectrograms (dB, in a range of 60 dB); None where a picture was given, or less than 0.2 s.
        work_seconds: Time that the way back took (s).
        is_cut: Whether the end of a long file was left out.
    """

    source: Clip | None
    heard: Clip
    carried: dict[str, Any]
    error: float
    distance: float | None
    work_seconds: float
    is_cut: bool


def round_trip(
    path: str | os.PathLike[str], conversion: Conversion | None = None, *, max_seconds: float = MAX_SECONDS
) -> RoundTrip:
    """Read a sound or a picture and play its picture.

    Args:
        path: Any file that `load_audio` or `load_image` reads; the content decides.
        conversion: How; None takes the defaults.
        max_seconds: What lies beyond is left out (s), 0.1 or more; "textbook" takes 10 s at most.

    Raises:
        RiffError: The file cannot be read, or a value is out of range.
    """
    conversion = conversion or Conversion()
    if not max_seconds >= 0.1:
        raise ParameterError(f"max_seconds is {max_seconds}: give 0.1 or more.")
    is_textbook = conversion.quality == "textbook"
    max_seconds = min(max_seconds, MAX_TEXTBOOK_SECONDS) if is_textbook else max_seconds
    metadata = metadata_from_file(path)
    settings = dict(metadata.settings) or {"task": "round_trip", "source": Path(path).name}
    source = None
    if _is_picture(path):
        whole = _reread(load_image(path), conversion)
        width = 1 + int(max_seconds * params_from_image(whole).frames_per_second)
        picture, is_cut = whole.crop((0, 0, min(width, whole.width), whole.height)), width < whole.width
    else:
        params = conversion.params(metadata.params or SpectrogramParams())
        sound = load_audio(path, sample_rate=params.sample_rate, n_channels=params.n_channels)
        source = clip_from_audio(sound.cut(0.0, min(sound.seconds, max_seconds)), params, settings)
        picture, is_cut = source.image, sound.seconds > max_seconds
    start = time.perf_counter()
    loop = False if is_textbook else None
    made = {**settings, **conversion.settings()}
    heard = clip_from_image(picture, made, quality=conversion.method(), loop=loop)
    work_seconds = time.perf_counter() - start
    return RoundTrip(
        source=source,
        heard=heard,
        carried=dict(metadata.settings),
        error=_error(heard),
        distance=_distance(source, heard),
        work_seconds=work_seconds,
        is_cut=is_cut,
    )


def _reread(picture: Image.Image, conversion: Conversion) -> Image.Image:
    """The same pixels, to be read with other parameters."""
    params = conversion.params(params_from_image(picture))
    picture.info[KEY] = Metadata(params=params, max_value=max_value_from_image(picture)).to_json()
    return picture


def _error(heard: Clip) -> float:
    params = params_from_image(heard.image)
    wanted = mel_from_image(heard.image)
    loop = heard.audio.n_samples == wanted.shape[-1] * params.hop_length
    found = SpectrogramConverter(params).mel_from_audio(heard.audio, loop=loop)
    return grey_error(found * fitted_gain(found, wanted), wanted, params)


def _distance(source: Clip | None, heard: Clip) -> float | None:
    end = 0.0 if source is None else min(source.audio.seconds, heard.audio.seconds)
    if source is None or end < _MIN_COMPARED:
        return None
    return log_spectral_distance(heard.audio.cut(0.0, end), source.audio.cut(0.0, end), SpectrogramParams())


def _is_picture(path: str | os.PathLike[str]) -> bool:
    with open(path, "rb") as file:
        return content_name(file.read(64)).endswith("picture")
