"""Figures of learning: falling losses, what is painted on the way, and what an autoencoder keeps.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from riffdemo.plots.common import BLUE, COLORS, ORANGE, STYLES, FloatArray, as_array

_FEW = 50


def losses(ax: Axes, curves: Mapping[str, Sequence[float]], *, smooth: int = 25) -> list[Line2D]:
    """Loss over steps, each point the mean of `smooth` steps up to it."""
    lines = []
    for (name, values), color, style in zip(curves.items(), COLORS, STYLES, strict=False):
        means = np.convolve(values, np.full(smooth, 1 / smooth), mode="valid")
        steps = np.arange(smooth, len(values) + 1)
        lines += ax.plot(steps, means, style, color=color, linewidth=1.8, label=name)
    ax.set(xlabel="step", ylabel="loss")
    ax.set_xlim(left=0)
    ax.legend(loc="upper right")
    return lines


def learned(ax: Axes, points: FloatArray, results: FloatArray, *, step: int) -> Line2D:
    """What a toy model paints after `step` steps of training, and the points that it learns from.

    Few points are rings, so that what is painted on top of them does not hide them.
    """
    (examples,) = ax.plot(*points.T, ".", color=BLUE, markersize=4, label="to learn from")
    if len(points) < _FEW:
        examples.set(marker="o", markersize=9, fillstyle="none", zorder=3)
    (line,) = ax.plot(*results.T, ".", color=ORANGE, markersize=4, label="painted")
    ax.set(xlabel="first number", ylabel="second number", aspect="equal", xlim=(-2.4, 2.4), ylim=(-2.4, 1.8))
    ax.set_title(f"after {step:,} steps")
    ax.legend(loc="lower left", fontsize="small")
    return line


def components(ax: Axes, basis: torch.Tensor, *, n_columns: int = 8) -> AxesImage:
    """The strokes that patches are made of, (n, patch²), each scaled to the same contrast: white up, black down."""
    strokes = as_array(basis)
    side = int(np.sqrt(strokes.shape[1]))
    strokes = strokes / np.abs(strokes).max(axis=1, keepdims=True)
    tiles = np.pad(strokes.reshape(-1, n_columns, side, side), ((0, 0), (0, 0), (1, 1), (1, 1)))
    sheet = tiles.transpose(0, 2, 1, 3).reshape(-1, n_columns * (side + 2))
    ax.set(xticks=[], yticks=[])
    return ax.imshow(sheet, cmap="gray", vmin=-1, vmax=1)
