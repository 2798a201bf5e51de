"""Figures of sounds and spectrograms: `ax` first, seconds and Hz on the axes, the artist returned.

    from matplotlib.figure import Figure

    fig = Figure(layout="constrained")
    picture = plots.mel_spectrogram(fig.subplots(), mel, params)
    fig.colorbar(picture, label="level (dB)")

Nothing here shows a figure, keeps one, or touches pyplot. Frequency axes count in true Hz, spaced by the mel
scale of the parameters, so that `ax.axhline(440)` marks 440 Hz.

Explained in notebooks 01 to 04.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import matplotlib
import numpy as np
import numpy.typing as npt
import torch
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.params import MelScale, SpectrogramParams
from riffdemo.spectrogram.grid import mel_filter_bank

FloatArray = npt.NDArray[np.float64]
Mel = torch.Tensor | npt.NDArray[Any]

LEVEL_COLORS = "magma"  # perceptually even, readable in grey and with any colour vision
DIFFERENCE_COLORS = "RdBu_r"  # blue = softer, white = equal, red = louder; readable with any colour vision
FREQUENCY_TICKS = (0, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


def waveform(ax: Axes, audio: Audio) -> list[Line2D]:
    """Amplitude over seconds, one line per channel, within full scale."""
    lines = _channel_lines(ax, np.arange(audio.n_samples) / audio.sample_rate, audio.samples)
    height = max(1.0, float(np.abs(audio.samples).max()))
    ax.set(xlabel="time (s)", ylabel="amplitude", xlim=(0, audio.seconds), ylim=(-height, height))
    return lines


def spectrum(ax: Axes, audio: Audio, *, dynamic_range: float = 120.0) -> list[Line2D]:
    """Level over Hz of the whole sound under one Hann window, one line per channel.

    Twice the magnitude over the window's sum: a sine of amplitude 1 peaks at 0 dB.

    Args:
        ax: Where to draw.
        audio: The sound; `audio.cut` picks a stretch of it.
        dynamic_range: Depth of the axis under 0 dB (dB); what is softer is drawn at the bottom.
    """
    window = np.hanning(audio.n_samples + 1)[:-1] if audio.n_samples > 1 else np.ones(1)
    magnitude = 2 * np.abs(np.fft.rfft(audio.samples * window)) / window.sum()
    hz = np.fft.rfftfreq(audio.n_samples, 1 / audio.sample_rate)
    lines = _channel_lines(ax, hz, _decibels(magnitude, 1.0, dynamic_range))
    ax.set(
        xlabel="frequency (Hz)",
        ylabel="level (dB)",
        xlim=(0, audio.sample_rate / 2),
        ylim=(-dynamic_range, 6),
    )
    return lines


def mel_spectrogram(
    ax: Axes,
    mel: Mel,
    params: SpectrogramParams,
    *,
    max_value: float | None = None,
    dynamic_range: float = 80.0,
    cmap: str = LEVEL_COLORS,
) -> AxesImage:
    """Level (dB) over seconds and Hz; several channels are averaged.

    Args:
        ax: Where to draw.
        mel: Mel magnitude, (channels, n_mels, n_frames) or (n_mels, n_frames), any n_frames.
        params: The geometry that `mel` was made with.
        max_value: Magnitude shown as 0 dB; None takes the largest. Give one value to compare pictures.
        dynamic_range: Depth of the colours under 0 dB (dB).
        cmap: Colour map.

    Raises:
        ParameterError: `mel` does not have the bands of `params`.
    """
    bands = _mean_of_channels(mel, params)
    level = _decibels(bands, max_value or float(bands.max()), dynamic_range)
    return _show_bands(ax, level, params, silence=-dynamic_range, vmin=-dynamic_range, vmax=0.0, cmap=cmap)


def difference(
    ax: Axes,
    before: Mel,
    after: Mel,
    params: SpectrogramParams,
    *,
    limit: float = 20.0,
    dynamic_range: float = 80.0,
    cmap: str = DIFFERENCE_COLORS,
) -> AxesImage:
    """How much louder `after` is than `before` (dB) over seconds and Hz; several channels are averaged.

    Args:
        ax: Where to draw.
        before: Mel magnitude, (channels, n_mels, n_frames) or (n_mels, n_frames).
        after: Mel magnitude of the same shape.
        params: The geometry that both were made with.
        limit: Difference of the strongest colours, the same on both sides (dB).
        dynamic_range: What lies further than this under the louder picture's maximum counts as silence (dB).
        cmap: Diverging colour map.

    Raises:
        ParameterError: The shapes differ, or do not have the bands of `params`.
    """
    first, second = _mean_of_channels(before, params), _mean_of_channels(after, params)
    if first.shape != second.shape:
        raise ParameterError(
            f"before has {first.shape[1]} frames, after {second.shape[1]}: cut them to one length."
        )
    loudest = float(max(first.max(), second.max()))
    change = _decibels(second, loudest, dynamic_range) - _decibels(first, loudest, dynamic_range)
    return _show_bands(ax, change, params, silence=0.0, vmin=-limit, vmax=limit, cmap=cmap)


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
    bank = _as_array(mel_filter_bank(params))
    colors = matplotlib.colormaps["viridis"](np.linspace(0, 0.9, len(bands)))
    lines = []
    for band, color in zip(bands, colors, strict=True):
        used = np.flatnonzero(bank[:, band])
        bins = np.arange(max(used[0] - 1, 0), min(used[-1] + 2, params.n_stft)) if used.size else used
        hz = bins * params.sample_rate / params.n_fft
        lines += ax.plot(hz, bank[bins, band], ".-", markersize=4, color=color, label=f"band {band}")
    ax.set(xlabel="frequency (Hz)", ylabel="weight")
    ax.set_ylim(bottom=0)
    return lines


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


def _show_bands(
    ax: Axes, values: FloatArray, params: SpectrogramParams, *, silence: float, **colors: Any
) -> AxesImage:
    """Bands x frames as a picture with seconds and Hz on its axes.

    Band k is centred k + 1 of n_mels + 1 equal mel steps above f_min. The axis counts in Hz; the picture lies
    in mels, which is what the axis' own scale turns Hz into.
    """
    n_mels, n_frames = values.shape
    scale = params.mel_scale
    low, high = mels_from_hz([params.f_min, params.f_max], scale)
    bottom, top = low + (high - low) * (np.array([0, n_mels]) + 0.5) / (n_mels + 1)
    left, right = (np.array([0, n_frames]) - 0.5) * params.hop_length / params.sample_rate
    ax.set_yscale(
        "function", functions=(partial(mels_from_hz, mel_scale=scale), partial(hz_from_mels, mel_scale=scale))
    )
    image = ax.imshow(
        values,
        origin="lower",
        aspect="auto",
        extent=(left, right, bottom, top),
        transform=ax.transLimits + ax.transAxes,
        **colors,
    )
    ax.set_facecolor(tuple(image.to_rgba(np.array([silence]))[0]))
    ticks = [hz for hz in FREQUENCY_TICKS if params.f_min <= hz <= params.f_max]
    if len(ticks) > 2:
        ax.set_yticks(ticks)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(xlabel="time (s)", ylabel="frequency (Hz)", ylim=(params.f_min, params.f_max))
    return image


def _channel_lines(ax: Axes, x: npt.NDArray[Any], channels: npt.NDArray[Any]) -> list[Line2D]:
    names = ["left", "right"] if len(channels) == 2 else [f"channel {n + 1}" for n in range(len(channels))]
    lines = [
        ax.plot(x, y, linewidth=0.8, alpha=0.8, label=name)[0]
        for y, name in zip(channels, names, strict=True)
    ]
    if len(lines) > 1:
        ax.legend(loc="upper right")
    return lines


def _mean_of_channels(mel: Mel, params: SpectrogramParams) -> FloatArray:
    values = _as_array(mel)
    if values.ndim not in (2, 3) or values.shape[-2] != params.n_mels or not values.size:
        raise ParameterError(
            f"mel has the shape {values.shape}: give (n_mels, n_frames) or (channels, n_mels, n_frames) "
            f"with n_mels = {params.n_mels}, or the parameters that it was made with."
        )
    return np.asarray(values.reshape(-1, *values.shape[-2:]).mean(axis=0))


def _as_array(values: Mel) -> FloatArray:
    return torch.as_tensor(values).detach().cpu().double().numpy()


def _decibels(magnitude: FloatArray, reference: float, dynamic_range: float) -> FloatArray:
    """20 log10(magnitude / reference), at least -dynamic_range; silence over silence is the floor."""
    floor = 10 ** (-dynamic_range / 20)
    return np.asarray(20 * np.log10(np.maximum(magnitude / (reference or 1.0), floor)))
