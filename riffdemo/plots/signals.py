"""Figures of samples: over time, over frequency, and what sampling and rounding do to them.

Explained in notebooks 01 and 02.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.plots.common import BLACK, BLUE, GREY, ORANGE, decibels

_MAX_DOTS = 200
_FINE = 50  # points per period of a curve that stands for a continuous tone


def waveform(ax: Axes, audio: Audio) -> list[Line2D]:
    """Amplitude over seconds, one line per channel, within full scale."""
    lines = _channel_lines(ax, np.arange(audio.n_samples) / audio.sample_rate, audio.samples)
    height = max(1.0, float(np.abs(audio.samples).max()))
    ax.set(xlabel="time (s)", ylabel="amplitude", xlim=(0, audio.seconds), ylim=(-height, height))
    return lines


def samples(ax: Axes, audio: Audio, *, start: float = 0.0, seconds: float | None = None) -> Line2D:
    """The first channel from `start` (s) on; up to 200 samples are dots."""
    part = audio.cut(start, None if seconds is None else start + seconds)
    times = start + np.arange(part.n_samples) / part.sample_rate
    style = "o-" if part.n_samples <= _MAX_DOTS else "-"
    (line,) = ax.plot(times, part.samples[0], style, color=BLUE, markersize=3.5, linewidth=0.8)
    ax.set(xlabel="time (s)", ylabel="amplitude", xlim=(times[0], times[-1]))
    return line


def level(ax: Axes, audio: Audio, *, window: float = 0.02, dynamic_range: float = 60.0) -> Line2D:
    """Root-mean-square level (dB, 0 = full scale) of the first channel, in stretches of `window` seconds."""
    n = max(round(window * audio.sample_rate), 1)
    stretches = audio.samples[0, : audio.n_samples // n * n].reshape(-1, n).astype(float)
    rms = np.sqrt(np.square(stretches).mean(axis=1))
    times = (np.arange(len(rms)) + 0.5) * n / audio.sample_rate
    (line,) = ax.plot(times, decibels(rms, 1.0, dynamic_range), color=BLUE)
    ax.set(xlabel="time (s)", ylabel="level (dB)", xlim=(0, audio.seconds), ylim=(-dynamic_range, 0))
    return line


def spectrum(
    ax: Axes, audio: Audio, *, window: str = "hann", n_fft: int | None = None, dynamic_range: float = 120.0
) -> list[Line2D]:
    """Level over Hz of the whole sound under one window, one line per channel.

    Twice the magnitude over the window's sum: a sine of amplitude 1 peaks at 0 dB.

    Args:
        ax: Where to draw.
        audio: The sound; `audio.cut` picks a stretch of it.
        window: "hann" or "rectangular".
        n_fft: FFT length after zero padding (samples); None pads nothing.
        dynamic_range: Depth of the axis under 0 dB (dB); what is softer is drawn at the bottom.

    Raises:
        ParameterError: The window has another name, or `n_fft` is shorter than the sound.
    """
    if window not in ("hann", "rectangular"):
        raise ParameterError(f"window is {window!r}: give 'hann' or 'rectangular'.")
    n_fft = n_fft or audio.n_samples
    if n_fft < audio.n_samples:
        raise ParameterError(f"n_fft is {n_fft}: give {audio.n_samples} (the whole sound) or more.")
    is_flat = window == "rectangular" or audio.n_samples == 1
    weights = np.ones(audio.n_samples) if is_flat else np.hanning(audio.n_samples + 1)[:-1]
    magnitude = 2 * np.abs(np.fft.rfft(audio.samples * weights, n_fft)) / weights.sum()
    hz = np.fft.rfftfreq(n_fft, 1 / audio.sample_rate)
    lines = _channel_lines(ax, hz, decibels(magnitude, 1.0, dynamic_range))
    nyquist = audio.sample_rate / 2
    ax.set(xlabel="frequency (Hz)", ylabel="level (dB)", xlim=(0, nyquist), ylim=(-dynamic_range, 6))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    return lines


def aliased_tone(ax: Axes, frequency: float, sample_rate: float, *, seconds: float = 0.002) -> list[Line2D]:
    """A tone (Hz), its samples, and the lowest tone that passes through the same samples."""
    turns = frequency - sample_rate * round(frequency / sample_rate)  # the alias; negative runs backwards
    fine = np.linspace(0, seconds, round(_FINE * frequency * seconds) + 1)
    taken = np.arange(int(seconds * sample_rate) + 1) / sample_rate
    lines = ax.plot(1e3 * fine, np.sin(2 * np.pi * frequency * fine), color=GREY, linewidth=1)
    lines += ax.plot(1e3 * fine, np.sin(2 * np.pi * turns * fine), "--", color=ORANGE, linewidth=1.6)
    lines += ax.plot(1e3 * taken, np.sin(2 * np.pi * frequency * taken), "o", color=BLUE)
    names = (f"played: {frequency:,.0f} Hz", f"heard: {abs(turns):,.0f} Hz", "samples")
    for line, name in zip(lines, names, strict=True):
        line.set_label(name)
    ax.set(xlabel="time (ms)", ylabel="amplitude", xlim=(0, 1e3 * seconds), ylim=(-1.1, 1.7))
    ax.legend(loc="upper right", ncols=3)
    return lines


def folding(ax: Axes, sample_rate: float, *, up_to: float, n_tones: int = 160) -> Line2D:
    """Frequency heard over frequency played, measured: the peak of the spectrum of each sampled tone."""
    played = np.linspace(0, up_to, n_tones + 1)[1:]
    times = np.arange(4_096) / sample_rate
    tones = np.cos(2 * np.pi * played[:, None] * times) * np.hanning(times.size)
    heard = np.abs(np.fft.rfft(tones)).argmax(axis=1) * sample_rate / times.size
    ax.plot([0, up_to], [0, up_to], "--", color=GREY, label="as played")
    (line,) = ax.plot(played, heard, color=BLUE, linewidth=2, label="as heard")
    ax.axhline(sample_rate / 2, color=BLACK, linewidth=0.8, linestyle=":", label="half the sample rate")
    ax.set(xlabel="frequency played (Hz)", ylabel="frequency heard (Hz)", xlim=(0, up_to), ylim=(0, up_to))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter("{x:,.0f}")
    ax.legend(loc="upper left")
    return line


def digitised(
    ax: Axes, *, sample_rate: float, bit_depth: int, frequency: float = 440.0, seconds: float = 0.005
) -> Line2D:
    """A tone of amplitude 0.9 as numbers: `sample_rate` of them per second (Hz), in steps of 2**(1 - bit_depth).

    The title counts the bits of one second.
    """
    fine = np.linspace(0, seconds, 2_000)
    times = np.arange(int(seconds * sample_rate) + 1) / sample_rate
    step = 2.0 ** (1 - bit_depth)
    numbers = np.round(0.9 * np.sin(2 * np.pi * frequency * times) / step) * step
    tone = 0.9 * np.sin(2 * np.pi * frequency * fine)
    ax.plot(1e3 * fine, tone, color=GREY, linewidth=1, label=f"a tone of {frequency:,.0f} Hz")
    (line,) = ax.plot(1e3 * times, numbers, "o", color=BLUE, markersize=3.5, label="the numbers")
    if bit_depth <= 5:
        ax.set_yticks(np.arange(-1, 1 + step, step), minor=True)
        ax.grid(axis="y", which="minor", linewidth=0.4)
    ax.set(xlabel="time (ms)", ylabel="amplitude", xlim=(0, 1e3 * seconds), ylim=(-1.05, 1.5))
    ax.set_title(
        f"{sample_rate:,.0f} numbers of {bit_depth} bits = {sample_rate * bit_depth:,.0f} bits per second"
    )
    ax.legend(loc="upper right", ncols=2)
    return line


def comparison(ax: Axes, audio: Audio, frequency: float, *, phase: float = 0.0) -> float:
    """The first channel times sin(2 pi frequency t + phase), filled, and its mean, which is returned."""
    times = np.arange(audio.n_samples) / audio.sample_rate
    product = audio.samples[0] * np.sin(2 * np.pi * frequency * times + phase)
    mean = float(product.mean())
    ax.fill_between(1e3 * times, product, color=BLUE, alpha=0.5, linewidth=0)
    ax.axhline(mean, color=ORANGE, linewidth=2)
    ax.set(xlabel="time (ms)", ylabel="product", xlim=(0, 1e3 * audio.seconds), ylim=(-0.55, 0.55))
    ax.set_title(f"probe {frequency:,.0f} Hz: mean {round(mean, 3) + 0.0:+.3f}")
    return mean


def window_sum(ax: Axes, *, win_length: int, hop_length: int, n_windows: int = 7) -> Line2D:
    """Hann windows every `hop_length` samples, and their sum, over samples."""
    window = np.hanning(win_length + 1)[:-1]
    total = np.zeros((n_windows - 1) * hop_length + win_length)
    for start in hop_length * np.arange(n_windows):
        total[start : start + win_length] += window
        ax.plot(start + np.arange(win_length), window, color=GREY, linewidth=0.9)
    (line,) = ax.plot(total, color=BLUE, linewidth=2, label="sum")
    ax.set(xlabel="time (samples)", ylabel="weight", xlim=(0, total.size), ylim=(0, 1.1 * total.max()))
    ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_title(f"window {win_length:,}, hop {hop_length:,}")
    return line


def _channel_lines(ax: Axes, x: npt.NDArray[Any], channels: npt.NDArray[Any]) -> list[Line2D]:
    names: Sequence[str] = [f"channel {n + 1}" for n in range(len(channels))]
    names = ["left", "right"] if len(channels) == 2 else names
    lines = [
        ax.plot(x, y, linewidth=0.8, alpha=0.8, label=name)[0]
        for y, name in zip(channels, names, strict=True)
    ]
    if len(lines) > 1:
        ax.legend(loc="upper right")
    return lines
