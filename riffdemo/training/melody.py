"""A tune: a rhythm that comes back, a contour that comes back with it, and chord tones on the strong beats.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from riffdemo.training.patterns import MELODY, steps_of
from riffdemo.training.theory import Chord, pitches_in

_SMALL_STEPS = (-2, -1, -1, -1, 0, 1, 1, 1, 2)
_LEAPS = (-4, -3, 3, 4, 5)
_LEAP_PROBABILITY = 0.12
_FORMS = ("AAAAAAA", "ABABABA", "AABAABA", "AAABAAB")


@dataclass(frozen=True)
class Bar:
    """A stretch of the loop (beats) that one pattern fills, perhaps only in part."""

    start: float
    length: float


@dataclass(frozen=True)
class _Motif:
    """A rhythm and how far each note moves along the scale."""

    pattern: str
    moves: tuple[int, ...]


def tune(
    rng: np.random.Generator,
    *,
    habit: str,
    bars: list[Bar],
    bar_beats: int,
    scale: tuple[int, ...],
    chord_at: Callable[[float], Chord],
    span: tuple[int, int],
) -> list[tuple[float, float, int]]:
    """A melody as (start, duration, pitch), in beats and MIDI pitches.

    Args:
        rng: Source of every choice.
        habit: Name in `patterns.MELODY`.
        bars: The bars of the loop.
        bar_beats: Beats of a full bar.
        scale: Pitch classes that it may use.
        chord_at: The chord that sounds at a beat.
        span: Lowest and highest pitch.
    """
    motifs = {"A": _motif(rng, habit), "B": _motif(rng, habit)}
    form = str(rng.choice(_FORMS))
    ladder = pitches_in(scale, *span)
    position = _start(rng, len(ladder))
    notes: list[tuple[float, float, int]] = []
    for bar, letter in zip(bars, form, strict=False):
        motif = motifs[letter]
        for step, move in zip(steps_of(motif.pattern, bar_beats, bar.length), motif.moves, strict=False):
            start = bar.start + step.start
            position = _reflected(position + move, len(ladder))
            if step.start % 2 == 0:
                position = _nearest_chord_tone(ladder, position, chord_at(start))
            notes.append((start, step.duration, ladder[position]))
    return notes


def _motif(rng: np.random.Generator, habit: str) -> _Motif:
    pattern = str(rng.choice(MELODY[habit]))
    sizes = _LEAPS if habit == "arpeggio" else _SMALL_STEPS
    moves = [int(rng.choice(_LEAPS if rng.random() < _LEAP_PROBABILITY else sizes)) for _ in pattern]
    return _Motif(pattern, tuple(moves))


def _start(rng: np.random.Generator, n_steps: int) -> int:
    return int(rng.integers(n_steps // 4, n_steps - n_steps // 4))


def _reflected(position: int, n_steps: int) -> int:
    """Turn back at the ends of the ladder, as a voice does at the ends of its range."""
    top = n_steps - 1
    position = abs(position)
    return max(0, 2 * top - position) if position > top else position


def _nearest_chord_tone(ladder: tuple[int, ...], position: int, chord: Chord) -> int:
    tones = [index for index, pitch in enumerate(ladder) if pitch % 12 in chord.pitch_classes]
    return min(tones, key=lambda index: abs(index - position), default=position)
