"""Figures of the mel scale: the curve, the filters, and what they lose.

Explained in notebook 03.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.plots.common import BLUE, COLORS, ORANGE, STYLES, Mel, as_array, decibels
from riffdemo.plots.scales import mels_from_hz
from riffdemo.spectrogram.grid import mel_filter_bank


def filter_bank(ax: Axes, params: SpectrogramParams, *, bands: Sequence[int] | None = None) -> list[Line2D]:
    """Weight over Hz of mel bands, with a dot on every frequency bin that they use.

    Args:
        ax: Where to draw.
        params: The geometry.
        bands: Which bands, from 0; None takes up to 16, evenly spread.

    Raises:
        ParameterError: A band does not exist.
    """
    if bands is None:
        bands = range(0, params.n_mels, math.ceil(params.n_mels / 16))
    missing = [band for band in bands if not 0 <= band < params.n_mels]
    if missing:
        raise ParameterError(f"bands names {missing[0]}: give numbers from 0 to {params.n_mels - 1}.")
    bank = as_array(mel_filter_bank(params))
    colors = matplotlib.colormaps["viridis"](np.linspace(0, 0.9, len(bands)))
    lines = []
    for band, color in zip(bands, colors, strict=True):
        used = np.flatnonzero(bank[:, band])
        bins = np.arange(max(used[0] - 1, 0), min(used[-1] + 2, params.n_stft)) if used.size else used
        hz = bins * params.sample_rate / params.n_fft
        lines += ax.plot(hz, bank[bins, band], ".-", markersize=4, color=color, label=f"band {band}")
    ax.set(xlabel="frequency (Hz)", ylabel="weight")
    ax.set_ylim(bottom=0)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    return lines


def mel_scales(ax: Axes, *, f_max: float = 10_000.0) -> list[Line2D]:
    """Height on the frequency axis (0 to 1) over Hz: linear, and the two mel scales."""
    hz = np.linspace(0, f_max, 500)
    curves = {"Hz": hz, "mel, htk": mels_from_hz(hz, "htk"), "mel, slaney": mels_from_hz(hz, "slaney")}
    lines = []
    for (name, heights), color, style in zip(curves.items(), COLORS, STYLES, strict=False):
        lines += ax.plot(hz, heights / heights[-1], style, color=color, label=name)
    ax.set(xlabel="frequency (Hz)", ylabel="height on the axis", xlim=(0, f_max), ylim=(0, 1))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.legend(loc="lower right")
    return lines


def residual(ax: Axes, before: Mel, after: Mel, params: SpectrogramParams) -> list[Line2D]:
    """Level (dB) over Hz of a linear spectrogram, and of what `after` differs from it, averaged over time.

    Args:
        ax: Where to draw.
        before: Magnitudes, (..., n_stft, n_frames).
        after: The same shape.
        params: The geometry of both.

    Raises:
        ParameterError: The shapes differ, or do not have the bins of `params`.
    """
    first, second = as_array(before), as_array(after)
    if first.shape != second.shape or first.shape[-2] != params.n_stft:
        raise ParameterError(
            f"before has the shape {first.shape}, after {second.shape}: give n_stft = {params.n_stft} bins to both."
        )
    hz = np.arange(params.n_stft) * params.sample_rate / params.n_fft
    power = _thirds(np.square(first).mean(axis=-1).reshape(-1, params.n_stft).mean(axis=0), hz)
    error = _thirds(np.square(first - second).mean(axis=-1).reshape(-1, params.n_stft).mean(axis=0), hz)
    reference = math.sqrt(float(power.max()))
    lines = ax.plot(hz, decibels(np.sqrt(power), reference, 100.0), color=BLUE, label="the sound")
    lines += ax.plot(
        hz, decibels(np.sqrt(error), reference, 100.0), "--", color=ORANGE, label="what is missing"
    )
    ax.set(xlabel="frequency (Hz)", ylabel="level (dB)", xlim=(50, 20_000), xscale="log", ylim=(-70, 5))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.legend(loc="lower left")
    return lines


def _thirds(power: np.ndarray, hz: np.ndarray) -> np.ndarray:
    """`power` averaged over a sixth of an octave on either side."""
    total = np.concatenate(([0.0], np.cumsum(power)))
    low = np.floor(np.arange(len(hz)) * 2 ** (-1 / 6)).astype(int)
    high = np.minimum(np.ceil(np.arange(len(hz)) * 2 ** (1 / 6)).astype(int) + 1, len(hz))
    return (total[high] - total[low]) / (high - low)
