"""A closed loop of tape and the instruments that play on it: what synth's music is made of.

Whatever passes the end of the tape comes back at its start, so every piece repeats without a seam.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from riffdemo.errors import ParameterError

Samples = NDArray[np.float64]

F_LOW, F_SOFT, F_MAX = (
    20.0,
    9_000.0,
    9_900.0,
)  # what `Tape.play` lets through (Hz): full to F_SOFT, none from F_MAX
MAX_HARMONICS = 30


class Tape:
    """Sounds laid over one another on a loop.

    Args:
        n_samples: Length of the loop (samples).
        n_channels: 1 or 2.
        sample_rate: Samples per second (Hz).
    """

    def __init__(self, n_samples: int, *, n_channels: int = 1, sample_rate: int) -> None:
        if n_channels not in (1, 2):
            raise ParameterError(f"n_channels is {n_channels!r}: give 1 or 2.")
        self.samples = np.zeros((n_channels, n_samples))
        self.sample_rate = sample_rate

    def add(self, sound: Samples, seconds: float, *, gain: float = 1.0, pan: float = 0.5) -> None:
        """Lay `sound` on the tape from `seconds` on.

        In stereo, `pan` goes from 0 (left) to 1 (right) at equal power; in mono it has no effect.
        """
        n_channels, n_samples = self.samples.shape
        sides = (1.0,) if n_channels == 1 else (math.cos(pan * math.pi / 2), math.sin(pan * math.pi / 2))
        start = round(seconds * self.sample_rate)
        turns = -(-sound.size // n_samples)
        folded = np.pad(sound, (0, turns * n_samples - sound.size)).reshape(turns, n_samples).sum(axis=0)
        self.samples += gain * np.outer(sides, np.roll(folded, start))

    def play(self) -> Samples:
        """What the tape holds between 20 Hz and 9.9 kHz, (n_channels, n_samples), at a peak of 1."""
        n_samples = self.samples.shape[1]
        hz = np.fft.rfftfreq(n_samples, 1 / self.sample_rate)
        passband = (hz > F_LOW) * np.clip((F_MAX - hz) / (F_MAX - F_SOFT), 0, 1)
        samples = np.fft.irfft(passband * np.fft.rfft(self.samples), n_samples)
        return normalised(samples)

    def pluck(self, frequency: float, *, decay: float) -> Samples:
        """A string: harmonic h has the amplitude h**-1.5 and fades to 1 / e in 4 decay / (3 + h) seconds.

        The sum over h is a polynomial in q = exp((2 pi i frequency - 1 / (4 decay)) t).
        """
        t = self._times(6 * decay)
        n_harmonics = max(1, min(MAX_HARMONICS, int(min(F_MAX, self.sample_rate / 2) / frequency)))
        amplitudes = np.arange(n_harmonics, 0, -1.0) ** -1.5
        q = np.exp((2j * np.pi * frequency - 0.25 / decay) * t)
        attack = np.minimum(t / 0.004, 1)
        return np.asarray(attack * np.exp(-0.75 / decay * t) * np.polyval([*amplitudes, 0], q).imag)

    def kick(self) -> Samples:
        """A drum: a tone whose frequency falls from 160 to 50 Hz as 50 + 110 exp(-t / 0.03)."""
        t = self._times(0.6)
        return np.asarray(np.exp(-t / 0.09) * np.sin(2 * np.pi * (50 * t - 3.3 * np.expm1(-t / 0.03))))

    def hit(self, rng: np.random.Generator, *, decay: float) -> Samples:
        """A burst of bright noise that fades to 1 / e in `decay` seconds."""
        t = self._times(7 * decay)
        return np.asarray(np.exp(-t / decay) * np.diff(rng.standard_normal(t.size), prepend=0.0) / 3)

    def _times(self, seconds: float) -> Samples:
        return np.arange(round(seconds * self.sample_rate)) / self.sample_rate


def normalised(samples: Samples) -> Samples:
    """`samples` at a peak of 1; silence stays silent."""
    return samples / max(float(np.abs(samples).max()), np.finfo(float).tiny)
