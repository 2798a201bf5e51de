"""Prompts that the model is judged by: new captions, words that no caption contains, and a page of everything.

Explained in notebook 08.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from riffdemo.training.captions import captions_from_arrangement
from riffdemo.training.corpus import compose
from riffdemo.training.words import STYLE_WORDS

FIRST_FRESH_INDEX = 1_000_000
_QUESTION_OF_CLAIM = {
    "style": "style",
    "drums": "has_drums",
    "bpm": "bpm",
    "tempo": "bpm",
    "lead": "lead",
    "tonality": "tonality",
    "register": "register",
}

NAME_PROMPTS: dict[str, tuple[str, ...]] = {
    name: (style,) for style, words in STYLE_WORDS.items() for name in words.names[:2]
}
PHRASE_PROMPTS: dict[str, tuple[str, ...]] = {
    phrase: (style,)
    for style, words in STYLE_WORDS.items()
    for phrase in (*words.artists, *words.scenes)[::60]
}

SHEET_PROMPTS: tuple[str, ...] = (
    "techno",
    "deep house",
    "uplifting trance",
    "synthwave, a neon night drive",
    "drum and bass",
    "hip hop",
    "lo-fi beats",
    "trap",
    "rock",
    "punk",
    "heavy metal",
    "funk bassline with a jazzy saxophone",
    "disco",
    "reggae",
    "ska",
    "afrobeat",
    "bossa nova with guitar",
    "salsa with trumpet",
    "swing with clarinet",
    "bebop saxophone",
    "blues with harmonica",
    "ragtime piano",
    "gospel choir",
    "folk with acoustic guitar",
    "country",
    "bluegrass banjo",
    "tango with accordion",
    "waltz",
    "baroque harpsichord",
    "string quartet",
    "orchestral film score",
    "ambient",
    "drone",
    "chiptune",
    "marching band",
    "church bells",
    "raga on the sitar",
    "lullaby, music box",
    "solo flute",
    "solo piano, slow and sad, minor",
    "solo marimba",
    "solo cello, low notes",
    "techno drum loop",
    "funk without drums",
    "Beethoven meets Radiohead",
    "rain on a tin roof",
    "typing",
    "an angry typewriter in a jazz club",
)


def fresh_prompts(n: int, *, seed: int) -> tuple[list[str], list[dict[str, Any]]]:
    """Captions of clips that were never rendered, the most telling one each, and what they claim."""
    prompts, claimed = [], []
    for i in range(n):
        arrangement = compose(FIRST_FRESH_INDEX + i, seed=seed)
        captions = captions_from_arrangement(arrangement, np.random.default_rng((seed, i)))
        questions = [
            {_QUESTION_OF_CLAIM[claim.kind] for claim in caption.claims if claim.kind in _QUESTION_OF_CLAIM}
            for caption in captions
        ]
        best = max(range(len(captions)), key=lambda k: len(questions[k]))
        attributes = arrangement.attributes()
        prompts.append(captions[best].text)
        claimed.append({name: attributes[name] for name in questions[best]})
    return prompts, claimed


def drawn_prompts(
    n: int, rng: np.random.Generator, *, n_solos: int = 0
) -> tuple[list[str], list[dict[str, Any]]]:
    """Captions of clips that were never rendered, none of them `fresh_prompts`, and what they claim.

    Args:
        n: How many.
        rng: Where the randomness comes from.
        n_solos: So many of them, the first, are of solos; the others are of any sort.
    """
    prompts: list[str] = []
    claimed: list[dict[str, Any]] = []
    while len(prompts) < n:
        arrangement = compose(int(rng.integers(2 * FIRST_FRESH_INDEX, 2**31)), seed=0)
        if len(prompts) < n_solos and arrangement.kind != "solo":
            continue
        captions = captions_from_arrangement(arrangement, rng, n=2)
        claims = [claim.kind for claim in captions[-1].claims if claim.kind in _QUESTION_OF_CLAIM]
        if claims:
            attributes = arrangement.attributes()
            prompts.append(captions[-1].text)
            claimed.append(
                {_QUESTION_OF_CLAIM[kind]: attributes[_QUESTION_OF_CLAIM[kind]] for kind in claims}
            )
    return prompts, claimed
