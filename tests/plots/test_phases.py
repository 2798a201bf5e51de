"""riffdemo.plots.phases: walks that end where they must."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from riffdemo import plots, steps, synth
from riffdemo.params import SpectrogramParams

PARAMS = replace(SpectrogramParams(), win_length=2_048, hop_length=256, n_fft=2_048)


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").subplots()


def test_projections_walk_to_where_circle_and_line_meet(ax: Axes) -> None:
    distances = [plots.projections(ax, n_iterations=n) for n in (0, 1, 4, 16, 200)]
    assert np.diff(distances).max() < 0
    assert distances[-1] == pytest.approx(0, abs=1e-6)
    x, y = ax.lines[-2].get_data()  # the last walk; after it comes the mark of its start
    assert x[-1] ** 2 + y[-1] ** 2 == pytest.approx(1)
    on_circle, on_line = (x[2::2], y[2::2]), (x[1::2], y[1::2])
    np.testing.assert_allclose(np.hypot(*on_circle), 1)
    slope = np.diff(on_line[1][:20]) / np.diff(on_line[0][:20])
    np.testing.assert_allclose(slope, slope[0])


def test_convergence_draws_each_curve_from_iteration_zero(ax: Axes) -> None:
    lines = plots.convergence(ax, {"slow": [0.0, -1.0, -2.0], "quick": [0.0, -9.0]})
    np.testing.assert_array_equal(lines[1].get_xdata(), [0, 1])
    np.testing.assert_array_equal(lines[0].get_ydata(), [0.0, -1.0, -2.0])
    assert [line.get_label() for line in lines] == ["slow", "quick"]
    assert len({line.get_linestyle() for line in lines}) == 2
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("iteration", "error (dB)")


def test_griffin_lim_shows_the_sound_and_tells_its_error(ax: Axes) -> None:
    magnitude = steps.spectrum_from_audio(synth.chord(seconds=0.3), PARAMS).abs()
    errors = [plots.griffin_lim(ax, magnitude, PARAMS, n_iterations=n) for n in (0, 8)]
    assert errors[1] < errors[0] - 6
    assert ax.get_title() == f"iterations: 8, error {errors[1]:.1f} dB"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time (s)", "frequency (Hz)")
