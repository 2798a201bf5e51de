"""Long work behind the page: it runs in a thread, tells how far it is, and stops when asked."""

from __future__ import annotations

import base64
import contextlib
import io
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import gradio as gr

from riffdemo.progress import OnStep, Step

if TYPE_CHECKING:
    from PIL import Image

Result = TypeVar("Result")

ENGINE_LINE = "engine"  # every event that uses the model stands in this line
WAITING = "() => ({progress: {text: 'Getting ready ...', share: 0, pictures: []}})"
"""What players show from the click to the first news, in JavaScript."""

THREAD_NAME = "riffdemo-work"
PREVIEW_EVERY = 0.2  # seconds
MAX_PREVIEWS = 4
PREVIEW_HEIGHT = 256


class Work(Generic[Result]):
    """A task in a thread of its own.

    Args:
        task: Called with `on_step` and `say`, which shows one line instead.
        cancel: Set when nobody wants the result any more.
        n_pictures: How many clips are in the making.
    """

    def __init__(
        self,
        task: Callable[[OnStep, Callable[[str], None]], Result],
        *,
        cancel: threading.Event,
        n_pictures: int = 1,
    ) -> None:
        self._task, self._cancel, self._n_pictures = task, cancel, n_pictures
        self._news: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._last_preview = 0.0
        self._outcome: list[Result] = []
        self._error: BaseException | None = None

    def progress(self) -> Iterator[dict[str, Any]]:
        """Run the task; what it says, as the page's easel shows it."""
        thread = threading.Thread(target=self._run, name=THREAD_NAME, daemon=True)
        thread.start()
        try:
            while (news := self._news.get()) is not None:
                yield news
        finally:
            if thread.is_alive() and self._error is None and not self._outcome:
                self._cancel.set()

    def run(self) -> Result:
        """What the task returns, for callers who do not watch its progress.

        Raises:
            Exception: What the task raised.
        """
        for _ in self.progress():
            pass
        return self.result()

    def result(self) -> Result:
        """What the task returned, once `progress` has ended.

        Raises:
            Exception: What the task raised.
        """
        if self._error is not None:
            raise self._error
        return self._outcome[0]

    def _run(self) -> None:
        try:
            self._outcome.append(self._task(self._on_step, self._say))
        except BaseException as error:
            self._error = error
        finally:
            self._news.put(None)

    def _say(self, text: str) -> None:
        self._news.put({"text": text, "share": 0.0, "pictures": []})

    def _on_step(self, step: Step) -> None:
        part = step.part or f"Step {step.index} of {step.total}"
        text = f"{part}, about {_duration(step.eta)} left"
        self._news.put({"text": text, "share": step.index / step.total, "pictures": self._previews(step)})

    def _previews(self, step: Step) -> list[str]:
        """Pictures in the making, not so often that looking at them slows the work down."""
        if time.monotonic() - self._last_preview < PREVIEW_EVERY:
            return []
        pictures = [_data_url(step.preview(i)) for i in range(min(self._n_pictures, MAX_PREVIEWS))]
        self._last_preview = time.monotonic()
        return pictures


class Visitors:
    """Who waits for what: a visitor can stop the own work, while it waits for its turn or later."""

    def __init__(self) -> None:
        self._cancels: dict[str | None, threading.Event] = {}

    def expect(self, request: gr.Request) -> None:
        """A visitor clicked: from now on the work can be stopped, though its turn is still to come."""
        self._cancels.setdefault(request.session_hash, threading.Event())

    @contextlib.contextmanager
    def turn(self, request: gr.Request) -> Iterator[threading.Event]:
        """A visitor's turn; gives the flag that is set when the work is to stop."""
        cancel = self._cancels.setdefault(request.session_hash, threading.Event())
        try:
            yield cancel
        finally:
            if self._cancels.get(request.session_hash) is cancel:
                del self._cancels[request.session_hash]

    def stop(self, request: gr.Request) -> None:
        """Stop a visitor's work, if there is any, at its next step; also when the browser tab was closed."""
        cancel = self._cancels.pop(request.session_hash, None)
        if cancel is not None:
            cancel.set()


def _data_url(image: Image.Image) -> str:
    buffer = io.BytesIO()
    width = max(1, round(image.width * PREVIEW_HEIGHT / image.height))
    image.convert("RGB").resize((width, PREVIEW_HEIGHT)).save(buffer, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()


def _duration(seconds: float) -> str:
    return (
        f"{seconds:.1f} s"
        if seconds < 10
        else f"{seconds:.0f} s"
        if seconds < 90
        else f"{seconds / 60:.0f} min"
    )
