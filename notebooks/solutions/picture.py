"""Notebook 04: a mel spectrogram as grey levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from riffdemo import SpectrogramConverter, image_from_mel, mel_from_image
from riffdemo.synth import two_bar_loop

Paint = Callable[[npt.NDArray[np.float32], float], npt.NDArray[np.uint8] | None]


def check(paint: Paint) -> None:
    """Try `paint` on silence and on the loop, and compare with `image_from_mel`."""
    convert = SpectrogramConverter()
    mel = convert.mel_from_audio(two_bar_loop().cut(0.0, 1.28))
    max_value = 2 * float(mel.max())
    image = image_from_mel(mel, convert.params, max_value=max_value)
    wanted = np.asarray(image)[..., 0].astype(int)
    with np.errstate(all="ignore"):
        silent, answer = paint(np.zeros((512, 4), np.float32), 1.0), paint(mel[0].numpy(), max_value)
    if silent is None or answer is None:
        print("not attempted")
        return
    problem = _problem(np.asarray(silent), np.full((512, 4), 255), "Silence")
    problem = problem or _problem(np.asarray(answer), wanted, "The loop")
    if problem:
        print(problem)
        return
    again = mel_from_image(image)
    error = 20 * torch.log10((again - mel).norm() / mel.norm())
    print(
        f"Right: silence is white, and no pixel of the loop differs. Read back, {float(error):.0f} dB of error."
    )


def _problem(grey: npt.NDArray[Any], wanted: npt.NDArray[np.int_], name: str) -> str | None:
    if grey.shape != wanted.shape:
        return f"{name} has the shape {grey.shape}, not {wanted.shape}: bands are rows, frames are columns."
    if grey.dtype != np.uint8:
        wrong = "it holds NaN (0 / 0?)" if not np.isfinite(grey).all() else "round, then astype('uint8')"
        return f"{name} is {grey.dtype}, not uint8: {wrong}."
    off = np.abs(grey.astype(int) - wanted)
    # One level more or less where float32 and float64 round differently is no mistake.
    return (
        None
        if off.max() <= 1 and off.mean() < 0.01
        else f"{name} is {off.mean():.1f} grey levels off. {_why(grey, wanted)}"
    )


def _why(grey: npt.NDArray[Any], wanted: npt.NDArray[np.int_]) -> str:
    levels = grey.astype(float)

    def is_near(other: npt.NDArray[Any], tolerance: float = 0.6) -> bool:
        return bool(np.abs(levels - other).mean() < tolerance)

    if wanted.min() == 255 and levels.max() == 0:
        return "Black: a negative, or 0 / 0. Divide by max_value, not by the loudest point of the picture."
    if is_near(255 - wanted):
        return "It is a negative: silence is white, 255."
    if is_near(wanted[::-1]):
        return "It stands on its head: row 0 is the top of a picture, and of `mel` the lowest band."
    if is_near(wanted) and np.all(levels <= wanted):
        return "Everything is a little too dark: astype('uint8') cuts. Round first."
    if is_near(255 - 255 * ((255 - wanted) / 255) ** 4):
        return "Grey follows the magnitude itself: take the power 0.25 first."
    if np.any(levels.min() == 0) and wanted.min() > 0:
        return "Black is max_value, not the loudest point of this picture."
    return "grey = 255 - 255 (mel / max_value) ** 0.25, rounded."


def solution(mel: npt.NDArray[np.float32], max_value: float) -> npt.NDArray[np.uint8]:
    """The formula, rounded, upside down."""
    grey = 255 - 255 * (mel / max_value) ** 0.25
    return np.asarray(np.rint(grey)[::-1].astype(np.uint8))
