"""Two-bar loops that come with the package, to start from: made here, free of rights (CC0).

    for clip in riff.init_clips():
        print(clip.name, clip.bpm, clip.bars)

`python -m riffdemo.training.init_clips` makes them.

Explained in notebook 07.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from riffdemo.errors import ParameterError

if TYPE_CHECKING:
    from riffdemo.audio import Audio

FOLDER = Path(__file__).parent / "static" / "init_clips"
INDEX = "index.json"


@dataclass(frozen=True, kw_only=True)
class InitClip:
    """A bundled loop: its end runs into its beginning.

    Attributes:
        name: What tasks and pages call it: "funk groove".
        bpm: Beats per minute, rounded.
        bars: How many there are in it.
        beats_per_bar: 4, in a waltz 3.
        seconds: Length (s).
    """

    name: str
    bpm: int
    bars: int
    beats_per_bar: int
    seconds: float

    @property
    def sound(self) -> Path:
        """Its file, Ogg Vorbis."""
        return self._file(".ogg")

    @property
    def picture(self) -> Path:
        """A small grey picture of it, PNG, for pages."""
        return self._file(".png")

    def audio(self) -> Audio:
        """Its sound: one turn of the loop, mono."""
        from riffdemo.audio import load_audio

        return load_audio(self.sound)

    def _file(self, suffix: str) -> Path:
        return FOLDER / (self.name.replace(" ", "-") + suffix)


@lru_cache(maxsize=1)
def init_clips() -> tuple[InitClip, ...]:
    """All bundled loops."""
    described = json.loads((FOLDER / INDEX).read_text(encoding="utf-8"))
    return tuple(InitClip(**entry) for entry in described)


def init_clip(name: str) -> InitClip:
    """The bundled loop of that name.

    Raises:
        ParameterError: There is none.
    """
    found = {clip.name: clip for clip in init_clips()}
    if name not in found:
        raise ParameterError(f"The init clip is {name!r}: give a file or one of {', '.join(found)}.")
    return found[name]
