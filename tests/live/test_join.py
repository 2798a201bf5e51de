"""Clips as one sound."""

from __future__ import annotations

import numpy as np
import pytest

from riffdemo.audio import Audio
from riffdemo.errors import AudioError
from riffdemo.live.join import joined

RATE = 8_000


def ramp(start: int, n: int) -> Audio:
    return Audio(np.arange(start, start + n, dtype=np.float32) / 100_000, RATE)


def test_what_goes_on_is_put_end_to_end() -> None:
    whole = joined([(ramp(0, 800), 0.0), (ramp(800, 700), 0.0), (ramp(1_500, 500), 0.0)])
    assert np.array_equal(whole.samples, ramp(0, 2_000).samples)


def test_what_overlaps_is_blended() -> None:
    loud = Audio(np.ones(800, dtype=np.float32), RATE)
    whole = joined([(loud, 0.0), (loud, 0.01), (loud, 0.0)])
    assert whole.n_samples == 3 * 800 - 80
    assert np.all(whole.samples[0, :720] == 1)
    assert np.all(whole.samples[0, 720:800] > 1)
    assert np.all(whole.samples[0, 800:] == 1)


def test_the_first_overlap_has_nothing_to_blend_with() -> None:
    assert joined([(ramp(0, 800), 0.05)]).n_samples == 800


def test_the_end_is_kept() -> None:
    pieces = [(ramp(0, 800), 0.0), (ramp(800, 800), 0.0)]
    assert np.array_equal(joined(pieces, seconds=0.05).samples, ramp(1_200, 400).samples)
    assert joined(pieces, seconds=60.0).n_samples == 1_600


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(AudioError):
        joined([])
