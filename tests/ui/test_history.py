"""What was made since the page was opened."""

from __future__ import annotations

import pytest

from riffdemo.errors import ParameterError
from riffdemo.ui.history import MAX_TAKES, History


def card(take: str) -> dict[str, str]:
    return {"take": take}


def test_the_newest_come_first_and_are_shown() -> None:
    history = History().with_new([card("a")]).with_new([card("b"), card("c")])
    assert [c["take"] for c in history.strip()["cards"]] == ["b", "c", "a"]
    assert history.players(notice="!") == {"cards": [card("b"), card("c")], "notice": "!"}


def test_it_does_not_grow_for_ever() -> None:
    history = History()
    for number in range(MAX_TAKES + 5):
        history = history.with_new([card(str(number))])
    assert len(history.cards) == MAX_TAKES
    assert history.cards[0]["take"] == str(MAX_TAKES + 4)


def test_an_old_one_is_brought_to_the_front() -> None:
    history = History().with_new([card("a")]).with_new([card("b")]).showing("a")
    assert history.players()["cards"] == [card("a")]
    assert len(history.cards) == 2


def test_one_that_is_gone_is_told() -> None:
    with pytest.raises(ParameterError, match="not kept"):
        History().showing("a")
