"""Music without end, as much of it as is asked for."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from riffdemo.audio import save_audio
from riffdemo.engine import Engine
from riffdemo.errors import ParameterError
from riffdemo.live.join import joined
from riffdemo.live.riff import Riff
from riffdemo.live.step import next_clip
from riffdemo.synth import tone
from riffdemo.tasks import endless
from riffdemo.testing import random_engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return random_engine()


def test_it_is_as_long_as_asked_for(engine: Engine) -> None:
    clips = list(endless(engine, "church bells", seconds=1.5))
    assert len(clips) == 3
    whole = joined([(clip.audio, 0.0) for clip in clips])
    assert whole.n_samples == round(1.5 * whole.sample_rate)
    assert [clip.settings["alpha"] for clip in clips] == [0, 0.25, 0.5]


def test_it_does_not_end_by_itself(engine: Engine) -> None:
    assert len(list(islice(endless(engine, "church bells"), 4))) == 4


def test_it_makes_the_clips_of_the_live_tab(engine: Engine) -> None:
    riff = Riff(blend=(("church bells", 1.0),), seed=5)
    first = next_clip(engine, riff)
    second = next_clip(engine, riff, position=first.position, tail=first.tail)
    clips = list(islice(endless(engine, "church bells", seed=5), 2))
    for made, clip in zip((first, second), clips, strict=True):
        assert np.array_equal(made.clip.audio.samples, clip.audio.samples)


def test_prompts_are_walked_to_one_after_the_other(engine: Engine) -> None:
    clips = islice(endless(engine, ["jazz", "techno", "bells"], speed=1.0), 4)
    assert [clip.settings["prompt"] for clip in clips] == ["jazz", "techno", "bells", "bells"]


def test_wishes_change_between_two_clips(engine: Engine) -> None:
    riff = Riff(blend=(("jazz", 1.0),), speed=1.0)
    clips = endless(engine, riff)
    assert next(clips).settings["prompt"] == "jazz"
    assert clips.send(replace(riff, blend=(("techno", 1.0),))).settings["prompt"] == "techno"
    assert next(clips).settings["prompt"] == "techno"


def test_it_starts_from_a_sound(engine: Engine, tmp_path: Path) -> None:
    sound = save_audio(tone(440.0, seconds=2.0), tmp_path / "tone.wav")
    plain, bundled, own = (
        next(endless(engine, "jazz", init=init, strength=0.3)) for init in (None, "drum break", sound)
    )
    assert [clip.settings["init"] for clip in (plain, bundled, own)] == [None, "drum break", "tone.wav"]
    assert not np.array_equal(bundled.audio.samples, own.audio.samples)


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": 0.0},
        {"seconds": float("nan")},
        {"speed": 0.0},
        {"seed": -1},
        {"strength": 2.0},
        {"num_inference_steps": 0},
    ],
)
def test_wrong_arguments_are_told_at_once(engine: Engine, wrong: dict[str, Any]) -> None:
    with pytest.raises(ParameterError):
        endless(engine, "jazz", **wrong)
