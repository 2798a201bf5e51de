from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from riffdemo import files
from riffdemo.errors import AudioError, MetadataError
from riffdemo.files import content_name, existing_file, write_atomically


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = write_atomically(tmp_path / "a.bin", b"one", error=AudioError)
    write_atomically(str(path), b"two", error=AudioError)
    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["a.bin"]


def test_new_files_have_ordinary_permissions(tmp_path: Path) -> None:
    ordinary = tmp_path / "ordinary"
    ordinary.write_bytes(b"")
    path = write_atomically(tmp_path / "a.bin", b"one", error=AudioError)
    assert path.stat().st_mode == ordinary.stat().st_mode


@pytest.mark.parametrize("existing", [None, b"before"])
def test_full_disk_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: bytes | None
) -> None:
    path = tmp_path / "a.bin"
    if existing is not None:
        path.write_bytes(existing)
    real_open = open

    def open_on_a_full_disk(*args: Any, **kwargs: Any) -> Any:
        file = real_open(*args, **kwargs)

        class Full:
            def __enter__(self) -> Full:
                return self

            def __exit__(self, *exc: object) -> None:
                file.close()

            def write(self, data: bytes) -> None:
                file.write(data[: len(data) // 2])
                raise OSError(errno.ENOSPC, "No space left on device")

        return Full()

    monkeypatch.setattr(files, "open", open_on_a_full_disk, raising=False)
    with pytest.raises(AudioError, match=r"a\.bin.*disk is full.*free some space"):
        write_atomically(path, b"after" * 1_000, error=AudioError)
    monkeypatch.undo()
    assert os.listdir(tmp_path) == ([] if existing is None else ["a.bin"])
    assert existing is None or path.read_bytes() == existing


def test_an_interrupt_removes_the_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a.bin", b"one", error=AudioError)
    assert os.listdir(tmp_path) == []


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*args: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", deny)
    with pytest.raises(MetadataError, match="no permission: choose another folder"):
        write_atomically(tmp_path / "a.bin", b"one", error=MetadataError)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing/a.bin", "folder does not exist: create it"),
        ("file/a.bin", "not a folder: choose another"),
        ("folder", "it is a folder: give a file name"),
        ("x" * 300, "name is too long: shorten it"),
    ],
)
def test_places_where_no_file_can_be(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(AudioError, match=reason):
        write_atomically(tmp_path / name, b"one", error=AudioError)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_existing_file_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "full").write_bytes(bytes(2_000_000))
    assert existing_file(tmp_path / "full", max_bytes=2_000_000, error=AudioError) == tmp_path / "full"
    for name, reason in [
        ("missing", "does not exist: check the name"),
        ("empty", "is empty"),
        (".", "is a folder"),
        ("full/x", "not a folder"),
        ("a\0b", "Could not read"),
    ]:
        with pytest.raises(AudioError, match=reason):
            existing_file(tmp_path / name, max_bytes=10, error=AudioError)
    with pytest.raises(AudioError, match=r"2 MB; at most 1 MB are read: cut it"):
        existing_file(tmp_path / "full", max_bytes=1_000_000, error=AudioError)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a RIFF file such as WAV"),
        (b"\0\0\0\x20ftypM4A ", "an MP4 or M4A file"),
        (b"\n <!DOCTYPE html>", "a web page or XML text"),
        (b"hello", "of an unknown kind"),
    ],
)
def test_content_name(head: bytes, name: str) -> None:
    assert content_name(head) == name
