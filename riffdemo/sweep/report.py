"""How far a task of many windows is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from riffdemo.pipeline.recipe import Progress
from riffdemo.progress import CancelToken, OnStep, Step, check_cancelled

if TYPE_CHECKING:
    from PIL import Image


class Reporter:
    """Tells about every step of every window, and stops the work when asked.

    Args:
        n_windows: Of the whole task.
        on_step: Who is told.
        cancel: Who is asked.
    """

    def __init__(self, n_windows: int, on_step: OnStep | None, cancel: CancelToken | None) -> None:
        self.cancel = cancel
        self._n_windows, self._on_step = n_windows, on_step
        self._began = time.perf_counter()

    def report(self, number: int, progress: Progress, preview: Callable[[int], Image.Image]) -> None:
        """One step of window `number`, from 0, is done.

        Raises:
            Cancelled: The work is to stop.
        """
        index, total = number * progress.total + progress.index, self._n_windows * progress.total
        eta = (time.perf_counter() - self._began) * (total - index) / index
        if self._on_step is not None:
            self._on_step(Step(index, total, eta, preview, f"Window {number + 1} of {self._n_windows}"))
        check_cancelled(self.cancel)
