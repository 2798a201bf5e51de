"""Where windows lie, how long a piece is, which steps are run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.plan import (
    MAX_SECONDS,
    Canvas,
    alphas_from_curve,
    canvas_from_frames,
    frames_from_seconds,
    seconds_from_bars,
    steps_from_strength,
)

PARAMS = SpectrogramParams()


@given(n_halves=st.integers(2, 50), half=st.integers(1, 40), loop=st.booleans())
def test_windows_cover_every_column_evenly(n_halves: int, half: int, loop: bool) -> None:
    canvas = Canvas(n_halves * half, 2 * half, loop)
    times_seen = np.zeros(canvas.width, dtype=int)
    for window in canvas.windows:
        assert window.stop - window.start == canvas.window
        np.add.at(times_seen, np.arange(window.start, window.stop) % canvas.width, 1)
    assert times_seen.min() >= 1
    assert times_seen.max() <= 2
    ends = times_seen[:half], times_seen[-half:]
    if canvas.width > canvas.window:
        assert all((end == (2 if loop else 1)).all() for end in ends)


def test_windows_start_every_half() -> None:
    assert [w.start for w in Canvas(1024, 512).windows] == [0, 256, 512]
    assert [w.start for w in Canvas(1024, 512, loop=True).windows] == [0, 256, 512, 768]
    assert [w.start for w in Canvas(512, 512, loop=True).windows] == [0]


def test_an_enlarged_canvas_has_its_windows_at_the_same_places() -> None:
    small, large = Canvas(24, 16, loop=True), Canvas(24, 16, loop=True).enlarged(8)
    assert [8 * w.start for w in small.windows] == [w.start for w in large.windows]
    assert (large.width, large.window, large.loop) == (192, 128, True)


@given(n_frames=st.integers(2, 5_000))
def test_the_canvas_is_the_smallest_that_holds_the_piece(n_frames: int) -> None:
    width = canvas_from_frames(n_frames, 512)
    assert width >= max(n_frames, 512)
    assert width % 256 == 0
    assert width == 512 or width - 256 < n_frames


def test_one_clip_is_512_columns() -> None:
    assert frames_from_seconds(5.12, PARAMS) == 512
    assert frames_from_seconds(PARAMS.loop_seconds, PARAMS, loop=True) == 512


@given(seconds=st.floats(0.5, 60))
def test_a_piece_is_as_long_as_asked_for(seconds: float) -> None:
    assert (
        abs(PARAMS.seconds_from_frames(frames_from_seconds(seconds, PARAMS), loop=True) - seconds)
        <= 0.005 + 1e-9
    )


@pytest.mark.parametrize(
    ("seconds", "frames"), [(3.0, 512), (5.0, 512), (6.5, 768), (7.6, 768), (10.0, 1024)]
)
def test_a_loop_is_whole_half_clips(seconds: float, frames: int) -> None:
    assert frames_from_seconds(seconds, PARAMS, loop=True) == frames


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 0.1, MAX_SECONDS + 1, float("nan"), float("inf")])
@pytest.mark.parametrize("loop", [False, True])
def test_lengths_out_of_range_are_refused(seconds: float, loop: bool) -> None:
    with pytest.raises(ParameterError, match="seconds is"):
        frames_from_seconds(seconds, PARAMS, loop=loop)


@pytest.mark.parametrize(
    ("prompt", "seconds"),
    [
        ("techno, 120 bpm, dark", 2.0),
        ("techno 60BPM", 4.0),
        ("techno", 2.56),
        ("waltz for 1200 bpmx", 2.56),
        ("at 96.5 bpm", 240 / 96.5),
        ("at 00 bpm", 2.56),
    ],
)
def test_a_bar_is_four_beats_of_the_tempo_in_the_prompt(prompt: str, seconds: float) -> None:
    assert seconds_from_bars(3, prompt, PARAMS) == pytest.approx(3 * seconds)


def test_no_bar_is_refused() -> None:
    with pytest.raises(ParameterError, match="bars is 0"):
        seconds_from_bars(0, "", PARAMS)


@given(steps=st.integers(1, 100), strength=st.floats(0.001, 1))
def test_strength_is_met_as_closely_as_whole_steps_allow(steps: int, strength: float) -> None:
    run, total = steps_from_strength(steps, strength)
    assert 1 <= run <= min(total, steps)
    assert run < total or strength == 1
    assert abs(run / total - strength) <= 0.5 / steps + 1 / (total + 1)


def test_alphas_lead_from_0_to_1() -> None:
    assert alphas_from_curve(1) == (0.0,)
    assert alphas_from_curve(3) == (0.0, 0.5, 1.0)
    assert alphas_from_curve(3, power=2.0) == (0.0, 0.25, 1.0)
    assert alphas_from_curve(5, ease=1.0)[1] == 0.15625  # 3 / 16 - 2 / 64


def test_familiar_strengths_are_exact() -> None:
    assert steps_from_strength(8, 0.0) == (0, 8)
    assert steps_from_strength(8, 0.5) == (4, 8)
    assert steps_from_strength(8, 0.75) == (6, 8)
    assert steps_from_strength(8, 1.0) == (8, 8)
    assert steps_from_strength(8, 0.05) == (1, 20)
