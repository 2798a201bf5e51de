"""What each player of an arrangement plays: patterns laid over a harmony.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from riffdemo.training.drum_patterns import DRUMS
from riffdemo.training.instruments import DRUM_BANK, DRUM_PITCHES, INSTRUMENTS, KITS, registers_of
from riffdemo.training.melody import Bar, tune
from riffdemo.training.patterns import BASS, CHORDS, Step, steps_of
from riffdemo.training.styles import Style
from riffdemo.training.theory import Chord, chord_from_roman, pitch_near, voicing

_VELOCITY = {"melody": 104, "bass": 90, "chords": 62, "pad": 50}
_STROKE = {"X": 106, "x": 82, "o": 50}
_BASS_CENTRE = 36
_RINGING_BEATS = 2.0


@dataclass(frozen=True)
class Note:
    """One note: start and duration in beats (a duration past the loop's end sounds on at its beginning)."""

    start: float
    duration: float
    pitch: int
    velocity: int


@dataclass(frozen=True)
class Part:
    """One player's notes.

    Attributes:
        role: "melody", "bass", "chords", "pad" or "drums".
        instrument: Name in `instruments.INSTRUMENTS`, or of a kit in `instruments.KITS`.
        pattern: Name of the pattern that it plays.
        preset: General MIDI bank and program.
        notes: In the order of their start.
    """

    role: str
    instrument: str
    pattern: str
    preset: tuple[int, int]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Harmony:
    """The loop's bars and chords; chords may change every two beats (every three in triple time)."""

    n_beats: int
    bar_beats: int
    chords: tuple[Chord, ...]

    @classmethod
    def from_progression(cls, progression: str, key: int, n_beats: int, *, triple: bool) -> Harmony:
        """Stretch a progression of roman numerals over the loop."""
        n_slots = n_beats // (3 if triple else 2)
        chords = [chord_from_roman(roman, key) for roman in progression.split()]
        spread = tuple(chords[slot * len(chords) // n_slots] for slot in range(n_slots))
        return cls(n_beats, 3 if triple else 4, spread)

    @property
    def slot_beats(self) -> float:
        """Beats between possible changes of chord."""
        return self.n_beats / len(self.chords)

    @property
    def bars(self) -> list[Bar]:
        """Full bars; the last one holds only two beats where the loop's length asks for it."""
        starts = range(0, self.n_beats, self.bar_beats)
        return [Bar(start, min(self.bar_beats, self.n_beats - start)) for start in starts]

    def chord_at(self, beat: float) -> Chord:
        """The chord that sounds at a beat; the loop has no end."""
        return self.chords[int(beat % self.n_beats / self.slot_beats)]

    def steps(self, pattern: str) -> Iterator[Step]:
        """A pattern in every bar; what is held over a change of chord is struck again with it."""
        for bar in self.bars:
            for step in steps_of(pattern, self.bar_beats, bar.length):
                start, end = bar.start + step.start, bar.start + step.start + step.duration
                while start < end - 1e-6:
                    change = self._next_change(start)
                    yield Step(step.symbol, start, min(end, change) - start)
                    start = change

    def _next_change(self, beat: float) -> float:
        slot = int(beat / self.slot_beats)
        while slot + 1 < len(self.chords) and self.chords[slot + 1] == self.chords[slot]:
            slot += 1
        return (slot + 1) * self.slot_beats


def melody_part(
    rng: np.random.Generator, style: Style, harmony: Harmony, lead: str, register: str, scale: tuple[int, ...]
) -> Part:
    """The lead's tune, inside its register."""
    habit = str(rng.choice(style.melody))
    span = registers_of(INSTRUMENTS[lead])[register]
    line = tune(
        rng,
        habit=habit,
        bars=harmony.bars,
        bar_beats=harmony.bar_beats,
        scale=scale,
        chord_at=harmony.chord_at,
        span=span,
    )
    notes = [
        _note(rng, style, "melody", lead, Step("x", start, length), pitch) for start, length, pitch in line
    ]
    return _part(rng, "melody", lead, habit, notes)


def bass_part(rng: np.random.Generator, style: Style, harmony: Harmony) -> Part:
    """The bass line."""
    name, player = str(rng.choice(style.bass)), str(rng.choice(style.basses))
    notes = []
    for step in harmony.steps(BASS[name]):
        chord, after = harmony.chord_at(step.start), harmony.chord_at(step.start + 1)
        pitch = _within(player, _bass_pitch(rng, step.symbol, chord, after))
        notes.append(_note(rng, style, "bass", player, step, pitch))
    return _part(rng, "bass", player, name, notes)


def chord_part(
    rng: np.random.Generator, style: Style, harmony: Harmony, player: str, *, below: bool, held: bool = False
) -> Part:
    """The chords: struck, broken or (`held`) sustained; `below` leaves the middle register to the melody."""
    held_pattern = "waltz held" if style.triple else "held"
    name = held_pattern if held else str(rng.choice(style.chords))
    role = "pad" if held else "chords"
    centre = 50 if below else 60
    notes = []
    for step in harmony.steps(CHORDS[name]):
        for pitch in _chord_pitches(step.symbol, harmony.chord_at(step.start), centre):
            notes.append(_note(rng, style, role, player, step, _within(player, pitch)))
    return _part(rng, role, player, name, notes)


def drum_part(rng: np.random.Generator, style: Style, harmony: Harmony) -> Part:
    """The kit: a pattern in every bar, perhaps without one of its layers, perhaps with a crash and a fill."""
    name, kit = str(rng.choice(style.drums)), str(rng.choice(style.kits))
    layers = dict(DRUMS[name])
    if len(layers) > 2 and rng.random() < 0.25:
        del layers[str(rng.choice(list(layers)[1:]))]
    if rng.random() < 0.2:
        layers.setdefault("crash", "X" + "." * 15) if not style.triple else None
    notes = []
    for drum, pattern in layers.items():
        for step in harmony.steps(pattern):
            velocity = _STROKE[step.symbol] + int(rng.integers(-5, 6))
            notes.append(Note(_swung(style, step.start), 0.25, DRUM_PITCHES[drum], velocity))
    if rng.random() < 0.25:
        notes += _fill(rng, harmony.n_beats)
    ordered = tuple(sorted(notes, key=lambda note: note.start))
    return Part("drums", kit, name, (DRUM_BANK, KITS[kit]), ordered)


def _fill(rng: np.random.Generator, n_beats: int) -> list[Note]:
    """Four strokes down the toms in the last beat."""
    drums = ("snare", "high tom", "mid tom", "low tom")
    return [
        Note(n_beats - 1 + quarter / 4, 0.25, DRUM_PITCHES[drum], int(rng.integers(90, 110)))
        for quarter, drum in enumerate(drums)
    ]


def _bass_pitch(rng: np.random.Generator, symbol: str, chord: Chord, after: Chord) -> int:
    root = pitch_near(chord.root, _BASS_CENTRE)
    third = 3 if 3 in chord.intervals else 4
    offsets = {"b": 0, "f": 7, "o": 12, "s": 10, "t": third}
    if symbol == "a":
        return pitch_near(after.root, root) + int(rng.choice((-1, 1)))
    if symbol == "w":
        return root + int(rng.choice((2, third, 5, 7, 9)))
    return root + offsets[symbol]


def _chord_pitches(symbol: str, chord: Chord, centre: float) -> tuple[int, ...]:
    tones = voicing(chord, centre)
    if symbol == "x":
        return tones
    if symbol in "bf":
        return (pitch_near(chord.root, centre - 14) + (7 if symbol == "f" else 0),)
    octave, tone = divmod(int(symbol), len(tones))
    return (tones[tone] + 12 * octave,)


def _within(player: str, pitch: int) -> int:
    """The pitch, moved by octaves into the player's range."""
    instrument = INSTRUMENTS[player]
    while pitch < instrument.low:
        pitch += 12
    while pitch > instrument.high:
        pitch -= 12
    return pitch


def _note(rng: np.random.Generator, style: Style, role: str, player: str, step: Step, pitch: int) -> Note:
    accent = 6 if step.start % 1 == 0 else 0
    velocity = _VELOCITY[role] + accent + int(rng.integers(-5, 6))
    rings = INSTRUMENTS[player].rings and role != "bass"
    duration = max(step.duration, _RINGING_BEATS) if rings else 0.95 * step.duration
    return Note(_swung(style, step.start), duration, pitch, velocity)


def _swung(style: Style, start: float) -> float:
    return start + style.swing if round(start * 4) % 2 == 1 else start


def _part(rng: np.random.Generator, role: str, player: str, pattern: str, notes: list[Note]) -> Part:
    presets = INSTRUMENTS[player].presets
    return Part(role, player, pattern, presets[int(rng.integers(len(presets)))], tuple(notes))
