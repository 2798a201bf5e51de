"""The columns of a long sound: what `SpectrogramConverter` gives for all of it, a stretch at a time.

Beyond its ends the sound is mirrored, as often as it takes: so even a short one has as many columns as are wanted.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from riffdemo.audio import Audio
from riffdemo.image import image_from_mel
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import SpectrogramConverter

MAX_COLUMNS = 4_096
"""Columns of a picture; those of a longer sound stand for several hops each."""

_STRETCH = 1_024


class Columns:
    """The columns of a sound.

    Args:
        audio: At the sample rate of `converter`.
        converter: Gives the geometry.
    """

    def __init__(self, audio: Audio, converter: SpectrogramConverter) -> None:
        self._audio, self._converter = audio, converter

    @property
    def params(self) -> SpectrogramParams:
        """The geometry."""
        return self._converter.params

    def mel(self, first: int, last: int) -> torch.Tensor:
        """Magnitudes of the columns from `first` to before `last`, (channels, n_mels, last - first)."""
        n_around = -(-self.params.win_length // self.params.hop_length)
        samples = mirrored(
            self._audio,
            (first - n_around) * self.params.hop_length,
            (last - 1 + n_around) * self.params.hop_length,
        )
        mel = self._converter.mel_from_audio(Audio(samples, self.params.sample_rate))
        return mel[..., n_around : n_around + last - first]

    def samples(self, first: int, last: int) -> torch.Tensor:
        """Samples around those columns, with half a window at both ends, as `MelStream` takes them."""
        start = first * self.params.hop_length - self.params.win_length // 2
        n_samples = (last - 1 - first) * self.params.hop_length + self.params.win_length
        return torch.from_numpy(mirrored(self._audio, start, start + n_samples))


def mirrored(audio: Audio, start: int, stop: int) -> npt.NDArray[np.float32]:
    """Samples from `start` to before `stop` of a sound that goes on in its own mirror at both ends."""
    period = max(2 * (audio.n_samples - 1), 1)
    place = np.arange(start, stop) % period
    place = np.minimum(place, period - place)
    low, high = int(place.min()), int(place.max())
    return audio.part(low, high + 1)[:, place - low]


def picture_from_audio(
    audio: Audio, converter: SpectrogramConverter, *, max_value: float | None = None
) -> Image.Image:
    """The spectrogram of a sound of any length, at most `MAX_COLUMNS` wide, with its parameters inside.

    The columns of a longer sound are means of k neighbours, and the picture says so: its hop is k times as long, its
    window too if the hop asks for it.

    Args:
        audio: At the sample rate of `converter`.
        converter: Gives the geometry.
        max_value: Magnitude of black; None takes the largest.
    """
    params = converter.params
    columns, n_columns = Columns(audio, converter), audio.n_samples // params.hop_length + 1
    width = -(-n_columns // MAX_COLUMNS)
    stretch = max(_STRETCH // width, 1) * width
    pieces = []
    for first in range(0, n_columns, stretch):
        mel = columns.mel(first, min(first + stretch, n_columns))
        shares = range(0, mel.shape[-1], width)
        pieces.append(
            torch.cat([mel[..., at : at + width].mean(dim=-1, keepdim=True) for at in shares], dim=-1)
        )
    longer = max(1, -(-2 * width * params.hop_length // params.win_length))
    wide = replace(
        params,
        hop_length=width * params.hop_length,
        win_length=longer * params.win_length,
        n_fft=max(params.n_fft, longer * params.win_length),
    )
    # A window that is longer by a factor sums as many times more.
    mel = torch.cat(pieces, dim=-1) * longer
    return image_from_mel(mel, wide, max_value=max_value and max_value * longer, clip=True)
