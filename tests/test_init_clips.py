"""The loops that come with the package."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from riffdemo.clip import settings_from_file
from riffdemo.errors import ParameterError
from riffdemo.init_clips import FOLDER, InitClip, init_clip, init_clips


def test_there_are_eight_or_more_two_bar_loops_and_they_are_small() -> None:
    clips = init_clips()
    assert len([clip for clip in clips if clip.bars == 2]) >= 8
    assert len({clip.name for clip in clips}) == len(clips)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 600_000
    assert "CC0 1.0" in (FOLDER / "LICENSE").read_text()


@pytest.mark.parametrize("clip", init_clips(), ids=lambda clip: clip.name)
def test_each_is_a_loop_of_the_length_that_its_tempo_says(clip: InitClip) -> None:
    audio = clip.audio()
    assert audio.seconds == clip.seconds
    assert clip.bars * clip.beats_per_bar * 60 / clip.bpm == pytest.approx(clip.seconds, rel=0.01)
    assert -24 < audio.rms_dbfs < -14
    samples = audio.samples[0]
    steps = np.abs(np.diff(samples))
    assert abs(samples[0] - samples[-1]) <= np.quantile(steps, 0.999)
    settings = settings_from_file(clip.sound)
    assert (settings["name"], settings["bpm"], settings["licence"]) == (clip.name, clip.bpm, "CC0-1.0")


@pytest.mark.parametrize("clip", init_clips(), ids=lambda clip: clip.name)
def test_each_has_a_picture_that_shows_something(clip: InitClip) -> None:
    with Image.open(clip.picture) as picture:
        assert picture.size == (192, 96)
        assert len(np.unique(np.asarray(picture))) > 100


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(ParameterError, match=r"'kazoo': give a file or one of .*church bells"):
        init_clip("kazoo")
