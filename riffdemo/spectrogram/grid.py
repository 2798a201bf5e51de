"""The working grid: the same frames at a lower rate, and the mel matrix on it.

Nothing in a picture lies above `f_max`. With f_max = 10 kHz, 216 samples at 21.6 kHz carry all that 441 samples
at 44.1 kHz do, and the analysis window shrinks with the hop: every frame keeps its time and its content, and
each FFT is several times shorter.

Explained in notebook 03.
"""

from __future__ import annotations

import functools
import math
import warnings
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
import torchaudio.functional

from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.compiled import compiled

ComplexArray = npt.NDArray[np.complex64]
FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class WorkingGrid:
    """A sampling of the frames of `params` that is cheap to transform.

    Attributes:
        params: The geometry of the picture.
        hop_length: Samples per frame on this grid.
        win_length: Window length on this grid; win_length / hop_length is that of `params`.
        n_fft: FFT length on this grid.
    """

    params: SpectrogramParams
    hop_length: int
    win_length: int
    n_fft: int

    @property
    def sample_rate(self) -> float:
        """Rate of this grid (Hz); not always a whole number."""
        return self.params.sample_rate * self.hop_length / self.params.hop_length

    @property
    def n_stft(self) -> int:
        """Frequency bins of this grid."""
        return self.n_fft // 2 + 1

    @property
    def bin_hz(self) -> float:
        """Distance between two frequency bins (Hz)."""
        return self.sample_rate / self.n_fft


def working_grid(params: SpectrogramParams, *, pad: float) -> WorkingGrid:
    """The cheapest grid for phase reconstruction: FFT length about `pad` windows, band up to f_max + 5 %.

    Args:
        pad: FFT length in windows, at least 1. More zero padding gives a finer, slower spectrum.
    """
    hop, win = _working_hop(params)
    return WorkingGrid(params, hop, win, _smooth_even(math.ceil(pad * win)))


def analysis_grid(params: SpectrogramParams) -> WorkingGrid:
    """The cheapest grid whose frequency bins are exactly those of `params`."""
    hop, win = _working_hop(params)
    n_fft, remainder = divmod(params.n_fft * hop, params.hop_length)
    if remainder or n_fft % 2:
        return WorkingGrid(params, params.hop_length, params.win_length, params.n_fft)
    return WorkingGrid(params, hop, win, n_fft)


def _working_hop(params: SpectrogramParams) -> tuple[int, int]:
    """Hop and window of the lowest rate above 2.1 f_max with an FFT-friendly window length."""
    lowest = math.ceil(params.hop_length * 2.1 * params.f_max / params.sample_rate)
    for hop in range(max(lowest, 1), params.hop_length):
        win, remainder = divmod(params.win_length * hop, params.hop_length)
        if not remainder and win % 2 == 0 and _is_smooth(win, 5):
            return hop, win
    return params.hop_length, params.win_length


def _smooth_even(n: int) -> int:
    """The smallest even number of factors 2, 3 and 5 that is at least n."""
    n += n % 2
    while not _is_smooth(n, 5):
        n += 2
    return n


def _is_smooth(n: int, largest_prime: int) -> bool:
    for prime in (2, 3, 5, 7):
        if prime <= largest_prime:
            while n % prime == 0:
                n //= prime
    return n == 1


def hann_window(n: int) -> FloatArray:
    """The periodic Hann window, sin(pi k / n) ** 2, of n samples."""
    return np.square(np.sin(np.pi * np.arange(n) / n)).astype(np.float32)


@functools.lru_cache(maxsize=16)
def mel_filter_bank(params: SpectrogramParams) -> torch.Tensor:
    """Triangular mel filters, (n_stft, n_mels), on the bins of `params`: mel = fb.T @ magnitude.

    Source: torchaudio.functional.melscale_fbanks, which follows O'Shaughnessy ("htk") or Slaney.
    """
    with warnings.catch_warnings():
        # Bands narrower than a bin come out empty. They stay silent both ways, which is all one can ask.
        warnings.filterwarnings("ignore", message="At least one mel filterbank")
        return torchaudio.functional.melscale_fbanks(
            n_freqs=params.n_stft,
            f_min=params.f_min,
            f_max=params.f_max,
            n_mels=params.n_mels,
            sample_rate=params.sample_rate,
            norm=params.mel_norm,
            mel_scale=params.mel_scale,
        )


