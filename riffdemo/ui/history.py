"""What a visitor has made since the page was opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from riffdemo.errors import ParameterError
from riffdemo.ui.cards import Card

MAX_TAKES = 40


@dataclass(frozen=True)
class History:
    """Cards, the newest first.

    Attributes:
        cards: Everything that is kept.
        n_shown: How many of them are on the page as players.
    """

    cards: tuple[Card, ...] = ()
    n_shown: int = 0

    def with_new(self, cards: Sequence[Card]) -> History:
        """This history after another click."""
        return History((*cards, *self.cards)[:MAX_TAKES], len(cards))

    def players(self, *, notice: str = "") -> dict[str, Any]:
        """The value of the players."""
        return {"cards": list(self.cards[: self.n_shown]), "notice": notice}

    def strip(self) -> dict[str, Any]:
        """The value of the strip of small pictures."""
        return {"cards": list(self.cards)}

    def showing(self, take: str) -> History:
        """This history with one take brought to the front.

        Raises:
            ParameterError: The take is not kept any more.
        """
        found = [card for card in self.cards if card["take"] == take]
        if not found:
            raise ParameterError("This clip is not kept any more: make it again.")
        return History((*found, *(card for card in self.cards if card["take"] != take)), 1)
