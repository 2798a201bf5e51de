"""Many clips in one place, a folder or an archive, with a list of what each one is.

manifest.json is a list: for each clip its prompt, seed, files, length, measured level and tempo, and settings.
"""

from __future__ import annotations

import json
import math
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riffdemo.errors import ParameterError, RiffError
from riffdemo.files import existing_file, write_atomically
from riffdemo.tempo import tempo_from_image

if TYPE_CHECKING:
    from riffdemo.clip import Clip

NAME = "manifest.json"
_MAX_BYTES = 100_000_000

Entry = dict[str, Any]


def measured(clip: Clip) -> Entry:
    """Level (dB RMS below full scale, None for silence) and tempo (bpm, None without a steady beat)."""
    level, tempo = clip.audio.rms_dbfs, tempo_from_image(clip.image, loop=bool(clip.settings.get("loop")))
    return {
        "level_dbfs": round(level, 1) if math.isfinite(level) else None,
        "tempo_bpm": None if tempo is None else round(tempo, 1),
    }


def entry_from_clip(clip: Clip, *, sound: str, picture: str) -> Entry:
    """What the manifest says of a clip whose files have these names."""
    return {
        "prompt": clip.settings.get("prompt"),
        "seed": clip.settings.get("seed"),
        "sound": sound,
        "picture": picture,
        "seconds": round(clip.audio.seconds, 3),
        **measured(clip),
        "settings": dict(clip.settings),
    }


def free_name(name: str, is_free: Callable[[str], bool]) -> str:
    """`name`, or `name`-2, `name`-3 ...: two prompts may differ only in what no file name can hold."""
    number = 1
    while not is_free(tried := name if number == 1 else f"{name}-{number}"):
        number += 1
    return tried


class Collection:
    """A folder of clips that grows, also after an interruption: nothing in it is replaced.

    Args:
        folder: Made with the first clip if it does not exist.
        suffix: Of the sounds: ".flac", ".wav", ".ogg" or ".mp3".

    Raises:
        ParameterError: The folder has a manifest.json that is not one of these.
    """

    def __init__(self, folder: str | os.PathLike[str], *, suffix: str = ".flac") -> None:
        self.folder, self._suffix = Path(folder), suffix
        self._entries = {_key(entry["settings"]): entry for entry in _read(self.folder / NAME)}

    def __contains__(self, settings: Mapping[str, Any]) -> bool:
        """Whether the clip of these settings is here, with both of its files."""
        entry = self._entries.get(_key(settings))
        return entry is not None and all(
            (self.folder / entry[part]).is_file() for part in ("sound", "picture")
        )

    def add(self, clip: Clip) -> Path:
        """Write a clip's sound and picture, then the manifest; a stop in between only costs this clip.

        Returns:
            The sound.

        Raises:
            RiffError: A file cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ParameterError(
                f"Could not make the folder {str(self.folder)!r}: {error.strerror}."
            ) from error
        name = free_name(clip.name, lambda name: self._is_free(name, clip.settings))
        sound = clip.save(self.folder / f"{name}{self._suffix}")
        picture = clip.save(self.folder / f"{name}.png")
        entry = entry_from_clip(clip, sound=sound.name, picture=picture.name)
        self._entries[_key(clip.settings)] = entry
        data = json.dumps(list(self._entries.values()), indent=1, ensure_ascii=False).encode()
        write_atomically(self.folder / NAME, data, error=RiffError)
        return sound

    def _is_free(self, name: str, settings: Mapping[str, Any]) -> bool:
        """Nothing has that name, or a clip with the same settings that an interruption left behind."""
        files = [self.folder / f"{name}{suffix}" for suffix in (self._suffix, ".png")]
        return all(not file.exists() or _holds(file, settings) for file in files)


def zip_from_clips(clips: Iterable[Clip], path: Path) -> Path:
    """An archive of clips as flac and png, with the manifest.

    Raises:
        RiffError: A file cannot be written.
    """
    collection = Collection(path.with_suffix(""))
    for clip in clips:
        collection.add(clip)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:  # flac and png are packed already
        for file in sorted(collection.folder.iterdir()):
            archive.write(file, file.name)
            file.unlink()
    collection.folder.rmdir()
    return path


def _holds(file: Path, settings: Mapping[str, Any]) -> bool:
    from riffdemo.clip import settings_from_file

    try:
        return settings_from_file(file) == settings
    except RiffError:
        return False


def _key(settings: Mapping[str, Any]) -> str:
    return json.dumps(dict(settings), sort_keys=True)


def _read(path: Path) -> list[Entry]:
    if not path.exists():
        return []
    try:
        data = existing_file(path, max_bytes=_MAX_BYTES, error=ParameterError).read_bytes()
        entries = json.loads(data)
        if isinstance(entries, list) and all(
            {"sound", "picture", "settings"} <= set(entry) for entry in entries
        ):
            return entries
    except (ValueError, TypeError, RecursionError) as error:
        raise ParameterError(f"{str(path)!r} is damaged: repair or delete it.") from error
    raise ParameterError(f"{str(path)!r} is not the list of an audition: choose another folder.")
