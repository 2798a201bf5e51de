"""riffdemo.training.key_ear: notes land where librosa puts them, and the key makes no difference."""

from __future__ import annotations

import librosa
import numpy as np
import pytest
import torch

from riffdemo.training.key_ear import LOWEST_HZ, KeyEar, rows_to_pitches


@pytest.mark.parametrize("hz", [220.0, 440.0, 1046.5])
def test_a_line_at_a_pitch_is_found_there(hz: float) -> None:
    edges = librosa.mel_frequencies(258, fmin=0, fmax=10_000, htk=True)
    row = int(np.argmin(np.abs(edges[1:-1] - hz)))
    picture = torch.zeros(256)
    picture[255 - row] = 1
    strongest = int((rows_to_pitches(256) @ picture).argmax())
    assert LOWEST_HZ * 2 ** (strongest / 36) == pytest.approx(hz, rel=0.035)


def test_transposed_notes_give_the_same_features() -> None:
    torch.manual_seed(0)
    ear = KeyEar().eval()
    notes = torch.rand(2, 192, 12, 8)
    transposed = notes.roll(5, dims=2)
    torch.testing.assert_close(ear.above_any_keynote(notes), ear.above_any_keynote(transposed))


def test_the_shape_of_features() -> None:
    assert KeyEar().eval()(torch.rand(3, 1, 64, 64)).shape == (3, KeyEar.n_features)
