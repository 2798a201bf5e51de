"""Notebook 07: a slerp that cannot fail, and windows that cover a sound to its last sample."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch

from riffdemo import synth

Slerp = Callable[[torch.Tensor, torch.Tensor, float], torch.Tensor | None]
Starts = Callable[[int, int, int], Sequence[int] | None]

ALPHAS = (0.5, 0.0, 0.25, 1.0)
CASES = ((604_170, 225_792, 44_100), (225_792, 225_792, 44_100), (604_170, 225_792, 0), (225_793, 225_792, 1))
SECONDS = 13.7


def check_slerp(slerp: Slerp) -> None:
    """Try `slerp` on noises, and on pairs that are alike, opposite or of different length."""
    a, b = torch.randn(2, 32, 16, 16, generator=torch.Generator().manual_seed(0))
    for alpha in ALPHAS:
        answer = slerp(a, b, alpha)
        if answer is None:
            print("not attempted")
            return
        if not _near(answer, solution_slerp(a, b, alpha)):
            print(f"Alpha {alpha:g}: {_slerp_misconception(answer, a, b, alpha)}")
            return
    c = torch.tensor([[3.0, 4.0]])  # of length 5 exactly, so that nothing is rounded
    for name, first, second in (("a noise and itself", c, c), ("a noise and itself, doubled", c, 2 * c)):
        answer = slerp(first, second, 0.5)
        if answer is None or not torch.isfinite(answer).all():
            print(
                f"For {name} it holds NaN: the angle is 0, and so is its sine. Take the straight line there."
            )
            return
        if not _near(answer, (first + second) / 2):
            print(
                f"For {name} it is {_off(answer, (first + second) / 2):.0%} off: the straight line is right there."
            )
            return
    opposite = slerp(c, -c, 0.5)
    if opposite is None or not torch.isfinite(opposite).all():
        print("For a noise and its opposite it holds NaN: the angle is pi, and its sine is 0 as well.")
        return
    spread = float(solution_slerp(a, b, 0.5).std())
    print(
        f"Right: half-way the spread is {spread:.2f}, and nothing is NaN where the noises are alike or opposite."
    )


def _slerp_misconception(answer: torch.Tensor, a: torch.Tensor, b: torch.Tensor, alpha: float) -> str:
    if answer.shape != a.shape:
        return f"the shape is {tuple(answer.shape)}, not {tuple(a.shape)}: flatten only to find the angle."
    if not torch.isfinite(answer).all():
        return "it holds NaN: divide the dot product by both norms before arccos."
    if _near(answer, torch.lerp(a, b, alpha)):
        return f"that is the straight line, with a spread of {float(answer.std()):.2f} half-way."
    if _near(answer, solution_slerp(b, a, alpha)):
        return "0 shall give the first and 1 the second: the two are swapped."
    if _near(answer * solution_slerp(a, b, alpha).norm(), solution_slerp(a, b, alpha) * answer.norm()):
        return f"the direction is right, but the spread is {float(answer.std()):.2f}: keep the length of the noises."
    if _near(answer, slerp_by_rows(a, b, alpha)):
        return "every row has its own angle here; the whole tensor is one vector."
    return "(sin((1 - alpha) theta) a + sin(alpha theta) b) / sin(theta), theta the angle between them."


def slerp_by_rows(a: torch.Tensor, b: torch.Tensor, alpha: float) -> torch.Tensor:
    """A typical mistake: an angle for each row."""
    theta = torch.arccos(torch.cosine_similarity(a, b, dim=-1))[..., None]
    return ((1 - alpha) * theta).sin() / theta.sin() * a + (alpha * theta).sin() / theta.sin() * b


def bare_slerp(a: torch.Tensor, b: torch.Tensor, alpha: float) -> torch.Tensor:
    """Another one: the formula alone."""
    theta = torch.arccos((a * b).sum() / (a.norm() * b.norm()))
    return (((1 - alpha) * theta).sin() * a + (alpha * theta).sin() * b) / theta.sin()


def check_starts(starts: Starts) -> None:
    """Cut 13.7 s of music with `starts`, blend it together again and compare; then odd lengths."""
    for n_samples, length, overlap in CASES:
        answer = starts(n_samples, length, overlap)
        if answer is None:
            print("not attempted")
            return
        problem = _windows_problem(list(answer), n_samples, length, overlap)
        if problem:
            print(f"{n_samples:,} samples, windows of {length:,}, overlap {overlap:,}: {problem}")
            return
    n_samples, length, overlap = CASES[0]
    answer = starts(n_samples, length, overlap)
    assert answer is not None
    audio = torch.tensor(synth.music(seconds=SECONDS).samples[0])
    total, weight = torch.zeros(n_samples), torch.zeros(n_samples)
    for start in answer:
        total[start : start + length] += audio[start : start + length]
        weight[start : start + length] += 1
    error = float((total / weight - audio).abs().max())
    print(
        f"Right: {SECONDS} s are {len(answer)} windows; put together again, no sample is more than {error:.0e} off."
    )


def _windows_problem(starts: list[int], n_samples: int, length: int, overlap: int) -> str | None:
    if not starts or starts[0] != 0:
        return "the first window starts at 0."
    if any(not float(start).is_integer() for start in starts):
        return "a sample has a whole number: round the starts."
    end = starts[-1] + length
    if end < n_samples:
        return f"the last {(n_samples - end) / 44_100:.2f} s are in no window."
    if end > n_samples:
        return f"the last window reaches {(end - n_samples) / 44_100:.2f} s beyond the end, where there is nothing to paint."
    gaps = [after - before for before, after in zip(starts, starts[1:], strict=False)]
    if any(gap <= 0 for gap in gaps):
        return "two windows start at the same place: one is not needed."
    if gaps and max(gaps) > length - overlap:
        return f"two neighbours share only {length - max(gaps):,} samples."
    fewest = max(1, math.ceil((n_samples - overlap) / (length - overlap)))
    return None if len(starts) == fewest else f"{len(starts)} windows, where {fewest} are enough."


def _near(a: torch.Tensor, b: torch.Tensor) -> bool:
    return a.shape == b.shape and _off(a, b) < 1e-3


def _off(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((a - b).norm() / b.norm())


def solution_slerp(a: torch.Tensor, b: torch.Tensor, alpha: float) -> torch.Tensor:
    """Along the arc, and along the line where there is no arc."""
    cosine = torch.cosine_similarity(a.flatten(), b.flatten(), dim=0).clamp(-1, 1)
    theta = torch.arccos(cosine)
    if theta.sin() < 1e-3:
        return torch.lerp(a, b, alpha)
    return (((1 - alpha) * theta).sin() * a + (alpha * theta).sin() * b) / theta.sin()


def solution_starts(n_samples: int, length: int, overlap: int) -> list[int]:
    """As few windows as will do, evenly spread from the first sample to the last."""
    n = max(1, math.ceil((n_samples - overlap) / (length - overlap)))
    last = n_samples - length
    return [round(i * last / max(n - 1, 1)) for i in range(n)]
