"""What the composer may draw for one style.

Explained in notebook 08.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Style:
    """What the composer may draw for one style; every tuple is a choice.

    Attributes:
        beats: Beats per loop: 6, 8, 10, 12, 14 are 70, 94, 117, 141, 164 beats per minute.
        modes: Modes of the melody.
        major: Chord progressions in roman numerals for modes with a major third.
        minor: The same for modes with a minor third.
        drums: Names in `patterns.DRUMS`; empty: the style has no drums.
        kits: Names in `instruments.KITS`.
        bass: Names in `patterns.BASS`; empty: no bass.
        basses: Instruments of the bass.
        chords: Names in `patterns.CHORDS`.
        comps: Instruments of the chords.
        pads: Instruments that hold the chords behind; empty: none.
        melody: Names in `patterns.MELODY`.
        leads: Instruments of the melody.
        mood: What its bands sound like whatever they play; None: mode and tempo decide.
        triple: Whether a bar has three beats.
        swing: Delay of every second sixteenth, in beats.
        room: Seconds of reverberation.
    """

    beats: tuple[int, ...]
    modes: tuple[str, ...]
    major: tuple[str, ...] = ()
    minor: tuple[str, ...] = ()
    drums: tuple[str, ...] = ()
    kits: tuple[str, ...] = ("standard",)
    bass: tuple[str, ...] = ()
    basses: tuple[str, ...] = ()
    chords: tuple[str, ...] = ("held",)
    comps: tuple[str, ...] = ("piano",)
    pads: tuple[str, ...] = ()
    melody: tuple[str, ...] = ("lyrical",)
    leads: tuple[str, ...] = ("piano",)
    mood: str | None = None
    triple: bool = False
    swing: float = 0.0
    room: float = 0.9
