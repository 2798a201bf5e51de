"""Files on disk, read with care and never half written."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from riffdemo.errors import RiffError

_REPAIRS = {
    errno.ENOENT: "the folder does not exist: create it first",
    errno.ENOTDIR: "a part of the path is a file, not a folder: choose another folder",
    errno.EACCES: "no permission: choose another folder",
    errno.EPERM: "no permission: choose another folder",
    errno.EROFS: "the disk is read-only: choose another folder",
    errno.ENOSPC: "the disk is full: free some space",
    errno.EDQUOT: "the disk quota is used up: free some space",
    errno.ENAMETOOLONG: "the name is too long: shorten it",
    errno.EISDIR: "it is a folder: give a file name",
}

_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x1aE\xdf\xa3", "a WebM or Matroska file"),
    (b"fLaC", "a FLAC sound"),
    (b"OggS", "an Ogg sound"),
    (b"ID3", "an MP3 sound"),
    (b"\xff\xfb", "an MP3 sound"),
)


@contextlib.contextmanager
def replaced_file(path: str | os.PathLike[str], *, error: type[RiffError]) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the place of `path` once all of it is written.

    It has a hidden temporary name in the same folder until then; on failure it is removed, and `path` holds what
    it held before.

    Raises:
        RiffError: The file cannot be written; of type `error`.
    """
    path = Path(path)
    temporary = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with open(temporary, "x+b") as file:
            yield file
        os.replace(temporary, path)
    except OSError as exc:
        raise error(f"Could not write {str(path)!r}: {_reason(exc)}.") from exc
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def write_atomically(path: str | os.PathLike[str], data: bytes, *, error: type[RiffError]) -> Path:
    """Write `data` so that `path` holds either all of it or what it held before.

    Returns:
        `path` as a `Path`.

    Raises:
        RiffError: The file cannot be written; of type `error`.
    """
    with replaced_file(path, error=error) as file:
        file.write(data)
    return Path(path)


def existing_file(path: str | os.PathLike[str], *, max_bytes: int, error: type[RiffError]) -> Path:
    """`path`, once it is known to be a file that can be read and is neither empty nor too large.

    Raises:
        RiffError: It is not; of type `error`.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise error(f"{str(path)!r} is a folder: give a file.")
        size = path.stat().st_size
        with open(path, "rb"):
            pass
    except FileNotFoundError as exc:
        raise error(f"{str(path)!r} does not exist: check the name and the folder.") from exc
    except (OSError, ValueError) as exc:
        raise error(f"Could not read {str(path)!r}: {_reason(exc)}.") from exc
    if size == 0:
        raise error(f"{str(path)!r} is empty (0 bytes): get a complete copy.")
    if size > max_bytes:
        raise error(
            f"{str(path)!r} has {size / 1e6:.0f} MB; at most {max_bytes / 1e6:.0f} MB are read: cut it."
        )
    return path


def content_name(head: bytes) -> str:
    """What a file that starts with `head` (12 bytes or more) is, for error messages: "a PNG picture"."""
    if head[:4] in (b"RIFF", b"RF64"):
        return "a WebP picture" if head[8:12] == b"WEBP" else "a RIFF file such as WAV"
    if head[4:8] == b"ftyp":
        return "an MP4 or M4A file"
    if head.lstrip()[:1] == b"<":
        return "a web page or XML text"
    return next((name for magic, name in _SIGNATURES if head.startswith(magic)), "of an unknown kind")


def _reason(exc: Exception) -> str:
    number = exc.errno if isinstance(exc, OSError) else None
    return _REPAIRS.get(number or 0, str(exc))
