"""The composer: an endless, seeded supply of short loops that are known note by note.

Clip `index` of corpus `seed` is always the same, whichever clips were composed before. Every loop fills
exactly one picture of 512 columns (5.12 s), so its tempo follows from its number of beats, and what is held
over its end sounds on at its beginning.

Explained in notebook 08.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from riffdemo.errors import ParameterError
from riffdemo.training.instruments import INSTRUMENTS, LEADS, registers_of
from riffdemo.training.parts import Harmony, Part, bass_part, chord_part, drum_part, melody_part
from riffdemo.training.styles import STYLES, Style
from riffdemo.training.theory import KEYS, MODES, pitch_classes_of, tonality_from_mode

LOOP_SECONDS = 5.12
_KINDS = {"band": 0.50, "solo": 0.20, "duo": 0.12, "backing": 0.10, "drums": 0.08}
_SPARSE, _DENSE = 2.2, 6.0
_SHARES = {"left hand": 0.5, "chords": 0.9, "bass": 0.93, "pad": 0.4, "drums": 0.85}
_FULL = ("band", "backing")
_PLAIN_MODES = ("major", "minor")


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """One loop: what it is, and every note of it.

    Attributes:
        style: Name in `styles.STYLES`.
        kind: "solo", "duo", "band", "backing" (a band without a melody) or "drums" (nothing else).
        n_beats: Beats in the loop.
        key: Name of the tonic; None for drums alone.
        mode: Name in `theory.MODES`; None for drums alone.
        lead: Instrument of the melody; None where nobody plays one.
        register: "low", "middle" or "high": where the melody lies.
        density: "sparse", "medium" or "dense": how often something begins.
        mood: One word for its character.
        room: Seconds of reverberation.
        parts: Who plays what.
    """

    style: str
    kind: str
    n_beats: int
    key: str | None
    mode: str | None
    lead: str | None
    register: str | None
    density: str
    mood: str
    room: float
    parts: tuple[Part, ...]

    @property
    def bpm(self) -> int:
        """Beats per minute, rounded."""
        return round(self.n_beats * 60 / LOOP_SECONDS)

    @property
    def tonality(self) -> str | None:
        """ "major" or "minor"; None for drums alone."""
        return None if self.mode is None else tonality_from_mode(self.mode)

    @property
    def has_drums(self) -> bool:
        """Whether a drum kit or percussion plays."""
        return any(part.role == "drums" for part in self.parts)

    @property
    def instruments(self) -> tuple[str, ...]:
        """Everybody who plays, drums excepted, lead first."""
        return tuple(dict.fromkeys(part.instrument for part in self.parts if part.role != "drums"))

    def attributes(self) -> dict[str, Any]:
        """What a classifier or a caption can know, as JSON types: everything but the notes."""
        known = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "parts"}
        derived = {"bpm": self.bpm, "tonality": self.tonality, "has_drums": self.has_drums}
        return known | derived | {"instruments": list(self.instruments)}


def compose(index: int, *, seed: int = 0) -> Arrangement:
    """Clip number `index` of the corpus grown from `seed`.

    Raises:
        ParameterError: The index or the seed is negative.
    """
    if index < 0 or seed < 0:
        raise ParameterError(f"index is {index} and seed is {seed}: give whole numbers from 0.")
    rng = np.random.default_rng((seed, index))
    kind = str(rng.choice(list(_KINDS), p=list(_KINDS.values())))
    style_name, lead = _cast(rng, kind)
    style = STYLES[style_name]
    n_beats = int(rng.choice(style.beats))
    mode = str(rng.choice(style.modes))
    tonic = int(rng.integers(12))
    progression = str(rng.choice(_progressions(style, mode)))
    harmony = Harmony.from_progression(progression, tonic, n_beats, triple=style.triple)
    register = None if lead is None else str(rng.choice(list(registers_of(INSTRUMENTS[lead]))))
    parts = _parts(
        rng, kind, style, harmony, lead, register, tuple((tonic + step) % 12 for step in MODES[mode])
    )
    density = density_from(parts)
    pitched = kind != "drums"
    tonality = tonality_from_mode(mode) if pitched else None
    return Arrangement(
        style=style_name,
        kind=kind,
        n_beats=n_beats,
        key=KEYS[tonic] if pitched else None,
        mode=mode if pitched else None,
        lead=lead,
        register=register,
        density=density,
        mood=mood_from(style, kind, tonality, n_beats, density),
        room=style.room,
        parts=parts,
    )


def density_from(parts: tuple[Part, ...]) -> str:
    """How often something begins: under 2.2 moments per second is sparse, over 6 dense."""
    moments = {round(note.start * 12) for part in parts for note in part.notes}
    rate = len(moments) / LOOP_SECONDS
    return "sparse" if rate < _SPARSE else "dense" if rate > _DENSE else "medium"


def mood_from(style: Style, kind: str, tonality: str | None, n_beats: int, density: str) -> str:
    """One word for the character: the style's own for a band, else what mode, tempo and density suggest."""
    if style.mood is not None and kind in _FULL:
        return style.mood
    fast = n_beats >= 10
    if tonality is None:
        return "energetic" if fast else "laid-back"
    if tonality == "minor":
        return "sad" if not fast else "tense" if density == "dense" else "mysterious"
    return "happy" if fast else "playful" if density == "dense" else "calm"


