"""Prompts with weights: "funk (saxophone:1.4), (drums:0.6)".

Explained in notebook 06.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riffdemo.errors import ParameterError

Prompt = str | tuple[tuple[str, float], ...]
"""A text, or several with weights: what is heard is their blend."""

MAX_WEIGHT = 3.0
_WEIGHTED = re.compile(r"\(([^()]*):\s*(\d+\.?\d*|\.\d+)\s*\)")


@dataclass(frozen=True)
class WeightedText:
    """A prompt as the text encoder reads it.

    Attributes:
        text: The prompt without the marks.
        spans: (start, stop, weight) of the characters whose weight is not 1.
    """

    text: str
    spans: tuple[tuple[int, int, float], ...] = ()

    def weight_at(self, start: int, stop: int) -> float:
        """The weight of the characters from `start` to `stop`: that of the first span that touches them."""
        touching = (weight for first, last, weight in self.spans if start < last and first < stop)
        return next(touching, 1.0)


def weighted_from_prompt(prompt: str) -> WeightedText:
    """Read the marks "(words:weight)"; brackets without a number stay what they are.

    Raises:
        ParameterError: A weight is above 3, or the prompt holds half of a character.
    """
    _check_encodable(prompt)
    text, spans, end = "", [], 0
    for mark in _WEIGHTED.finditer(prompt):
        text += prompt[end : mark.start()]
        weight = float(mark[2])
        if weight > MAX_WEIGHT:
            raise ParameterError(f"The weight in {mark[0]!r} is {weight:g}: give 0 to {MAX_WEIGHT:g}.")
        if weight != 1:
            spans.append((len(text), len(text) + len(mark[1]), weight))
        text, end = text + mark[1], mark.end()
    return WeightedText(text + prompt[end:], tuple(spans))


def _check_encodable(prompt: str) -> None:
    try:
        prompt.encode()
    except UnicodeEncodeError as exc:
        raise ParameterError(
            f"The prompt holds half of a character at place {exc.start}: type it again."
        ) from exc
