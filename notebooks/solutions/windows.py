"""Notebook 02: how long a window must be to separate two tones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

CASES = ((30.0, 44_100), (100.0, 44_100), (30.0, 16_000))
DIP = 3.0  # dB
TOLERANCE = 0.03


def check(shortest_window: Callable[[float, int], float | None]) -> None:
    """Measure the dip that the window of that length shows, and that of a shorter one."""
    for spacing, sample_rate in CASES:
        answer = shortest_window(spacing, sample_rate)
        if answer is None:
            print("not attempted")
            return
        if not 16 <= answer <= sample_rate:
            print(f"{answer} is no length between 16 samples and a second: give samples, not seconds or Hz.")
            return
        needed = shortest(spacing, sample_rate)
        if abs(answer / needed - 1) > TOLERANCE:
            dip = measured_dip(spacing, round(answer), sample_rate)
            print(
                f"{spacing:g} Hz at {sample_rate:,} Hz: your {answer:,.0f} samples give a dip of {dip:.1f} dB."
            )
            print(_misconception(answer, spacing, sample_rate, needed))
            return
    spacing, sample_rate = CASES[0]
    length = round(shortest_window(spacing, sample_rate) or 0)
    dip, padded = (
        measured_dip(spacing, n, sample_rate, n_fft=n_fft)
        for n, n_fft in ((length, 2**18), (length // 2, 2**18))
    )
    print(f"Right. {length:,} samples ({1e3 * length / sample_rate:.0f} ms): measured dip {dip:.1f} dB.")
    print(f"Half of that, padded to n_fft = {2**18:,}: {padded:.1f} dB. More bins alone separate nothing.")


def measured_dip(spacing: float, win_length: int, sample_rate: int, *, n_fft: int = 2**18) -> float:
    """How far (dB) the power of two tones dips between their peaks, the mean over their phases."""
    times = np.arange(win_length) / sample_rate
    window = np.hanning(win_length + 1)[:-1]
    low, high = 2_000.0, 2_000.0 + spacing
    power = sum(np.abs(np.fft.rfft(window * np.sin(2 * np.pi * f * times), n_fft)) ** 2 for f in (low, high))
    hz = np.arange(n_fft // 2 + 1) * sample_rate / n_fft
    between = power[(hz >= low) & (hz <= high)]
    return float(10 * np.log10(power.max() / between.min())) if power.argmax() != between.argmin() else 0.0


def shortest(spacing: float, sample_rate: int) -> int:
    """The shortest window (samples) whose measured dip reaches `DIP`, by bisection."""
    low, high = round(0.5 * sample_rate / spacing), round(4 * sample_rate / spacing)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _separates(spacing, middle, sample_rate) else (middle, high)
    return high


def _separates(spacing: float, win_length: int, sample_rate: int) -> bool:
    return measured_dip(spacing, win_length, sample_rate) >= DIP


def _misconception(answer: float, spacing: float, sample_rate: int, needed: int) -> str:
    bins = answer * spacing / sample_rate
    if abs(bins - 1) < 0.1:
        return "One over the duration is the spacing of the bins; the peak of a Hann window is wider than one bin."
    if answer == 17_640:
        return "17,640 is n_fft, which only sets the spacing of the bins."
    if abs(bins - 4) < 0.2:
        return "That is where the two hills no longer touch: a dip of 3 dB comes earlier."
    if answer > needed:
        return (
            f"That separates them, but it is not the shortest: it is {bins:.1f} times sample_rate / spacing."
        )
    return f"Too short: {bins:.1f} times sample_rate / spacing. Zero padding would not help, only a longer window does."


def solution(spacing: float, sample_rate: float) -> float:
    """Half-way between two tones two bins apart, each Hann window is down by 6 dB, and two of them add up to -3 dB."""
    return 2 * sample_rate / spacing
