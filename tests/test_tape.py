"""riffdemo.tape against sums written out."""

from __future__ import annotations

import numpy as np
import pytest

from riffdemo.errors import ParameterError
from riffdemo.tape import Tape, normalised


def test_what_passes_the_end_returns_at_the_start() -> None:
    tape = Tape(4, sample_rate=10)
    tape.add(np.arange(1.0, 7.0), 0.3, gain=2.0)
    np.testing.assert_array_equal(tape.samples, 2.0 * np.array([[2 + 6, 3, 4, 1 + 5]]))


def test_pan_keeps_the_power() -> None:
    for pan in (0.0, 0.3, 0.5, 1.0):
        tape = Tape(1, n_channels=2, sample_rate=10)
        tape.add(np.ones(1), 0.0, pan=pan)
        assert np.square(tape.samples).sum() == pytest.approx(1.0)
        assert (tape.samples[1] > tape.samples[0]).item() == (pan > 0.5)


def test_play_keeps_20_hz_to_9_khz_and_nothing_from_9900() -> None:
    tape = Tape(44_100, sample_rate=44_100)
    t = np.arange(44_100) / 44_100
    kept = np.sin(2 * np.pi * 8_000 * t)
    for hz in (0.0, 10.0, 9_900.0, 15_000.0):
        tape.add(np.cos(2 * np.pi * hz * t), 0.0)
    tape.add(kept, 0.0)
    np.testing.assert_allclose(tape.play()[0], kept / np.abs(kept).max(), atol=1e-9)


def test_pluck_is_its_sum_of_fading_harmonics() -> None:
    tape = Tape(1, sample_rate=8_000)
    pluck = tape.pluck(500.0, decay=0.2)
    t = np.arange(pluck.size) / 8_000
    harmonics = [h**-1.5 * np.exp(-t * (3 + h) / 0.8) * np.sin(2 * np.pi * 500 * h * t) for h in range(1, 9)]
    np.testing.assert_allclose(pluck, np.minimum(t / 0.004, 1) * np.sum(harmonics, axis=0), atol=1e-9)


def test_silence_plays_as_silence() -> None:
    assert not Tape(100, sample_rate=8_000).play().any()
    assert not normalised(np.zeros(3)).any()


def test_three_channels_are_refused() -> None:
    with pytest.raises(ParameterError, match="n_channels is 3: give 1 or 2"):
        Tape(1, n_channels=3, sample_rate=8_000)
