"""What every tab does that makes clips: run and stop, keep what was made, bring it and its settings back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.components import Component

from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.history import History
from riffdemo.ui.making import Made
from riffdemo.ui.work import ENGINE_LINE, WAITING, Visitors, Work

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Bench:
    """The parts of a tab that makes clips.

    Attributes:
        controls: The controls by name.
        shown: The players.
        earlier: The strip of what was made before.
        dropped: Where a file is dropped to bring its settings back.
        make: Starts the work that values of the controls ask for; also gives values that were chosen for it.
        updates: A value or update for each control, from the settings of a clip.
    """

    controls: Mapping[str, Component]
    shown: gr.HTML
    earlier: gr.HTML
    dropped: gr.File
    make: Callable[[Values, threading.Event], tuple[Work[Made], Values]]
    updates: Callable[[Values], Sequence[Any]]

    def connect(self, starts: Sequence[Any], visitors: Visitors) -> None:
        """Connect the events.

        Args:
            starts: Events that start the work.
            visitors: Who waits for what.
        """
        history, controls = gr.State(History()), [*self.controls.values()]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

        @shows_errors
        def generate(request: gr.Request, history: History, *values: Any) -> Iterator[list[Any]]:
            rest = [gr.skip()] * (2 + len(values))
            with visitors.turn(request) as cancel:
                work, chosen = self.make(dict(zip(self.controls, values, strict=True)), cancel)
                for progress in work.progress():
                    yield [{"progress": progress}, *rest]
            if cancel.is_set():  # the answer to Stop may have been overtaken by the last progress
                yield [history.players(), *rest]
            cards, notice = work.result()
            history = history.with_new(cards)
            made = [chosen.get(name, gr.skip()) for name in self.controls]
            yield [history.players(notice=notice), history.strip(), history, *made]

        def stop(request: gr.Request, history: History) -> dict[str, Any]:
            visitors.stop(request)
            return history.players()

        @shows_errors
        def bring_back(event: gr.EventData, history: History) -> list[Any]:
            again = history.showing(event.take)
            return [again.players(), again, *self.updates(again.cards[0]["settings"])]

        @shows_errors
        def restore(path: str) -> Sequence[Any]:
            from riffdemo.clip import settings_from_file

            return self.updates(settings_from_file(path))

        gr.on(starts, None, None, self.shown, js=WAITING)
        gr.on(starts, visitors.expect, queue=False, **quiet)
        run = gr.on(
            starts,
            generate,
            [history, *controls],
            [self.shown, self.earlier, history, *controls],
            concurrency_id=ENGINE_LINE,
            concurrency_limit=1,
            trigger_mode="always_last",  # a click while a stopped run still winds down is not lost
            **quiet,
        )
        run.failure(
            History.players, history, self.shown, queue=False, **quiet
        )  # a full queue is a failure too
        self.shown.stop(stop, history, self.shown, queue=False, **quiet)
        self.dropped.upload(restore, self.dropped, controls, api_visibility="private")
        self.earlier.restore(bring_back, history, [self.shown, history, *controls], **quiet)
