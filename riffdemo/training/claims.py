"""What a caption says, in a form that can be checked.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riffdemo.training.corpus import Arrangement
from riffdemo.training.instruments import INSTRUMENTS
from riffdemo.training.words.vocabulary import BROAD_WORDS, IMPLICATIONS, PLURAL_ENDINGS

BPM_TOLERANCE = 0.055


@dataclass(frozen=True)
class Claim:
    """A statement about a clip, such as ("lead", "piano") or ("drums", False)."""

    kind: str
    value: object


@dataclass(frozen=True)
class Caption:
    """Some words and everything that they claim."""

    text: str
    claims: tuple[Claim, ...] = ()

    def __add__(self, other: Caption | str) -> Caption:
        """The two, one after the other; a plain text claims nothing."""
        following = other if isinstance(other, Caption) else Caption(other)
        return Caption(self.text + following.text, self.claims + following.claims)


def holds(claim: Claim, clip: Arrangement) -> bool:
    """Whether a claim is true of a clip."""
    roles = {part.role for part in clip.parts}
    facts: dict[str, object] = {
        "drums": clip.has_drums,
        "bass": "bass" in roles,
        "melody": "melody" in roles,
        "voices": "choir" in clip.instruments,
        "full": clip.kind in ("band", "backing"),
        "tempo": clip.bpm,
    }
    match claim.kind:
        case "plays":
            return claim.value in clip.instruments
        case "absent":
            family = INSTRUMENTS[str(claim.value)].family
            return all(INSTRUMENTS[name].family != family for name in clip.instruments)
        case "bpm":
            return abs(float(str(claim.value)) / clip.bpm - 1) <= BPM_TOLERANCE
        case "manner":
            return clip.style in BROAD_WORDS[str(claim.value)]
        case kind:
            return bool((facts[kind] if kind in facts else getattr(clip, kind)) == claim.value)


def implied_by(text: str) -> list[Claim]:
    """What the words of a style's name say beside the style: a "waltz band" needs more than one player."""
    return [
        Claim(*IMPLICATIONS[word]) for word in text.lower().replace("-", " ").split() if word in IMPLICATIONS
    ]


def joined(captions: Iterable[Caption], separator: str) -> Caption:
    """The captions in one, with `separator` between them."""
    captions = list(captions)
    claims = tuple(claim for caption in captions for claim in caption.claims)
    return Caption(separator.join(caption.text for caption in captions), claims)


def with_article(noun: Caption) -> Caption:
    """ "a" or "an" before a singular noun."""
    if noun.text.endswith(PLURAL_ENDINGS):
        return noun
    sounds_like_vowel = noun.text[0].lower() in "aeiou8" and not noun.text.lower().startswith("eu")
    return Caption("an " if sounds_like_vowel else "a ") + noun


def without_article(phrase: str) -> str:
    """As it can stand alone: "smoky bar" for "a smoky bar"."""
    return phrase.removeprefix("a ").removeprefix("an ")
