"""Which models the page can use: the one it was started with, and at most one other at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable

from riffdemo.engine import Engine, LazyEngine
from riffdemo.engine.checkpoint import CheckpointInfo
from riffdemo.errors import ParameterError

RIFFUSION = "riffusion/riffusion-model-v1"

AnyEngine = Engine | LazyEngine


class Models:
    """Engines by the name of their checkpoint.

    Args:
        first: The engine that the app was started with; it stays loaded.
        load: Makes an engine for another checkpoint; None where visitors may not choose.
    """

    def __init__(self, first: AnyEngine, *, load: Callable[[str], AnyEngine] | None) -> None:
        self.first = first
        self._load = load
        self._other: tuple[str, AnyEngine] | None = None
        self._lock = threading.Lock()

    @property
    def info(self) -> CheckpointInfo:
        """What is known about the first one before it is loaded."""
        return self.first.info if isinstance(self.first, Engine) else self.first.defaults

    @property
    def names(self) -> list[str]:
        """What is offered; the first is the app's own."""
        return [self.info.name] if self._load is None else [self.info.name, RIFFUSION]

    def is_first(self, name: str | None) -> bool:
        """Whether that is the app's own model, or another version of it where there can be no other.

        Args:
            name: As a visitor, the settings of a clip or a link say it: with "@" and a version, or without.
        """
        name = (name or "").strip()
        if name in ("", self.info.name, self.first.checkpoint):
            return True
        can_be_loaded = self._load is not None and "/" in name  # a folder's version is only a fingerprint
        return not can_be_loaded and _without_version(name) == _without_version(self.info.name)

    def offers(self, name: str | None) -> bool:
        """Whether a visitor may ask for that checkpoint."""
        return self._load is not None or self.is_first(name)

    def engine(self, name: str | None) -> AnyEngine:
        """The engine of a checkpoint, which may still have to be loaded. It replaces an earlier choice.

        Raises:
            ParameterError: Visitors may not choose.
            CheckpointError: There is no such checkpoint.
        """
        name = (name or "").strip()
        if self.is_first(name):
            return self.first
        if self._load is None:
            raise ParameterError(f"checkpoint is {name!r}: this server has {self.info.name!r} only.")
        with self._lock:
            if self._other is None or self._other[0] != name:
                self._other = None  # two at a time may not fit in memory
                self._other = (name, self._load(name))
            return self._other[1]


def _without_version(name: str) -> str:
    return name.partition("@")[0]
