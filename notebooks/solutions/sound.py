"""Notebook 01: where a tone goes that is sampled too rarely."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

CASES = (
    (1_000, 8_000),
    (50_000, 16_000),
    (37_000, 22_050),
    (15_000, 22_050),
    (7_000, 8_000),
    (43_000, 44_100),
)


def check(alias: Callable[[float, float], float | None]) -> None:
    """Compare `alias` with the strongest frequency of sampled tones."""
    if alias(15_000, 22_050) is None:
        print("not attempted")
        return
    for frequency, sample_rate in CASES:
        answer, heard = alias(frequency, sample_rate), measured(frequency, sample_rate)
        if answer is None or abs(answer - heard) > 1:
            print(
                f"{frequency:,} Hz at {sample_rate:,} Hz: you say {answer:,}, measured are {heard:,.0f} Hz."
            )
            print(_misconception(answer, frequency, sample_rate))
            return
    print(
        f"Right for {len(CASES)} pairs. 15,000 Hz at 22,050 Hz: measured {measured(15_000, 22_050):,.0f} Hz."
    )


def measured(frequency: float, sample_rate: int) -> float:
    """The strongest frequency (Hz) of one second of a tone, sampled without a filter."""
    samples = np.cos(2 * np.pi * frequency * np.arange(sample_rate) / sample_rate)
    return float(np.abs(np.fft.rfft(samples)).argmax())


def _misconception(answer: float | None, frequency: float, sample_rate: float) -> str:
    if answer is None:
        return "There is an answer for every pair: None is none of them."
    if answer == frequency:
        return "The tone does not stay where it was: look at the dashed wave through its samples."
    if answer in (0, sample_rate / 2):
        return "It neither vanishes nor stops at the Nyquist frequency: it folds back."
    if answer < 0:
        return (
            "A negative frequency runs backwards and sounds like the positive one: take its absolute value."
        )
    if answer == frequency % sample_rate:
        return "The remainder may lie above half the sample rate, where nothing is heard: from there it folds back."
    if answer == abs(sample_rate - frequency):
        return "One fold is not enough: far above, the line turns again and again."
    if answer == abs(frequency - sample_rate / 2):
        return "Frequencies repeat every sample rate; they fold at half of it."
    return "Count from the nearest whole multiple of the sample rate: how far is the tone from it?"


def solution(frequency: float, sample_rate: float) -> float:
    """Every whole multiple of the sample rate sounds like 0 Hz: the distance to the nearest one is heard."""
    return abs(frequency - sample_rate * round(frequency / sample_rate))
