"""Extend with a tiny model: lengths, joints, faults."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from riffdemo.audio import Audio
from riffdemo.clip import Clip
from riffdemo.engine import Engine
from riffdemo.errors import AudioError, ParameterError
from riffdemo.progress import Cancelled, Step
from riffdemo.synth import music
from riffdemo.tasks import arguments_from_settings, extend
from riffdemo.testing import random_engine

RATE = 22_050
BLEND = (
    24 * 220
)  # samples next to a joint that are not the source's own: what the stream holds back, and a hop


@pytest.fixture(scope="module", params=["riffdemo-small", "stable-diffusion-1"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return random_engine(request.param)


@pytest.fixture(scope="module")
def tiny() -> Engine:
    return random_engine()


@pytest.fixture(scope="module")
def source() -> Audio:
    return Audio(music(seconds=1.3, sample_rate=RATE).samples[:, : round(1.234 * RATE)], RATE)


def steps_at(clip: Clip, place: int) -> float:
    """Largest step between samples around a place, over the usual one."""
    steps = np.abs(np.diff(clip.audio.samples[0].astype(float)))
    return float(steps[place - 3 : place + 3].max() / np.sqrt(np.square(steps).mean()))


@pytest.mark.parametrize(("left", "right"), [(0.0, 1.0), (0.7, 0.0), (0.32, 0.32), (0.05, 0.33)])
def test_the_source_stays_and_is_continued(engine: Engine, source: Audio, left: float, right: float) -> None:
    clip = extend(engine, source, "funk", left=left, right=right)
    n_left, n_right = round(left * RATE), round(right * RATE)
    assert clip.audio.n_samples == n_left + source.n_samples + n_right
    kept = slice(BLEND if left else 0, source.n_samples - (BLEND if right else 0))
    gain = clip.audio.samples[:, n_left:][:, kept][0, 5_000] / source.samples[:, kept][0, 5_000]
    assert gain <= 1.0 + 1e-6
    np.testing.assert_allclose(
        clip.audio.samples[:, n_left : n_left + source.n_samples][:, kept],
        gain * source.samples[:, kept],
        atol=1e-6,
    )
    for place in (n_left - BLEND, n_left, n_left + BLEND, n_left + source.n_samples):
        if 3 < place < clip.audio.n_samples - 3:
            assert steps_at(clip, place) < 8
    for end, wanted in ((clip.audio.samples[:, :n_left], left), (clip.audio.samples[:, -n_right:], right)):
        assert not wanted or np.abs(end).max() > 1e-3


def test_its_settings_make_it_again(tiny: Engine, source: Audio) -> None:
    first = extend(tiny, source, "funk", left=0.4, right=0.5, seed=4, negative_prompt="drums")
    assert first.settings["task"] == "extend"
    again = extend(tiny, source, **arguments_from_settings(first.settings))
    np.testing.assert_array_equal(again.audio.samples, first.audio.samples)
    assert again.settings == first.settings


@pytest.mark.parametrize(
    "change",
    [{"prompt": "bells"}, {"seed": 1}, {"num_inference_steps": 5}, {"stereo": True}, {"quality": "fast"}],
)
def test_each_control_changes_the_sound(tiny: Engine, source: Audio, change: dict[str, Any]) -> None:
    base: dict[str, Any] = {"prompt": "funk", "right": 0.6}
    before, after = (extend(tiny, source, **arguments).audio for arguments in (base, {**base, **change}))
    assert before.n_channels != after.n_channels or np.abs(before.samples - after.samples).max() > 1e-3


def test_cancel_keeps_what_is_done(tiny: Engine, source: Audio) -> None:
    cancel = threading.Event()

    def stop(step: Step) -> None:
        if step.part == "Window 2 of 5":
            cancel.set()

    clip = extend(tiny, source, "funk", right=0.9, left=0.5, on_step=stop, cancel=cancel)
    assert clip.settings["partial"] is True
    assert clip.settings["left"] == 0
    assert source.seconds < clip.audio.seconds < source.seconds + 0.35
    with pytest.raises(Cancelled):
        extend(tiny, source, "funk", right=1.0, cancel=cancel)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({}, ParameterError, "left and right are 0.0 and 0.0"),
        ({"left": -1}, ParameterError, "left is -1"),
        ({"right": 61}, ParameterError, "right is 61"),
        ({"right": 1, "quality": "textbook"}, ParameterError, "quality is 'textbook'"),
    ],
)
def test_what_is_out_of_range_is_told(
    tiny: Engine, source: Audio, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        extend(tiny, source, "funk", **arguments)


def test_a_short_sound_is_refused(tiny: Engine, source: Audio) -> None:
    with pytest.raises(AudioError, match=r"lasts 0\.90 s: give 1 s or more"):
        extend(tiny, source.cut(0, 0.9), "funk", right=1.0)
