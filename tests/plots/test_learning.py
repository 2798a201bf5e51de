"""riffdemo.plots.learning: running means, points where they were painted, strokes of one contrast."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from riffdemo import plots


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").subplots()


def test_losses_are_means_of_the_steps_before(ax: Axes) -> None:
    first, second = plots.losses(ax, {"a": [1.0, 2.0, 3.0, 4.0], "b": [4.0, 4.0]}, smooth=2)
    np.testing.assert_allclose(first.get_data(), [[2, 3, 4], [1.5, 2.5, 3.5]])
    np.testing.assert_allclose(second.get_data(), [[2], [4]])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("step", "loss")


def test_learned_draws_both_and_names_the_step(ax: Axes) -> None:
    line = plots.learned(ax, np.zeros((3, 2)), np.array([[1.0, 2.0], [3.0, 4.0]]), step=30)
    np.testing.assert_array_equal(line.get_data(), [[1, 3], [2, 4]])
    assert ax.get_title() == "after 30 steps"
    examples = ax.lines[0]
    assert examples.get_zorder() > line.get_zorder()
    assert examples.get_fillstyle() == "none"
    plots.learned(ax, np.zeros((100, 2)), np.zeros((1, 2)), step=30)
    assert ax.lines[2].get_zorder() == line.get_zorder()


def test_components_are_tiles_in_reading_order(ax: Axes) -> None:
    basis = torch.zeros(4, 9)
    basis[:, 0] = torch.tensor([1.0, 2.0, -3.0, 4.0])
    image = np.asarray(plots.components(ax, basis, n_columns=2).get_array())
    assert image.shape == (10, 10)
    assert image[[1, 1, 6, 6], [1, 6, 1, 6]].tolist() == [1, 1, -1, 1]
    assert np.abs(image).sum() == 4
