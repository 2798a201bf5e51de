"""Steps and stopping."""

from __future__ import annotations

import threading

import pytest

from riffdemo.errors import RiffError
from riffdemo.progress import Cancelled, check_cancelled


def test_a_set_event_cancels() -> None:
    event = threading.Event()
    check_cancelled(None)
    check_cancelled(event)
    event.set()
    with pytest.raises(Cancelled, match="Start again"):
        check_cancelled(event)


def test_cancelled_is_for_the_users_eyes() -> None:
    assert issubclass(Cancelled, RiffError)
