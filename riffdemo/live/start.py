"""The picture that every clip starts from, where a listener chose a sound.

Explained in notebook 07.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from riffdemo.errors import RiffError
from riffdemo.live.riff import Start
from riffdemo.params import SpectrogramParams
from riffdemo.tasks.inits import picture_from_init

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.engine import Engine

_MAX_REMEMBERED = 16
_remembered: OrderedDict[tuple[SpectrogramParams, float, Start], Image.Image] = OrderedDict()


def picture_from_start(engine: Engine, start: Start) -> Image.Image:
    """One clip of the sound; of an own one whole bars, so that each clip begins on a one, if it has a beat.

    The last few are remembered: a riff asks for its start with every clip.

    Raises:
        RiffError: There is no such loop, or the file cannot be read.
    """
    key = (engine.params, engine.max_value, start)
    if key not in _remembered:
        _remembered[key] = _read(engine, start)
        while len(_remembered) > _MAX_REMEMBERED:
            _remembered.popitem(last=False)
    return _remembered[key]


def _read(engine: Engine, start: Start) -> Image.Image:
    if not start.path:
        return picture_from_init(engine, start.name)
    try:
        return picture_from_init(engine, start.path, whole_bars=True)
    except RiffError:  # no bars were found
        return picture_from_init(engine, start.path)