def _progressions(style: Style, mode: str) -> list[str]:
    """The style's progressions; for a mode with a colour of its own, those with the fewest tones outside it."""
    progressions = style.minor if tonality_from_mode(mode) == "minor" else style.major
    if mode in _PLAIN_MODES or len(MODES[mode]) < 7:
        return list(progressions)
    strange = {text: len(pitch_classes_of(text) - set(MODES[mode])) for text in progressions}
    return [text for text in progressions if strange[text] == min(strange.values())]


def _cast(rng: np.random.Generator, kind: str) -> tuple[str, str | None]:
    """Style and lead. Solos and duos draw the instrument first, so that rare ones get their turn."""
    if kind in ("solo", "duo"):
        lead = str(rng.choice(LEADS))
        return str(rng.choice([name for name, style in STYLES.items() if lead in style.leads])), lead
    if kind == "band":
        style_name = str(rng.choice(list(STYLES)))
        return style_name, str(rng.choice(STYLES[style_name].leads))
    if kind == "backing":
        return str(rng.choice([name for name, style in STYLES.items() if style.bass])), None
    return str(rng.choice([name for name, style in STYLES.items() if style.drums])), None


def _parts(
    rng: np.random.Generator,
    kind: str,
    style: Style,
    harmony: Harmony,
    lead: str | None,
    register: str | None,
    scale: tuple[int, ...],
) -> tuple[Part, ...]:
    """Who plays, lead first."""
    if kind == "drums":
        return (drum_part(rng, style, harmony),)
    parts = []
    if lead is not None and register is not None:
        parts.append(melody_part(rng, style, harmony, lead, register, scale))
        two_hands = kind == "solo" and INSTRUMENTS[lead].chords and register != "low"
        if two_hands and rng.random() < _SHARES["left hand"]:
            parts.append(chord_part(rng, style, harmony, lead, below=True))
    if kind == "duo" or (kind in _FULL and rng.random() < _SHARES["chords"]):
        partner = str(rng.choice(_partners(style, lead, kind)))
        parts.append(chord_part(rng, style, harmony, partner, below=register == "middle"))
    if kind in _FULL:
        parts += _backing(rng, kind, style, harmony, lead)
    return tuple(parts) or (chord_part(rng, style, harmony, style.comps[0], below=False),)


def _partners(style: Style, lead: str | None, kind: str) -> list[str]:
    """Who may play the chords: somebody else, or in a band that has nobody else a second of the same."""
    others = [name for name in style.comps if name != lead]
    if others or kind != "duo":
        return others or list(style.comps)
    return ["strings" if lead == "piano" else "piano"]


def _backing(
    rng: np.random.Generator, kind: str, style: Style, harmony: Harmony, lead: str | None
) -> list[Part]:
    """Bass, pad and drums, each as the style has them and now and then absent; a band without melody has drums."""
    parts = []
    if style.bass and rng.random() < _SHARES["bass"]:
        parts.append(bass_part(rng, style, harmony))
    pads = [name for name in style.pads if name != lead]
    if pads and rng.random() < _SHARES["pad"]:
        parts.append(chord_part(rng, style, harmony, str(rng.choice(pads)), below=False, held=True))
    if style.drums and (kind == "backing" or rng.random() < _SHARES["drums"]):
        parts.append(drum_part(rng, style, harmony))
    return parts
