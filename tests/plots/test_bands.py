"""riffdemo.plots.bands against the scales themselves and sums by hand. The filter bank: test_spectrograms."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from riffdemo import plots
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams

PARAMS = SpectrogramParams()


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").subplots()


def test_mel_scales_run_from_corner_to_corner(ax: Axes) -> None:
    linear, htk, slaney = plots.mel_scales(ax)
    for line in (linear, htk, slaney):
        np.testing.assert_allclose(line.get_ydata()[[0, -1]], [0, 1])
    at_1000 = [np.interp(1_000, *line.get_data()) for line in (linear, htk, slaney)]
    # 2595 log10(1 + f / 700), and 15 of 15 + 27 log(10) / log(6.4) mels
    expected = [0.1, np.log(17 / 7) / np.log(107 / 7), 15 / (15 + 27 * np.log(10) / np.log(6.4))]
    np.testing.assert_allclose(at_1000, expected, atol=1e-4)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("frequency (Hz)", "height on the axis")


def test_residual_is_the_level_of_the_difference_under_the_loudest(ax: Axes) -> None:
    before = torch.full((1, PARAMS.n_stft, 3), 2.0)
    sound, missing = plots.residual(ax, before, 0.9 * before, PARAMS)
    np.testing.assert_allclose(sound.get_ydata(), 0.0, atol=1e-4)
    np.testing.assert_allclose(missing.get_ydata(), -20.0, atol=1e-4)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("frequency (Hz)", "level (dB)")


def test_residual_smooths_over_a_third_of_an_octave(ax: Axes) -> None:
    before = torch.zeros(1, PARAMS.n_stft, 1)
    before[:, 400] = 1.0  # 1,000 Hz
    sound, _ = plots.residual(ax, before, before, PARAMS)
    lit = sound.get_xdata()[sound.get_ydata() > -60]
    assert lit[0] == pytest.approx(1_000 * 2 ** (-1 / 6), rel=0.01)
    assert lit[-1] == pytest.approx(1_000 * 2 ** (1 / 6), rel=0.01)


def test_residual_refuses_what_does_not_fit(ax: Axes) -> None:
    with pytest.raises(ParameterError, match=r"before has the shape \(1, 5, 3\).*n_stft = 8821"):
        plots.residual(ax, np.ones((1, 5, 3)), np.ones((1, 5, 3)), PARAMS)
