"""The tab "Audition" without a browser: what is read from the controls, and what is kept."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from riffdemo.engine import Engine
from riffdemo.errors import ParameterError
from riffdemo.limits import HOME, HOSTED
from riffdemo.progress import Cancelled
from riffdemo.ui.audition import arguments_from_values, read_prompts
from riffdemo.ui.audition_work import audition_work
from riffdemo.ui.cards import Card

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # diffusers, NumPy 2

VALUES: dict[str, Any] = {
    "prompts": "funk\nbells\nfunk",
    "seeds": "1-2",
    "negative_prompt": None,
    "length": 1.0,
    "loop": False,
    "quality": "fast",
    "num_inference_steps": 2,
    "guidance_scale": 3.0,
    "scheduler": "DDIM",
}


def make(engine: Engine, cards: list[Card], cancel: threading.Event | None = None, **changed: Any) -> None:
    arguments = arguments_from_values({**VALUES, **changed})
    audition_work(engine, arguments, limits=HOME, cancel=cancel or threading.Event(), cards=cards).run()


def test_values_become_arguments() -> None:
    arguments = arguments_from_values(VALUES)
    assert arguments["prompts"] == ["funk", "bells"]
    assert arguments["seeds"] == [1, 2]
    assert (arguments["seconds"], arguments["negative_prompt"]) == (1.0, "")


@pytest.mark.parametrize(
    ("name", "value"), [("prompts", " \n"), ("prompts", None), ("seeds", ""), ("seeds", "x")]
)
def test_what_is_missing_is_told(name: str, value: Any) -> None:
    with pytest.raises(ParameterError):
        arguments_from_values({**VALUES, name: value})


def test_what_is_there_is_not_made_again(engine: Engine) -> None:
    cards: list[Card] = []
    make(engine, cards, prompts="funk")
    first = [card["take"] for card in cards]
    make(engine, cards)
    assert [card["take"] for card in cards[:2]] == first
    assert [(card["title"], card["settings"]["seed"]) for card in cards] == [
        ("funk", 1),
        ("funk", 2),
        ("bells", 1),
        ("bells", 2),
    ]


def test_a_stop_keeps_what_is_done(engine: Engine) -> None:
    cards: list[Card] = []
    cancel = threading.Event()
    arguments = arguments_from_values({**VALUES, "seeds": "1-4"})
    work = audition_work(engine, arguments, limits=HOME, cancel=cancel, cards=cards)
    for _ in work.progress():
        if cards:
            cancel.set()
    with pytest.raises(Cancelled):
        work.result()
    assert 1 <= len(cards) <= 4


def test_too_many_clips_are_refused(engine: Engine) -> None:
    with pytest.raises(ParameterError, match="2 prompts with 9 seeds are 18 clips: give up to 16"):
        HOSTED.check(arguments_from_values({**VALUES, "seeds": "1-9"}), engine.params)


def test_a_dropped_table_fills_the_box(tmp_path: Path) -> None:
    path = tmp_path / "prompts.csv"
    path.write_text("prompt,mood\nfunk,x\nbells,y\n", encoding="utf-8")
    assert read_prompts(str(path)) == ("funk\nbells", None)
