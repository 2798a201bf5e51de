"""The geometry that ties a sound to its picture.

One frozen value says how a waveform becomes a mel spectrogram and how that becomes an image. The defaults are
those of riffusion/riffusion-model-v1: 512 mel bands x 512 frames of 10 ms, 5.11 s at 44.1 kHz.

Explained in notebook 02.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from riffdemo.errors import ParameterError

MelScale = Literal["htk", "slaney"]
MelNorm = Literal["slaney"] | None


@dataclass(frozen=True, kw_only=True)
class SpectrogramParams:
    """How a waveform becomes a mel spectrogram and how that becomes a picture.

    Lengths are in samples; milliseconds and Hz are derived from them.

    Attributes:
        sample_rate: Samples per second (Hz), 8,000 to 192,000.
        n_channels: 1 (mono) or 2 (stereo; the picture's green and blue planes).
        win_length: Length of the Hann window (samples). 4,410 = 100 ms: longer separates closer pitches,
            shorter separates closer onsets.
        hop_length: Distance between frames (samples). 441 = 10 ms: one picture column.
        n_fft: FFT length after zero padding (samples), at least `win_length`. Sets the spacing of the
            frequency bins, not their resolution.
        n_mels: Mel bands, the picture's height.
        n_frames: Frames of one model-sized clip, the picture's width.
        f_min: Lower edge of the lowest band (Hz).
        f_max: Upper edge of the highest band (Hz), at most half of `sample_rate`.
        mel_scale: "htk" (Riffusion, torchaudio's default) or "slaney" (librosa's default).
        mel_norm: None, or "slaney" to give every band the same area.
        image_exponent: Grey level is proportional to magnitude ** image_exponent, in (0, 1].

    Raises:
        ParameterError: A value is out of range, or two do not fit each other.
    """

    sample_rate: int = 44_100
    n_channels: int = 1
    win_length: int = 4_410
    hop_length: int = 441
    n_fft: int = 17_640
    n_mels: int = 512
    n_frames: int = 512
    f_min: float = 0.0
    f_max: float = 10_000.0
    mel_scale: MelScale = "htk"
    mel_norm: MelNorm = None
    image_exponent: float = 0.25

    def __post_init__(self) -> None:
        _check_int("sample_rate", self.sample_rate, 8_000, 192_000, unit=" Hz")
        _check_int("n_channels", self.n_channels, 1, 2)
        _check_int("win_length", self.win_length, 16, 2**17, unit=" samples")
        _check_int(
            "hop_length", self.hop_length, 1, self.win_length // 2, unit=" samples (half of win_length)"
        )
        _check_int("n_fft", self.n_fft, self.win_length, 2**19, unit=" samples (win_length or more)")
        _check_int("n_mels", self.n_mels, 1, 4_096)
        _check_int("n_frames", self.n_frames, 2, 2**20)
        _check_float("f_min", self.f_min, 0.0, self.sample_rate / 2, unit=" Hz")
        _check_float("f_max", self.f_max, 0.0, self.sample_rate / 2, unit=" Hz (half of sample_rate)")
        _check_float("image_exponent", self.image_exponent, 0.01, 1.0)
        if self.f_min >= self.f_max:
            raise ParameterError(f"f_min is {self.f_min} Hz, not below f_max = {self.f_max} Hz: lower f_min.")
        _check_choice("mel_scale", self.mel_scale, ("htk", "slaney"))
        _check_choice("mel_norm", self.mel_norm, (None, "slaney"))
        # The metadata stores floats: 10000 and 10000.0 are the same setting.
        object.__setattr__(self, "f_min", float(self.f_min))
        object.__setattr__(self, "f_max", float(self.f_max))
        object.__setattr__(self, "image_exponent", float(self.image_exponent))

    @property
    def n_stft(self) -> int:
        """Frequency bins of the linear spectrogram: n_fft // 2 + 1."""
        return self.n_fft // 2 + 1

    @property
    def hop_ms(self) -> float:
        """Duration of one picture column (ms)."""
        return 1_000 * self.hop_length / self.sample_rate

    @property
    def win_ms(self) -> float:
        """Duration of the analysis window (ms)."""
        return 1_000 * self.win_length / self.sample_rate

    @property
    def frames_per_second(self) -> float:
        """Picture columns per second (Hz)."""
        return self.sample_rate / self.hop_length

    @property
    def clip_seconds(self) -> float:
        """Duration of one model-sized clip played once: n_frames - 1 hops (s)."""
        return self.seconds_from_frames(self.n_frames)

    @property
    def loop_seconds(self) -> float:
        """Duration of one model-sized clip played as a loop: n_frames hops (s)."""
        return self.seconds_from_frames(self.n_frames, loop=True)

    def seconds_from_frames(self, n_frames: int, *, loop: bool = False) -> float:
        """Duration of `n_frames` columns (s): frames are centred, so a sound of n hops has n + 1 of them."""
        return (n_frames if loop else n_frames - 1) * self.hop_length / self.sample_rate

    def to_dict(self) -> dict[str, Any]:
        """The values as JSON types; `from_dict` gives back an equal value."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> SpectrogramParams:
        """The value that `to_dict` came from; keys that are missing take their default.

        Raises:
            ParameterError: A key is unknown or a value is out of range.
        """
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise ParameterError(
                f"Unknown spectrogram parameter {unknown[0]!r}: use {', '.join(sorted(known))}."
            )
        return cls(**values)


def _check_int(name: str, value: object, low: int, high: int, *, unit: str = "") -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ParameterError(f"{name} is {value!r}: give a whole number from {low} to {high}{unit}.")
    if not low <= value <= high:
        raise ParameterError(f"{name} is {value}: give a whole number from {low} to {high}{unit}.")


def _check_float(name: str, value: object, low: float, high: float, *, unit: str = "") -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ParameterError(f"{name} is {value!r}: give a number from {low:g} to {high:g}{unit}.")
    if not low <= value <= high:
        raise ParameterError(f"{name} is {value:g}: give a number from {low:g} to {high:g}{unit}.")


def _check_choice(name: str, value: object, choices: tuple[object, ...]) -> None:
    if value not in choices:
        raise ParameterError(f"{name} is {value!r}: give one of {', '.join(map(repr, choices))}.")
