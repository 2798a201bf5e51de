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
from riffdemo.spectrogram.grid import WorkingGrid, fft_resample, hann_window, mel_matrix, working_grid
from riffdemo.spectrogram.griffin_lim import MOMENTUM
from riffdemo.spectrogram.reconstruction import Quality

_TINY = 1e-20
_EXTRA = 2  # iterations for each of the CPU: the start is further from the goal


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
    batch, channels, _, n_frames = mels.shape
    loudest = mels.amax(dim=(1, 2, 3), keepdim=True)
    mel = (mels.float() / loudest.clamp_min(_TINY)).transpose(2, 3)  # (batch, channels, n_frames, n_mels)
    bank = torch.from_numpy(mel_matrix(grid).dense).to(mels.device)
    magnitude = mel.new_ones(*mel.shape[:3], grid.n_stft)
    for _ in range(quality.n_fit_steps):
        magnitude = _follow_mel(magnitude, mel, bank)
    phase = _peak_phase(magnitude.sum(dim=1), grid, seed=seed)[:, None]
    spectrum = torch.polar(magnitude, phase.expand_as(magnitude))
    signal = _signal_from_spectrum(spectrum, grid, loop=loop)
    previous = torch.zeros_like(spectrum)
    momentum = 0.0
    for iteration in range(_EXTRA * quality.n_iterations):
        rebuilt = _spectrum_from_signal(signal, grid, n_frames, loop=loop)
        if iteration % 2 == 1:
            magnitude = _follow_mel(rebuilt.abs(), mel, bank)
        step = rebuilt - momentum * previous
        spectrum = magnitude * step / step.abs().clamp_min(_TINY)
        signal = _signal_from_spectrum(spectrum, grid, loop=loop)
        previous, momentum = rebuilt, MOMENTUM / (1 + MOMENTUM)
    signal = signal.reshape(batch, channels, -1) * loudest[..., 0] * (grid.hop_length / params.hop_length)
    return fft_resample(signal, signal.shape[-1] // grid.hop_length * params.hop_length)


def _follow_mel(magnitude: torch.Tensor, mel: torch.Tensor, bank: torch.Tensor) -> torch.Tensor:
    ratio = mel / (magnitude @ bank).clamp_min(_TINY)
    reached = bank.sum(dim=1)
    return magnitude * (ratio @ bank.T) * torch.where(reached > 0, 1 / reached.clamp_min(_TINY), 0)


def _peak_phase(magnitude: torch.Tensor, grid: WorkingGrid, *, seed: int) -> torch.Tensor:
    """Phases in which every bin turns with the peak of its hill: (batch, n_frames, n_stft)."""
    left, middle, right = magnitude[..., :-2], magnitude[..., 1:-1], magnitude[..., 2:]
    is_peak = functional.pad((middle >= left) & (middle > right), (1, 1))
    curvature = (left - 2 * middle + right).clamp_max(-_TINY)
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
    signal: torch.Tensor, grid: WorkingGrid, n_frames: int, *, loop: bool
) -> torch.Tensor:
    margin = grid.win_length // 2
    mode = "circular" if loop else "reflect"
    padded = functional.pad(signal, (margin, margin), mode=mode)
    frames = padded.unfold(-1, grid.win_length, grid.hop_length)[..., :n_frames, :]
    window = torch.from_numpy(hann_window(grid.win_length)).to(signal.device)
    return torch.fft.rfft(frames * window, n=grid.n_fft)


def _signal_from_spectrum(spectrum: torch.Tensor, grid: WorkingGrid, *, loop: bool) -> torch.Tensor:
    n_frames = spectrum.shape[-2]
    window = torch.from_numpy(hann_window(grid.win_length)).to(spectrum.device)
    frames = torch.fft.irfft(spectrum, n=grid.n_fft)[..., : grid.win_length] * window
    weights = window.square().expand(n_frames, -1)
    n_total = (n_frames - 1) * grid.hop_length + grid.win_length

    def overlap_add(parts: torch.Tensor) -> torch.Tensor:
        columns = parts.reshape(-1, n_frames, grid.win_length).transpose(1, 2)
        summed = functional.fold(columns, (1, n_total), (1, grid.win_length), stride=(1, grid.hop_length))
        return summed.reshape(*parts.shape[:-2], n_total)

    signal, weight = overlap_add(frames), overlap_add(weights)
    margin, period = grid.win_length // 2, n_frames * grid.hop_length
    if loop:
        overlap = grid.win_length - grid.hop_length
        for part in (signal, weight):
            part[..., :overlap] += part[..., period:]
        return (signal / weight.clamp_min(_TINY))[..., :period].roll(-margin, dims=-1)
    inside = slice(margin, margin + period - grid.hop_length)
    return signal[..., inside] / weight[..., inside]
