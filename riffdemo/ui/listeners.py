"""Who listens to an endless riff: what is kept for each of them, and how it is bounded.

Nothing here is needed to go on: a position says where a riff is. What is kept makes it better (the tails, without
which a blend is heard) or is asked for later (the files of the last minutes).
"""

from __future__ import annotations

import shutil
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gradio.utils import get_upload_folder

if TYPE_CHECKING:
    from riffdemo.live.step import LiveClip
    from riffdemo.live.tail import Tail

MAX_TAILS = 6
MAX_TAKES = 80
MAX_LISTENERS = 64
IDLE_SECONDS = 900.0
_ACTIVE_SECONDS = 15.0


class Listener:
    """What is kept for one page.

    Attributes:
        tails: Of the last clips, by their tokens: a page that throws clips away goes on from an earlier one.
        takes: Folders of the last clips.
        last_seen: When the page asked last (s, monotonic).
    """

    def __init__(self) -> None:
        self.tails: OrderedDict[str, Tail] = OrderedDict()
        self.takes: deque[str] = deque()
        self.last_seen = 0.0

    def keep(self, made: LiveClip, take: str) -> None:
        """Keep a clip's tail and files, and let go of what is too old."""
        self.tails[made.position.token] = made.tail
        while len(self.tails) > MAX_TAILS:
            self.tails.popitem(last=False)
        self.takes.append(take)
        while len(self.takes) > MAX_TAKES:
            _remove(self.takes.popleft())

    def forget(self) -> None:
        """Let go of everything."""
        self.tails.clear()
        while self.takes:
            _remove(self.takes.popleft())


class Listeners:
    """All of them, by session.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._by_session: OrderedDict[str | None, Listener] = OrderedDict()
        self._clock = clock
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._by_session)

    @property
    def n_active(self) -> int:
        """How many share the model now."""
        with self._lock:
            now = self._clock()
            return sum(now - listener.last_seen < _ACTIVE_SECONDS for listener in self._by_session.values())

    def heard_from(self, session: str | None) -> Listener:
        """The listener of a session, who is here now; others that were silent for long are forgotten."""
        with self._lock:
            listener = self._by_session.setdefault(session, Listener())
            self._by_session.move_to_end(session)
            listener.last_seen = self._clock()
            while self._oldest_is_gone():
                self._by_session.popitem(last=False)[1].forget()
            return listener

    def forget(self, session: str | None) -> None:
        """A page was closed."""
        with self._lock:
            listener = self._by_session.pop(session, None)
        if listener is not None:
            listener.forget()

    def _oldest_is_gone(self) -> bool:
        oldest = next(iter(self._by_session.values()))
        return len(self) > MAX_LISTENERS or self._clock() - oldest.last_seen > IDLE_SECONDS


def _remove(take: str) -> None:
    shutil.rmtree(Path(get_upload_folder()) / take, ignore_errors=True)
