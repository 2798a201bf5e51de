"""How a long task tells where it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from riffdemo.errors import RiffError

if TYPE_CHECKING:
    from PIL import Image


class Cancelled(RiffError):
    """The task was stopped on request; nothing of it is kept."""


class CancelToken(Protocol):
    """What a task asks between two steps; a `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether to stop."""


@dataclass(frozen=True, eq=False)
class Step:
    """One denoising step that is done.

    Attributes:
        index: Its number, 1 to `total`.
        total: Steps of the whole task.
        eta: Seconds until the task is done, estimated from the steps so far.
        preview: Paints the picture as the model expects it now. It is computed when called, at the cost of one
            decoding; call it while the step is being reported. The argument picks the variation.
        part: Which part of a longer task it belongs to: "Window 3 of 16".
    """

    index: int
    total: int
    eta: float
    preview: Callable[[int], Image.Image] = field(repr=False)
    part: str = ""


OnStep = Callable[[Step], None]


def check_cancelled(cancel: CancelToken | None) -> None:
    """Stop here if that was asked for.

    Raises:
        Cancelled: `cancel` is set.
    """
    if cancel is not None and cancel.is_set():
        raise Cancelled("Cancelled: nothing was made. Start again whenever you like.")
