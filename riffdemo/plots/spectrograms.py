"""Figures of time against frequency: what a sound does when.

Frequency axes count in true Hz, spaced by their scale, so that `ax.axhline(440)` marks 440 Hz.

Explained in notebooks 02 and 03.
"""

from __future__ import annotations

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.plots.common import FloatArray, Mel, as_array, decibels
from riffdemo.plots.scales import Scale, hz_from_rows, show_bands, show_rows

LEVEL_COLORS = "magma"  # perceptually even, readable in grey and with any colour vision
DIFFERENCE_COLORS = "RdBu_r"  # blue = softer, white = equal, red = louder; readable with any colour vision

_ROWS = 360


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
    level = decibels(bands, max_value or float(bands.max()), dynamic_range)
    return show_bands(ax, level, params, silence=-dynamic_range, vmin=-dynamic_range, vmax=0.0, cmap=cmap)


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
    change = decibels(second, loudest, dynamic_range) - decibels(first, loudest, dynamic_range)
    return show_bands(ax, change, params, silence=0.0, vmin=-limit, vmax=limit, cmap=cmap)


def stft(
    ax: Axes,
    audio: Audio,
    *,
    win_length: int,
    hop_length: int,
    n_fft: int | None = None,
    scale: Scale = "linear",
    f_max: float = 10_000.0,
    dynamic_range: float = 70.0,
    cmap: str = LEVEL_COLORS,
) -> AxesImage:
    """Level (dB under the loudest point) of the first channel over seconds and Hz.

    Args:
        ax: Where to draw.
        audio: The sound, longer than half a window.
        win_length: Hann window (samples).
        hop_length: Distance of the windows (samples).
        n_fft: FFT length after zero padding (samples); None pads nothing.
        scale: How the frequency axis is spaced. "log" begins at 40 Hz.
        f_max: Upper end of the axis (Hz).
        dynamic_range: Depth of the colours (dB).
        cmap: Colour map.
    """
    magnitude = torch.stft(
        torch.tensor(audio.samples[0]),
        n_fft or win_length,
        hop_length,
        win_length,
        torch.hann_window(win_length),
        return_complex=True,
    ).abs()
    bin_hz = audio.sample_rate / (n_fft or win_length)
    limits = (40.0 if scale == "log" else 0.0, f_max)
    rows = np.round(hz_from_rows(_ROWS, scale, limits) / bin_hz).astype(int)
    level = decibels(magnitude.numpy()[rows], float(magnitude.max()), dynamic_range)
    hop = hop_length / audio.sample_rate
    image = show_rows(ax, level, scale, limits, hop=hop, vmin=-dynamic_range, vmax=0.0, cmap=cmap)
    ax.set_title(f"window {1e3 * win_length / audio.sample_rate:.0f} ms")
    return image


def _mean_of_channels(mel: Mel, params: SpectrogramParams) -> FloatArray:
    values = as_array(mel)
    if values.ndim not in (2, 3) or values.shape[-2] != params.n_mels or not values.size:
        raise ParameterError(
            f"mel has the shape {values.shape}: give (n_mels, n_frames) or (channels, n_mels, n_frames) "
            f"with n_mels = {params.n_mels}, or the parameters that it was made with."
        )
    return np.asarray(values.reshape(-1, *values.shape[-2:]).mean(axis=0))
