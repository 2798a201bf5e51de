"""How a clip follows the one before: its waveform goes on, or begins a little earlier to be blended in.

    columns     ... 508 509 510 511 | 0 1 2 3 ... 488 | 489 ... 511      one picture after the other
    heard            with this clip: from here ------> to here, the rest with the next one

A waveform is settled only as far as the columns on both sides of it are known, so a clip is heard a fifth of a second
after its picture would begin. Pictures are loops: what would follow the last column is the first one again, and from
there the picture turns into the next one. Without that a seam would differ by 3.0 grey levels from what was painted,
with it by 2.5, as little as a clip does inside (2.6, in the pictures of the shipped model).

Where nothing is left to go on from, the music begins anew, early by as much as is to be blended: the columns before
the first one are the last ones, and the beat stays where it was.

Explained in notebook 07.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.audio import Audio
    from riffdemo.engine import Engine
    from riffdemo.spectrogram import MelStream

BLEND_SECONDS = 0.25
"""How long one picture takes to turn into the next, or one sound, where the waveform cannot be continued."""


@dataclass(frozen=True, eq=False)
class Tail:
    """The end of a clip.

    Attributes:
        stream: Its waveform goes on from here.
        columns: Those that were not heard yet.
        again: Those that would follow if the clip were repeated.
    """

    stream: MelStream
    columns: Image.Image
    again: Image.Image


def continued(
    engine: Engine, picture: Image.Image, tail: Tail | None, *, first: bool
) -> tuple[Audio, Image.Image, Tail, float]:
    """The sound that follows, its columns, the new tail, and how much of its start is to be blended (s).

    Args:
        engine: Plays the picture.
        picture: The next clip, a loop, with parameters inside.
        tail: Of the clip before, if it is still there.
        first: There is no clip before.
    """
    from riffdemo.image import mel_from_image

    n_blended = round(BLEND_SECONDS * engine.params.frames_per_second)
    again = picture.crop((0, 0, n_blended, picture.height))
    overlap = 0.0
    if tail is not None:
        stream, new = tail.stream.copy(), _turned(tail.again, picture)
        columns = _beside(tail.columns, new)
    elif first:
        stream = engine.converter.stream()
        columns = new = picture
    else:
        stream, overlap = engine.converter.stream(), engine.params.seconds_from_frames(n_blended, loop=True)
        n_early = n_blended + stream.n_held_back + 1
        columns = new = _beside(picture.crop((picture.width - n_early, 0, *picture.size)), picture)
    audio = stream.push(mel_from_image(new))
    n_heard = columns.width - stream.n_held_back - 1
    heard = columns.crop((0, 0, n_heard, columns.height))
    rest = columns.crop((n_heard, 0, *columns.size))
    return audio, heard, Tail(stream, rest, again), overlap


def _turned(again: Image.Image, picture: Image.Image) -> Image.Image:
    """`picture`, of which the first columns are on their way from `again`."""
    from PIL import Image

    share = (np.arange(again.width) + 0.5) / again.width
    mask = Image.fromarray(np.tile(np.rint(255 * share).astype(np.uint8), (again.height, 1)))
    turned = picture.copy()
    turned.paste(Image.composite(picture.crop((0, 0, *again.size)), again, mask))
    return turned


def _beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """One picture of two, with what the right one carries."""
    from PIL import Image

    both = Image.new("RGB", (left.width + right.width, right.height))
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    both.info = dict(right.info)
    return both
