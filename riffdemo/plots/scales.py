"""Frequency axes: the mel scales, and pictures that lie on them.

Explained in notebook 03.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from riffdemo.params import MelScale, SpectrogramParams
from riffdemo.plots.common import FloatArray

Scale = Literal["linear", "log", "htk", "slaney"]
Transform = Callable[[npt.ArrayLike], FloatArray]

FREQUENCY_TICKS = (0, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


def mels_from_hz(hz: npt.ArrayLike, mel_scale: MelScale) -> FloatArray:
    """Position on the mel scale of frequencies (Hz).

    "htk": 2595 log10(1 + f / 700) (O'Shaughnessy, Speech Communication, 1987).
    "slaney": 3 f / 200 up to 1 kHz, then 27 steps per factor 6.4 (Slaney, Auditory Toolbox, 1998).
    """
    hz = np.asarray(hz, dtype=float)
    if mel_scale == "htk":
        return np.asarray(2_595 * np.log10(1 + hz / 700))
    return np.where(hz < 1_000, 3 * hz / 200, 15 + 27 * np.log(np.maximum(hz, 1_000) / 1_000) / np.log(6.4))


def hz_from_mels(mels: npt.ArrayLike, mel_scale: MelScale) -> FloatArray:
    """Frequencies (Hz) of positions on the mel scale: the inverse of `mels_from_hz`."""
    mels = np.asarray(mels, dtype=float)
    if mel_scale == "htk":
        return np.asarray(700 * (10 ** (mels / 2_595) - 1))
    return np.where(mels < 15, 200 * mels / 3, 1_000 * 6.4 ** ((np.maximum(mels, 15) - 15) / 27))


def hz_from_rows(n_rows: int, scale: Scale, limits: tuple[float, float]) -> FloatArray:
    """Frequencies (Hz) at the centres of `n_rows` equal steps of `scale` between `limits` (Hz)."""
    forward, backward = _transforms(scale)
    low, high = forward(np.array(limits))
    return backward(low + (high - low) * (np.arange(n_rows) + 0.5) / n_rows)


def show_rows(
    ax: Axes,
    values: npt.NDArray[Any],
    scale: Scale,
    limits: tuple[float, float],
    *,
    hop: float,
    **colors: Any,
) -> AxesImage:
    """Rows that are equal steps of `scale` between `limits` (Hz), columns that are `hop` seconds apart."""
    low, high = _transforms(scale)[0](np.array(limits))
    return _show(ax, values, scale, limits, (low, high), hop, **colors)


def show_bands(
    ax: Axes, values: npt.NDArray[Any], params: SpectrogramParams, *, silence: float, **colors: Any
) -> AxesImage:
    """Bands x frames as a picture with seconds and Hz on its axes.

    Band k is centred k + 1 of n_mels + 1 equal mel steps above f_min.
    """
    n_mels = len(values)
    low, high = mels_from_hz([params.f_min, params.f_max], params.mel_scale)
    bottom, top = low + (high - low) * (np.array([0, n_mels]) + 0.5) / (n_mels + 1)
    hop = params.hop_length / params.sample_rate
    limits = (params.f_min, params.f_max)
    image = _show(ax, values, params.mel_scale, limits, (bottom, top), hop, **colors)
    ax.set_facecolor(tuple(image.to_rgba(np.array([silence]))[0]))
    return image


def _show(
    ax: Axes,
    values: npt.NDArray[Any],
    scale: Scale,
    limits: tuple[float, float],
    edges: tuple[float, float],
    hop: float,
    **colors: Any,
) -> AxesImage:
    """The axis counts in Hz; the picture lies between `edges` in the units that the axis' scale turns Hz into."""
    if scale != "linear":
        ax.set_yscale("function", functions=_transforms(scale))
    extent = (-0.5 * hop, (values.shape[1] - 0.5) * hop, *edges)
    image = ax.imshow(
        values,
        origin="lower",
        aspect="auto",
        extent=extent,
        transform=ax.transLimits + ax.transAxes,
        **colors,
    )
    ticks = [hz for hz in FREQUENCY_TICKS if limits[0] <= hz <= limits[1]]
    if scale != "linear" and len(ticks) > 2:
        ax.set_yticks(ticks)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(xlabel="time (s)", ylabel="frequency (Hz)", ylim=limits)
    return image


def _transforms(scale: Scale) -> tuple[Transform, Transform]:
    """From Hz to the units of `scale`, and back."""
    if scale == "linear":
        return np.asarray, np.asarray
    if scale == "log":
        return (lambda hz: np.log(np.maximum(hz, 1e-3))), np.exp
    return partial(mels_from_hz, mel_scale=scale), partial(hz_from_mels, mel_scale=scale)
