"""Figures of ways between ideas: how far from a start, how two noises blend, and where a long piece breaks.

Explained in notebook 07.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from PIL import Image

from riffdemo import toy
from riffdemo.image import params_from_image
from riffdemo.pipeline.latents import lerp, slerp
from riffdemo.plots.common import BLUE, DOTS_ON_GREY, GREY, ORANGE, FloatArray


def ways_back(ax: Axes, points: FloatArray, *, strength: float, n_ways: int = 60, seed: int = 0) -> float:
    """Ways of `toy.ways_from_noise` from the first of `points`, covered with noise; the share that comes home.

    Args:
        ax: Where to draw.
        points: All clean points, (n, 2).
        strength: Share of the way to pure noise, above 0, at most 1.
        n_ways: How many noises.
        seed: Of the noises.
    """
    angle = np.pi / 2 * (1 - strength)
    noise = np.random.default_rng(seed).standard_normal((n_ways, 2))
    start = np.sin(angle) * points[0] + np.cos(angle) * noise
    ways = toy.ways_from_noise(start, points, n_steps=20, strength=strength)
    nearest = np.linalg.norm(ways[-1][:, None] - points[None], axis=2).argmin(axis=1)
    ax.plot(*ways.transpose(2, 0, 1), color=GREY, linewidth=0.7)
    ax.plot(*points.T, "o", color=BLUE, markersize=7, markerfacecolor="none", label="all there is")
    ax.plot(*points[0], "o", color=BLUE, markersize=11, label="start")
    ax.plot(*ways[-1].T, ".", markersize=8, label="results", **DOTS_ON_GREY)
    home = float(np.mean(nearest == 0))
    ax.set(xlabel="first number", ylabel="second number", aspect="equal", xlim=(-2.6, 2.6), ylim=(-2.6, 2.6))
    ax.set_title(f"strength {strength:.2f}: {home:.0%} come home")
    ax.legend(loc="lower right", fontsize="small")
    return home


def spreads(ax: Axes, start: torch.Tensor, end: torch.Tensor, *, alpha: float) -> tuple[float, float]:
    """Spread of the blend of two noises over alpha, by slerp and by lerp; those at `alpha` are returned."""
    alphas = np.linspace(0, 1, 41)
    marked = []
    for name, blend, color, style in (("slerp", slerp, BLUE, "-"), ("lerp", lerp, ORANGE, "--")):
        ax.plot(alphas, [float(blend(start, end, a).std()) for a in alphas], style, color=color, label=name)
        marked.append(float(blend(start, end, alpha).std()))
        ax.plot(alpha, marked[-1], "o", color=color)
    ax.set(xlabel="alpha", ylabel="spread", xlim=(-0.02, 1.02), ylim=(0.6, 1.1))
    ax.set_title(f"alpha {alpha:.2f}: slerp {marked[0]:.2f}, lerp {marked[1]:.2f}")
    ax.legend(loc="lower left")
    return marked[0], marked[1]


def seams(ax: Axes, image: Image.Image, columns: Sequence[int]) -> list[float]:
    """Change (grey levels) from each column of a picture to the next over time.

    Args:
        ax: Where to draw.
        image: A spectrogram picture.
        columns: Those that begin something new, marked.

    Returns:
        For each of `columns`, the change from the column before it, relative to the mean of all changes.
    """
    grey = np.asarray(image.convert("L"), dtype=float)
    change = np.abs(np.diff(grey, axis=1)).mean(axis=0)
    ratios = [float(change[column - 1] / change.mean()) for column in columns]
    seconds = np.arange(1, grey.shape[1]) / params_from_image(image).frames_per_second
    lines: list[Line2D] = ax.plot(seconds, change, color=GREY, linewidth=0.8)
    for column in columns:
        lines += ax.plot(seconds[column - 1], change[column - 1], ".", markersize=14, **DOTS_ON_GREY)
    ax.set(xlabel="time (s)", ylabel="change (grey levels)", xlim=(0, float(seconds[-1])))
    ax.set_ylim(bottom=0)
    ax.set_title("at the seams: " + ", ".join(f"{ratio:.1f}" for ratio in ratios) + " times the mean")
    return ratios
