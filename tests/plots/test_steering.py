"""riffdemo.plots.steering: ways home, spreads by definition, and seams where a picture breaks."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from riffdemo import plots, toy
from riffdemo.pipeline.latents import drawn_noise, seeded

POINTS = toy.two_moons()


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").subplots()


def test_with_little_noise_all_come_home_and_with_much_hardly_any(ax: Axes) -> None:
    shares = [plots.ways_back(ax, POINTS, strength=strength) for strength in (0.05, 0.2, 1.0)]
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)
    assert shares[2] < 0.3  # by chance one in twelve
    assert ax.get_title() == f"strength 1.00: {shares[2]:.0%} come home"


def test_half_way_the_line_loses_three_tenths_of_the_spread_and_the_arc_nothing(ax: Axes) -> None:
    a, b = (drawn_noise(seeded(seed), (32, 16, 16)) for seed in (0, 1))
    arc, line = plots.spreads(ax, a, b, alpha=0.5)
    assert (arc, line) == (pytest.approx(1, abs=0.02), pytest.approx(np.sqrt(0.5), abs=0.02))
    assert plots.spreads(ax, a, b, alpha=0.0) == pytest.approx((float(a.std()), float(a.std())))


def test_seams_tell_how_much_larger_the_change_is_there(ax: Axes) -> None:
    grey = np.repeat(
        np.arange(0, 200, 2, dtype=np.uint8)[None], 8, axis=0
    )  # two levels from column to column
    grey[:, 50:] += 20
    (ratio,) = plots.seams(ax, Image.fromarray(grey), [50])
    assert ratio == pytest.approx(22 / ((98 * 2 + 22) / 99))
    assert ax.get_title() == f"at the seams: {ratio:.1f} times the mean"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time (s)", "change (grey levels)")
