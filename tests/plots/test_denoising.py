"""riffdemo.plots.denoising: schedules whose powers add up to one, arrows and ways that end where they must."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from riffdemo import plots, toy

POINTS = toy.two_moons()


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").subplots()


def test_noise_schedule_draws_amplitudes(ax: Axes) -> None:
    picture, noise = plots.noise_schedule(ax, torch.tensor([1.0, 0.64, 0.0]))
    np.testing.assert_allclose(picture.get_ydata(), [1, 0.8, 0])
    np.testing.assert_allclose(noise.get_ydata(), [0, 0.6, 1])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("timestep", "amplitude")


def test_clean_guesses_point_to_the_middle_where_all_is_noise(ax: Axes) -> None:
    arrows = plots.clean_guesses(ax, POINTS, signal=0.0)
    places = np.asarray(arrows.get_offsets())
    np.testing.assert_allclose(np.stack([arrows.U, arrows.V], axis=1), -places, atol=1e-12)
    assert ax.get_title() == "signal 0%, noise 100%"


def test_ways_from_noise_come_nearer_with_more_steps(ax: Axes) -> None:
    distances = [plots.ways_from_noise(ax, POINTS, n_steps=n) for n in (1, 4, 20)]
    assert distances[0] == pytest.approx(
        np.linalg.norm(POINTS, axis=1).min()
    )  # everybody stands in the middle
    assert distances == sorted(distances, reverse=True)
    assert ax.get_title() == f"steps: 20, {distances[-1]:.2f} from the nearest"
