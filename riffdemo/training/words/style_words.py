"""What people call a style.

Explained in notebook 08.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StyleWords:
    """Names of the genre; artists, and scenes (places, times, occasions), that stand for it."""

    names: tuple[str, ...]
    artists: tuple[str, ...]
    scenes: tuple[str, ...]

    @classmethod
    def from_text(cls, *, names: str, artists: str, scenes: str) -> StyleWords:
        """Each a list with commas."""
        return cls(*(tuple(text.split(", ")) for text in (names, artists, scenes)))
