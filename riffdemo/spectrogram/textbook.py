"""The textbook way back from a mel spectrogram: torchaudio's own inverse mel scale and Griffin-Lim.

Slow, and what the other settings are measured against.

Explained in notebook 05.
"""

from __future__ import annotations

from functools import lru_cache

import torch
import torchaudio

from riffdemo.params import SpectrogramParams
from riffdemo.qualities import TEXTBOOK_ITERATIONS


def samples_from_mel(mel: torch.Tensor, params: SpectrogramParams) -> torch.Tensor:
    """Least-squares linear magnitudes, random phases, 32 iterations of fast Griffin-Lim.

    Args:
        mel: (channels, n_mels, n_frames) magnitudes.
        params: The geometry.

    Returns:
        (channels, (n_frames - 1) * hop_length) samples.
    """
    inverse_mel_scale, griffin_lim = _transforms(params)
    samples: torch.Tensor = griffin_lim.to(mel.device)(inverse_mel_scale.to(mel.device)(mel))
    return samples


@lru_cache(maxsize=4)
def _transforms(params: SpectrogramParams) -> tuple[torch.nn.Module, torch.nn.Module]:
    inverse_mel_scale = torchaudio.transforms.InverseMelScale(
        n_stft=params.n_stft,
        n_mels=params.n_mels,
        sample_rate=params.sample_rate,
        f_min=params.f_min,
        f_max=params.f_max,
        norm=params.mel_norm,
        mel_scale=params.mel_scale,
    )
    griffin_lim = torchaudio.transforms.GriffinLim(
        n_fft=params.n_fft,
        win_length=params.win_length,
        hop_length=params.hop_length,
        power=1.0,
        n_iter=TEXTBOOK_ITERATIONS,
    )
    return inverse_mel_scale, griffin_lim
