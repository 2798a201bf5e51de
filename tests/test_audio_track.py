"""riffdemo.audio.track against the same sound in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from riffdemo.audio import Audio, load_audio, resample, save_audio
from riffdemo.audio.track import Track, track_from_source
from riffdemo.audio.value import BLOCK
from riffdemo.errors import AudioError
from riffdemo.synth import noise


@pytest.fixture
def stereo() -> Audio:
    """Stereo noise of three blocks and a bit."""
    n_samples = 3 * BLOCK + 17
    channels = [
        noise(seconds=n_samples / 22_050, sample_rate=22_050, seed=seed).samples[0] for seed in (1, 2)
    ]
    return Audio(np.stack(channels)[:, :n_samples], 22_050).scaled(0.3)


@pytest.mark.parametrize("sample_rate", [22_050, 44_100, 16_000])
def test_a_track_holds_what_the_whole_sound_would(stereo: Audio, tmp_path: Path, sample_rate: int) -> None:
    path = save_audio(stereo, tmp_path / "stereo.wav")
    wanted = resample(load_audio(path), sample_rate).samples
    for source in (path, load_audio(path)):
        track = track_from_source(source, sample_rate=sample_rate, max_seconds=100)
        assert (track.n_channels, track.n_samples) == wanted.shape
        np.testing.assert_allclose(track.samples, wanted, atol=2e-5)


def test_a_part_in_one_channel(stereo: Audio) -> None:
    track = track_from_source(stereo, sample_rate=22_050, n_channels=1, start=1.0, seconds=0.5, max_seconds=1)
    np.testing.assert_allclose(
        track.samples[0], stereo.samples[:, 22_050 : 22_050 + 11_025].mean(axis=0), atol=1e-6
    )
    assert np.array_equal(track.part(100, 120), track.samples[:, 100:120])
    assert track.part(11_000, 12_000).shape == (1, 25)
    assert track.cut_to(7).samples.shape == (1, 7)


def test_what_is_not_there_is_refused(stereo: Audio) -> None:
    with pytest.raises(AudioError, match=r"start is 99 s, but the sound lasts"):
        track_from_source(stereo, sample_rate=22_050, start=99, max_seconds=100)
    with pytest.raises(AudioError, match=r"give 2 s or less"):
        track_from_source(stereo, sample_rate=22_050, max_seconds=2)
    with pytest.raises(AudioError, match="NaN"):
        Track(1, 22_050).append(np.array([[np.nan]], np.float32))


def test_only_what_is_too_loud_becomes_quieter() -> None:
    wave = np.array([[0.5, -2.0, 1.0]], np.float32)
    loud = Track.from_blocks([wave], 22_050)
    np.testing.assert_allclose(loud.within_full_scale().samples, wave / 2)
    quiet = Track.from_blocks([wave / 2], 22_050)
    assert quiet.within_full_scale() is quiet


def test_the_file_goes_with_the_track(stereo: Audio) -> None:
    track = track_from_source(stereo, sample_rate=22_050, max_seconds=100)
    path: Path = track.__dict__["_path"]
    assert path.stat().st_size == stereo.samples.nbytes
    del track
    assert not path.exists()
