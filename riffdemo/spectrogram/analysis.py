"""From samples to mel magnitudes: centred frames, Hann window, FFT, filter bank.

Equal to torchaudio's Spectrogram(power=1, center=True, pad_mode="reflect") and MelScale to within 0.01 grey level
of the picture, at a fraction of the time: the samples go to the working grid first, and magnitudes and bands are
summed in one pass. Transforms are in double precision: a pixel of one grey level lies 193 dB below black, and the
rounding of a float32 FFT shows there.

Explained in notebooks 02 and 03.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from riffdemo.errors import AudioError
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.bands import LANES, Runs, magnitude_rows, mel_matrix, sum_runs
from riffdemo.spectrogram.compiled import compiled_in_parts
from riffdemo.spectrogram.frames import cut_frames
from riffdemo.spectrogram.grid import (
    FloatArray,
    WorkingGrid,
    analysis_grid,
    exact_hann_window,
    fft_resample,
    mel_filter_bank,
    smooth_blocks,
)

_BLOCK_FRAMES = 64


def mel_from_samples(samples: torch.Tensor, params: SpectrogramParams, *, loop: bool) -> torch.Tensor:
    """Mel magnitudes of a waveform.

    Args:
        samples: (channels, n_samples) float32, on any device.
        params: The geometry.
        loop: The samples are one period of a sound without beginning and end.

    Returns:
        (channels, n_mels, n_frames), n_frames = n_samples // hop_length + 1, without the 1 for a loop.

    Raises:
        AudioError: A loop is not a whole number of hops, or shorter than a window.
    """
    grid = analysis_grid(params)
    with_margins = _loop_with_margins(samples, grid) if loop else _with_mirrored_margins(samples, grid)
    # On the working grid a frame sums fewer samples: its magnitudes are smaller by the ratio of the hops.
    scale = params.hop_length / grid.hop_length
    to_mel = _mel_on_cpu if samples.device.type == "cpu" else _mel_on_device
    return torch.stack([to_mel(channel, grid, scale) for channel in with_margins])


def _with_mirrored_margins(samples: torch.Tensor, grid: WorkingGrid) -> torch.Tensor:
    """The samples on the working grid with half a window of reflection at both ends."""
    params = grid.params
    n_samples = samples.shape[-1]
    n_frames = n_samples // params.hop_length + 1
    margin = params.win_length // 2
    mirrored = torch.from_numpy(np.pad(np.arange(n_samples), margin, mode="reflect")).to(samples.device)
    padded = samples[:, mirrored].double()
    if grid.hop_length == params.hop_length:
        return padded
    n_blocks = smooth_blocks(-(-padded.shape[-1] // params.hop_length))
    padded = torch.nn.functional.pad(padded, (0, n_blocks * params.hop_length - padded.shape[-1]))
    resampled = fft_resample(padded, n_blocks * grid.hop_length)
    return resampled[:, : (n_frames - 1) * grid.hop_length + grid.win_length]


def _loop_with_margins(samples: torch.Tensor, grid: WorkingGrid) -> torch.Tensor:
    """The samples on the working grid with half a window of the other end at both ends."""
    params = grid.params
    n_frames, rest = divmod(samples.shape[-1], params.hop_length)
    if rest or samples.shape[-1] < params.win_length:
        raise AudioError(
            f"The loop has {samples.shape[-1]} samples: give a multiple of {params.hop_length} (one frame), "
            f"{params.win_length} or more, or analyse it without loop."
        )
    period = fft_resample(samples.double(), n_frames * grid.hop_length)
    margin = grid.win_length // 2
    whole = torch.cat((period[:, -margin:], period, period[:, :margin]), dim=1)
    return whole[:, : (n_frames - 1) * grid.hop_length + grid.win_length]


def _mel_on_cpu(samples: torch.Tensor, grid: WorkingGrid, scale: float) -> torch.Tensor:
    n_frames = (len(samples) - grid.win_length) // grid.hop_length + 1
    window = exact_hann_window(grid.win_length) * scale
    to_bands, _ = mel_matrix(grid).kernel_form
    mel = np.empty((grid.params.n_mels, n_frames), np.float32)
    frames = np.zeros((_BLOCK_FRAMES, grid.n_fft))
    for first in range(0, n_frames, _BLOCK_FRAMES):
        n_block = min(_BLOCK_FRAMES, n_frames - first)
        cut_frames(n_block, samples.numpy()[first * grid.hop_length :], window, grid.hop_length, frames)
        spectrum = torch.fft.rfft(torch.from_numpy(frames[:n_block])).numpy()
        _mel_of_spectrum(n_block, spectrum, to_bands, mel[:, first : first + n_block])
    return torch.from_numpy(mel)


@compiled_in_parts
def _mel_of_spectrum(
    spectrum: npt.NDArray[np.complex128], to_bands: Runs, mel: FloatArray, first: int, last: int
) -> None:
    """mel <- to_bands.T @ |spectrum|.T for the frames from first to last."""
    magnitude = np.zeros((spectrum.shape[1], LANES), np.float32)
    bands = np.empty((len(mel), LANES), np.float32)
    for start in range(first, last, LANES):
        n_lanes = min(LANES, last - start)
        magnitude_rows(spectrum[start : start + n_lanes], magnitude)
        sum_runs(magnitude, to_bands, bands)
        mel[:, start : start + n_lanes] = bands[:, :n_lanes]


def _mel_on_device(samples: torch.Tensor, grid: WorkingGrid, scale: float) -> torch.Tensor:
    window = torch.from_numpy(exact_hann_window(grid.win_length)).to(samples) * scale
    frames = samples.unfold(0, grid.win_length, grid.hop_length)
    bank = mel_filter_bank(grid.params)[: grid.n_stft].to(samples.device)
    return (torch.fft.rfft(frames * window, n=grid.n_fft).abs()[:, : len(bank)].float() @ bank).T
