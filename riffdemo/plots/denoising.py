"""Figures of diffusion: how noise takes over, and ways back from it in the plane.

Explained in notebook 06.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.quiver import Quiver

from riffdemo import toy
from riffdemo.plots.common import BLUE, DOTS_ON_GREY, GREY, ORANGE, FloatArray, Mel, as_array

_LIMIT = 2.4


def noise_schedule(ax: Axes, alphas_cumprod: Mel) -> list[Line2D]:
    """Amplitude of the picture and of the noise over the timestep: the roots of alphas_cumprod and of the rest."""
    power = as_array(alphas_cumprod)
    lines = ax.plot(np.sqrt(power), color=BLUE, linewidth=2, label="picture")
    lines += ax.plot(np.sqrt(1 - power), "--", color=ORANGE, linewidth=2, label="noise")
    ax.set(xlabel="timestep", ylabel="amplitude", xlim=(0, power.size - 1), ylim=(0, 1.05))
    ax.legend(loc="center right")
    return lines


def clean_guesses(ax: Axes, points: FloatArray, *, signal: float) -> Quiver:
    """Arrows from noisy places towards the guess of `toy.clean_guess`, for one amplitude of the signal."""
    places = np.stack(np.meshgrid(*[np.linspace(-2.2, 2.2, 15)] * 2), axis=-1).reshape(-1, 2)
    move = toy.clean_guess(places, points, signal) - places
    arrows = ax.quiver(*places.T, *move.T, angles="xy", scale_units="xy", scale=3, color=GREY, width=0.004)
    _show_points(ax, points)
    ax.set_title(f"signal {signal:.0%}, noise {np.sqrt(1 - signal**2):.0%}")
    return arrows


def ways_from_noise(
    ax: Axes,
    points: FloatArray,
    *,
    n_steps: int,
    wanted: FloatArray | None = None,
    guidance_scale: float = 1.0,
    n_ways: int = 40,
    seed: int = 0,
) -> float:
    """Ways of `toy.ways_from_noise`, and how far their ends are from the nearest point on average, returned."""
    noise = np.random.default_rng(seed).standard_normal((n_ways, 2))
    ways = toy.ways_from_noise(noise, points, n_steps=n_steps, wanted=wanted, guidance_scale=guidance_scale)
    ax.plot(*ways.transpose(2, 0, 1), color=GREY, linewidth=0.7)
    _show_points(ax, points)
    if wanted is not None:
        ax.plot(*wanted.T, "o", color=BLUE, markersize=10, label="wanted")
    ax.plot(*ways[-1].T, ".", markersize=8, label="results", **DOTS_ON_GREY)
    distances = np.linalg.norm(ways[-1][:, None] - points[None], axis=2).min(axis=1)
    ax.set_title(f"steps: {n_steps}, {distances.mean():.2f} from the nearest")
    ax.legend(loc="lower left", fontsize="small")
    return float(distances.mean())


def _show_points(ax: Axes, points: FloatArray) -> None:
    ax.plot(*points.T, "o", color=BLUE, markersize=7, markerfacecolor="none", label="all there is")
    ax.set(xlabel="first number", ylabel="second number", aspect="equal")
    ax.set(xlim=(-_LIMIT, _LIMIT), ylim=(-_LIMIT, _LIMIT))
