"""Figures of pictures: as they are stored, and how fine their grey levels are.

Explained in notebook 04.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from PIL import Image

from riffdemo.image import image_from_mel, params_from_image
from riffdemo.params import SpectrogramParams
from riffdemo.plots.common import COLORS, STYLES
from riffdemo.plots.scales import show_bands


def picture(ax: Axes, image: Image.Image) -> AxesImage:
    """A spectrogram picture in its own greys, with seconds and Hz on its axes."""
    grey = np.asarray(image.convert("L"))[::-1]
    return show_bands(ax, grey, params_from_image(image), silence=255, vmin=0, vmax=255, cmap="gray")


def painted(ax: Axes, mel: torch.Tensor, params: SpectrogramParams, *, image_exponent: float) -> AxesImage:
    """The picture of `mel` with another exponent; the title tells how much of it stays white."""
    image = image_from_mel(mel, replace(params, image_exponent=image_exponent))
    counts = np.bincount(np.asarray(image.convert("L")).ravel(), minlength=256)
    drawn = picture(ax, image)
    ax.set_title(f"exponent {image_exponent:g}: {counts[255] / counts.sum():.0%} of the pixels are white")
    return drawn


def grey_steps(ax: Axes, exponents: Sequence[float]) -> list[Line2D]:
    """What one grey level is worth (dB) over the level under the loudest (dB), one line per exponent.

    Level d of darkness, 1 to 255, stands for the magnitude max_value (d / 255) ** (1 / exponent).
    """
    lines = []
    for exponent, color, style in zip(exponents, COLORS, STYLES, strict=False):
        level = 20 / exponent * np.log10(np.arange(1, 256) / 255)
        lines += ax.plot(level[1:], np.diff(level), style, color=color, label=f"exponent {exponent:g}")
    ax.set(xlabel="level under the loudest (dB)", ylabel="one grey level (dB)", xlim=(-100, 0), ylim=(0, 6))
    ax.legend(loc="upper right")
    return lines
