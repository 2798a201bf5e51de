"""The chunks of WAV and AIFF files, as far as libsndfile does not handle them.

libsndfile reads a WAV comment up to 2 kB and writes one up to 32 kB; longer ones it loses without a word. It
also reads files whose end is missing as if they were complete.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from typing import IO, Literal


def chunks(data: mmap.mmap) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, size) of each chunk of a RIFF (WAV) or FORM (AIFF) file, which may lack its end."""
    order: Literal["little", "big"] = "big" if data[:4] == b"FORM" else "little"
    position = 12
    while position + 8 <= len(data):
        size = int.from_bytes(data[position + 4 : position + 8], order)
        if size == 0xFFFFFFFF:  # written to a pipe: as long as the file
            size = len(data) - position - 8
        yield data[position : position + 4], position + 8, size
        position += 8 + size + size % 2


def append_comment(file: IO[bytes], text: str) -> None:
    """Append an ICMT field to a whole WAV file that is open for writing, unless `text` is empty."""
    if not text:
        return
    value = text.encode() + b"\0"
    field = b"ICMT" + len(value).to_bytes(4, "little") + value + b"\0" * (len(value) % 2)
    size = file.seek(0, os.SEEK_END)
    file.write(b"LIST" + (4 + len(field)).to_bytes(4, "little") + b"INFO" + field)
    file.seek(4)
    file.write((size + 4 + len(field)).to_bytes(4, "little"))


def comment(data: mmap.mmap) -> str:
    """The ICMT field of a WAV file; empty if there is none."""
    for name, start, size in chunks(data):
        if name == b"LIST" and data[start : start + 4] == b"INFO":
            position = start + 4
            while position + 8 <= min(start + size, len(data)):
                length = int.from_bytes(data[position + 4 : position + 8], "little")
                if data[position : position + 4] == b"ICMT":
                    return data[position + 8 : position + 8 + length].rstrip(b"\0").decode("utf-8", "replace")
                position += 8 + length + length % 2
    return ""
