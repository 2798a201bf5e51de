"""As many steps as are good, as few as the machine needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.live.pace import FIRST_SECONDS, MIN_STEPS, SHARE, Cost, Pace

CLIP = 5.12


@given(
    step=st.floats(0.001, 2),
    rest=st.floats(0, 2),
    ahead=st.floats(0, 20),
    strength=st.floats(0.05, 1),
    guided=st.booleans(),
    listeners=st.integers(1, 5),
)
def test_the_chosen_steps_fit_and_one_more_would_not(
    step: float, rest: float, ahead: float, strength: float, guided: bool, listeners: int
) -> None:
    pace = Pace(Cost(step, rest))
    n = pace.steps(
        clip_seconds=CLIP, ahead=ahead, most=8, strength=strength, guided=guided, listeners=listeners
    )
    assert MIN_STEPS <= n <= 8
    budget = min(SHARE * CLIP / listeners, FIRST_SECONDS + ahead)
    share = max(strength, 1 / 8)
    if n > MIN_STEPS:
        assert pace.cost.seconds(n * share, guided=guided) <= budget + 1e-6
    if n < 8:
        assert pace.cost.seconds((n + 1) * share, guided=guided) > budget - 1e-6


def test_a_model_that_needs_few_steps_never_takes_more() -> None:
    assert Pace(Cost(10.0, 0.0)).steps(clip_seconds=CLIP, ahead=0, most=2) == 2


def test_it_learns_what_clips_take() -> None:
    pace = Pace(Cost(0.1, 1.0))
    for _ in range(40):
        pace.note(n_steps=8, guided=True, painting=4.0, rest=0.2)
    assert pace.cost.step == pytest.approx(0.5, rel=0.01)
    assert pace.cost.rest == pytest.approx(0.2, rel=0.01)
    for _ in range(40):
        pace.note(n_steps=8, guided=False, painting=4.0, rest=0.2)
    assert pace.cost.step == pytest.approx(1.0, rel=0.01)


def test_a_clip_without_steps_says_nothing_about_them() -> None:
    pace = Pace(Cost(0.1, 1.0))
    pace.note(n_steps=0, guided=True, painting=0.0, rest=0.5)
    assert pace.cost.step == 0.1
    assert pace.cost.rest < 1.0
