"""The phrases of a caption: each says one thing about a clip, in one of several ways.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from riffdemo.training.claims import BPM_TOLERANCE, Caption, Claim, holds, implied_by
from riffdemo.training.corpus import Arrangement
from riffdemo.training.instruments import LEADS
from riffdemo.training.words import STYLE_WORDS
from riffdemo.training.words.vocabulary import (
    ABSENCE_WORDS,
    BROAD_WORDS,
    DENSITY_WORDS,
    DRUM_WORDS,
    INSTRUMENT_WORDS,
    MOOD_WORDS,
    REGISTER_WORDS,
    TEMPO_WORDS,
    TONALITY_WORDS,
)

_ROUND_TEMPOS = (*range(60, 180, 5), 72, 92, 98, 112, 118, 122, 138, 142, 162, 168, 172)
T = TypeVar("T")


class Phrases:
    """What can be said of one clip; every call draws anew."""

    def __init__(self, clip: Arrangement, rng: np.random.Generator) -> None:
        self.clip = clip
        self.rng = rng
        self.others = [name for name in clip.instruments if name != clip.lead]

    def melody(self) -> Caption:
        """The lead as a line: "high flute melody"."""
        noun = Caption(self.one((" melody", " line", " tune", " lead")), (Claim("melody", True),))
        line = self.player(str(self.clip.lead)) + noun
        return self.register() + " " + line if self.rng.random() < 0.5 else line

    def genre(self) -> Caption:
        """One of the style's names."""
        return Caption(self.fitting(STYLE_WORDS[self.clip.style].names), (Claim("style", self.clip.style),))

    def player(self, name: str) -> Caption:
        """One of an instrument's names."""
        kind = "lead" if name == self.clip.lead else "plays"
        return Caption(self.one(INSTRUMENT_WORDS[name]), (Claim(kind, name),))

    def adjectives(self) -> list[Caption]:
        """Words that can stand before a noun: mood, tempo, tonality, density, manner; the first weighs double."""
        tempo = Caption(self.one(TEMPO_WORDS[self.clip.bpm]), (Claim("tempo", self.clip.bpm),))
        density = [(word, Claim("density", self.clip.density)) for word in DENSITY_WORDS[self.clip.density]]
        manner = [
            (word, Claim("manner", word)) for word in BROAD_WORDS if self.clip.style in BROAD_WORDS[word]
        ]
        tonality = [(f"{value}-key", Claim("tonality", value)) for value in [self.clip.tonality] if value]
        drawn = [self.one(options) for options in (tonality, density, manner) if options]
        return [self.mood(), self.mood(), tempo, *(Caption(word, (claim,)) for word, claim in drawn)]

    def extras(self) -> list[Caption]:
        """Clauses that can follow anywhere; what can be heard at once stands twice and so comes up more often."""
        heard = [self.bpm(), self.drums()]
        if self.clip.tonality is not None:
            heard.append(self.tonality())
        if self.clip.register is not None:
            heard.append(self.register() + self.one((" notes", " melody")))
        return [
            *heard,
            *heard,
            *self.absences(),
            *(Caption("with ") + self.player(name) for name in self.others),
        ]

    def mood(self) -> Caption:
        """One word for its mood."""
        return Caption(self.one(MOOD_WORDS[self.clip.mood]), (Claim("mood", self.clip.mood),))

    def register(self) -> Caption:
        """Where the melody lies."""
        register = str(self.clip.register)
        return Caption(self.one(REGISTER_WORDS[register]), (Claim("register", register),))

    def tonality(self) -> Caption:
        """Major or minor, now and then with the name of the tonic."""
        claim = Claim("tonality", self.clip.tonality)
        if self.rng.random() < 0.5:
            return Caption(f"in {self.clip.key} {self.clip.tonality}", (claim, Claim("key", self.clip.key)))
        return Caption(self.one(TONALITY_WORDS[str(self.clip.tonality)]), (claim,))

    def drums(self) -> Caption:
        """Whether there are any."""
        return Caption(self.one(DRUM_WORDS[self.clip.has_drums]), (Claim("drums", self.clip.has_drums),))

    def bpm(self) -> Caption:
        """Its tempo in figures, exact or as people round it."""
        near = [bpm for bpm in _ROUND_TEMPOS if abs(bpm / self.clip.bpm - 1) <= BPM_TOLERANCE]
        bpm = self.one([*near, self.clip.bpm])
        form = self.one(("{} bpm", "at {} bpm", "{} bpm", "around {} bpm", "{} beats per minute"))
        return Caption(form.format(bpm), (Claim("bpm", bpm),))

    def absences(self) -> list[Caption]:
        """What the clip does without: a part, or an instrument whose whole family is absent."""
        absent = [(self.one(words), Claim(kind, False)) for kind, words in ABSENCE_WORDS.items()]
        name = self.one(LEADS)
        absent = [self.one([*absent, (self.one(("no ", "without ")) + name, Claim("absent", name))])]
        return [Caption(text, (claim,)) for text, claim in absent if holds(claim, self.clip)]

    def fitting(self, words: tuple[str, ...]) -> str:
        """One of the words that imply nothing untrue."""
        true = [text for text in words if all(holds(claim, self.clip) for claim in implied_by(text))]
        return self.one(true)

    def some(self, captions: list[Caption], low: int, high: int) -> list[Caption]:
        """A few of them in any order, no two with the same claims."""
        order = [captions[index] for index in self.rng.permutation(len(captions))]
        distinct = {caption.claims: caption for caption in order}
        return list(distinct.values())[: int(self.rng.integers(low, high + 1))]

    def one(self, options: Sequence[T]) -> T:
        """One of them."""
        return options[int(self.rng.integers(len(options)))]
