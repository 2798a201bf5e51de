"""Texts that teach the linker of the text encoder (train_linker.py), and what it sees of them.

Explained in notebook 08.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from transformers import BertTokenizerFast

from riffdemo.text_encoder import LinkingBert
from riffdemo.training.captions import Writer
from riffdemo.training.claims import implied_by, without_article
from riffdemo.training.corpus import compose
from riffdemo.training.words import STYLE_WORDS
from riffdemo.training.words.style_words import StyleWords
from riffdemo.training.words.vocabulary import DENSITY_WORDS, MOOD_WORDS, TEMPO_WORDS

_KEPT_BACK = 20  # every so many-th artist or scene teaches nothing, to see how strangers are read
_SORTS = (0.3, 0.35, 0.35)  # of captions: with an artist or a scene, of a word or two, any
_N_NEIGHBOURS = 8  # other words that every name of a style is shown with
_OTHER_WORDS = [
    word for table in (TEMPO_WORDS, MOOD_WORDS, DENSITY_WORDS) for words in table.values() for word in words
]


@dataclass(frozen=True)
class Example:
    """A text, and what it says of styles.

    Attributes:
        style: Its number; None where the text is silent about it.
        start, end: Which characters say it.
    """

    text: str
    style: int | None = None
    start: int = 0
    end: int = 0


def phrases_by_style(*, kept_back: bool) -> dict[str, tuple[str, ...]]:
    """Artists and scenes of every style: those that teach, or those that are kept back."""
    return {
        style: tuple(
            phrase
            for number, phrase in enumerate((*words.artists, *words.scenes), start=1)
            if (number % _KEPT_BACK == 0) == kept_back
        )
        for style, words in STYLE_WORDS.items()
    }


def phrase_examples(*, kept_back: bool) -> list[Example]:
    """Every artist and scene alone, with its article and without."""
    return [
        Example(text, number, 0, len(text))
        for number, phrases in enumerate(phrases_by_style(kept_back=kept_back).values())
        for phrase in phrases
        for text in with_and_without_article(phrase)
    ]


def name_examples(rng: np.random.Generator) -> list[Example]:
    """Every name of a style alone and beside other words, but for names that say more than the style."""
    return [
        _between(number, name, before, after)
        for number, words in enumerate(STYLE_WORDS.values())
        for name in names_alone(words)
        for before, after in [("", ""), *_neighbours(rng)]
    ]


def _between(style: int, said: str, before: str, after: str) -> Example:
    return Example(before + said + after, style, len(before), len(before) + len(said))


def _neighbours(rng: np.random.Generator) -> list[tuple[str, str]]:
    """What may stand before and after a name: "slow " and "", or "" and ", slow"."""
    words = rng.choice(_OTHER_WORDS, _N_NEIGHBOURS)
    return [(f"{word} ", "") if rng.random() < 0.5 else ("", f", {word}") for word in words]


def with_and_without_article(phrase: str) -> tuple[str, ...]:
    """ "a smoky bar" and "smoky bar"."""
    return tuple(dict.fromkeys((phrase, without_article(phrase))))


def names_alone(words: StyleWords) -> tuple[str, ...]:
    """Names that say nothing but the style: of "waltz band" the second word must still be heard."""
    return tuple(name for name in words.names if not implied_by(name))


def caption_examples(rng: np.random.Generator) -> Iterator[Example]:
    """Captions that say their style by a name, an artist or a scene that teaches, and captions that are silent."""
    numbers = {style: number for number, style in enumerate(STYLE_WORDS)}
    taught = phrases_by_style(kept_back=False)
    while True:
        writer = Writer(compose(int(rng.integers(2**31)), seed=0), rng)
        caption = (writer.reference, writer.short, writer.caption)[rng.choice(3, p=_SORTS)]()
        style = writer.clip.style
        forms = [form for phrase in taught[style] for form in with_and_without_article(phrase)]
        forms += names_alone(STYLE_WORDS[style])
        said = [found for form in forms if (found := re.search(rf"\b{re.escape(form)}\b", caption.text))]
        if said:
            longest = max(said, key=lambda found: len(found[0]))
            yield Example(caption.text, numbers[style], *longest.span())
        elif all(claim.kind != "style" for claim in caption.claims):
            yield Example(caption.text)


@dataclass(frozen=True)
class Lessons:
    """Examples as the linker sees them.

    Attributes:
        features: What it looks at, (n, tokens, features), float16.
        in_words: Which tokens belong to words, (n, tokens).
        mentions: Which tokens say the style, (n, tokens).
        styles: Numbers of the styles, -1 where there is none, (n,).
    """

    features: torch.Tensor
    in_words: torch.Tensor
    mentions: torch.Tensor
    styles: torch.Tensor

    def at(self, rows: torch.Tensor) -> Lessons:
        """Some of them."""
        return Lessons(*(values[rows] for values in vars(self).values()))


@torch.no_grad()
def lessons_from_examples(
    encoder: LinkingBert, tokenizer: BertTokenizerFast, examples: Sequence[Example]
) -> Lessons:
    """Run the encoder over the examples, as far as its last layer."""
    tokens = tokenizer(
        [example.text for example in examples],
        padding=True,
        truncation=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    features = [
        encoder.token_features(ids, encoder(ids, mask).hidden_states[-2]).half()
        for ids, mask in zip(tokens.input_ids.split(64), tokens.attention_mask.split(64), strict=True)
    ]
    in_words = encoder.in_words(tokens.input_ids)
    starts, ends = tokens.offset_mapping.unbind(-1)
    first = torch.tensor([example.start for example in examples])[:, None]
    last = torch.tensor([example.end for example in examples])[:, None]
    mentions = in_words & (starts < last) & (ends > first)
    styles = [-1 if example.style is None else example.style for example in examples]
    return Lessons(torch.cat(features), in_words, mentions, torch.tensor(styles))
