"""The judge's ear for major and minor: which notes sound, whatever their octave and whatever the key.

Convolutions that halve the height four times cannot tell a major third from a minor one: a semitone at 440 Hz is
two rows of a picture. Here the rows are first brought onto a scale of thirds of a semitone, folded to the twelve
notes of an octave, and looked at from each of the twelve as if it were the keynote.

Explained in notebook 08.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from riffdemo.params import SpectrogramParams

N_OCTAVES = 6
LOWEST_HZ = 55.0
_PER_SEMITONE = 3
_PER_OCTAVE = 12 * _PER_SEMITONE
_STRETCHES = 8  # of a clip, in each of which the notes are looked at by themselves


@lru_cache
def rows_to_pitches(n_rows: int) -> torch.Tensor:
    """(N_OCTAVES * 36, n_rows): reads a picture, row 0 highest, at pitches from 55 Hz up, between rows linearly."""
    params = SpectrogramParams()
    top = 2595 * np.log10(1 + params.f_max / 700)  # HTK mel
    centres = (np.arange(n_rows) + 0.5) / n_rows * top
    hz = 700 * (10 ** (centres / 2595) - 1)
    pitches = LOWEST_HZ * 2 ** (np.arange(N_OCTAVES * _PER_OCTAVE) / _PER_OCTAVE)
    place = np.interp(pitches, hz, np.arange(n_rows))
    distance = np.abs(place[:, None] - np.arange(n_rows))
    return torch.from_numpy(np.maximum(0, 1 - distance)[:, ::-1].astype(np.float32))


class KeyEar(nn.Module):
    """Features (batch, 128) of pictures (batch, 1, height, width) in [-1, 1]: what sounds above a keynote."""

    n_features = 128

    def __init__(self) -> None:
        super().__init__()
        self.levels = nn.BatchNorm1d(N_OCTAVES * _PER_OCTAVE)
        self.tune = nn.Sequential(
            nn.Conv2d(1, 24, (7, 1), padding=(3, 0)),
            nn.ReLU(),
            nn.Conv2d(24, 32, (_PER_SEMITONE, 1), stride=(_PER_SEMITONE, 1)),  # thirds to semitones
            nn.ReLU(),
        )
        self.chord = nn.Sequential(
            nn.Conv2d(32 * N_OCTAVES, 128, (12, 1)), nn.ReLU(), nn.Conv2d(128, 64, 1), nn.ReLU()
        )

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Mean and maximum over the twelve possible keynotes."""
        ink = (1 - pictures[:, 0]).square()
        stretches = F.adaptive_avg_pool1d(ink, _STRETCHES)  # (batch, height, 8)
        pitches = self.levels(rows_to_pitches(pictures.shape[-2]).to(pictures) @ stretches)
        semitones = self.tune(pitches[:, None])  # (batch, 32, 72, 8)
        return self.above_any_keynote(semitones.unflatten(2, (N_OCTAVES, 12)).flatten(1, 2))

    def above_any_keynote(self, notes: torch.Tensor) -> torch.Tensor:
        """Features (batch, 128) of the twelve notes (batch, 192, 12, time), the same in every key."""
        around = torch.cat(
            [notes, notes[:, :, :-1]], dim=2
        )  # one more turn, so that any note can be the first
        chords = self.chord(around).mean(dim=-1)  # (batch, 64, 12)
        return torch.cat([chords.amax(dim=-1), chords.mean(dim=-1)], dim=1)
