"""A room around the loop, and the same loudness for every clip.

Both are circular, as the loop is: they work on its Fourier transform.

Explained in notebook 08.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

TARGET_LOUDNESS = -18.0
PEAK = 0.97
_WET = 0.18
_GATE_BLOCK = 4
_RELATIVE_GATE = -10.0


def mastered(loop: np.ndarray, *, sample_rate: int, room: float) -> np.ndarray:
    """The loop in a room that rings for `room` seconds, at the common loudness.

    Args:
        loop: Samples (n_samples,).
        sample_rate: Samples per second (Hz).
        room: Time in which the reverberation falls by 60 dB (s).
    """
    wet = _reverberated(loop.astype(np.float64), sample_rate, room)
    gain = 10 ** ((TARGET_LOUDNESS - loudness(wet, sample_rate)) / 20)
    peak = float(np.abs(wet).max())
    return (wet * min(gain, PEAK / max(peak, 1e-9))).astype(np.float32)


def loudness(loop: np.ndarray, sample_rate: int) -> float:
    """Gated loudness of a mono loop (LUFS); -70 for silence.

    ITU-R BS.1770-4: K-weighting, mean square over blocks of 400 ms that overlap by three quarters, and only
    blocks that are no more than 10 dB below the mean of the audible ones. The gate is why a sparse solo is not
    made loud by its rests.
    """
    weighted = np.fft.irfft(np.fft.rfft(loop) * _k_weighting(len(loop), sample_rate), len(loop))
    hop = sample_rate // 10
    hops = np.square(weighted[: len(loop) // hop * hop]).reshape(-1, hop).mean(axis=1)
    blocks = np.mean([np.roll(hops, -shift) for shift in range(_GATE_BLOCK)], axis=0)
    audible = blocks[_lufs(blocks) > -70]
    if not len(audible):
        return -70.0
    gate = float(_lufs(audible.mean())) + _RELATIVE_GATE
    return float(_lufs(audible[_lufs(audible) > gate].mean()))


def _lufs(power: np.ndarray) -> np.ndarray:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))


@lru_cache(maxsize=4)
def _k_weighting(n_samples: int, sample_rate: int) -> np.ndarray:
    """BS.1770's two filters, given there for 48 kHz, at the bins of a real FFT: a head, and a low cut."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(n_samples, 1 / sample_rate) / 48_000)
    head = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    low_cut = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return head * low_cut


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
