"""The way back on a GPU: the same iteration in torch operations, many clips at once.

Integrating phase gradients goes bin by bin, which does not suit a GPU. There the starting phase follows the peaks
of each frame: every bin turns as fast as the peak that it belongs to.

Source: Beauregard, Harish, Wyse, "Single pass spectrogram inversion", DSP 2015 (the starting phase).
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch.nn import functional

from riffdemo.params import SpectrogramParams
from riffdemo.qualities import Quality
from riffdemo.spectrogram.bands import LARGEST_RATIO, TINY, mel_matrix
from riffdemo.spectrogram.grid import WorkingGrid, fft_resample, hann_window, working_grid
from riffdemo.spectrogram.griffin_lim import MOMENTUM, frame_subsets

_EXTRA = 2  # passes for each of the CPU: the start is further from the goal


def samples_from_mels(
    mels: torch.Tensor, params: SpectrogramParams, quality: Quality, *, loop: bool, seed: int
) -> torch.Tensor:
    """Samples of a batch of mel spectrograms.

    Args:
        mels: (batch, channels, n_mels, n_frames) magnitudes, on the device to use.
        params: The geometry.
        quality: How much work.
        loop: Each clip is one period of a loop.
        seed: Seed of the phase that each bin starts with.

    Returns:
        (batch, channels, (n_frames - 1) * hop_length) float32, n_frames * hop_length for loops.
    """
    grid = working_grid(params, pad=quality.pad)
    n_frames = mels.shape[-1]
    loudest = mels.amax(dim=(1, 2, 3), keepdim=True)
    mel = (mels.float() / loudest.clamp_min(TINY)).transpose(2, 3)  # (batch, channels, n_frames, n_mels)
    matrix = mel_matrix(grid)
    bank = torch.from_numpy(matrix.to_bands).to(mel), torch.from_numpy(matrix.to_bins).to(mel)
    magnitude = mel.new_ones(*mel.shape[:3], grid.n_stft)
    for _ in range(quality.n_fit_steps):
        magnitude = magnitude * _correction(magnitude, mel, bank)
    phase = _peak_phase(magnitude.sum(dim=1), grid, seed=seed)[:, None]
    spectrum = torch.polar(magnitude, phase.expand_as(magnitude))
    signal = _signal_from_spectrum(spectrum, grid, range(n_frames), n_frames, loop=loop)
    before = signal
    for _ in range(_EXTRA * quality.n_passes):
        for frames in frame_subsets(grid, n_frames):
            ahead = signal + MOMENTUM * (signal - before)
            spectrum = _spectrum_from_signal(ahead, grid, frames, loop=loop)
            spectrum = spectrum * _correction(spectrum.abs(), mel[:, :, frames], bank)
            before, signal = signal, _signal_from_spectrum(spectrum, grid, frames, n_frames, loop=loop)
    signal = signal * loudest[..., 0] * (grid.hop_length / params.hop_length)
    return fft_resample(signal, signal.shape[-1] // grid.hop_length * params.hop_length)


def _correction(
    magnitude: torch.Tensor, mel: torch.Tensor, bank: tuple[torch.Tensor, torch.Tensor]
) -> torch.Tensor:
    to_bands, to_bins = bank
    return (mel / (magnitude @ to_bands).clamp_min(TINY)).clamp_max(LARGEST_RATIO) @ to_bins


def _peak_phase(magnitude: torch.Tensor, grid: WorkingGrid, *, seed: int) -> torch.Tensor:
    """Phases in which every bin turns with the peak of its hill: (batch, n_frames, n_stft)."""
    left, middle, right = magnitude[..., :-2], magnitude[..., 1:-1], magnitude[..., 2:]
    is_peak = functional.pad((middle >= left) & (middle > right), (1, 1))
    curvature = (left - 2 * middle + right).clamp_max(-TINY)
    offset = functional.pad((0.5 * (left - right) / curvature).clamp(-0.5, 0.5), (1, 1))
    index = torch.arange(grid.n_stft, device=magnitude.device)
    below = torch.where(is_peak, index, 0).cummax(dim=-1).values
    above = torch.where(is_peak, index, grid.n_stft - 1).flip(-1).cummin(dim=-1).values.flip(-1)
    nearest = torch.where(index - below <= above - index, below, above)
    frequency = nearest + offset.gather(-1, nearest)  # in bins
    advance = 2 * math.pi * (frequency * (grid.hop_length / grid.n_fft)).frac()
    start = np.random.default_rng(seed).random(grid.n_stft, np.float32) * np.float32(2 * math.pi)
    phase = torch.empty_like(magnitude)
    phase[:, 0] = torch.from_numpy(start).to(magnitude.device)
    for t in range(1, magnitude.shape[1]):
        phase[:, t] = (phase[:, t - 1].gather(-1, nearest[:, t]) + advance[:, t]).remainder(2 * math.pi)
    return phase - math.pi * index * (grid.win_length / grid.n_fft)


def _spectrum_from_signal(
    signal: torch.Tensor, grid: WorkingGrid, frames: range, *, loop: bool
) -> torch.Tensor:
    """The spectra of some frames of (batch, channels, n_samples)."""
    margin = grid.win_length // 2
    padded = functional.pad(signal, (margin, margin), mode="circular" if loop else "reflect")
    windowed = padded.unfold(-1, grid.win_length, grid.hop_length)[..., frames, :]
    return torch.fft.rfft(windowed * _window(signal, grid), n=grid.n_fft)


def _signal_from_spectrum(
    spectrum: torch.Tensor, grid: WorkingGrid, frames: range, n_frames: int, *, loop: bool
) -> torch.Tensor:
    """The signal of n_frames whose spectra at some of the frames come closest to `spectrum`."""
    margin, period = grid.win_length // 2, n_frames * grid.hop_length
    n_total = period - grid.hop_length + grid.win_length
    window = _window(spectrum.real, grid)
    parts = torch.fft.irfft(spectrum, n=grid.n_fft)[..., : grid.win_length] * window

    def overlap_add(parts: torch.Tensor) -> torch.Tensor:
        columns = parts.reshape(-1, len(frames), grid.win_length).transpose(1, 2)
        stride = (1, frames.step * grid.hop_length)
        n_summed = (len(frames) - 1) * stride[1] + grid.win_length
        summed = functional.fold(columns, (1, n_summed), (1, grid.win_length), stride=stride)
        first = frames.start * grid.hop_length
        return functional.pad(summed.reshape(*parts.shape[:-2], -1), (first, n_total - first - n_summed))

    signal, weight = overlap_add(parts), overlap_add(window.square().expand(len(frames), -1))
    if loop:
        overlap = n_total - period
        for part in (signal, weight):
            part[..., :overlap] += part[..., period:]
        return (signal / weight.clamp_min(TINY))[..., :period].roll(-margin, dims=-1)
    inside = slice(margin, margin + period - grid.hop_length)
    return signal[..., inside] / weight[..., inside]


def _window(like: torch.Tensor, grid: WorkingGrid) -> torch.Tensor:
    return torch.from_numpy(hann_window(grid.win_length)).to(like)
