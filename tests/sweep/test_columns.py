"""riffdemo.sweep.columns against the conversion of the whole sound."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from riffdemo import SpectrogramConverter, SpectrogramParams
from riffdemo.audio import Audio
from riffdemo.sweep import columns
from riffdemo.sweep.columns import Columns, mirrored, picture_from_audio
from riffdemo.synth import chirp

PARAMS = SpectrogramParams(
    sample_rate=16_000, hop_length=160, win_length=800, n_fft=1_600, n_mels=64, f_max=4_000
)
CONVERTER = SpectrogramConverter(PARAMS)


@pytest.fixture
def sound() -> Audio:
    return chirp(100, 3_000, seconds=2.0, sample_rate=PARAMS.sample_rate)


@pytest.mark.parametrize(("first", "last"), [(0, 201), (0, 30), (90, 140), (150, 201)])
def test_columns_are_those_of_the_whole(sound: Audio, first: int, last: int) -> None:
    whole = CONVERTER.mel_from_audio(sound)
    torch.testing.assert_close(
        Columns(sound, CONVERTER).mel(first, last), whole[..., first:last], atol=1e-3, rtol=1e-4
    )


def test_a_sound_goes_on_in_its_mirror() -> None:
    sound = Audio(np.arange(5, dtype=np.float32)[None] / 10, 16_000)
    expected = np.pad(sound.samples, ((0, 0), (7, 6)), mode="reflect")
    np.testing.assert_array_equal(mirrored(sound, -7, 11), expected)


def test_a_long_sound_has_columns_of_means(sound: Audio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MAX_COLUMNS", 101)
    picture = picture_from_audio(sound, CONVERTER)
    mel = CONVERTER.mel_from_audio(sound)
    pairs = torch.cat((mel[..., :200].unflatten(-1, (100, 2)).mean(dim=-1), mel[..., 200:]), dim=-1)
    grey = 255 - 255 * (pairs[0] / pairs.max()) ** PARAMS.image_exponent
    assert picture.size == (101, 64)
    np.testing.assert_allclose(np.asarray(picture.convert("L"))[::-1], grey, atol=0.6)
