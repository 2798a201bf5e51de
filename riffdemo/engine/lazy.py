"""An engine that is loaded while a page is already served."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from riffdemo.engine.checkpoint import checkpoint_info
from riffdemo.engine.engine import Engine, load_engine
from riffdemo.progress import CancelToken, check_cancelled

_POLL = 0.1


class LazyEngine:
    """An engine that is loaded in the background, so that a page can be served at once.

    Args:
        checkpoint: As for `load_engine`, and so are the others.
        device: Where to paint.
        dtype: Number format.

    Attributes:
        defaults: Name and defaults of the checkpoint, known before it is loaded.
        status: One line for the page: what is being done, how fast it is, or what went wrong.

    Raises:
        CheckpointError: There is no such checkpoint.
    """

    def __init__(
        self, checkpoint: str | Path | None = None, *, device: str = "auto", dtype: str = "auto"
    ) -> None:
        self.defaults = checkpoint_info(checkpoint)
        self.status = "The model is not loaded yet."
        self._load = partial(load_engine, checkpoint, device=device, dtype=dtype, report=self._report)
        self._engine: Engine | None = None
        self._error: Exception | None = None
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether `wait` returns at once."""
        return self._engine is not None

    @property
    def checkpoint(self) -> str:
        """Name of the model, with a fingerprint of its weights once it is loaded."""
        return self.defaults.name if self._engine is None else self._engine.checkpoint

    def start(self) -> None:
        """Begin to load, unless that is done or under way; after a failure it begins anew."""
        with self._guard:
            if self._engine is None and (self._thread is None or not self._thread.is_alive()):
                self._error = None
                self._thread = threading.Thread(target=self._run, name="load-engine", daemon=True)
                self._thread.start()

    def wait(
        self, *, cancel: CancelToken | None = None, on_wait: Callable[[str], None] | None = None
    ) -> Engine:
        """The engine, as soon as it is there.

        Args:
            cancel: Stops the waiting, not the loading.
            on_wait: Told each new `status` meanwhile.

        Raises:
            Cancelled: `cancel` was set.
            CheckpointError: The model cannot be loaded.
        """
        self.start()
        thread, told = self._thread, ""
        assert thread is not None
        while thread.is_alive():
            check_cancelled(cancel)
            if on_wait is not None and self.status != told:
                told = self.status
                on_wait(told)
            thread.join(_POLL)
        if self._engine is None:
            assert self._error is not None
            raise self._error
        return self._engine

    def _report(self, message: str) -> None:
        self.status = message

    def _run(self) -> None:
        try:
            engine = self._load()
            self._report("Warming up ...")
            engine.warm_up()
        except Exception as exc:  # every error is told to whoever waits
            self._error, self.status = exc, str(exc)
        else:
            self._engine = engine
            self.status = (
                f"{self.defaults.name}, {engine.dtype} on {engine.device}, "
                f"{engine.steps_per_second:.0f} steps/s, {engine.real_time_factor:.1f} x real time"
            )
