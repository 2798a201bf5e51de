"""riffdemo.plots.pictures: pixels where they belong, and the worth of a grey level by definition."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from riffdemo import plots
from riffdemo.image import image_from_mel, mel_from_image
from riffdemo.params import SpectrogramParams

PARAMS = SpectrogramParams()


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").subplots()


@pytest.fixture
def mel() -> torch.Tensor:
    return torch.rand(1, 512, 20, generator=torch.Generator().manual_seed(0)) ** 8


def test_picture_draws_the_greys_with_low_bands_at_the_bottom(ax: Axes, mel: torch.Tensor) -> None:
    image = image_from_mel(mel, PARAMS)
    drawn = plots.picture(ax, image)
    np.testing.assert_array_equal(drawn.get_array()[::-1], np.asarray(image)[..., 0])
    assert drawn.origin == "lower"
    assert (drawn.get_clim(), drawn.get_cmap().name) == ((0, 255), "gray")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("time (s)", "frequency (Hz)")


def test_painted_uses_the_exponent_and_counts_white(ax: Axes, mel: torch.Tensor) -> None:
    drawn = plots.painted(ax, mel, PARAMS, image_exponent=1.0)
    expected = np.rint(255 - 255 * (mel / mel.max())[0].numpy())
    np.testing.assert_allclose(drawn.get_array(), expected, atol=1)
    white = np.mean(np.asarray(drawn.get_array()) == 255)
    assert ax.get_title() == f"exponent 1: {white:.0%} of the pixels are white"
    assert white > 0.1


def test_grey_steps_are_what_the_image_module_decodes(ax: Axes) -> None:
    for line, exponent in zip(plots.grey_steps(ax, (1, 0.25)), (1.0, 0.25), strict=True):
        params = replace(PARAMS, image_exponent=exponent, n_mels=1)
        ramp = image_from_mel(torch.linspace(0, 1, 256)[None, None] ** (1 / exponent), params)
        level = 20 * mel_from_image(ramp)[0, 0, 1:].double().log10().numpy()
        np.testing.assert_allclose(line.get_xdata(), level[1:], atol=1e-3)
        np.testing.assert_allclose(line.get_ydata(), np.diff(level), atol=1e-3)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("level under the loudest (dB)", "one grey level (dB)")
