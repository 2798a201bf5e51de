"""How far apart two sounds are: the figures that the benchmark, the lab and the notebooks quote.

The first three compare a sound with the picture that it was made from, the last three with the sound that the
picture was made from, by transforms that no reconstruction optimises.

Explained in notebook 05.
"""

from __future__ import annotations

import math

import torch

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams

WINDOWS = (512, 1_024, 2_048, 4_096)
"""Window lengths of the multi-resolution measures (samples at 44.1 kHz)."""

_FLOOR = 1e-3  # -60 dB below the loudest bin: what lies lower is not heard beside it


def fitted_gain(mel: torch.Tensor, wanted: torch.Tensor) -> float:
    """The factor by which `mel` comes closest to `wanted` in the least-squares sense."""
    return float((mel * wanted).sum() / mel.square().sum().clamp_min(1e-30))


def grey_error(mel: torch.Tensor, wanted: torch.Tensor, params: SpectrogramParams) -> float:
    """Mean absolute difference of two mel spectrograms in grey levels of the picture (0 to 255).

    Args:
        mel: (channels, n_mels, n_frames) magnitudes.
        wanted: The same shape; its maximum is the picture's darkest grey.
        params: Gives the exponent of the picture.
    """
    return float(grey_difference(mel, wanted, params).abs().mean())


def grey_difference(mel: torch.Tensor, wanted: torch.Tensor, params: SpectrogramParams) -> torch.Tensor:
    """Grey levels of `wanted` minus those of `mel`, in the shape of both; positive where `mel` is louder."""
    _check_shapes(mel, wanted)
    loudest = wanted.max().clamp_min(1e-30)
    exponent = params.image_exponent
    return 255 * ((mel / loudest).clamp(0, 1) ** exponent - (wanted / loudest).clamp(0, 1) ** exponent)


def grey_psnr(mel: torch.Tensor, wanted: torch.Tensor, params: SpectrogramParams) -> float:
    """Peak signal-to-noise ratio of the picture (dB): 20 log10(255 / RMS grey difference)."""
    rms = float(grey_difference(mel, wanted, params).square().mean().sqrt())
    return 20 * math.log10(255 / max(rms, 1e-12))


def spectral_convergence(magnitude: torch.Tensor, wanted: torch.Tensor) -> float:
    """Norm of the difference over the norm of what was wanted; 0 is perfect, 1 is silence.

    Source: Sturmel, Daudet, "Signal reconstruction from STFT magnitude: a state of the art", DAFx 2011.
    """
    _check_shapes(magnitude, wanted)
    return float((magnitude - wanted).norm() / wanted.norm().clamp_min(1e-30))


def log_spectral_distance(audio: Audio, wanted: Audio, params: SpectrogramParams) -> float:
    """Root mean square difference of the linear spectrogram in dB, averaged over frames.

    Taken with the window and hop of `params`, up to f_max, in a range of 60 dB.
    """
    spectra = (_magnitude(a, params.win_length, params.hop_length, params.f_max) for a in (audio, wanted))
    return float(_decibels(*spectra).square().mean(dim=-2).sqrt().mean())


def multi_resolution_distance(audio: Audio, wanted: Audio, params: SpectrogramParams) -> tuple[float, float]:
    """Mean absolute difference in dB, and spectral convergence, over several window lengths.

    Source: Yamamoto, Song, Kim, "Parallel WaveGAN", ICASSP 2020 (the multi-resolution STFT loss).

    Returns:
        (dB in a range of 60 dB, convergence), each the mean over `WINDOWS`, up to f_max.
    """
    distances, convergences = [], []
    for window in WINDOWS:
        magnitude, target = (_magnitude(a, window, window // 4, params.f_max) for a in (audio, wanted))
        distances.append(float(_decibels(magnitude, target).abs().mean()))
        convergences.append(spectral_convergence(magnitude, target))
    return sum(distances) / len(WINDOWS), sum(convergences) / len(WINDOWS)


def stereo_coherence(audio: Audio) -> torch.Tensor:
    """How alike left and right are, bin by bin: |<L, R>| / (|L| |R|) over time, 0 to 1, (n_bins,)."""
    if audio.n_channels != 2:
        raise ParameterError(f"The audio has {audio.n_channels} channel(s): give 2, left and right.")
    left, right = _stft(audio, 2_048, 512)
    across = (left * right.conj()).sum(dim=-1).abs()
    return across / (left.norm(dim=-1) * right.norm(dim=-1)).clamp_min(1e-30)


def _stft(audio: Audio, window: int, hop: int) -> torch.Tensor:
    samples = torch.tensor(audio.samples)
    return torch.stft(samples, window, hop, window=torch.hann_window(window), return_complex=True)


def _magnitude(audio: Audio, window: int, hop: int, f_max: float) -> torch.Tensor:
    n_bins = int(f_max / audio.sample_rate * window) + 1
    return _stft(audio, window, hop)[:, :n_bins].abs()


def _decibels(magnitude: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    floor = wanted.max().clamp_min(1e-30) * _FLOOR
    return 20 * (magnitude.clamp_min(floor) / wanted.clamp_min(floor)).log10()


def _check_shapes(magnitude: torch.Tensor, wanted: torch.Tensor) -> None:
    if magnitude.shape != wanted.shape:
        raise ParameterError(
            f"The spectrograms have the shapes {tuple(magnitude.shape)} and {tuple(wanted.shape)}: "
            "compare equal lengths."
        )
