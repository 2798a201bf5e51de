"""The only place that knows how Gradio shows errors."""

from __future__ import annotations

import functools
import inspect
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import gradio as gr

from riffdemo.errors import RiffError
from riffdemo.progress import Cancelled

logger = logging.getLogger(__name__)

APOLOGY = "Something went wrong that should not have. It was written to the log; please try again."

Handler = TypeVar("Handler", bound=Callable[..., Any])


def shows_errors(handler: Handler) -> Handler:
    """A handler whose errors reach the visitor as one sentence, and whose bugs reach the log."""

    @functools.wraps(handler)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return handler(*args, **kwargs)
        except Exception as error:
            raise error_for_page(error) from error

    @functools.wraps(handler)
    def iterate(*args: Any, **kwargs: Any) -> Iterator[Any]:
        try:
            yield from handler(*args, **kwargs)
        except Cancelled:
            return  # that is what the visitor asked for
        except Exception as error:
            raise error_for_page(error) from error

    return iterate if inspect.isgeneratorfunction(handler) else call  # type: ignore[return-value]


def error_for_page(error: Exception) -> gr.Error:
    """What the visitor is told: the message of a `RiffError`, an apology for anything else."""
    if isinstance(error, gr.Error):
        return error
    if isinstance(error, RiffError):
        return gr.Error(_without_folders(str(error)), title="That did not work", print_exception=False)
    if isinstance(error, OSError) and error.errno is not None:
        logger.error("The system refused", exc_info=error)
        return gr.Error(f"The server's disk said no: {error.strerror}.", print_exception=False)
    logger.error("Bug in a handler", exc_info=error)
    return gr.Error(APOLOGY, title="Sorry", print_exception=False)


def _without_folders(message: str) -> str:
    """Quoted paths shortened to the file's name: where the server keeps uploads is nobody's business."""
    return re.sub(r"'[^']*[/\\]([^'/\\]+)'", r"'\1'", message)
