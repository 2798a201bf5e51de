"""What every task returns: a sound, its picture and the settings that made them.

Any file that was saved here gives its settings back, and can be loaded as a clip again.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from riffdemo.audio import Audio, load_audio, normalize, save_audio
from riffdemo.audio.files import MAX_FILE_BYTES, SOUND_SUFFIXES, comment_from_file
from riffdemo.errors import AudioError, MetadataError
from riffdemo.files import content_name, existing_file
from riffdemo.image import (
    image_from_mel,
    load_image,
    mel_from_image,
    metadata_from_picture,
    params_from_image,
    save_image,
)
from riffdemo.metadata import RECORD_START, Metadata, json_settings, metadata_from_image
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import Quality, QualityName, SpectrogramConverter

_MAX_NAME_BYTES = 120
# Names of devices on Windows
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True, eq=False)
class Clip:
    """A sound, its picture and the settings that made them.

    Attributes:
        audio: The sound.
        image: Its spectrogram, which carries the parameters.
        settings: What the task was asked for (task, prompt, seed, ...), JSON types; copied.

    Raises:
        MetadataError: `settings` have no JSON form.
    """

    audio: Audio
    image: Image.Image
    settings: Mapping[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "settings", json_settings(self.settings))

    @property
    def name(self) -> str:
        """A file name without suffix, from prompt and seed: "funk-bassline_seed-42"."""
        return name_from_settings(self.settings)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the sound (.wav, .flac, .ogg, .mp3) or the picture (.png), with all settings inside.

        Returns:
            `path` as a `Path`.

        Raises:
            RiffError: The suffix is another one, or the file cannot be written.
        """
        suffix = Path(path).suffix.lower()
        if suffix == ".png":
            return save_image(self.image, path, settings=self.settings)
        if suffix in SOUND_SUFFIXES:
            carried = metadata_from_image(self.image)
            return save_audio(
                self.audio,
                path,
                settings=self.settings,
                params=carried.params,
                max_value=carried.max_value,
            )
        raise AudioError(f"The suffix is {suffix!r}: give one of {', '.join(SOUND_SUFFIXES)} or .png.")


def load_clip(path: str | os.PathLike[str], *, quality: QualityName = "balanced") -> Clip:
    """Read a sound or a picture as a clip; the half that is missing is computed.

    Args:
        path: A file of any kind that `load_audio` or `load_image` reads, saved here or not. A sound
            is brought to the rate and channels of the parameters inside, or of the default ones.
        quality: How well a picture becomes sound.

    Raises:
        RiffError: The file cannot be read.
    """
    carried = metadata_from_file(path)
    if is_picture(path):
        return clip_from_image(load_image(path), carried.settings, quality=quality)
    params = carried.params or SpectrogramParams()
    audio = load_audio(path, sample_rate=params.sample_rate, n_channels=params.n_channels)
    return clip_from_audio(audio, params, carried.settings)


def clip_from_audio(
    audio: Audio, params: SpectrogramParams, settings: Mapping[str, Any], *, loop: bool | None = None
) -> Clip:
    """Paint a sound.

    Args:
        audio: At the sample rate of `params`.
        params: The geometry of the picture.
        settings: What the clip carries.
        loop: The end runs into the start. None: if the settings say so and the length allows it.

    Raises:
        RiffError: The rate is another one, or the loop is no whole number of hops.
    """
    if loop is None:
        loop = _is_loop(settings, audio.n_samples, params)
    mel = SpectrogramConverter(params).mel_from_audio(audio, loop=loop)
    return Clip(audio, image_from_mel(mel, params), settings)


def clip_from_image(
    image: Image.Image,
    settings: Mapping[str, Any],
    *,
    quality: QualityName | Quality = "balanced",
    loop: bool | None = None,
) -> Clip:
    """Play a picture. A sound that would clip is turned down as a whole.

    Args:
        image: A spectrogram; without metadata it is read with the default parameters.
        settings: What the clip carries.
        quality: How much work goes into the sound.
        loop: Make the end run into the start. None: if the settings say so and the width allows it.

    Raises:
        RiffError: The picture is too small, or a loop is shorter than a window.
    """
    params = params_from_image(image)
    if loop is None:
        loop = _is_loop(settings, image.width * params.hop_length, params)
    audio = SpectrogramConverter(params, quality=quality).audio_from_mel(mel_from_image(image), loop=loop)
    return Clip(normalize([audio])[0] if audio.peak > 1 else audio, image, settings)


def _is_loop(settings: Mapping[str, Any], n_samples: int, params: SpectrogramParams) -> bool:
    whole_hops = n_samples % params.hop_length == 0 and n_samples >= params.win_length
    return bool(settings.get("loop")) and whole_hops


def metadata_from_file(path: str | os.PathLike[str]) -> Metadata:
    """What a sound or picture file carries; an empty record if that is nothing of ours or of Riffusion's.

    Raises:
        RiffError: The file cannot be read, or what it carries cannot be understood.
    """
    if is_picture(path):
        return metadata_from_picture(path)
    comment = comment_from_file(path)
    return Metadata.from_json(comment) if comment.startswith(RECORD_START) else Metadata()


def settings_from_file(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The settings inside a file that was saved by a clip, a command or the app.

    Raises:
        MetadataError: There are none, or they cannot be understood.
        RiffError: The file cannot be read.
    """
    settings = metadata_from_file(path).settings
    if not settings:
        raise MetadataError(f"{str(path)!r} holds no settings: give a file as riffdemo saved it.")
    return dict(settings)


def name_from_settings(settings: Mapping[str, Any]) -> str:
    """A file name without suffix from prompts and seeds, safe on every system and never empty.

    Letters and digits of every script stay; all else becomes a hyphen. At most 120 bytes.
    """
    prompts = [settings[key] for key in ("prompt", "end_prompt") if settings.get(key)]
    prompt = _slug(" to ".join(map(str, prompts)) or settings.get("source"), _MAX_NAME_BYTES - 60) or "riff"
    seed, shows = _slug(settings.get("seed", settings.get("seeds")), 30), _slug(settings.get("shows"), 20)
    name = "_".join(filter(None, (prompt, seed and f"seed-{seed}", shows)))
    return f"riff-{name}" if name in _RESERVED else name


def _slug(value: object, max_bytes: int) -> str:
    text = unicodedata.normalize("NFC", "" if value is None else str(value)).lower()
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else "-" for c in text)
    cut = re.sub("-+", "-", kept).encode()[:max_bytes].decode(errors="ignore")
    return cut.strip("-")


def is_picture(path: str | os.PathLike[str]) -> bool:
    """Whether a file holds a picture, by its content.

    Raises:
        MetadataError: The file is missing, empty or too large.
    """
    with open(existing_file(path, max_bytes=MAX_FILE_BYTES, error=MetadataError), "rb") as file:
        return content_name(file.read(64)).endswith("picture")