@functools.lru_cache(maxsize=16)
def mel_matrix(grid: WorkingGrid) -> MelMatrix:
    """The filter bank on the bins of `grid`.

    A filter bank built directly on a coarse grid leaves low bands empty. Instead the exact one is applied to
    the linear interpolation S of the coarse magnitudes onto its own bins: P = S.T @ fb.
    """
    bank = mel_filter_bank(grid.params).double().numpy()
    position = np.arange(grid.params.n_stft) * (grid.params.sample_rate / grid.params.n_fft) / grid.bin_hz
    left = np.floor(position + 1e-9).astype(np.int64)
    fraction = np.maximum(position - left, 0.0)
    dense = np.zeros((grid.n_stft + 1, grid.params.n_mels))
    inside = left < grid.n_stft
    np.add.at(dense, left[inside], (1 - fraction[inside, None]) * bank[inside])
    np.add.at(dense, left[inside] + 1, fraction[inside, None] * bank[inside])
    return MelMatrix.from_dense(dense[: grid.n_stft].astype(np.float32))


@dataclass(frozen=True, eq=False)
class MelMatrix:
    """A filter bank, (n_stft, n_mels), with the sparse forms that the compiled kernels walk through.

    Attributes:
        dense: The matrix P itself, (n_stft, n_mels).
        by_band: Each band as a run of bins: mel = P.T @ magnitude.
        by_bin: Each bin as a run of bands: correction = P @ ratio.
        inverse_row_sum: 1 / (P 1), (n_stft,); 0 for the bins that no band reaches.
    """

    dense: FloatArray
    by_band: Runs
    by_bin: Runs
    inverse_row_sum: FloatArray

    @property
    def kernel_form(self) -> tuple[Runs, Runs, FloatArray]:
        """What the compiled kernels take: by_band, by_bin, inverse_row_sum."""
        return self.by_band, self.by_bin, self.inverse_row_sum

    @classmethod
    def from_dense(cls, dense: FloatArray) -> MelMatrix:
        """Find the runs of a filter bank whose bands and bins are both contiguous."""
        row_sum = dense.sum(axis=1)
        inverse = np.divide(1.0, row_sum, out=np.zeros_like(row_sum), where=row_sum > 0)
        return cls(dense, Runs.from_columns(dense), Runs.from_columns(dense.T), inverse)


class Runs(NamedTuple):
    """The columns of a banded matrix as runs of rows, stored step by step so that columns go side by side.

    Column c of the matrix holds weights[j, c] at row start[c] + j. At step j only the columns from first[j]
    to last[j] still have a weight.
    """

    start: IntArray
    weights: FloatArray
    first: IntArray
    last: IntArray

    @classmethod
    def from_columns(cls, matrix: FloatArray) -> Runs:
        """Store each column from its first to its last non-zero row."""
        n_rows, n_columns = matrix.shape
        filled = matrix != 0
        start = np.where(filled.any(axis=0), filled.argmax(axis=0), 0)
        stop = np.where(filled.any(axis=0), n_rows - filled[::-1].argmax(axis=0), 0)
        n_steps = max(int((stop - start).max(initial=0)), 1)
        start = np.minimum(start, n_rows - n_steps)
        step = np.arange(n_steps)[:, None]
        alive = step < stop - start
        weights = np.where(alive, np.take_along_axis(matrix, start + step, axis=0), 0).astype(np.float32)
        first = alive.argmax(axis=1)
        last = n_columns - alive[:, ::-1].argmax(axis=1)
        # Unsigned, so that the compiled loops need not allow for negative indices.
        return cls(start.astype(np.uint64), weights, first.astype(np.uint64), last.astype(np.uint64))


@compiled
def sum_runs(source: FloatArray, runs: Runs, out: FloatArray) -> None:
    """out[c] <- sum over j of weights[j, c] * source[start[c] + j]."""
    out[:] = 0.0
    for j in range(len(runs.weights)):
        weights, shifted = runs.weights[j], source[j:]
        for c in range(runs.first[j], runs.last[j]):
            out[c] += weights[c] * shifted[runs.start[c]]


def fft_resample(samples: torch.Tensor, n_out: int) -> torch.Tensor:
    """The band-limited periodic signal through `samples`, at n_out points of the same period.

    Args:
        samples: (..., n) one period.
        n_out: Number of samples wanted.

    Returns:
        (..., n_out), equal to the trigonometric interpolation of `samples`.
    """
    n_in = samples.shape[-1]
    if n_in == n_out:
        return samples
    spectrum = torch.fft.rfft(samples)[..., : min(n_in, n_out) // 2 + 1]
    return torch.fft.irfft(spectrum, n=n_out) * (n_out / n_in)


def smooth_blocks(n_blocks: int) -> int:
    """The smallest number of factors 2, 3, 5 and 7 that is at least n_blocks: a fast length for an FFT."""
    while not _is_smooth(n_blocks, 7):
        n_blocks += 1
    return n_blocks
