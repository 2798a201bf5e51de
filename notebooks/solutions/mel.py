"""Notebook 03: the mel filter bank, and why power 1 and power 2 do not mix."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from torchaudio.functional import melscale_fbanks

FloatArray = npt.NDArray[np.float64]

CASES = ((1_025, 40, 44_100, 10_000.0), (513, 20, 16_000, 8_000.0))
TOLERANCE = 1e-3


def check(mel_bank: Callable[[int, int, int, float], FloatArray | None]) -> None:
    """Compare `mel_bank` with torchaudio's, weight by weight."""
    worst = 0.0
    for n_stft, n_mels, sample_rate, f_max in CASES:
        answer = mel_bank(n_stft, n_mels, sample_rate, f_max)
        if answer is None:
            print("not attempted")
            return
        bank = np.asarray(answer, dtype=float)
        wanted = reference(n_stft, n_mels, sample_rate, f_max)
        if bank.shape != wanted.shape:
            is_turned = bank.shape == wanted.shape[::-1]
            hint = "Transpose it." if is_turned else f"Give {n_stft} bins as rows, {n_mels} bands as columns."
            print(f"The shape is {bank.shape}, not {wanted.shape}. {hint}")
            return
        worst = max(worst, float(np.abs(bank - wanted).max()))
        if not worst <= TOLERANCE:
            print(
                f"Some weight is {worst:.3f} off. {_misconception(bank, n_stft, n_mels, sample_rate, f_max)}"
            )
            return
    print(f"Right. The largest difference from torchaudio's bank is {worst:.0e}.")


def check_mismatch(mismatch: Callable[[int], float | None]) -> None:
    """Compare `mismatch` with bands that are summed both ways."""
    for n in (1, 2, 10):
        answer, measured = mismatch(n), measured_mismatch(n)
        if answer is None:
            print("not attempted")
            return
        if abs(answer - measured) > 0.01:
            print(f"n = {n}: you say {answer:.2f} dB, measured are {measured:.2f} dB. {_why(answer, n)}")
            return
    print(
        f"Right. With 10 bins, measured {measured_mismatch(10):.2f} dB: no factor repairs that, it depends on n."
    )


def reference(
    n_stft: int,
    n_mels: int,
    sample_rate: int,
    f_max: float,
    *,
    mel_scale: str = "htk",
    norm: str | None = None,
) -> FloatArray:
    """torchaudio's filter bank from 0 Hz to f_max, (n_stft, n_mels)."""
    return melscale_fbanks(n_stft, 0.0, f_max, n_mels, sample_rate, norm, mel_scale).double().numpy()


def measured_mismatch(n: int) -> float:
    """Level of a band of n equal magnitudes over the square root of the band of their powers (dB)."""
    bins = np.full(n, 0.3)
    return float(20 * np.log10(bins.sum() / np.sqrt(np.square(bins).sum())))


def _misconception(bank: FloatArray, n_stft: int, n_mels: int, sample_rate: int, f_max: float) -> str:
    case = (n_stft, n_mels, sample_rate, f_max)

    def looks_like(other: FloatArray) -> bool:
        return bool(np.abs(bank - other).max() < 0.05 * other.max())

    if looks_like(reference(*case, mel_scale="slaney")):
        return "This is the slaney scale: use m = 2595 log10(1 + f / 700)."
    if looks_like(reference(*case, norm="slaney")):
        return "These triangles have equal areas (norm='slaney'): let each peak at 1."
    if looks_like(triangles(n_stft, sample_rate, np.linspace(0, f_max, n_mels + 2))):
        return "Your bands are equally wide in Hz: space them equally in mels."
    if looks_like(reference(n_stft, n_mels, sample_rate, sample_rate / 2)):
        return "Your bands reach up to half the sample rate: end at f_max."
    if bank.max() > 1 + TOLERANCE or bank.min() < 0:
        return "Weights go from 0 to 1: cut off what a straight line gives beyond the triangle."
    return "Each triangle rises from one edge to the next and falls to the one after that, in straight lines over Hz."


def _why(answer: float, n: int) -> str:
    if answer == 0:
        return "The square of a sum is not the sum of the squares."
    if abs(answer - 20 * np.log10(n)) < 0.01:
        return "That is the band itself: the root of the powers grows with n as well."
    if abs(answer + 10 * np.log10(n)) < 0.01:
        return "The amount is right, the sign is not: the sum of magnitudes is the larger one."
    return "A band of magnitudes has n a, one of powers n a squared."


def triangles(n_stft: int, sample_rate: int, edges: FloatArray) -> FloatArray:
    """Triangles over Hz from each edge over the next, where they are 1, to the one after that."""
    hz = np.linspace(0, sample_rate / 2, n_stft)[:, None]
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    return np.clip(np.minimum((hz - left) / (centre - left), (right - hz) / (right - centre)), 0, None)


def solution(n_stft: int, n_mels: int, sample_rate: int, f_max: float) -> FloatArray:
    """Equal steps in mels, turned back into Hz, are the edges."""
    mels = np.linspace(0, 2_595 * np.log10(1 + f_max / 700), n_mels + 2)
    return triangles(n_stft, sample_rate, 700 * (10 ** (mels / 2_595) - 1))


def solution_mismatch(n: int) -> float:
    """n a over the root of n a**2 is the root of n: half of 20 log10(n)."""
    return float(10 * np.log10(n))
