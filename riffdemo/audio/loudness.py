"""How loud a sound is, and how to make all sounds as loud as each other.

A peak says little of that: where one click sets it, all else has to be faint. So sounds are brought to one loudness,
a mean over what can be heard, and the few peaks that then stick out are held down.

Explained in notebook 01.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from riffdemo.audio.resampling import smooth_number
from riffdemo.audio.value import Audio

TARGET_LOUDNESS = -18.0
"""Loudness of every clip (LUFS): that of the music from which the shipped model learned."""

MAX_LIFT_DB = 18.0
"""What is softer than this allows for stays soft, so that a picture of next to nothing is not blown up."""

PEAK_DBFS = -1.0

_MAX_ROUNDS = 6
_CLOSE_DB = 0.1
_GATE_BLOCK = 4
_RELATIVE_GATE = -10.0
_LIMITER_BLOCK = 0.001  # s
_REACH = 5  # blocks on each side of a peak over which the gain is as low as there


def loudness(audio: Audio) -> float:
    """Gated loudness of a loop (LUFS); -70 for silence. Of any other sound, too, since its ends matter little.

    ITU-R BS.1770-4: K-weighting, mean square over blocks of 400 ms that overlap by three quarters, and only
    blocks that are no more than 10 dB below the mean of the audible ones. The gate is why a sparse solo is not
    made loud by its rests.
    """
    n_fft = smooth_number(audio.n_samples)
    turned = np.pad(audio.samples.astype(np.float64), ((0, 0), (0, n_fft - audio.n_samples)), mode="wrap")
    weighted = np.fft.irfft(np.fft.rfft(turned) * _k_weighting(n_fft, audio.sample_rate), n_fft)
    hop = min(audio.sample_rate // 10, audio.n_samples)
    n_hops = audio.n_samples // hop
    hops = np.square(weighted[:, : n_hops * hop]).reshape(audio.n_channels, n_hops, hop)
    powers = hops.mean(axis=2).sum(axis=0)
    blocks = np.mean([np.roll(powers, -shift) for shift in range(_GATE_BLOCK)], axis=0)
    audible = blocks[_lufs(blocks) > -70]
    if not len(audible):
        return -70.0
    gate = float(_lufs(audible.mean())) + _RELATIVE_GATE
    return float(_lufs(audible[_lufs(audible) > gate].mean()))


def normalize_loudness(audio: Audio, *, loop: bool = False) -> Audio:
    """The sound at `TARGET_LOUDNESS`, with its peaks held down to -1 dBFS. Silence stays silence."""
    return amplified(audio, loudness_gain_db(audio), loop=loop)


def loudness_gain_db(audio: Audio) -> float:
    """The gain (dB) with which a sound reaches `TARGET_LOUDNESS` in `amplified`, at most `MAX_LIFT_DB`.

    Loudness is measured with the peaks held down, and again with those that stick out then: a click may outweigh all
    of a soft sound until it is held down.
    """
    gain_db = 0.0
    for _ in range(_MAX_ROUNDS):
        lacking = TARGET_LOUDNESS - loudness(amplified(audio, gain_db))
        before, gain_db = gain_db, min(gain_db + lacking, MAX_LIFT_DB)
        if abs(gain_db - before) < _CLOSE_DB:
            break
    return gain_db


def amplified(audio: Audio, gain_db: float, *, loop: bool = False) -> Audio:
    """The sound with a gain (dB), and its peaks held down to -1 dBFS."""
    return limit(audio.scaled(10 ** (gain_db / 20)), loop=loop)


def limit(audio: Audio, *, loop: bool = False) -> Audio:
    """The sound with its peaks held down to -1 dBFS; more than 11 ms away from them nothing changes.

    A gain common to all channels falls before each peak and rises after it, and is never above what a peak allows.

    Args:
        audio: Any sound.
        loop: Its end runs into its start.
    """
    ceiling = 10 ** (PEAK_DBFS / 20)
    if audio.peak <= ceiling:
        return audio
    n_block = round(audio.sample_rate * _LIMITER_BLOCK)
    n_blocks = -(-audio.n_samples // n_block)
    padded = np.pad(np.abs(audio.samples).max(axis=0), (0, n_blocks * n_block - audio.n_samples))
    allowed = np.minimum(ceiling / np.maximum(padded.reshape(n_blocks, n_block).max(axis=1), ceiling), 1)

    # Between the middles of two blocks the gain is a straight line. Both its ends, and all that was averaged into
    # them, lie within `_REACH` blocks of the peak, and none of that is above what the peak allows.
    beyond: Literal["wrap", "edge"] = "wrap" if loop else "edge"
    held = _windows(np.pad(allowed, 2 * _REACH, mode=beyond), 2 * _REACH + 1).min(axis=1)
    weights = np.hanning(2 * _REACH + 1)[1:-1]
    gains = _windows(held, 2 * _REACH - 1) @ (weights / weights.sum())
    middles = (np.arange(-1, n_blocks + 1) + 0.5) * n_block
    gain = np.interp(np.arange(audio.n_samples) + 0.5, middles, gains)
    return Audio((audio.samples * gain).astype(np.float32), audio.sample_rate)


def _windows(values: npt.NDArray[np.float64], n: int) -> npt.NDArray[np.float64]:
    return np.lib.stride_tricks.sliding_window_view(values, n)


def _lufs(power: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    levels: npt.NDArray[np.float64] = -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
    return levels


@lru_cache(maxsize=1)
def _k_weighting(n_samples: int, sample_rate: int) -> npt.NDArray[np.complex128]:
    """BS.1770's two filters, given there for 48 kHz, at the bins of a real FFT: a head, and a low cut."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(n_samples, 1 / sample_rate) / 48_000)
    head = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    low_cut = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    response: npt.NDArray[np.complex128] = head * low_cut
    return response
