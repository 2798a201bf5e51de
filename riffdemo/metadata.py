"""The settings that travel inside every file.

A record of three parts, all optional: the spectrogram's parameters, the magnitude of its darkest grey and the
settings of the task that made it. It is one line of ASCII JSON, so that every kind of tag carries it
unchanged:

    picture   PNG text chunk "riffdemo", which Pillow shows as `image.info["riffdemo"]`
    sound     the comment field of WAV (ICMT), FLAC and Ogg (COMMENT) and MP3 (COMM)

Pictures also carry Riffusion's own EXIF tags (`riffusion/spectrogram_params.py`), and only those: its reader
refuses any other tag. EXIF restores the geometry; `mel_scale`, `mel_norm` and `n_frames` have no tag there.

Loudness: Riffusion analyses samples in [-32768, 32767], riffdemo in [-1, 1]. Its MAX_VALUE tag is therefore
32,768 times the `max_value` used here, and is scaled on the way in and out.

Explained in notebook 04.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from riffdemo.errors import MetadataError, RiffError
from riffdemo.params import SpectrogramParams

KEY = "riffdemo"
VERSION = 1
RECORD_START = f'{{"{KEY}"'
MAX_CHARACTERS = 65_536

INT16_SCALE = 32_768

# Riffusion's ExifTags
SAMPLE_RATE = 11000
STEREO = 11005
TRIPLE_RES_MONO = 11007
STEP_SIZE_MS = 11010
WINDOW_DURATION_MS = 11020
PADDED_DURATION_MS = 11030
NUM_FREQUENCIES = 11040
MIN_FREQUENCY = 11050
MAX_FREQUENCY = 11060
POWER_FOR_IMAGE = 11070
MAX_VALUE = 11080


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What a file tells about how it was made.

    Attributes:
        params: Geometry of the spectrogram, None if unknown.
        max_value: Magnitude of the darkest grey, None if unknown.
        settings: What the task was asked for (prompt, seed, ...): JSON types. Tuples become lists.

    Raises:
        MetadataError: The settings are no JSON or too long, or max_value is not positive.
    """

    params: SpectrogramParams | None = None
    max_value: float | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.max_value is not None and not (math.isfinite(self.max_value) and self.max_value > 0):
            raise MetadataError(f"max_value is {self.max_value}: give a finite number above 0.")
        object.__setattr__(self, "settings", json_settings(self.settings))

    def to_json(self) -> str:
        """The record as one line of ASCII; `from_json` gives back an equal value."""
        record: dict[str, Any] = {KEY: VERSION}
        if self.params is not None:
            record["params"] = self.params.to_dict()
        if self.max_value is not None:
            record["max_value"] = self.max_value
        if self.settings:
            record["settings"] = self.settings
        return json.dumps(record)

    @classmethod
    def from_json(cls, text: str) -> Metadata:
        """The record that `to_json` wrote.

        Raises:
            MetadataError: `text` is something else, or comes from a newer version.
        """
        try:
            record = json.loads(text)
            version = record[KEY]
            if version == VERSION:
                params = record.get("params")
                return cls(
                    params=None if params is None else SpectrogramParams.from_dict(params),
                    max_value=record.get("max_value"),
                    settings=record.get("settings", {}),
                )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, RiffError) as exc:
            message = f"The embedded settings cannot be read ({exc}): save the file again with riffdemo."
            raise MetadataError(message) from exc
        raise MetadataError(
            f"The embedded settings are of version {version!r}; this is {VERSION}: update riffdemo."
        )

    @classmethod
    def from_exif(cls, tags: Mapping[int, Any]) -> Metadata:
        """The record that Riffusion's EXIF tags stand for; tags that are missing take their default.

        Raises:
            MetadataError: The tags make no sense together, or name a layout that is not supported.
        """
        if SAMPLE_RATE not in tags:
            return cls()
        if tags.get(TRIPLE_RES_MONO):
            raise MetadataError(
                "The picture's EXIF says triple_res_mono = True, a layout that riffdemo does not read: "
                "make the picture again with triple_res_mono = False."
            )
        try:
            max_value = float(tags.get(MAX_VALUE, 0.0)) / INT16_SCALE
            return cls(params=_params_from_exif(tags), max_value=max_value or None)
        except (ValueError, TypeError, ArithmeticError, RiffError) as exc:
            raise MetadataError(f"The picture's EXIF tags make no sense ({exc}): remove them.") from exc

    def to_exif(self) -> dict[int, int | float]:
        """Riffusion's EXIF tags for this record; empty without `params`."""
        if self.params is None:
            return {}
        p = self.params
        tags: dict[int, int | float] = {
            SAMPLE_RATE: p.sample_rate,
            STEREO: int(p.n_channels == 2),
            TRIPLE_RES_MONO: 0,
            STEP_SIZE_MS: _milliseconds(p.hop_length, p.sample_rate),
            WINDOW_DURATION_MS: _milliseconds(p.win_length, p.sample_rate),
            PADDED_DURATION_MS: _milliseconds(p.n_fft, p.sample_rate),
            NUM_FREQUENCIES: p.n_mels,
            MIN_FREQUENCY: _whole(p.f_min),
            MAX_FREQUENCY: _whole(p.f_max),
            POWER_FOR_IMAGE: p.image_exponent,
        }
        if self.max_value is not None:
            tags[MAX_VALUE] = self.max_value * INT16_SCALE
        return tags


