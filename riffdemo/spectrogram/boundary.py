"""What lies before the first frame of a spectrogram and behind its last one.

Frames are centred: half of the first window hangs out before the signal, half of the last one behind it. The
signals here have that half window at both ends; a `Boundary` takes the sum of the windowed frames, divides by the
sum of the squared windows, and decides what stands in the two margins.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from riffdemo.errors import ParameterError
from riffdemo.spectrogram.grid import FloatArray, WorkingGrid, hann_window

Boundary = Callable[[FloatArray, range], None]
"""Finishes an overlap-added signal of (n_frames - 1) * hop_length + win_length samples, in place.

The range tells which frames were added: all, or as many as cover each sample between the margins.
"""


def reflecting(grid: WorkingGrid, n_frames: int, *, known: FloatArray | None = None) -> Boundary:
    """The signal is mirrored at both ends, as a centred STFT does.

    Args:
        grid: Hop and window.
        n_frames: Number of frames, at least 2.
        known: Samples that the result must begin with, left margin included.
    """
    if n_frames < 2:
        raise ParameterError(
            f"The spectrogram has {n_frames} frame(s): give 2 or more; one alone has no duration."
        )
    margin, n_samples = grid.win_length // 2, (n_frames - 1) * grid.hop_length
    mirrored = np.pad(np.arange(n_samples), margin, mode="reflect") + margin
    left, right = mirrored[:margin], mirrored[margin + n_samples :]

    def finish(signal: FloatArray, frames: range) -> None:
        np.multiply(signal, _inverse_window_sum(grid, len(signal), frames), out=signal)
        if known is None:
            signal[:margin] = signal[left]
        else:
            signal[: len(known)] = known
        signal[margin + n_samples :] = signal[right]

    return finish


def circular(grid: WorkingGrid, n_frames: int) -> Boundary:
    """The last frame leads into the first: each margin repeats the other end of the signal.

    Args:
        grid: Hop and window.
        n_frames: Number of frames, at least one window.
    """
    period, overlap = n_frames * grid.hop_length, grid.win_length - grid.hop_length
    if period < overlap:
        needed = -(-overlap // grid.hop_length)
        raise ParameterError(
            f"A loop of {n_frames} frames is shorter than one window: give {needed} or more."
        )

    def finish(signal: FloatArray, frames: range) -> None:
        both = signal[:overlap] + signal[period:]
        signal[:overlap] = both
        signal[period:] = both
        signal *= _inverse_window_sum(grid, len(signal), frames, period=period)

    return finish


@lru_cache(maxsize=32)
def _inverse_window_sum(
    grid: WorkingGrid, n_samples: int, frames: range, *, period: int | None = None
) -> FloatArray:
    """1 / sum of the squared windows that reach each sample; with a period also from the other end."""
    square = np.square(hann_window(grid.win_length).astype(np.float64))
    total = np.zeros(n_samples)
    for t in frames:
        total[t * grid.hop_length :][: grid.win_length] += square
    if period is not None:
        total[: n_samples - period] += total[period:]
        total[period:] = total[: n_samples - period]
    return (1 / np.maximum(total, 1e-6 * total.max())).astype(np.float32)
