"""The value that a sound is: samples and their rate.

Explained in notebook 01.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from riffdemo.errors import AudioError, ParameterError

MAX_CHANNELS = 8
MIN_SAMPLE_RATE, MAX_SAMPLE_RATE = 8_000, 192_000
BLOCK = 2**18
"""Samples per channel that are looked at in one go where a sound may be long."""

# Speakers in the order of WAV and FLAC: left, right, centre, bass effects; small letters are behind or
# beside.
_LAYOUTS = {3: "LRC", 4: "LRlr", 5: "LRClr", 6: "LRCElr", 7: "LRCEclr", 8: "LRCElrlr"}
# What each gives to the left and to the right channel (ITU-R BS.775: 3 dB less for centre and surround).
_DOWNMIX = {
    "L": (1.0, 0.0),
    "R": (0.0, 1.0),
    "C": (0.7071, 0.7071),
    "c": (0.5, 0.5),
    "l": (0.7071, 0.0),
    "r": (0.0, 0.7071),
    "E": (0.0, 0.0),
}


@dataclass(frozen=True, eq=False, repr=False)
class Audio:
    """A sound.

    Attributes:
        samples: Waveform, float32 (channels, n_samples), read-only; full scale is [-1, 1], more is kept until
        a
            file is written. One dimension is taken as mono. 1 to 8 channels, at least one sample, all finite.
        sample_rate: Samples per second (Hz), 8,000 to 192,000.

    Raises:
        AudioError: The samples or their rate are not as described.
    """

    samples: npt.NDArray[np.float32]
    sample_rate: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "samples", _checked_samples(self.samples))
        object.__setattr__(self, "sample_rate", checked_sample_rate(self.sample_rate))

    def __repr__(self) -> str:
        size = f"{self.n_channels} x {self.n_samples} samples"
        return f"Audio({size}, {self.sample_rate} Hz, {self.seconds:.2f} s)"

    @property
    def n_channels(self) -> int:
        """Number of channels."""
        return int(self.samples.shape[0])

    @property
    def n_samples(self) -> int:
        """Samples per channel."""
        return int(self.samples.shape[1])

    @property
    def seconds(self) -> float:
        """Duration (s)."""
        return self.n_samples / self.sample_rate

    @property
    def peak(self) -> float:
        """Largest absolute sample; 1 is full scale, 0 is silence."""
        return max(float(max(block.max(), -block.min())) for block in self.blocks())

    @property
    def peak_dbfs(self) -> float:
        """Peak level (dB, 0 = full scale, -inf = silence)."""
        return decibels(self.peak)

    @property
    def rms_dbfs(self) -> float:
        """Root-mean-square level (dB; a full-scale sine has -3.01, silence -inf)."""
        energy = sum(float(np.square(block, dtype=np.float64).sum()) for block in self.blocks())
        return decibels(math.sqrt(energy / (self.n_channels * self.n_samples)))

    def part(self, start: int, stop: int) -> npt.NDArray[np.float32]:
        """Samples from `start` to before `stop`, (channels, fewer where the sound ends)."""
        return self.samples[:, start:stop]

    def blocks(self, n_samples: int = BLOCK) -> Iterator[npt.NDArray[np.float32]]:
        """All samples in turn, (channels, n_samples) at a time, the last block shorter."""
        for start in range(0, self.n_samples, n_samples):
            yield self.part(start, start + n_samples)

    def with_channels(self, n_channels: int) -> Audio:
        """This sound with 1 or 2 channels: copies of one, the mean of two, the usual downmix of more.

        Raises:
            ParameterError: `n_channels` is neither 1 nor 2 nor the number there is.
        """
        if n_channels == self.n_channels:
            return self
        if n_channels not in (1, 2):
            raise ParameterError(
                f"n_channels is {n_channels}: give 1, 2 or the {self.n_channels} that there are."
            )
        if self.n_channels == 1:
            return Audio(np.repeat(self.samples, 2, axis=0), self.sample_rate)
        stereo = self._stereo_samples()
        return Audio(stereo if n_channels == 2 else stereo.mean(axis=0), self.sample_rate)

    def cut(self, start: float = 0.0, stop: float | None = None) -> Audio:
        """The part from `start` to `stop` (s), rounded to whole samples; None is the end.

        Raises:
            ParameterError: The part is empty or outside of the sound.
        """
        stop = self.seconds if stop is None else stop
        if not 0 <= start < stop <= self.seconds:
            raise ParameterError(
                f"The part {start} s to {stop} s is not inside 0 s to {self.seconds} s: change it."
            )
        part = self.samples[:, round(start * self.sample_rate) : round(stop * self.sample_rate)]
        return Audio(part, self.sample_rate)

    def scaled(self, gain: float) -> Audio:
        """This sound times `gain` (a factor, not dB)."""
        return Audio(self.samples * np.float32(gain), self.sample_rate)

    def _stereo_samples(self) -> npt.NDArray[np.float32]:
        if self.n_channels == 2:
            return self.samples
        weights = np.array([_DOWNMIX[speaker] for speaker in _LAYOUTS[self.n_channels]], dtype=np.float32).T
        weights /= weights.sum(axis=1, keepdims=True)  # (2, channels): what was in [-1, 1] stays there
        stereo: npt.NDArray[np.float32] = weights @ self.samples
        return stereo


def decibels(amplitude: float) -> float:
    """20 log10(amplitude); silence is -inf."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def checked_sample_rate(sample_rate: Any) -> int:
    """`sample_rate` as an int.

    Raises:
        AudioError: It is not a whole number from 8,000 to 192,000.
    """
    whole = isinstance(sample_rate, int | np.integer) and not isinstance(sample_rate, bool)
    if not whole or not MIN_SAMPLE_RATE <= sample_rate <= MAX_SAMPLE_RATE:
        raise AudioError(
            f"sample_rate is {sample_rate!r}: "
            f"give a whole number from {MIN_SAMPLE_RATE} to {MAX_SAMPLE_RATE} Hz."
        )
    return int(sample_rate)


def _checked_samples(samples: Any) -> npt.NDArray[np.float32]:
    array = np.asarray(samples)
    if not np.issubdtype(array.dtype, np.floating):
        raise AudioError(f"The samples are {array.dtype}: give floats in [-1, 1] (16-bit integers / 32768).")
    if array.ndim == 1:
        array = array[np.newaxis]
    if array.ndim != 2 or not 1 <= array.shape[0] <= MAX_CHANNELS or array.shape[1] == 0:
        raise AudioError(
            f"The samples have the shape {np.shape(samples)}: give (channels, n_samples) "
            f"with 1 to {MAX_CHANNELS} channels and at least one sample."
        )
    with np.errstate(over="ignore"):
        array = array.astype(np.float32, order="C", copy=array.flags.writeable)
    bad = array.size - np.count_nonzero(np.isfinite(array))
    if bad:
        raise AudioError(f"{bad} of {array.size} samples are NaN or infinite: replace them (np.nan_to_num).")
    array.setflags(write=False)
    return array
