"""The players: General MIDI presets with the range in which each sounds like itself.

`LEADS` can carry a melody, `OTHERS` accompany. Ranges are MIDI pitches.

Explained in notebook 08.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """One player.

    Attributes:
        presets: (bank, program) pairs of General MIDI that sound like it; one is drawn per clip.
        low: Lowest pitch that it plays.
        high: Highest pitch that it plays.
        family: What a caption may call it more broadly.
        chords: Whether one player can sound several notes at once.
        rings: Whether a note dies away by itself, so that it is left to ring.
    """

    presets: tuple[tuple[int, int], ...]
    low: int
    high: int
    family: str
    chords: bool = False
    rings: bool = False


LEAD_TABLE: dict[str, Instrument] = {
    "piano": Instrument(((0, 0), (0, 1)), 36, 96, "keyboard", chords=True, rings=True),
    "electric piano": Instrument(((0, 4), (0, 5)), 40, 88, "keyboard", chords=True, rings=True),
    "harpsichord": Instrument(((0, 6),), 40, 88, "keyboard", chords=True, rings=True),
    "organ": Instrument(((0, 16), (0, 18)), 43, 88, "keyboard", chords=True),
    "church organ": Instrument(((0, 19),), 36, 88, "keyboard", chords=True),
    "accordion": Instrument(((0, 21), (0, 23)), 48, 86, "reed", chords=True),
    "harmonica": Instrument(((0, 22),), 58, 86, "reed"),
    "acoustic guitar": Instrument(((0, 24), (0, 25)), 40, 79, "guitar", chords=True, rings=True),
    "electric guitar": Instrument(((0, 26), (0, 27)), 40, 84, "guitar", chords=True, rings=True),
    "distorted guitar": Instrument(((0, 29), (0, 30)), 40, 84, "guitar", chords=True),
    "banjo": Instrument(((0, 105),), 50, 84, "plucked string", chords=True, rings=True),
    "sitar": Instrument(((0, 104),), 48, 79, "plucked string", rings=True),
    "harp": Instrument(((0, 46),), 40, 96, "plucked string", chords=True, rings=True),
    "violin": Instrument(((0, 40),), 55, 94, "string"),
    "cello": Instrument(((0, 42),), 36, 70, "string"),
    "strings": Instrument(((0, 48), (0, 49)), 40, 88, "string", chords=True),
    "choir": Instrument(((0, 52), (0, 53)), 43, 81, "voice", chords=True),
    "trumpet": Instrument(((0, 56),), 55, 86, "brass"),
    "trombone": Instrument(((0, 57),), 40, 70, "brass"),
    "french horn": Instrument(((0, 60),), 41, 72, "brass"),
    "saxophone": Instrument(((0, 65), (0, 66)), 44, 82, "woodwind"),
    "clarinet": Instrument(((0, 71),), 50, 88, "woodwind"),
    "flute": Instrument(((0, 73),), 60, 96, "woodwind"),
    "marimba": Instrument(((0, 12),), 45, 91, "mallet", rings=True),
    "vibraphone": Instrument(((0, 11),), 53, 89, "mallet", rings=True),
    "music box": Instrument(((0, 10),), 60, 96, "mallet", chords=True, rings=True),
    "bells": Instrument(((0, 14),), 45, 84, "bell", rings=True),
    "synth lead": Instrument(((0, 80), (0, 81)), 43, 91, "synthesizer"),
}
LEADS: tuple[str, ...] = tuple(LEAD_TABLE)

OTHER_TABLE: dict[str, Instrument] = {
    "upright bass": Instrument(((0, 32),), 28, 55, "bass", rings=True),
    "electric bass": Instrument(((0, 33), (0, 34)), 28, 55, "bass"),
    "slap bass": Instrument(((0, 36), (0, 37)), 28, 55, "bass"),
    "synth bass": Instrument(((0, 38), (0, 39)), 28, 55, "bass"),
    "sub bass": Instrument(((8, 80),), 28, 50, "bass"),
    "tuba": Instrument(((0, 58),), 28, 58, "brass"),
    "synth pad": Instrument(((0, 88), (0, 89), (0, 95)), 40, 84, "synthesizer", chords=True),
    "synth brass": Instrument(((0, 62), (0, 63)), 43, 84, "synthesizer", chords=True),
    "brass section": Instrument(((0, 61),), 43, 84, "brass", chords=True),
    "muted guitar": Instrument(((0, 28),), 40, 79, "guitar", chords=True),
    "mandolin": Instrument(((16, 25),), 55, 88, "plucked string", chords=True, rings=True),
    "viola": Instrument(((0, 41),), 48, 84, "string", chords=True),
    "pizzicato strings": Instrument(((0, 45),), 40, 88, "string", chords=True, rings=True),
    "square wave": Instrument(((0, 80),), 43, 96, "synthesizer", chords=True),
}
INSTRUMENTS: dict[str, Instrument] = LEAD_TABLE | OTHER_TABLE

REGISTERS: dict[str, tuple[int, int]] = {"low": (36, 54), "middle": (55, 71), "high": (72, 96)}
SMALLEST_SPAN = 9

KITS = {
    "standard": 0,
    "room": 8,
    "power": 16,
    "electronic": 24,
    "808": 25,
    "jazz": 32,
    "brush": 40,
    "orchestra": 48,
}
DRUM_BANK = 128
DRUM_PITCHES = {
    "kick": 36, "rim": 37, "snare": 38, "clap": 39, "hat": 42, "low tom": 45, "open hat": 46, "mid tom": 47,
    "crash": 49, "high tom": 50, "ride": 51, "tambourine": 54, "cowbell": 56, "bongo": 60, "high conga": 63,
    "low conga": 64, "timbale": 65, "shaker": 70, "guiro": 73, "clave": 75, "triangle": 81,
}  # fmt: skip


def registers_of(instrument: Instrument) -> dict[str, tuple[int, int]]:
    """The registers that it can play a melody in, each with the range left to it there."""
    ranges = {
        name: (max(low, instrument.low), min(high, instrument.high))
        for name, (low, high) in REGISTERS.items()
    }
    return {name: (low, high) for name, (low, high) in ranges.items() if high - low >= SMALLEST_SPAN}
