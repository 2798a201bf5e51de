"""A room around the loop, and the same loudness for every clip.

Both are circular, as the loop is: they work on its Fourier transform.

Explained in notebook 08.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from riffdemo.audio import Audio
from riffdemo.audio.loudness import TARGET_LOUDNESS, loudness

PEAK = 0.97
_WET = 0.18


def mastered(loop: np.ndarray, *, sample_rate: int, room: float) -> np.ndarray:
    """The loop in a room that rings for `room` seconds, at the common loudness.

    Args:
        loop: Samples (n_samples,).
        sample_rate: Samples per second (Hz).
        room: Time in which the reverberation falls by 60 dB (s).
    """
    wet = _reverberated(loop.astype(np.float64), sample_rate, room)
    gain = 10 ** ((TARGET_LOUDNESS - loudness(Audio(wet.astype(np.float32), sample_rate))) / 20)
    peak = float(np.abs(wet).max())
    return (wet * min(gain, PEAK / max(peak, 1e-9))).astype(np.float32)


def _reverberated(loop: np.ndarray, sample_rate: int, room: float) -> np.ndarray:
    return np.fft.irfft(np.fft.rfft(loop) * _room_response(len(loop), sample_rate, room), len(loop))


@lru_cache(maxsize=16)
def _room_response(n_samples: int, sample_rate: int, room: float) -> np.ndarray:
    """Transfer function of the room: the direct sound, and after it noise that dies away."""
    seconds = np.arange(n_samples) / sample_rate
    noise = np.random.default_rng(0).standard_normal(n_samples)
    frequencies = np.fft.rfftfreq(n_samples, 1 / sample_rate)
    dull = np.fft.irfft(np.fft.rfft(noise) / (1 + frequencies / 4_000), n_samples)
    tail = dull * 10 ** (-3 * seconds / room) * (seconds > 0.012)
    return 1 + _WET * np.fft.rfft(tail / np.linalg.norm(tail))
