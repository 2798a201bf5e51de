"""How a clip follows the one before: its waveform goes on, or begins a little earlier to be blended in.

    columns     ... 508 509 510 511 | 0 1 2 3 ... 488 | 489 ... 511      one picture after the other
    heard            with this clip: from here ------> to here, the rest with the next one

A waveform is settled only as far as the columns on both sides of it are known, so a clip is heard a fifth of a second
after its picture would begin. Where nothing is left to go on from, the music begins anew: pictures are loops, so the
columns before the first one are the last ones, and the beat stays where it was.

Explained in notebook 07.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.audio import Audio
    from riffdemo.engine import Engine
    from riffdemo.spectrogram import MelStream

OVERLAP_SECONDS = 0.25
"""What is blended where the waveform cannot be continued."""


@dataclass(frozen=True, eq=False)
class Tail:
    """The end of a clip: its waveform goes on from here, and the columns that were not heard yet."""

    stream: MelStream
    columns: Image.Image


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

    params = engine.params
    if tail is None:
        stream = engine.converter.stream()
        n_blended = 0 if first else round(OVERLAP_SECONDS * params.frames_per_second)
        n_early = 0 if first else n_blended + stream.n_held_back + 1
        columns = new = _beside(picture.crop((picture.width - n_early, 0, *picture.size)), picture)
    else:
        stream, n_blended = tail.stream.copy(), 0
        columns, new = _beside(tail.columns, picture), picture
    audio = stream.push(mel_from_image(new))
    n_heard = columns.width - stream.n_held_back - 1
    heard = columns.crop((0, 0, n_heard, columns.height))
    rest = columns.crop((n_heard, 0, *columns.size))
    return audio, heard, Tail(stream, rest), params.seconds_from_frames(n_blended, loop=True)


def _beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """One picture of two, with what the right one carries."""
    from PIL import Image

    both = Image.new("RGB", (left.width + right.width, right.height))
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    both.info = dict(right.info)
    return both
