"""One slowly moving gain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.audio import Audio, loudness
from riffdemo.audio.loudness import TARGET_LOUDNESS
from riffdemo.live.level import MAX_FALL_DB, MAX_LIFT_DB, MAX_RISE_DB, levelled
from riffdemo.synth import noise, silence, tone


def at_level(audio: Audio, lufs: float) -> Audio:
    return audio.scaled(10 ** ((lufs - loudness(audio)) / 20))


def test_the_first_piece_is_brought_to_its_level() -> None:
    audio, gain_db = levelled(at_level(noise(seconds=1.0), -25.0), None)
    assert loudness(audio) == pytest.approx(TARGET_LOUDNESS, abs=0.1)
    assert gain_db == pytest.approx(7.0)


def test_what_is_faint_is_not_lifted_without_end() -> None:
    assert levelled(at_level(noise(seconds=1.0), -80.0), None)[1] == MAX_LIFT_DB
    assert levelled(silence(seconds=1.0), None)[0].peak == 0


@given(levels=st.lists(st.floats(-60, 5), min_size=2, max_size=8))
def test_the_gain_moves_slowly_and_without_steps(levels: list[float]) -> None:
    piece = tone(1_000.0, seconds=0.1)
    gain_db: float | None = None
    for level in levels:
        before = gain_db
        audio, gain_db = levelled(at_level(piece, level), before)
        assert audio.peak < 1
        if before is not None:
            assert -MAX_FALL_DB - 1e-6 <= gain_db - before <= MAX_RISE_DB + 1e-6


def test_a_piece_begins_with_the_gain_at_which_the_last_one_ended() -> None:
    quiet = Audio(np.full((1, 1_000), 1e-3, dtype=np.float32), 44_100)
    first, gain_db = levelled(quiet, 0.0)
    second, _ = levelled(quiet, gain_db)
    assert first.samples[0, 0] == pytest.approx(1e-3)
    assert second.samples[0, 0] == pytest.approx(1e-3 * 10 ** (MAX_RISE_DB / 20))
    ratio = second.samples[0, 0] / first.samples[0, -1]
    assert ratio == pytest.approx(1, abs=1e-3)
