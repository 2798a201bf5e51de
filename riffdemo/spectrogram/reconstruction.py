"""From mel magnitudes back to samples: the steps in their order, for a whole piece, a loop or the next stretch.

    mel -> linear magnitudes -> starting phase -> Griffin-Lim -> full sample rate

All channels share one starting phase, so that the stereo image holds. A stretch that continues another one takes
over the last columns of it: their samples are given, their phases lead into the new ones.

Explained in notebook 05.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.qualities import Quality
from riffdemo.spectrogram import boundary
from riffdemo.spectrogram.bands import mel_matrix
from riffdemo.spectrogram.grid import (
    ComplexArray,
    FloatArray,
    WorkingGrid,
    fft_resample,
    hann_window,
    smooth_blocks,
    working_grid,
)
from riffdemo.spectrogram.griffin_lim import magnitude_from_mel, signal_from_mel
from riffdemo.spectrogram.phase import phase_from_magnitude

_FAINTEST = 1e-5  # of the loudest band: where a guide is silent, something may still be wanted


@dataclass(frozen=True, eq=False)
class Known:
    """The end of what is already reconstructed, from its last settled column on.

    Attributes:
        mel: (channels, n_mels, n_known) columns. Up to the centre of the first one no sample may change.
        signal: (channels, (n_known - 1) * hop_length + win_length) their samples on the working grid, with half a
            window of margin at both ends.
        guide: (channels, n_known, n_stft) spectrum of the sound that the columns follow, if they follow one.
    """

    mel: FloatArray
    signal: FloatArray
    guide: ComplexArray | None = None


def checked_mel(mel: torch.Tensor, params: SpectrogramParams) -> FloatArray:
    """The magnitudes as float32 on the CPU.

    Raises:
        ParameterError: Wrong shape or type, negative or not finite values.
    """
    if mel.dim() != 3 or mel.shape[1] != params.n_mels or mel.shape[2] < 2:
        raise ParameterError(
            f"The mel spectrogram has the shape {tuple(mel.shape)}: "
            f"give (channels, {params.n_mels}, n_frames) with 2 frames or more."
        )
    values: FloatArray = mel.detach().to("cpu", torch.float32).numpy()
    low, high = float(values.min()), float(values.max())
    if not (low >= 0 and high < np.inf):
        raise ParameterError(f"Mel magnitudes range from {low:g} to {high:g}: give finite ones, 0 or more.")
    return values


def signal_with_margins(
    mel: FloatArray,
    grid: WorkingGrid,
    quality: Quality,
    *,
    loop: bool = False,
    known: Known | None = None,
    guide: ComplexArray | None = None,
    seed: int = 0,
) -> FloatArray:
    """Reconstruct samples on the working grid.

    Args:
        mel: (channels, n_mels, n_frames) magnitudes; with `known`, its columns come first.
        grid: The working grid.
        quality: How much work.
        loop: The frames form a circle.
        known: What the first columns already sound like.
        guide: (channels, n_frames, n_stft) spectrum, by `spectrum_of_guide`, of a sound that is much like the one
            wanted: magnitudes start from its fine structure, and phases are its own.
        seed: Seed of the phases that nothing determines.

    Returns:
        (channels, (n_frames - 1) * hop_length + win_length): half a window more than the sound at both ends.
    """
    n_channels, _, n_frames = mel.shape
    loudest = float(mel.max(initial=0.0))
    finish = boundary.circular(grid, n_frames) if loop else boundary.reflecting(grid, n_frames)
    if loudest == 0.0:
        return np.zeros((n_channels, (n_frames - 1) * grid.hop_length + grid.win_length), np.float32)
    # On the working grid a frame sums fewer samples: its magnitudes are smaller by the ratio of the hops.
    gain = np.float32(loudest * grid.hop_length / grid.params.hop_length)
    wanted = np.ascontiguousarray(mel / np.float32(loudest))
    matrix = mel_matrix(grid)
    if guide is None:
        magnitudes = [magnitude_from_mel(c, matrix, n_steps=quality.n_fit_steps) for c in wanted]
        known_phase = None if known is None else _known_phase(known, grid)
        phase = phase_from_magnitude(
            np.sum(magnitudes, axis=0), grid, seed=seed, loop=loop, known=known_phase
        )
        phases = [phase] * n_channels
    else:
        starts = np.maximum(np.abs(guide) / gain, np.float32(_FAINTEST))
        magnitudes = [
            magnitude_from_mel(c, matrix, n_steps=quality.n_fit_steps, start=start)
            for c, start in zip(wanted, starts, strict=True)
        ]
        phases = list(np.angle(guide))
    signals = []
    for i, (channel, magnitude, phase) in enumerate(zip(wanted, magnitudes, phases, strict=True)):
        if known is not None:
            settled = known.signal[i, : grid.win_length // 2] / gain
            finish = boundary.reflecting(grid, n_frames, known=settled)
        n_passes = quality.n_passes
        signals.append(signal_from_mel(channel, magnitude, phase, grid, finish, n_passes=n_passes))
    return np.stack(signals) * gain


def _known_phase(known: Known, grid: WorkingGrid) -> FloatArray:
    """Phases of the known columns, except of those whose window reaches into the right margin."""
    n_inside = known.mel.shape[-1] - grid.win_length // (2 * grid.hop_length)
    return np.angle(_spectrum(known.signal.sum(axis=0), grid)[: max(n_inside, 1)])


def signal_from_samples(samples: torch.Tensor, grid: WorkingGrid) -> FloatArray:
    """Samples at the full rate on the working grid: the way back of `samples_from_signal`, margins included.

    Args:
        samples: (channels, (n_frames - 1) * params.hop_length + params.win_length).
        grid: The working grid.

    Returns:
        (channels, (n_frames - 1) * grid.hop_length + grid.win_length).
    """
    params = grid.params
    n_samples = samples.shape[-1]
    n_blocks = smooth_blocks(-(-n_samples // params.hop_length))
    padded = torch.nn.functional.pad(samples, (0, n_blocks * params.hop_length - n_samples))
    n_frames = 1 + (n_samples - params.win_length) // params.hop_length
    signal = fft_resample(padded, n_blocks * grid.hop_length)
    return signal[:, : (n_frames - 1) * grid.hop_length + grid.win_length].numpy()


def spectrum_of_guide(samples: torch.Tensor, grid: WorkingGrid) -> ComplexArray:
    """The frames of a sound as `signal_with_margins` follows them.

    Args:
        samples: (channels, (n_frames - 1) * params.hop_length + params.win_length) at the full rate: half a window
            more than the frames' centres at both ends.
        grid: The working grid.

    Returns:
        (channels, n_frames, n_stft).
    """
    return np.stack([_spectrum(channel, grid) for channel in signal_from_samples(samples, grid)])


def _spectrum(signal: FloatArray, grid: WorkingGrid) -> ComplexArray:
    """(n_frames, n_stft) windowed frames of a signal with margins."""
    frames = np.lib.stride_tricks.sliding_window_view(signal, grid.win_length)[:: grid.hop_length]
    windowed = torch.from_numpy(frames * hann_window(grid.win_length))
    return torch.fft.rfft(windowed, n=grid.n_fft).numpy()


def samples_from_signal(signal: FloatArray, grid: WorkingGrid, *, n_frames: int) -> torch.Tensor:
    """Samples at the full rate from the centre of the first frame on.

    Args:
        signal: (channels, n) on the working grid, with half a window of margin at both ends.
        grid: The working grid.
        n_frames: Length of the result in hops.

    Returns:
        (channels, n_frames * params.hop_length) float32.
    """
    params = grid.params
    margin = grid.win_length // 2
    part = signal[:, : n_frames * grid.hop_length + 2 * margin].copy()
    fade = np.square(np.sin(np.pi / 2 * np.arange(margin) / margin)).astype(np.float32)
    part[:, :margin] *= fade
    part[:, -margin:] *= fade[::-1]
    n_blocks = smooth_blocks(-(-part.shape[1] // grid.hop_length))
    padded = torch.zeros(len(part), n_blocks * grid.hop_length)
    padded[:, : part.shape[1]] = torch.from_numpy(part)
    full_margin = params.win_length // 2
    return fft_resample(padded, n_blocks * params.hop_length)[:, full_margin:][
        :, : n_frames * params.hop_length
    ]


def samples_from_mel(
    mel: FloatArray, params: SpectrogramParams, quality: Quality, *, loop: bool, seed: int
) -> torch.Tensor:
    """(channels, n_samples) float32 samples of a whole piece, (n_frames - 1) hops, or of a loop, n_frames hops."""
    grid = working_grid(params, pad=quality.pad)
    signal = signal_with_margins(mel, grid, quality, loop=loop, seed=seed)
    n_frames = mel.shape[-1]
    if not loop:
        return samples_from_signal(signal, grid, n_frames=n_frames - 1)
    margin = grid.win_length // 2
    period = np.concatenate((signal, signal[:, grid.win_length - grid.hop_length :]), axis=1)
    period = period[:, margin : margin + n_frames * grid.hop_length]
    return fft_resample(torch.from_numpy(period), n_frames * params.hop_length)
