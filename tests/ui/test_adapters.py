"""What the visitor is told when something fails."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator

import gradio as gr
import pytest

from riffdemo.errors import AudioError, ParameterError
from riffdemo.progress import Cancelled
from riffdemo.ui.adapters import APOLOGY, error_for_page, shows_errors


def test_our_errors_are_told_as_they_are() -> None:
    @shows_errors
    def handler() -> None:
        raise ParameterError("seed is -1: give 0 or more.")

    with pytest.raises(gr.Error) as caught:
        handler()
    assert caught.value.message == "seed is -1: give 0 or more."


def test_errors_in_the_middle_of_a_stream_are_told_too() -> None:
    @shows_errors
    def handler() -> Iterator[int]:
        yield 1
        raise ParameterError("too late")

    stream = handler()
    assert next(stream) == 1
    with pytest.raises(gr.Error) as caught:
        next(stream)
    assert caught.value.message == "too late"


def test_a_stop_is_no_error() -> None:
    @shows_errors
    def handler() -> Iterator[int]:
        yield 1
        raise Cancelled("stopped")

    assert list(handler()) == [1]


def test_bugs_are_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        error = error_for_page(ZeroDivisionError("secret"))
    assert error.message == APOLOGY
    assert "secret" in caplog.text


def test_folders_of_the_server_are_not_shown() -> None:
    error = error_for_page(AudioError("'/tmp/gradio/ab12/my song.wav' is a text, not a sound."))
    assert error.message == "'my song.wav' is a text, not a sound."


def test_a_full_disk_is_named(caplog: pytest.LogCaptureFixture) -> None:
    error = error_for_page(OSError(errno.ENOSPC, "No space left on device"))
    assert "No space left on device" in error.message
