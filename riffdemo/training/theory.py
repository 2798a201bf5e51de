"""Just enough music theory to write a loop: modes, chords from roman numerals, voicings.

A pitch is a MIDI number (60 = middle C, 12 to the octave); a pitch class is a pitch modulo 12.

Explained in notebook 08.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riffdemo.errors import ParameterError

KEYS = ("C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")

MODES = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
}

_NUMERALS = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9, "vii": 11}
_ROMAN = re.compile(r"(?P<flat>b?)(?P<numeral>[iv]+|[IV]+)(?P<suffix>.*)")
_SUFFIXES = {
    "": None,
    "5": (0, 7),
    "7": None,
    "maj7": (0, 4, 7, 11),
    "m7b5": (0, 3, 6, 10),
    "o": (0, 3, 6),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "6": (0, 4, 7, 9),
    "9": (0, 4, 7, 10, 14),
    "m9": (0, 3, 7, 10, 14),
}


@dataclass(frozen=True)
class Chord:
    """A root (pitch class) and the semitones that sound above it, ascending from 0."""

    root: int
    intervals: tuple[int, ...]

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        """The chord's tones folded into one octave, root first."""
        return tuple((self.root + interval) % 12 for interval in self.intervals)


def tonality_from_mode(mode: str) -> str:
    """ "minor" if the mode's third is minor, else "major": what a listener hears first."""
    return "minor" if 3 in MODES[mode] else "major"


def chord_from_roman(roman: str, key: int) -> Chord:
    """The chord that a roman numeral names in a key.

    Args:
        roman: Degree of the major scale, lowered by a leading "b"; lower case is a minor chord; then a suffix
            such as "7", "maj7", "m7b5", "sus4". "bVII7" in C is B flat, D, F, A flat.
        key: Pitch class of the tonic.

    Raises:
        ParameterError: The numeral or its suffix is unknown.
    """
    match = _ROMAN.fullmatch(roman)
    if match is None or match["numeral"].lower() not in _NUMERALS or match["suffix"] not in _SUFFIXES:
        raise ParameterError(f"{roman!r} is no chord: write e.g. ii7, V7, bVII, Imaj7, viio.")
    numeral = match["numeral"]
    triad = (0, 3, 7) if numeral.islower() else (0, 4, 7)
    intervals = _SUFFIXES[match["suffix"]] or (triad if match["suffix"] == "" else (*triad, 10))
    return Chord((key + _NUMERALS[numeral.lower()] - len(match["flat"])) % 12, intervals)


def pitch_classes_of(progression: str, key: int = 0) -> set[int]:
    """Every pitch class that a progression of roman numerals sounds."""
    return {tone for roman in progression.split() for tone in chord_from_roman(roman, key).pitch_classes}


def pitch_near(pitch_class: int, target: float) -> int:
    """The pitch of that class closest to `target`."""
    return pitch_class + 12 * round((target - pitch_class) / 12)


def voicing(chord: Chord, centre: float) -> tuple[int, ...]:
    """The chord's tones packed around `centre`, ascending: neighbours in a progression move little."""
    return tuple(sorted({pitch_near(pitch_class, centre) for pitch_class in chord.pitch_classes}))


def pitches_in(pitch_classes: tuple[int, ...], low: int, high: int) -> tuple[int, ...]:
    """All pitches of these classes from `low` to `high`, both included."""
    return tuple(pitch for pitch in range(low, high + 1) if pitch % 12 in pitch_classes)
