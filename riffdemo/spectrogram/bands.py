"""The mel bands of magnitudes on a working grid, and the magnitudes that fit given bands.

The compiled loops take many frames side by side: (rows, frames) arrays in which a weight multiplies a whole row.

Explained in notebook 03.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riffdemo.spectrogram.compiled import compiled
from riffdemo.spectrogram.grid import FloatArray, WorkingGrid, mel_filter_bank

LANES = 32
"""Frames side by side: the rows of one frame block stay in the cache."""

TINY = 1e-20
LARGEST_RATIO = 10.0
"""How far one correction goes: negative weights can let a sum vanish beside louder bins."""


AnyComplexArray = npt.NDArray[np.complex64] | npt.NDArray[np.complex128]


class Runs(NamedTuple):
    """The columns of a banded matrix, each from its first to its last non-zero row.

    Column c holds weights[offset[c] : offset[c + 1]], the first of them in row start[c].
    """

    start: npt.NDArray[np.int64]
    offset: npt.NDArray[np.int64]
    weights: FloatArray

    @classmethod
    def from_columns(cls, matrix: FloatArray) -> Runs:
        """Store each column from its first to its last non-zero row."""
        filled = matrix != 0
        start = filled.argmax(axis=0)
        stop = np.where(filled.any(axis=0), len(matrix) - filled[::-1].argmax(axis=0), start)
        columns = [matrix[start[c] : stop[c], c] for c in range(matrix.shape[1])]
        return cls(start, np.cumsum([0, *(stop - start)]), np.concatenate(columns).astype(np.float32))


@dataclass(frozen=True, eq=False)
class MelMatrix:
    """How bins make bands, and how bands correct bins.

    Attributes:
        to_bands: (n_stft, n_mels): bands = to_bands.T @ magnitude. Some weights are negative.
        to_bins: (n_mels, n_stft): a value for each bin, the weighted mean of those of the bands it belongs to;
            0 for the bins that no band reaches.
        kernel_form: Both as the compiled loops take them.
    """

    to_bands: FloatArray
    to_bins: FloatArray
    kernel_form: tuple[Runs, Runs]


@functools.lru_cache(maxsize=16)
def mel_matrix(grid: WorkingGrid) -> MelMatrix:
    """The filter bank on the bins of `grid`.

    A filter bank built directly on a coarse grid leaves low bands empty. Instead the exact one is applied to
    the interpolation S of the coarse magnitudes onto its own bins: S.T @ fb. With S linear the peaks of tones
    come out too low; with S cubic the bands of true magnitudes have half the error.
    """
    bank = mel_filter_bank(grid.params).double().numpy()
    position = np.arange(grid.params.n_stft) * (grid.params.sample_rate / grid.params.n_fft) / grid.bin_hz
    left = np.floor(position + 1e-9).astype(np.int64)
    x = np.maximum(position - left, 0.0)[:, None]
    linear = _interpolated(bank, left, (1 - x, x), grid.n_stft)
    # Catmull and Rom, "A class of local interpolating splines", 1974.
    cubic = (
        x * (-1 + x * (2 - x)) / 2,
        (2 + x * x * (-5 + 3 * x)) / 2,
        x * (1 + x * (4 - 3 * x)) / 2,
        x * x * (x - 1) / 2,
    )
    to_bands = _interpolated(bank, left - 1, cubic, grid.n_stft)
    row_sum = linear.sum(axis=1, keepdims=True)
    to_bins = np.divide(linear, row_sum, out=np.zeros_like(linear), where=row_sum > 0).T
    return MelMatrix(to_bands, to_bins, (Runs.from_columns(to_bands), Runs.from_columns(to_bins)))


def _interpolated(
    bank: npt.NDArray[np.float64], first: npt.NDArray[np.int64], weights: tuple[FloatArray, ...], n_stft: int
) -> FloatArray:
    """S.T @ bank, where bin j of the bank is the sum of weights[i][j] times bin first[j] + i of the grid."""
    summed = np.zeros((n_stft, bank.shape[1]))
    for i, weight in enumerate(weights):
        bin_ = np.abs(first + i)  # magnitudes are even around 0 Hz
        inside = bin_ < n_stft
        np.add.at(summed, bin_[inside], weight[inside] * bank[inside])
    return summed.astype(np.float32)


@compiled
def sum_runs(source: FloatArray, runs: Runs, out: FloatArray) -> None:
    """out[c] <- sum over j of weights[offset[c] + j] * source[start[c] + j]; rows hold frames side by side."""
    for c in range(len(out)):
        row = out[c]
        row[:] = 0.0
        shift = runs.start[c] - runs.offset[c]
        for j in range(runs.offset[c], runs.offset[c + 1]):
            weight, addend = runs.weights[j], source[shift + j]
            for lane in range(source.shape[1]):
                row[lane] += weight * addend[lane]


@compiled
def magnitude_rows(spectrum: AnyComplexArray, magnitude: FloatArray) -> None:
    """magnitude[k, t] <- |spectrum[t, k]|."""
    n_frames, n_bins = spectrum.shape
    frame = np.empty(n_bins, np.float32)
    for t in range(n_frames):
        for k in range(n_bins):  # apart from the transposition, so that it is done many bins at a time
            value = spectrum[t, k]
            frame[k] = np.sqrt(np.float32(value.real * value.real + value.imag * value.imag))
        for k in range(n_bins):
            magnitude[k, t] = frame[k]


@compiled
def correction(
    magnitude: FloatArray, mel: FloatArray, matrix: tuple[Runs, Runs], bands: FloatArray, gain: FloatArray
) -> None:
    """gain <- factors that bring the bands of `magnitude` closer to `mel`; `bands` is scratch space.

    gain = P (M / A.T X) / (P 1) with A the cubic and P the linear form of the filter bank: with A = P this is the
    Richardson-Lucy rule for the Kullback-Leibler divergence.
    """
    to_bands, to_bins = matrix
    sum_runs(magnitude, to_bands, bands)
    for b in range(len(bands)):
        for lane in range(bands.shape[1]):
            ratio = mel[b, lane] / max(bands[b, lane], np.float32(TINY))
            bands[b, lane] = min(ratio, np.float32(LARGEST_RATIO))
    sum_runs(bands, to_bins, gain)
