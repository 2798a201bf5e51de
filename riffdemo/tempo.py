"""How fast a piece is: the spacing at which what begins in its picture repeats best.

An estimate, as all of them are: half and double tempo fit as well, and a mild preference for tempi near 120 bpm
decides, as in Ellis 2007, "Beat Tracking by Dynamic Programming".

Pictures are uint8 (n, n_rows, n_columns): rows from high to low pitch, columns are time, 255 is silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL import Image

Floats = npt.NDArray[np.float64]

SLOWEST, FASTEST = 60.0, 180.0  # bpm
MIN_PULSE = 0.1
"""Share of the onsets' energy that has to repeat with the beat: noise and held tones stay below."""

_SHORTEST = 2.0  # seconds, for the slowest tempo to be heard twice


def onset_strength(grey: npt.NDArray[np.uint8], *, loop: bool = True) -> Floats:
    """How much louder each column is than the one before, over all pitches (n, columns); spectral flux."""
    ink = 255.0 - grey
    strength: Floats = np.maximum(ink - np.roll(ink, 1, axis=2), 0).mean(axis=1)
    if not loop:
        strength[:, 0] = 0.0
    return strength


def onset_similarity(grey: npt.NDArray[np.uint8], *, loop: bool = True) -> Floats:
    """Autocovariance of the onsets over their energy (n, columns); around the seam if the picture is a loop.

    Onsets are widened a little, because a beat is rarely a whole number of columns. Without a loop, lags beyond
    half the length rest on too little and are 0.
    """
    sharp = onset_strength(grey, loop=loop)
    strength = (np.roll(sharp, 1, axis=1) + 2 * sharp + np.roll(sharp, -1, axis=1)) / 4
    energy = np.square(strength).sum(axis=1, keepdims=True)
    strength = strength - strength.mean(axis=1, keepdims=True)
    width = strength.shape[1]
    spectrum = np.abs(np.fft.rfft(strength, n=width if loop else 2 * width, axis=1)) ** 2
    similarity: Floats = np.fft.irfft(spectrum, axis=1, n=width if loop else 2 * width)[:, :width]
    if not loop:
        similarity /= (width - np.arange(width)) / width
        similarity[:, width // 2 :] = 0
    return similarity / np.maximum(energy, 1e-12)


def pulse(similarity: Floats, spacing: float, *, loop: bool = True) -> Floats:
    """Mean similarity (n,) at the multiples of a spacing of beats (columns): 0 without a beat, below 1."""
    width = similarity.shape[1]
    count = max(round(width / spacing) if loop else int(width // 2 / spacing) + 1, 2)
    lags = np.arange(1, count) * spacing
    below = np.floor(lags).astype(int)
    part = lags - below
    columns = similarity[:, below % width] * (1 - part) + similarity[:, (below + 1) % width] * part
    mean: Floats = columns.mean(axis=1)
    return mean


def preference(bpm: float, *, usual: float = 120.0, octaves: float = 0.7) -> float:
    """How likely a tempo is before anything was heard, 1 for the usual one."""
    return float(np.exp(-0.5 * (np.log2(bpm / usual) / octaves) ** 2))


def tempo_from_image(image: Image.Image, *, loop: bool = False) -> float | None:
    """Beats per minute of a spectrogram, or None where no steady beat is seen.

    Args:
        image: A spectrogram, with its parameters inside.
        loop: It is a loop; then it has a whole number of beats.

    Returns:
        60 to 180 bpm; None too for what is shorter than 2 s.
    """
    from riffdemo.image import params_from_image

    per_minute = 60 * params_from_image(image).frames_per_second
    if image.width < _SHORTEST * per_minute / 60:
        return None
    similarity = onset_similarity(np.asarray(image.convert("L"))[None], loop=loop)
    tempi = _whole_beats(image.width / per_minute) if loop else np.arange(SLOWEST, FASTEST + 0.5, 0.5)
    pulses = [float(pulse(similarity, per_minute / bpm, loop=loop)[0]) for bpm in tempi]
    best = int(np.argmax([p * preference(bpm) for p, bpm in zip(pulses, tempi, strict=True)]))
    return float(tempi[best]) if pulses[best] >= MIN_PULSE else None


def _whole_beats(minutes: float) -> Floats:
    """The tempi at which a loop has a whole number of beats."""
    first, last = int(np.ceil(SLOWEST * minutes)), int(FASTEST * minutes)
    tempi: Floats = np.arange(first, last + 1) / minutes
    return tempi
