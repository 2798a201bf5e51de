"""The working grid: the same frames at a lower rate.

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

import numpy as np
import numpy.typing as npt
import torch
import torchaudio.functional

from riffdemo.params import SpectrogramParams

ComplexArray = npt.NDArray[np.complex64]
FloatArray = npt.NDArray[np.float32]


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
    for prime in (2, 3, 5, 7, 11):
        if prime <= largest_prime:
            while n % prime == 0:
                n //= prime
    return n == 1


def hann_window(n: int) -> FloatArray:
    """The periodic Hann window of n samples."""
    return exact_hann_window(n).astype(np.float32)


def exact_hann_window(n: int) -> npt.NDArray[np.float64]:
    """sin(pi k / n) ** 2: rounded to float32 it leaks to bins far away, 150 dB below a tone."""
    window: npt.NDArray[np.float64] = np.square(np.sin(np.pi * np.arange(n) / n))
    return window


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
    """The smallest even number of factors up to 11 that is at least n_blocks: a real FFT halves even lengths."""
    n_blocks += n_blocks % 2
    while not _is_smooth(n_blocks, 11):
        n_blocks += 2
    return n_blocks
