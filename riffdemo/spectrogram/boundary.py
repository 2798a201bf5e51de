"""What lies before the first frame of a spectrogram and behind its last one.

Frames are centred: half of the first window hangs out before the signal, half of the last one behind it. The
signals here have that half window at both ends; a `Boundary` takes the sum of the windowed frames, divides by the
sum of the squared windows, and decides what stands in the two margins.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from riffdemo.errors import ParameterError
from riffdemo.spectrogram.grid import FloatArray, WorkingGrid, hann_window

Boundary = Callable[[FloatArray], None]
"""Finishes an overlap-added signal of (n_frames - 1) * hop_length + win_length samples, in place."""


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
    gain = _inverse_window_sum(grid, n_frames)

    def finish(signal: FloatArray) -> None:
        np.multiply(signal, gain, out=signal)
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
    gain = np.float32(grid.hop_length / np.square(hann_window(grid.win_length)).sum())

    def finish(signal: FloatArray) -> None:
        signal *= gain
        both = signal[:overlap] + signal[period:]
        signal[:overlap] = both
        signal[period:] = both

    return finish


def _inverse_window_sum(grid: WorkingGrid, n_frames: int) -> FloatArray:
    """1 / sum of the squared windows that reach each sample."""
    square = np.square(hann_window(grid.win_length).astype(np.float64))
    total = np.zeros((n_frames - 1) * grid.hop_length + grid.win_length)
    for t in range(n_frames):
        total[t * grid.hop_length :][: grid.win_length] += square
    return (1 / np.maximum(total, 1e-6 * total.max())).astype(np.float32)