def json_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of `settings` in JSON types, as it will be read back.

    Raises:
        MetadataError: A value has no JSON form (NaN, an array, an object) or the whole is too long.
    """
    try:
        text = json.dumps(dict(settings), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as exc:
        repair = "use text, finite numbers, True, False, None, lists and dicts"
        raise MetadataError(f"The settings cannot be stored ({exc}): {repair}.") from exc
    if len(text) > MAX_CHARACTERS:
        raise MetadataError(
            f"The settings have {len(text):,} characters; at most {MAX_CHARACTERS:,} fit: "
            "leave out long values."
        )
    copy: dict[str, Any] = json.loads(text)
    return copy


def metadata_from_image(image: Image.Image) -> Metadata:
    """What `image` carries: riffdemo's record if there is one, else Riffusion's EXIF tags.

    Tags that cannot be understood are ignored with a warning. A picture without any gives an empty record.
    """
    try:
        return strict_metadata_from_image(image)
    except MetadataError as exc:
        warnings.warn(f"{exc} The defaults are used instead.", stacklevel=2)
        return Metadata()


def strict_metadata_from_image(image: Image.Image) -> Metadata:
    """As `metadata_from_image`, for callers that want to know.

    Raises:
        MetadataError: There are tags, but they cannot be understood.
    """
    text = image.info.get(KEY)
    if isinstance(text, str):
        return Metadata.from_json(text)
    try:
        tags = dict(image.getexif())
    except Exception as exc:  # a broken EXIF block can raise nearly anything
        raise MetadataError(
            f"The picture's EXIF block cannot be read ({exc}): save the picture again."
        ) from exc
    return Metadata.from_exif(tags)


def _params_from_exif(tags: Mapping[int, Any]) -> SpectrogramParams:
    default = SpectrogramParams()
    sample_rate = int(tags[SAMPLE_RATE])

    def samples(tag: int, milliseconds: float) -> int:
        return int(float(tags.get(tag, milliseconds)) / 1_000 * sample_rate)  # as Riffusion does

    return SpectrogramParams(
        sample_rate=sample_rate,
        n_channels=2 if tags.get(STEREO) else 1,
        win_length=samples(WINDOW_DURATION_MS, default.win_ms),
        hop_length=samples(STEP_SIZE_MS, default.hop_ms),
        n_fft=samples(PADDED_DURATION_MS, 400),
        n_mels=int(tags.get(NUM_FREQUENCIES, default.n_mels)),
        f_min=float(tags.get(MIN_FREQUENCY, default.f_min)),
        f_max=float(tags.get(MAX_FREQUENCY, default.f_max)),
        image_exponent=float(tags.get(POWER_FOR_IMAGE, default.image_exponent)),
    )


def _milliseconds(n_samples: int, sample_rate: int) -> int | float:
    """A duration from which Riffusion's int(ms / 1000 * sample_rate) gives `n_samples` again."""
    milliseconds = 1_000 * n_samples / sample_rate
    while int(milliseconds / 1_000 * sample_rate) < n_samples:
        milliseconds = math.nextafter(milliseconds, math.inf)
    return _whole(milliseconds)


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value
