"""Figures of phase reconstruction: the idea in two dimensions, then the real thing.

Explained in notebook 05.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from riffdemo import steps
from riffdemo.params import SpectrogramParams
from riffdemo.plots.common import BLUE, COLORS, GREY, ORANGE, STYLES
from riffdemo.plots.spectrograms import stft


def projections(ax: Axes, *, n_iterations: int, start: tuple[float, float] = (0.95, -0.3)) -> float:
    """A walk between a circle (the wanted magnitude) and a line (what a signal can be), and how far it is off.

    Each iteration goes to the nearest point of the line, then to the nearest point of the circle. The
    distance that is left between the two is returned.
    """
    circle = np.exp(1j * np.linspace(0, 2 * np.pi, 200))
    ax.plot(circle.real, circle.imag, color=GREY, label="right magnitude")
    ax.plot([-1.3, 1.3], _on_line(np.array([-1.3, 1.3])), "--", color=GREY, label="some signal has it")
    point = complex(*start) / abs(complex(*start))
    path = [point]
    for _ in range(n_iterations):
        foot = _nearest_on_line(point)
        point = foot / abs(foot)
        path += [foot, point]
    walk = np.array(path)
    ax.plot(walk.real, walk.imag, ".-", color=BLUE, linewidth=1.2)
    ax.plot(walk[0].real, walk[0].imag, "o", color=ORANGE, label="start")
    distance = abs(point - _nearest_on_line(point))
    ax.set(xlabel="real part", ylabel="imaginary part", aspect="equal", xlim=(-1.3, 1.3), ylim=(-1.1, 1.3))
    ax.set_title(f"iterations: {n_iterations}, {distance:.3f} apart")
    ax.legend(loc="center", bbox_to_anchor=(0.42, 0.4), fontsize="small")
    return distance


def convergence(ax: Axes, errors: Mapping[str, Sequence[float]]) -> list[Line2D]:
    """Error (dB, see `steps.inconsistency`) over iterations, one line per name."""
    lines = []
    for i, (name, values) in enumerate(errors.items()):
        color, style = COLORS[i % len(COLORS)], STYLES[i % len(STYLES)]
        lines += ax.plot(np.arange(len(values)), values, style, color=color, linewidth=1.8, label=name)
    ax.set(xlabel="iteration", ylabel="error (dB)")
    ax.set_xlim(left=0)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(loc="upper right")
    return lines


def griffin_lim(
    ax: Axes, magnitude: torch.Tensor, params: SpectrogramParams, *, n_iterations: int, seed: int = 0
) -> float:
    """The spectrogram of the sound after `n_iterations` from random phases, and its error (dB), returned."""
    phase = steps.random_phase(magnitude, seed=seed)
    spectrum, errors = steps.griffin_lim(magnitude, phase, params, n_iterations=n_iterations, momentum=0.99)
    audio = steps.audio_from_spectrum(spectrum, params)
    stft(ax, audio, win_length=params.win_length, hop_length=params.hop_length, f_max=2_000.0)
    ax.set_title(f"iterations: {n_iterations}, error {errors[-1]:.1f} dB")
    return errors[-1]


def _on_line(x: np.ndarray) -> np.ndarray:
    return 0.1 * x + 0.9


def _nearest_on_line(point: complex) -> complex:
    along = (1 + 0.1j) / abs(1 + 0.1j)
    offset = point - 0.9j
    return 0.9j + (offset * along.conjugate()).real * along
