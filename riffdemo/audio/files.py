"""Sound files through libsndfile: wav, flac, ogg, mp3 and aiff in; wav, flac, ogg and mp3 out.

Explained in notebook 01.
"""

from __future__ import annotations

import contextlib
import io
import mmap
import os
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import soundfile

from riffdemo.audio import riff
from riffdemo.audio.resampling import resample
from riffdemo.audio.value import MAX_CHANNELS, Audio
from riffdemo.errors import AudioError, ParameterError
from riffdemo.files import content_name, existing_file, replaced_file
from riffdemo.metadata import Metadata
from riffdemo.params import SpectrogramParams

MAX_DECODED = 2**27
"""Samples of all channels that a file may decode to: 512 MiB as float32, 25 minutes of stereo at 44.1 kHz."""

MAX_FILE_BYTES = 8 * MAX_DECODED + 2**20
"""What that takes uncompressed at 64 bits, and some room for tags."""

SOUND_SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")

_MP3_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
_UNKNOWN_LENGTH = 2**63 - 1  # what libsndfile says of a stream without a length
_WRITE_BLOCK = 2**16  # libsndfile's Vorbis encoder keeps a whole call on the stack
_OGG_END_OF_STREAM = 4


def load_audio(
    path: str | os.PathLike[str], *, sample_rate: int | None = None, n_channels: int | None = None
) -> Audio:
    """Read a sound file: wav, flac, ogg, mp3 or aiff, 1 to 8 channels, 8 to 192 kHz.

    The content decides, not the suffix. Integers become floats in [-1, 1) by dividing by 2**(bits - 1).
    Silence is a sound like any other.

    Args:
        path: The file.
        sample_rate: Resample to this rate (Hz); None keeps the file's.
        n_channels: 1 or 2; None keeps the file's.

    Raises:
        AudioError: The file is missing, empty, cut off, too long, not a sound, or holds NaN or infinity.
        ParameterError: `n_channels` is not 1 or 2.
    """
    with opened_sound(path) as (sound, data):
        samples = _decode(sound)
        check_complete(sound.format, sound.frames, len(samples), data)
        audio = Audio(samples.T, sound.samplerate)
    if n_channels is not None:
        audio = audio.with_channels(n_channels)
    return audio if sample_rate is None else resample(audio, sample_rate)


def save_audio(
    audio: Audio,
    path: str | os.PathLike[str],
    *,
    settings: Mapping[str, Any] | None = None,
    params: SpectrogramParams | None = None,
    max_value: float | None = None,
    bit_depth: int = 16,
) -> Path:
    """Write a sound file; the suffix decides: .wav, .flac, .ogg (Vorbis) or .mp3.

    Levels stay as they are: samples beyond [-1, 1] are clipped, with a warning, and nothing is normalised.
    Either the whole file is there afterwards or what was there before.

    Args:
        audio: What to write; at most 2 channels and a standard rate up to 48 kHz for .mp3.
        path: The file; an existing one is replaced.
        settings: Embedded as JSON in the comment field, read back by `settings_from_file`.
        params: Embedded likewise.
        max_value: Embedded likewise.
        bit_depth: 16 or 24 bits for .wav and .flac; .ogg and .mp3 ignore it.

    Returns:
        `path` as a `Path`.

    Raises:
        AudioError: The format cannot hold `audio`, or the file cannot be written.
        MetadataError: `settings` have no JSON form.
    """
    metadata = Metadata(params=params, max_value=max_value, settings=settings or {})
    with replaced_file(path, error=AudioError) as file:
        _write(audio, Path(path).suffix, file, metadata=metadata, bit_depth=bit_depth)
    return Path(path)


def bytes_from_audio(
    audio: Audio, suffix: str, *, metadata: Metadata | None = None, bit_depth: int = 16
) -> bytes:
    """The content of the file that `save_audio` writes.

    Raises:
        AudioError: `suffix` is no format that can be written, or the format cannot hold `audio`.
        ParameterError: `bit_depth` is neither 16 nor 24.
    """
    buffer = io.BytesIO()
    _write(audio, suffix, buffer, metadata=metadata, bit_depth=bit_depth)
    return buffer.getvalue()


def _write(audio: Audio, suffix: str, file: IO[bytes], *, metadata: Metadata | None, bit_depth: int) -> None:
    suffix = suffix.lower()
    if suffix not in SOUND_SUFFIXES:
        raise AudioError(f"The suffix is {suffix!r}: give one of {', '.join(SOUND_SUFFIXES)}.")
    if bit_depth not in (16, 24):
        raise ParameterError(f"bit_depth is {bit_depth}: give 16 or 24.")
    if suffix == ".mp3" and (audio.n_channels > 2 or audio.sample_rate not in _MP3_RATES):
        raise AudioError(
            f"MP3 holds 1 or 2 channels at {', '.join(map(str, _MP3_RATES))} Hz, not {audio.n_channels} at "
            f"{audio.sample_rate} Hz: use resample and with_channels, or write .flac."
        )
    comment = "" if metadata is None or metadata == Metadata() else metadata.to_json()
    _warn_of_clipping(audio)
    lossless = suffix in (".wav", ".flac")
    options: dict[str, Any]
    if suffix == ".mp3":
        options = {"subtype": "MPEG_LAYER_III", "bitrate_mode": "VARIABLE", "compression_level": 0.0}
    elif suffix == ".ogg":
        options = {"subtype": "VORBIS", "compression_level": 0.3}
    else:
        options = {"subtype": f"PCM_{bit_depth}"}
    with soundfile.SoundFile(
        file, "w", audio.sample_rate, audio.n_channels, format=suffix[1:], **options
    ) as sound:
        if comment and suffix != ".wav":
            sound.comment = comment
        for block in audio.blocks(_WRITE_BLOCK):
            samples = np.clip(block, -1, 1)
            sound.write((_integers(samples, bit_depth) if lossless else samples).T)
    if suffix == ".wav":
        riff.append_comment(file, comment)


