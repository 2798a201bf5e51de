"""What can be read off a picture without any training: tempo, drums, register, level, seam.

A classifier might share a blind spot with the painter that it judges; these measures know nothing of either.
Pictures are uint8 (n, 256, 256): rows from high to low pitch, columns are time and wrap around, 255 is silence.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from riffdemo.tempo import onset_similarity, preference, pulse
from riffdemo.training.corpus import LOOP_SECONDS

BEATS = (6, 8, 10, 12, 14)
"""Beats per loop of the corpus: 70, 94, 117, 141 and 164 bpm in 5.12 s."""

Floats = npt.NDArray[np.float64]


def magnitudes(grey: npt.NDArray[np.uint8]) -> Floats:
    """Mel magnitudes in [0, 1]: grey is 255 minus 255 times the fourth root of the magnitude."""
    loudness: Floats = ((255.0 - grey.astype(np.float64)) / 255.0) ** 4
    return loudness


def levels_db(grey: npt.NDArray[np.uint8]) -> Floats:
    """Level of each picture (n,): mean energy of its columns in dB, any reference."""
    energy = np.square(magnitudes(grey)).sum(axis=1).mean(axis=1)
    level: Floats = 10 * np.log10(energy + 1e-12)
    return level


def well_levelled(grey: npt.NDArray[np.uint8], usual: float) -> float:
    """Share of pictures within 12 dB of the `usual` level that are not clipped."""
    audible = np.abs(levels_db(grey) - usual) <= 12
    unclipped = (grey == 0).mean(axis=(1, 2)) < 0.01
    return float((audible & unclipped).mean())


def held_share(grey: npt.NDArray[np.uint8]) -> Floats:
    """Share (n,) of a picture's energy that sounds most of the time: 1 for a held tone, 0 for struck notes."""
    energy = np.square(magnitudes(grey))
    share: Floats = np.median(energy, axis=2).sum(axis=1) / (energy.mean(axis=2).sum(axis=1) + 1e-12)
    return share


def line_sharpness(grey: npt.NDArray[np.uint8]) -> Floats:
    """Change of the ink from row to row, relative to the ink (n,): 2 for lines of one row, near 0 for clouds."""
    ink = 255.0 - grey.astype(np.float64)
    change = np.abs(np.diff(ink, axis=1)).sum(axis=(1, 2))
    sharpness: Floats = change / (ink.sum(axis=(1, 2)) + 1e-12)
    return sharpness


def out_of_focus(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Pictures two rows smaller in which every row is the mean of three: what a cloud is to a line."""
    rows = grey.astype(np.float64)
    return np.rint((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 3).astype(np.uint8)


def pitch_changes(grey: npt.NDArray[np.uint8]) -> Floats:
    """How often the strongest row changes by more than one (n,): 0 for a hum, however often it is struck.

    Columns that are 40 dB below the loudest one do not count.
    """
    strength = magnitudes(grey)
    rows, levels = strength.argmax(axis=1), strength.max(axis=1)
    audible = levels > 0.01 * levels.max(axis=1, keepdims=True)
    steps = [np.abs(np.diff(row[heard])) for row, heard in zip(rows, audible, strict=True)]
    changes: Floats = np.array([(step > 1).sum() for step in steps], dtype=np.float64)
    return changes


def beats_from_onsets(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Beats per loop (n,) of the corpus: the spacing at which onsets repeat best; see `riffdemo.tempo`."""
    similarity = onset_similarity(grey)
    width = grey.shape[2]
    scores = [pulse(similarity, width / beats) * preference(60 * beats / LOOP_SECONDS) for beats in BEATS]
    found: npt.NDArray[np.int64] = np.array(BEATS)[np.argmax(scores, axis=0)]
    return found


def drum_strength(grey: npt.NDArray[np.uint8]) -> Floats:
    """How sudden and how broad the strongest onsets are (n,): drums raise most of the top quarter at once."""
    treble = 255.0 - grey[:, : grey.shape[1] // 4]
    rise = treble - np.roll(treble, 2, axis=2)
    share = (rise > 8).mean(axis=1)
    strength: Floats = np.quantile(share, 0.9, axis=1)
    return strength


def pitch_centroid(grey: npt.NDArray[np.uint8]) -> Floats:
    """Mean height of the loud parts (n,): 0 is the lowest row, 1 the highest."""
    weights = magnitudes(grey).sum(axis=2)
    heights = np.linspace(1, 0, grey.shape[1])
    centroid: Floats = (weights * heights).sum(axis=1) / (weights.sum(axis=1) + 1e-12)
    return centroid


def seam_ratio(grey: npt.NDArray[np.uint8]) -> float:
    """Change from the last column to the first, relative to the mean change between neighbours; 1 is seamless."""
    ink = grey.astype(np.float64)
    seam = np.abs(ink[:, :, 0] - ink[:, :, -1]).mean()
    elsewhere = np.abs(np.diff(ink, axis=2)).mean()
    return float(seam / elsewhere)


def best_threshold(values: Floats, labels: Sequence[bool]) -> float:
    """The value that best splits the false (below) from the true (above)."""
    truth = np.array(labels)
    candidates = np.quantile(values, np.linspace(0.02, 0.98, 97))
    hits = [((values > candidate) == truth).mean() for candidate in candidates]
    return float(candidates[int(np.argmax(hits))])


def nearest_distances(pictures: npt.NDArray[np.uint8], corpus: npt.NDArray[np.uint8]) -> Floats:
    """Distance (n,) of each picture to its nearest clip of the corpus, both shrunk to 32 x 32 (grey levels)."""
    small, others = _shrunk(pictures), _shrunk(corpus)
    squares = (small**2).sum(1)[:, None] + (others**2).sum(1)[None] - 2 * small @ others.T
    distances: Floats = np.sqrt(np.maximum(squares.min(axis=1), 0) / small.shape[1])
    return distances


def _shrunk(grey: npt.NDArray[np.uint8], size: int = 32) -> Floats:
    n, height, width = grey.shape
    blocks = grey.reshape(n, size, height // size, size, width // size)
    small: Floats = blocks.mean(axis=(2, 4), dtype=np.float64).reshape(n, -1)
    return small
