"""What somebody might type to get this clip: many captions, each true of it.

A caption is put together from phrases, and each phrase carries what it claims (claims.py), so that the truth of
every caption can be checked. Several ways to say a thing, in several orders, partial and complete, positive and
negated, are what lets a model learn from a small corpus what the words mean.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from riffdemo.errors import ParameterError
from riffdemo.training.claims import Caption, Claim, implied_by, joined, with_article, without_article
from riffdemo.training.corpus import Arrangement
from riffdemo.training.phrases import Phrases
from riffdemo.training.words import STYLE_WORDS

_FLOWING = ("with", "without", "in", "at")


def captions_from_arrangement(
    arrangement: Arrangement, rng: np.random.Generator, *, n: int = 8
) -> tuple[Caption, ...]:
    """`n` different captions, each true of the arrangement: a description first, then a mixture.

    Raises:
        ParameterError: `n` is not from 1 to 32.
    """
    if not 1 <= n <= 32:
        raise ParameterError(f"n is {n}: give a whole number of captions from 1 to 32.")
    writer = Writer(arrangement, rng)
    captions: dict[str, Caption] = {}
    while len(captions) < n:
        caption = writer.caption() if captions else writer.description()
        if not _stutters(caption.text):
            captions.setdefault(caption.text, caption)
    return tuple(captions.values())


def bare_captions(style: str, rng: np.random.Generator, n: int) -> list[str]:
    """`n` times what people type first: a style's name, an artist or a scene, true of any clip, and nothing else."""
    words = STYLE_WORDS[style]
    names = [text for text in words.names if not implied_by(text)]
    phrases = [without_article(text) for text in (*words.artists, *words.scenes) if not implied_by(text)]
    return [str(rng.choice(names if rng.random() < 0.5 else phrases)) for _ in range(n)]


def _stutters(text: str) -> bool:
    """Whether a word follows itself, as when two phrases meet that both say it."""
    words = text.lower().replace(",", "").split()
    return any(word == after for word, after in pairwise(words))


class Writer(Phrases):
    """Joins phrases about one clip to captions."""

    def caption(self) -> Caption:
        """One caption of any sort."""
        sorts: list[tuple[Callable[[], Caption], float]] = [
            (self.description, 0.29),
            (self.tags, 0.14),
            (self.sentence, 0.12),
            (self.reference, 0.28),
            (self.short, 0.17),
        ]
        chosen = self.rng.choice(len(sorts), p=[share for _, share in sorts])
        return sorts[chosen][0]()

    def description(self) -> Caption:
        """ "slow sad funk with saxophone and electric piano, no drums"."""
        head = joined([*self.some(self.adjectives(), 0, 2), self.subject()], " ")
        return self._with_clauses(head, self.some(self.extras(), 0, 3))

    def tags(self) -> Caption:
        """ "techno, 140 bpm, dark, synth lead"."""
        facts = [self.genre(), *self.adjectives(), *self.extras()]
        if self.clip.lead:
            facts.append(self.player(self.clip.lead))
        return joined(self.some(facts, 2, 6), ", ")

    def sentence(self) -> Caption:
        """ "a happy ragtime piece for piano in a major key"."""
        noun = Caption(self.one(("piece", "loop", "tune", "track", "clip", "riff")))
        head = with_article(joined([*self.some(self.adjectives(), 0, 1), self.genre(), noun], " "))
        if self.clip.lead and self.rng.random() < 0.7:
            joints = (
                (" for ", " with ", " played on ") if self.clip.kind == "solo" else (" with ", " featuring ")
            )
            head += Caption(self.one(joints)) + self.player(self.clip.lead)
        return self._with_clauses(head, self.some(self.extras(), 0, 3))

    def reference(self) -> Caption:
        """An artist, a place or an occasion that stands for the style, alone or with one thing more."""
        style = (Claim("style", self.clip.style),)
        words = STYLE_WORDS[self.clip.style]
        if self.rng.random() < 0.5:
            forms = (
                "{}",
                "in the manner of {}",
                "in the style of {}",
                "like {}",
                "inspired by {}",
                "{} style",
            )
            head = Caption(self.one(forms).format(self.fitting(words.artists)), style)
        else:
            scene = self.fitting(words.scenes)
            bare = without_article(scene)
            forms = (bare, bare, "music for {}", "the sound of {}", "soundtrack of {}", "something for {}")
            head = Caption(self.one(forms).format(scene), style)
        if self.rng.random() < 0.35:
            return head
        if self.clip.lead and self.rng.random() < 0.5:
            return head + self.one((", ", " with ")) + self.player(self.clip.lead)
        return joined([head, self.one([self.genre(), *self.adjectives(), *self.extras()])], ", ")

    def short(self) -> Caption:
        """A word or two."""
        options = [self.genre(), self.genre(), self.subject()]
        options.append(joined([self.one(self.adjectives()), self.genre()], " "))
        if self.clip.lead:
            lead = self.player(self.clip.lead)
            options += [lead, self.melody(), joined([self.one(self.adjectives()), lead], " ")]
        return self.one(options)

    def subject(self) -> Caption:
        """What plays: genre and lead, as befits the kind of clip."""
        kind = (Claim("kind", self.clip.kind),)
        if self.clip.kind == "drums":
            nouns = ("drum loop", "drum beat", "drums only", "beat", "drum groove", "percussion loop")
            return self.genre() + " " + Caption(self.one(nouns), (*kind, Claim("drums", True)))
        if self.clip.lead is None:
            rhythmic = ("groove", "rhythm section") if self.clip.has_drums else ()
            noun = self.one(("backing track", "accompaniment", "instrumental", *rhythmic))
            return self.genre() + " " + Caption(noun, kind)
        lead = self.player(self.clip.lead)
        if self.rng.random() < 0.25:
            lead = self.register() + " " + lead
        if self.clip.kind == "solo":
            form = self.one(("solo {}", "{} solo", "unaccompanied {}", "{} alone", "{} by itself", "{}"))
            alone = Caption(form.format(lead.text), (*lead.claims, *kind))
            return alone if self.rng.random() < 0.7 else alone + ", " + self.genre()
        if self.clip.kind == "duo":
            both = lead + self.one((" and ", " with ")) + self.player(self.others[-1])
            return both + Caption(self.one(("", " duo", " duet")), kind)
        return self._band(lead)

    def _band(self, lead: Caption) -> Caption:
        genre = self.genre()
        joint = self.one((" with ", " featuring ", " led by ", ", "))
        forms = [
            genre + joint + lead,
            genre + joint + self.melody(),
            genre + " with " + with_article(lead),
            genre + " with " + with_article(self.one(self.adjectives()) + " " + lead),
            lead + self.one((" plays ", " playing ", " in ", " over ")) + genre,
        ]
        if self.others:
            forms.append(genre + " with " + lead + " and " + self.player(self.one(self.others)))
        if any(part.role == "bass" for part in self.clip.parts):
            bassline = genre + Caption(" bassline", (Claim("bass", True),))
            forms.append(bassline + " with " + with_article(self.one(self.adjectives()) + " " + lead))
        return self.one(forms)

    def _with_clauses(self, head: Caption, clauses: list[Caption]) -> Caption:
        """Clauses after a head that may already have said some of it; a preposition may follow without comma."""
        fresh = [clause for clause in clauses if not set(clause.claims) & set(head.claims)]
        flows = len(fresh) == 1 and fresh[0].text.split()[0] in _FLOWING
        return joined([head, *fresh], self.one((", ", " ")) if flows else ", ")