def comment_from_file(path: str | os.PathLike[str]) -> str:
    """The comment field of a sound file; empty if there is none.

    Raises:
        AudioError: The file is missing, empty or not a sound.
    """
    with opened_sound(path) as (sound, data):
        return sound.comment or riff.comment(data)


@contextlib.contextmanager
def opened_sound(path: str | os.PathLike[str]) -> Iterator[tuple[soundfile.SoundFile, mmap.mmap]]:
    """The decoder of a sound file and the file's bytes; every AudioError from within names the file."""
    path = existing_file(path, max_bytes=MAX_FILE_BYTES, error=AudioError)
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            # Opened by its number, the file has no suffix that soundfile could go by.
            with open(file.fileno(), "rb", closefd=False) as nameless, soundfile.SoundFile(nameless) as sound:
                if sound.channels > MAX_CHANNELS:
                    raise AudioError(f"It has {sound.channels} channels: give 1 to {MAX_CHANNELS}.")
                yield sound, data
        except soundfile.LibsndfileError as exc:
            raise AudioError(_unreadable(path, data[:64], exc)) from exc
        except AudioError as exc:
            raise AudioError(f"{str(path)!r} cannot be used. {exc}") from exc


def _decode(sound: soundfile.SoundFile) -> npt.NDArray[np.float32]:
    """All samples (n_samples, channels); the header is checked before anything is decoded."""
    limit = MAX_DECODED // sound.channels
    length_known = sound.frames != _UNKNOWN_LENGTH
    if length_known and sound.frames > limit:
        raise _too_long(sound)
    frames = sound.frames if length_known else limit + 1
    samples: npt.NDArray[np.float32] = sound.read(frames, dtype="float32", always_2d=True)
    if len(samples) > limit:
        raise _too_long(sound)
    return samples


def _too_long(sound: soundfile.SoundFile) -> AudioError:
    minutes = MAX_DECODED / sound.channels / sound.samplerate / 60
    return AudioError(f"It is longer than {minutes:.0f} minutes, the most at its rate and channels: cut it.")


def frames_in(sound: soundfile.SoundFile) -> int:
    """Samples per channel of an open file; decodes it once where the header does not say or may be wrong."""
    if sound.frames != _UNKNOWN_LENGTH and sound.format != "MP3":
        return int(sound.frames)
    n_frames = sum(len(block) for block in sound.blocks(_WRITE_BLOCK, dtype="float32"))
    sound.seek(0)
    return n_frames


def check_complete(form: str, frames: int, n_read: int, data: mmap.mmap) -> None:
    """Raise AudioError where the end is missing, which libsndfile often does not tell."""
    if form in ("WAV", "WAVEX", "AIFF"):
        cut_off = any(
            start + size > len(data) + 1
            for name, start, size in riff.chunks(data)
            if name in (b"data", b"SSND")
        )
    elif form == "OGG":
        last_page = data.rfind(b"OggS", 0)
        cut_off = not data[last_page + 5] & _OGG_END_OF_STREAM
    else:
        cut_off = (
            frames != _UNKNOWN_LENGTH and n_read < frames - 2_304
        )  # an MP3 header may be off by two blocks
    if cut_off:
        raise AudioError("Its end is missing (truncated): get a complete copy.")
    if n_read == 0:
        raise AudioError("It holds no samples: get a complete copy.")


def _warn_of_clipping(audio: Audio) -> None:
    n_over = sum(int(np.count_nonzero(np.abs(block) > 1)) for block in audio.blocks())
    if n_over:
        warnings.warn(
            f"{n_over} of {audio.n_channels * audio.n_samples} samples were clipped, since they are beyond full "
            f"scale (peak {audio.peak_dbfs:+.1f} dB): use normalize or scaled first.",
            stacklevel=4,
        )


def _integers(samples: npt.NDArray[Any], bit_depth: int) -> npt.NDArray[Any]:
    """Rounded to `bit_depth` bits, at the top of an integer; libsndfile's own conversion rounds down."""
    full_scale = 2.0 ** (bit_depth - 1)
    whole = np.clip(np.rint(samples.astype(np.float64) * full_scale), -full_scale, full_scale - 1)
    return whole.astype(np.int16) if bit_depth == 16 else whole.astype(np.int32) << 8


def _unreadable(path: Path, head: bytes, exc: soundfile.LibsndfileError) -> str:
    name = content_name(head)
    if name.endswith("picture"):
        return f"{str(path)!r} is {name}, not a sound: read it with load_image."
    return (
        f"{str(path)!r} is {name} that cannot be decoded, broken or not a sound ({exc.error_string}): "
        "use a complete wav, flac, ogg, mp3 or aiff file."
    )
