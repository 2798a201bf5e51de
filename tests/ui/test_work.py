"""Work in a thread: progress, result, errors, stop."""

from __future__ import annotations

import base64
import io
import threading
from collections.abc import Callable
from typing import Any

import gradio as gr
import pytest
from PIL import Image

from riffdemo.progress import Cancelled, OnStep, Step
from riffdemo.ui.work import Visitors, Work

Say = Callable[[str], None]


def steps(on_step: OnStep, say: Say) -> str:
    say("loading")
    for index in (1, 2):
        on_step(Step(index, 2, 2.0 - index, lambda _: Image.new("RGB", (100, 50), "red")))
    return "done"


def test_progress_is_told_in_order_and_the_result_kept() -> None:
    work = Work(steps, cancel=threading.Event())
    told = list(work.progress())
    assert [news["text"] for news in told] == [
        "loading",
        "Step 1 of 2, about 1.0 s left",
        "Step 2 of 2, about 0.0 s left",
    ]
    assert [news["share"] for news in told] == [0.0, 0.5, 1.0]
    assert work.result() == "done"


def test_previews_are_pictures_and_not_too_many() -> None:
    told = list(Work(steps, cancel=threading.Event(), n_pictures=8).progress())
    assert [len(news["pictures"]) for news in told] == [0, 4, 0]
    data = base64.b64decode(told[1]["pictures"][0].removeprefix("data:image/jpeg;base64,"))
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (512, 256)


def test_an_error_comes_out_of_the_result() -> None:
    def broken(on_step: OnStep, say: Say) -> None:
        raise ValueError("broken")

    work = Work(broken, cancel=threading.Event())
    assert list(work.progress()) == []
    with pytest.raises(ValueError, match="broken"):
        work.result()


def waits(cancel: threading.Event) -> Callable[[OnStep, Say], Any]:
    def task(on_step: OnStep, say: Say) -> None:
        say("waiting")
        if cancel.wait(10):
            raise Cancelled("stopped")

    return task


def visitor(name: str) -> gr.Request:
    return gr.Request(session_hash=name)


def test_a_visitor_stops_the_own_work_only() -> None:
    visitors = Visitors()
    with visitors.turn(visitor("me")) as mine, visitors.turn(visitor("you")) as yours:
        visitors.stop(visitor("me"))
        assert mine.is_set()
        assert not yours.is_set()


def test_work_can_be_stopped_before_its_turn() -> None:
    visitors = Visitors()
    visitors.expect(visitor("me"))
    with visitors.turn(visitor("me")) as first:
        visitors.stop(visitor("me"))
    visitors.expect(visitor("me"))
    with visitors.turn(visitor("me")) as second:
        assert not second.is_set()
    assert first.is_set()


def test_a_stop_after_the_work_is_done_does_not_hit_the_next() -> None:
    visitors = Visitors()
    with visitors.turn(visitor("me")):
        pass
    visitors.stop(visitor("me"))
    with visitors.turn(visitor("me")) as cancel:
        assert not cancel.is_set()


def test_a_stop_ends_the_work() -> None:
    cancel = threading.Event()
    work = Work(waits(cancel), cancel=cancel)
    for _ in work.progress():
        cancel.set()
    with pytest.raises(Cancelled):
        work.result()


def test_work_that_nobody_watches_any_more_is_stopped() -> None:
    cancel = threading.Event()
    watched = Work(waits(cancel), cancel=cancel).progress()
    next(watched)
    watched.close()
    assert cancel.is_set()
