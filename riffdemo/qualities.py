"""How much work goes into turning a picture into sound: numbers only, so that a page can show them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QualityName = Literal["fast", "balanced", "best", "textbook"]

MAX_PASSES = 100
TEXTBOOK_ITERATIONS = 32


@dataclass(frozen=True)
class Quality:
    """How much work goes into finding the phase.

    Attributes:
        pad: FFT length in windows, at least 1: a finer spectrum is slower.
        n_fit_steps: Multiplicative steps from mel bands to linear magnitudes.
        n_passes: How often Griffin-Lim goes through all frames.
    """

    pad: float
    n_fit_steps: int
    n_passes: int


QUALITIES: dict[QualityName, Quality | None] = {
    "fast": Quality(pad=1.25, n_fit_steps=3, n_passes=4),
    "balanced": Quality(pad=1.5, n_fit_steps=5, n_passes=6),
    "best": Quality(pad=2, n_fit_steps=5, n_passes=16),
    "textbook": None,
}
"""The settings by name; "textbook" stands for torchaudio's own inverse mel scale and Griffin-Lim."""
