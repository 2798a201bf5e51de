"""The steps of the conversion one by one, as the textbooks write them: what the notebooks take apart.

    audio -> spectrum -> |spectrum| -> mel     forward, with every value in between
    mel -> magnitude -> phase -> audio         back

All on the full grid of the parameters and in plain torch. `SpectrogramConverter` does the same work many times
faster and with better magnitudes.

Explained in notebooks 02, 03 and 05.
"""

from __future__ import annotations

import math

import numpy as np
import torch

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.measures import spectral_convergence
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.grid import WorkingGrid, mel_filter_bank
from riffdemo.spectrogram.phase import phase_from_magnitude as integrated_phase


def spectrum_from_audio(audio: Audio, params: SpectrogramParams) -> torch.Tensor:
    """The short-time Fourier transform: centred Hann windows, both ends mirrored.

    Returns:
        complex64 (channels, n_stft, n_frames), n_frames = n_samples // hop_length + 1.

    Raises:
        ParameterError: The sample rate is not that of `params`.
    """
    if audio.sample_rate != params.sample_rate:
        raise ParameterError(
            f"The audio has {audio.sample_rate} Hz, the parameters {params.sample_rate} Hz: resample it first."
        )
    return _stft(torch.tensor(audio.samples), params)


def audio_from_spectrum(spectrum: torch.Tensor, params: SpectrogramParams) -> Audio:
    """The signal whose spectrogram is closest to `spectrum`; its own spectrogram gives back the signal.

    Args:
        spectrum: complex (channels, n_stft, n_frames).
        params: The geometry.

    Returns:
        (n_frames - 1) * hop_length samples.
    """
    return Audio(_istft(spectrum, params).numpy(), params.sample_rate)


def mel_from_magnitude(magnitude: torch.Tensor, params: SpectrogramParams) -> torch.Tensor:
    """fb.T @ magnitude: (..., n_stft, n_frames) to (..., n_mels, n_frames)."""
    return mel_filter_bank(params).T @ magnitude


def magnitude_from_mel(mel: torch.Tensor, params: SpectrogramParams, *, n_steps: int = 4) -> torch.Tensor:
    """Positive magnitudes X whose bands come close to `mel`: X <- X * fb (mel / fb.T X) / (fb 1), from X = 1.

    Returns:
        (..., n_stft, n_frames); 0 where no band reaches.
    """
    bank = mel_filter_bank(params)
    row_sum = bank.sum(dim=1, keepdim=True)
    reached = torch.where(row_sum > 0, 1 / row_sum.clamp_min(1e-20), 0.0)
    magnitude = torch.ones(*mel.shape[:-2], params.n_stft, mel.shape[-1])
    for _ in range(n_steps):
        magnitude = magnitude * (bank @ (mel / (bank.T @ magnitude).clamp_min(1e-20))) * reached
    return magnitude


def random_phase(magnitude: torch.Tensor, *, seed: int = 0) -> torch.Tensor:
    """Phases (radians) in the shape of `magnitude`, any angle as likely as any other."""
    return 2 * math.pi * torch.rand(magnitude.shape, generator=torch.Generator().manual_seed(seed))


def estimated_phase(magnitude: torch.Tensor, params: SpectrogramParams, *, seed: int = 0) -> torch.Tensor:
    """Phases (radians) read off the slopes of the magnitudes: phase-gradient heap integration.

    Args:
        magnitude: (channels, n_stft, n_frames).
        params: The geometry.
        seed: Seed of the phases of bins too faint to tell.
    """
    grid = WorkingGrid(params, params.hop_length, params.win_length, params.n_fft)
    columns = [np.ascontiguousarray(channel.T.numpy()) for channel in magnitude]
    phase = np.stack([integrated_phase(column, grid, seed=seed).T for column in columns])
    # There counted from the start of the window; torch counts from the start of the padded frame.
    turns = np.arange(params.n_stft) * (params.n_fft - params.win_length) / (2 * params.n_fft)
    return torch.from_numpy(phase - (2 * np.pi * (turns % 1)).astype(np.float32)[:, None])


def griffin_lim(
    magnitude: torch.Tensor,
    phase: torch.Tensor,
    params: SpectrogramParams,
    *,
    n_iterations: int,
    momentum: float = 0.0,
) -> tuple[torch.Tensor, list[float]]:
    """Alternate between spectrograms that a signal has and those with the wanted magnitudes.

    Each iteration: R = STFT(ISTFT(S)); C = R - momentum / (1 + momentum) R_before; S = magnitude C / |C|.

    Sources: Griffin, Lim, "Signal estimation from modified short-time Fourier transform", 1984; Perraudin,
    Balazs, Sondergaard, "A fast Griffin-Lim algorithm", WASPAA 2013 (the momentum).

    Args:
        magnitude: (channels, n_stft, n_frames) what is wanted.
        phase: The same shape, where to start (radians).
        params: The geometry.
        n_iterations: How often.
        momentum: 0 is the method of 1984; 0.99 is usual.

    Returns:
        The last spectrum S, complex, and the error (dB) at the start and after each iteration: 20 log10 of the
        spectral convergence norm(|R| - magnitude) / norm(magnitude).
    """
    spectrum = magnitude * torch.exp(1j * phase)
    rebuilt, before = _project(spectrum, params), torch.zeros_like(spectrum)
    errors = [_error(rebuilt, magnitude)]
    for iteration in range(n_iterations):
        corrected = rebuilt - (momentum / (1 + momentum) if iteration else 0.0) * before
        spectrum = magnitude * corrected / corrected.abs().clamp_min(1e-20)
        rebuilt, before = _project(spectrum, params), rebuilt
        errors.append(_error(rebuilt, magnitude))
    return spectrum, errors


def inconsistency(spectrum: torch.Tensor, params: SpectrogramParams) -> float:
    """How far the magnitudes of the sound of `spectrum` are from its own (dB, see `griffin_lim`)."""
    return _error(_project(spectrum, params), spectrum.abs())


def _error(rebuilt: torch.Tensor, magnitude: torch.Tensor) -> float:
    return 20 * math.log10(max(spectral_convergence(rebuilt.abs(), magnitude), 1e-10))


def _project(spectrum: torch.Tensor, params: SpectrogramParams) -> torch.Tensor:
    """The spectrogram of the sound of `spectrum`: the nearest one that any signal has."""
    return _stft(_istft(spectrum, params), params)


def _stft(samples: torch.Tensor, params: SpectrogramParams) -> torch.Tensor:
    window = torch.hann_window(params.win_length)
    return torch.stft(
        samples, params.n_fft, params.hop_length, params.win_length, window, return_complex=True
    )


def _istft(spectrum: torch.Tensor, params: SpectrogramParams) -> torch.Tensor:
    window = torch.hann_window(params.win_length)
    return torch.istft(spectrum, params.n_fft, params.hop_length, params.win_length, window)
