"""Griffin-Lim that listens to the mel picture.

The classic algorithm alternates two projections: onto the spectrograms that some waveform has (to a signal and
back), and onto those with the wanted magnitudes. Here the wanted magnitudes are not fixed, since 512 mel bands
do not tell all bins: every other iteration they follow the waveform as far as the mel bands allow.

Sources: Griffin, Lim, "Signal estimation from modified short-time Fourier transform", 1984; Perraudin, Balazs,
Sondergaard, "A fast Griffin-Lim algorithm", WASPAA 2013 (the momentum).

Explained in notebook 05.
"""

from __future__ import annotations

import numpy as np
import torch

from riffdemo.spectrogram.boundary import Boundary
from riffdemo.spectrogram.compiled import compiled, compiled_in_parts
from riffdemo.spectrogram.frames import cut_frames, overlap_add
from riffdemo.spectrogram.grid import (
    ComplexArray,
    FloatArray,
    MelMatrix,
    Runs,
    WorkingGrid,
    hann_window,
    mel_matrix,
    sum_runs,
)

Bank = tuple[Runs, Runs, FloatArray]
"""The sparse forms of a `MelMatrix` as the compiled kernels take them."""

MOMENTUM = 0.99
"""Best of 0, .5, .99, 1.2 and 1.5 on recorded music."""

_TINY = 1e-20


@compiled
def _follow_mel(
    magnitude: FloatArray, mel: FloatArray, matrix: Bank, bands: FloatArray, bins: FloatArray
) -> None:
    """X <- X * P (M / P.T X) / (P 1) for one frame, in place; `bands` and `bins` are scratch space."""
    by_band, by_bin, inverse_row_sum = matrix
    sum_runs(magnitude, by_band, bands)
    for b in range(len(mel)):
        bands[b] = mel[b] / (bands[b] + np.float32(_TINY))
    sum_runs(bands, by_bin, bins)
    for k in range(len(magnitude)):
        magnitude[k] *= bins[k] * inverse_row_sum[k]


@compiled_in_parts
def _fit_bands(magnitude: FloatArray, mel: FloatArray, matrix: Bank, first: int, last: int) -> None:
    """One multiplicative step for the frames from first to last, in place."""
    bands = np.empty(mel.shape[1], np.float32)
    bins = np.empty(magnitude.shape[1], np.float32)
    for t in range(first, last):
        _follow_mel(magnitude[t], mel[t], matrix, bands, bins)


@compiled_in_parts
def _next_spectrum(
    rebuilt: ComplexArray,
    previous: ComplexArray,
    target: FloatArray,
    mel: FloatArray,
    matrix: Bank,
    follow: bool,
    momentum: float,
    first: int,
    last: int,
) -> None:
    """previous <- target * c / |c| with c = rebuilt - momentum * previous; `follow` first updates the target."""
    bands = np.empty(mel.shape[1], np.float32)
    bins = np.empty(target.shape[1], np.float32)
    beta = np.float32(momentum)
    for t in range(first, last):
        now, before, wanted = rebuilt[t], previous[t], target[t]
        if follow:
            for k in range(len(wanted)):
                wanted[k] = np.sqrt(now[k].real * now[k].real + now[k].imag * now[k].imag)
            _follow_mel(wanted, mel[t], matrix, bands, bins)
        for k in range(len(wanted)):
            real = now[k].real - beta * before[k].real
            imag = now[k].imag - beta * before[k].imag
            scale = wanted[k] / np.sqrt(real * real + imag * imag + np.float32(_TINY))
            before[k] = complex(real * scale, imag * scale)


def magnitude_from_mel(
    mel: FloatArray, matrix: MelMatrix, *, n_steps: int, start: FloatArray | None = None
) -> FloatArray:
    """A positive linear spectrogram whose mel bands come close to `mel`.

    Starts from a flat spectrum, or from one that is known to be alike, and multiplies n_steps times by
    P (M / P.T X) / (P 1), the Richardson-Lucy rule for the Kullback-Leibler divergence. The first step from a flat
    one is the interpolation of the bands along frequency. What is positive stays positive, and silence stays silent.

    Args:
        mel: (n_frames, n_mels) magnitudes.
        matrix: The filter bank P, (n_stft, n_mels).
        n_steps: Number of multiplications, at least 1.
        start: (n_frames, n_stft) magnitudes above 0 whose fine structure is kept as far as `mel` allows.

    Returns:
        (n_frames, n_stft) magnitudes; zero where no band reaches.
    """
    magnitude = np.ones((len(mel), len(matrix.dense)), np.float32) if start is None else start.copy()
    for _ in range(n_steps):
        _fit_bands(len(mel), magnitude, mel, matrix.kernel_form)
    return magnitude


def signal_from_mel(
    mel: FloatArray,
    magnitude: FloatArray,
    phase: FloatArray,
    grid: WorkingGrid,
    boundary: Boundary,
    *,
    n_iterations: int,
) -> FloatArray:
    """The waveform whose mel spectrogram comes close to `mel`.

    Args:
        mel: (n_frames, n_mels) magnitudes, at most about 1.
        magnitude: (n_frames, n_stft) where the magnitudes start; used as work space.
        phase: (n_frames, n_stft) where the phases start (radians, from the start of each frame).
        grid: Hop, window and FFT length.
        boundary: What lies before the first frame and behind the last one.
        n_iterations: Projections onto spectrograms and back.

    Returns:
        ((n_frames - 1) * hop_length + win_length,) samples: half a window more than the signal at both ends.
    """
    bank = mel_matrix(grid).kernel_form
    window = hann_window(grid.win_length)
    n_frames, hop = len(mel), grid.hop_length
    signal = np.empty((n_frames - 1) * hop + grid.win_length, np.float32)
    frames = np.zeros((n_frames, grid.n_fft), np.float32)

    def synthesize(spectrum: ComplexArray) -> None:
        parts = torch.fft.irfft(torch.from_numpy(spectrum), n=grid.n_fft).numpy()
        overlap_add(len(signal), parts, window, hop, signal)
        boundary(signal)

    spectrum = _polar(magnitude, phase)
    synthesize(spectrum)
    previous, momentum = np.zeros_like(spectrum), 0.0
    for iteration in range(n_iterations):
        cut_frames(n_frames, signal, window, hop, frames)
        rebuilt = torch.fft.rfft(torch.from_numpy(frames)).numpy()
        _next_spectrum(n_frames, rebuilt, previous, magnitude, mel, bank, iteration % 2 == 1, momentum)
        # `previous` now holds the next spectrum: the memory of the two takes turns.
        synthesize(previous)
        previous, momentum = rebuilt, MOMENTUM / (1 + MOMENTUM)
    return signal


def _polar(magnitude: FloatArray, phase: FloatArray) -> ComplexArray:
    """magnitude * exp(i phase). Torch's sine and cosine are vectorised, its `polar` is not."""
    angle = torch.from_numpy(phase)
    parts = torch.stack((torch.cos(angle), torch.sin(angle)), dim=-1).mul_(
        torch.from_numpy(magnitude)[..., None]
    )
    return torch.view_as_complex(parts).numpy()
