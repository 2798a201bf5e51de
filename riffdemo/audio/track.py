"""A sound on disk: as long as one likes, at the memory of a block.

Explained in notebook 07.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from riffdemo.audio.files import check_complete, frames_in, opened_sound
from riffdemo.audio.resampling import Read, resampled
from riffdemo.audio.value import BLOCK, Audio, checked_sample_rate
from riffdemo.errors import AudioError

_BYTES = np.dtype(np.float32).itemsize


class Track(Audio):
    """An `Audio` whose samples lie in a temporary file, which goes when the track does.

    It grows at its end and is read anywhere. All that takes an `Audio` takes a track; what asks for `samples`
    instead of `blocks` or `part` reads all of it into memory.

    Args:
        n_channels: 1 to 8.
        sample_rate: Samples per second (Hz).
    """

    def __init__(self, n_channels: int, sample_rate: int) -> None:
        handle, name = tempfile.mkstemp(prefix="riffdemo-", suffix=".f32")
        os.close(handle)
        self.__dict__.update(
            _path=Path(name),
            _n_channels=n_channels,
            _n_samples=0,
            sample_rate=checked_sample_rate(sample_rate),
        )
        weakref.finalize(self, os.unlink, name)

    @property
    def n_channels(self) -> int:
        """Number of channels."""
        return int(self.__dict__["_n_channels"])

    @property
    def n_samples(self) -> int:
        """Samples per channel so far."""
        return int(self.__dict__["_n_samples"])

    @property
    def samples(self) -> npt.NDArray[np.float32]:
        """All samples at once, in memory, (channels, n_samples)."""
        return self.part(0, self.n_samples)

    @classmethod
    def from_blocks(cls, blocks: Iterable[npt.NDArray[np.float32]], sample_rate: int) -> Track:
        """The track of (channels, n) blocks, one or more."""
        pieces = iter(blocks)
        first = next(pieces)
        track = cls(len(first), sample_rate)
        for block in itertools.chain((first,), pieces):
            track.append(block)
        return track

    def append(self, samples: npt.NDArray[np.float32]) -> None:
        """Write (channels, n) more samples behind the last one.

        Raises:
            AudioError: They are not all finite, or the disk is full.
        """
        if not np.isfinite(samples).all():
            raise AudioError("Some samples are NaN or infinite: get a complete copy of the file.")
        try:
            with open(self.__dict__["_path"], "ab") as file:
                file.write(np.ascontiguousarray(samples.T, dtype=np.float32).data)
        except OSError as exc:
            raise AudioError(
                f"The folder for temporary files took no more ({exc.strerror}): free some space."
            ) from exc
        self.__dict__["_n_samples"] += samples.shape[1]

    def cut_to(self, n_samples: int) -> Track:
        """This track, with what lies behind the first `n_samples` given up."""
        if n_samples < self.n_samples:
            os.truncate(self.__dict__["_path"], n_samples * self.n_channels * _BYTES)
            self.__dict__["_n_samples"] = n_samples
        return self

    def within_full_scale(self) -> Track:
        """This track, or a quieter copy where it goes beyond [-1, 1]."""
        peak = self.peak
        if peak <= 1:
            return self
        gain = np.float32(1 / peak)
        return Track.from_blocks((block * gain for block in self.blocks()), self.sample_rate)

    def part(self, start: int, stop: int) -> npt.NDArray[np.float32]:
        """Samples from `start` to before `stop`, (channels, fewer where the sound ends), in memory."""
        stop = min(stop, self.n_samples)
        n_values, offset = max(stop - start, 0) * self.n_channels, start * self.n_channels * _BYTES
        values = np.fromfile(self.__dict__["_path"], np.float32, n_values, offset=offset)
        return np.ascontiguousarray(values.reshape(-1, self.n_channels).T)


def track_from_source(
    source: str | os.PathLike[str] | Audio,
    *,
    sample_rate: int,
    n_channels: int | None = None,
    start: float = 0.0,
    seconds: float | None = None,
    max_seconds: float,
) -> Track:
    """A part of a sound or sound file on disk, read and resampled piece by piece.

    Args:
        source: The sound, or a file as `load_audio` takes it, of any length.
        sample_rate: Of the track (Hz).
        n_channels: 1 or 2; None keeps 1 and makes 2 of more.
        start: Where the part begins (s).
        seconds: How long it is; None takes all from `start` on. It ends where the sound does.
        max_seconds: More than that is refused (s).

    Raises:
        AudioError: The file cannot be read, or the part is too long or not in it.
    """
    if isinstance(source, Audio):
        first, n_samples = _span(source.n_samples, source.sample_rate, start, seconds, max_seconds)

        def read(begin: int, end: int) -> npt.NDArray[np.float32]:
            return source.part(first + begin, first + min(end, n_samples))

        return _track(
            read, n_samples, source.sample_rate, sample_rate, n_channels or min(source.n_channels, 2)
        )
    with opened_sound(source) as (sound, data):
        n_frames = frames_in(sound)
        first, n_samples = _span(n_frames, sound.samplerate, start, seconds, max_seconds)
        sound.seek(first)
        channels = n_channels or min(sound.channels, 2)
        track = _track(_forwards(sound, n_samples), n_samples, sound.samplerate, sample_rate, channels)
        if first + n_samples == n_frames:
            check_complete(sound.format, sound.frames, sound.tell(), data)
        return track


def _span(
    n_samples: int, sample_rate: int, start: float, seconds: float | None, max_seconds: float
) -> tuple[int, int]:
    """First sample and number of samples of a part."""
    first = round(start * sample_rate)
    if not 0 <= first < n_samples:
        raise AudioError(
            f"start is {start:g} s, but the sound lasts {n_samples / sample_rate:.2f} s: give less."
        )
    wanted = n_samples if seconds is None else max(1, round(seconds * sample_rate))
    count = min(wanted, n_samples - first)
    if count > max_seconds * sample_rate + 1:
        raise AudioError(f"The part lasts {count / sample_rate:.0f} s: give {max_seconds:g} s or less.")
    return first, count


def _track(read: Read, n_samples: int, own_rate: int, sample_rate: int, n_channels: int) -> Track:
    def read_mixed(start: int, stop: int) -> npt.NDArray[np.float32]:
        return Audio(read(start, stop), own_rate).with_channels(n_channels).samples

    if own_rate == sample_rate:
        starts = range(0, n_samples, BLOCK)
        blocks = (read_mixed(start, min(start + BLOCK, n_samples)) for start in starts)
        return Track.from_blocks(blocks, sample_rate)
    return Track.from_blocks(resampled(read_mixed, n_samples, own_rate, sample_rate), sample_rate)


def _forwards(sound: soundfile.SoundFile, n_samples: int) -> Read:
    """Reads stretches that move forward and may overlap, decoding each sample once."""
    held, begin = np.zeros((sound.channels, 0), np.float32), 0

    def read(start: int, stop: int) -> npt.NDArray[np.float32]:
        nonlocal held, begin
        n_missing = min(stop, n_samples) - begin - held.shape[1]
        new = sound.read(n_missing, dtype="float32", always_2d=True).T
        if new.shape[1] < n_missing:
            raise AudioError("Its end is missing (truncated): get a complete copy.")
        held, begin = np.concatenate((held[:, start - begin :], new), axis=1), start
        return held

    return read
