"""Colours and decibels that the figures share."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

FloatArray = npt.NDArray[np.float64]
Mel = torch.Tensor | npt.NDArray[Any]

BLACK, BLUE, ORANGE, GREY = "#000000", "#0072B2", "#E69F00", "#999999"
"""Okabe and Ito's colours, told apart by every colour vision. In print orange and grey are alike."""

COLORS = (BLUE, ORANGE, BLACK, GREY)
STYLES = ("-", "--", ":", "-.")
DOTS_ON_GREY: dict[str, Any] = {"color": ORANGE, "markeredgecolor": "white", "markeredgewidth": 0.6}


def decibels(magnitude: npt.ArrayLike, reference: float, dynamic_range: float) -> FloatArray:
    """20 log10(magnitude / reference), at least -dynamic_range; silence over silence is the floor."""
    floor = 10 ** (-dynamic_range / 20)
    return np.asarray(20 * np.log10(np.maximum(np.asarray(magnitude) / (reference or 1.0), floor)))


def as_array(values: Mel) -> FloatArray:
    return torch.as_tensor(values).detach().cpu().double().numpy()
