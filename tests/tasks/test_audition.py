"""Every prompt with every seed, with a tiny model."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from riffdemo.clip import Clip
from riffdemo.engine import Engine
from riffdemo.errors import ParameterError
from riffdemo.progress import Cancelled, Step
from riffdemo.tasks import arguments_from_settings, audition, text_to_audio
from riffdemo.testing import random_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(scope="module")
def tiny() -> Engine:
    return random_engine()


def made(engine: Engine, prompts: list[str], seeds: list[int], **options: Any) -> dict[tuple[str, int], Clip]:
    return {(prompt, seed): clip for prompt, seed, clip in audition(engine, prompts, seeds, **options)}


def test_every_prompt_with_every_seed_as_if_made_alone(tiny: Engine) -> None:
    clips = made(tiny, ["funk", "bells"], [7, 1, 3], loop=True, guidance_scale=2.0, at_once=4)
    assert list(clips) == [(p, s) for p in ("funk", "bells") for s in (7, 1, 3)]
    for (prompt, seed), clip in clips.items():
        assert (clip.settings["prompt"], clip.settings["seed"]) == (prompt, seed)
        (alone,) = text_to_audio(tiny, **arguments_from_settings(clip.settings))
        assert alone.settings == clip.settings
        levels = [np.asarray(c.image, dtype=int) for c in (clip, alone)]
        assert np.abs(levels[0] - levels[1]).max() <= 1


def test_one_prompt_with_one_seed(tiny: Engine) -> None:
    assert list(made(tiny, ["funk"], [0])) == [("funk", 0)]


def test_the_same_prompt_twice_counts_once(tiny: Engine) -> None:
    takes = list(audition(tiny, ["funk", "funk"], [0, 0]))
    assert [(prompt, seed) for prompt, seed, _ in takes] == [("funk", 0)]


def test_what_is_skipped_is_not_painted(tiny: Engine) -> None:
    steps: list[Step] = []
    clips = made(
        tiny, ["funk", "bells"], [1, 2], skip=lambda s: s["prompt"] == "funk", on_step=steps.append, at_once=2
    )
    assert list(clips) == [("bells", 1), ("bells", 2)]
    assert [(step.index, step.total) for step in steps] == [(1, 2), (2, 2)]
    assert made(tiny, ["funk"], [1], skip=lambda settings: True) == {}


def test_steps_count_over_all_batches(tiny: Engine) -> None:
    steps: list[Step] = []
    made(tiny, ["funk", "bells"], [1, 2], at_once=3, num_inference_steps=3, on_step=steps.append)
    assert [step.index for step in steps] == [1, 2, 3, 4, 5, 6]
    assert {step.total for step in steps} == {6}
    assert steps[-1].eta == 0


def test_a_stop_keeps_what_is_done(tiny: Engine) -> None:
    cancel = threading.Event()
    takes = audition(tiny, ["funk", "bells"], [1, 2], at_once=2, cancel=cancel)
    assert [(prompt, seed) for prompt, seed, _ in (next(takes), next(takes))] == [("funk", 1), ("funk", 2)]
    cancel.set()
    with pytest.raises(Cancelled):
        next(takes)
    assert list(made(tiny, ["funk"], [0]))  # the engine is free again


@pytest.mark.parametrize(
    ("prompts", "seeds", "options"),
    [
        ([], [0], {}),
        (["funk"], [], {}),
        ("funk", [0], {}),
        (["funk"], [0, -1], {}),
        (["funk"], [0.5], {}),
        (["funk"], [0], {"at_once": 0}),
        (["funk"], [0], {"num_inference_steps": 0}),
        (["funk"], [0], {"quality": "superb"}),
    ],
)
def test_what_is_out_of_range_is_told_before_anything_is_painted(
    tiny: Engine, prompts: Any, seeds: Any, options: dict[str, Any]
) -> None:
    with pytest.raises(ParameterError):
        audition(tiny, prompts, seeds, **options)


def test_a_prompt_that_is_too_long_is_told_once(tiny: Engine) -> None:
    with pytest.warns(UserWarning, match="too long") as caught:
        audition(tiny, ["drums " * 500], [1, 2])
    assert len(caught) == 1
