"""A mel spectrogram as a picture, and back.

grey = 255 - 255 (mel / max_value) ** image_exponent, rounded to the nearest level: white is silence, black is
`max_value`; time runs to the right, low frequencies are at the bottom. Lossy: 256 levels per pixel. The
parameters and `max_value` travel in `image.info`, so the way back needs nothing but the picture.

A picture without them gets the defaults of `SpectrogramParams` and `DEFAULT_MAX_VALUE`. Pictures of any size
have a meaning: every column is one hop, and the height, scaled to n_mels rows, spans f_min to f_max.

Measured on two threads, 512 x 512 mono: 1.7 ms to paint, 0.9 ms to read.

Explained in notebook 04.
"""

from __future__ import annotations

import io
import math
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image, PngImagePlugin, UnidentifiedImageError

from riffdemo.errors import MetadataError, ParameterError
from riffdemo.files import content_name, existing_file, write_atomically
from riffdemo.metadata import INT16_SCALE, KEY, Metadata, metadata_from_image, strict_metadata_from_image
from riffdemo.params import SpectrogramParams

DEFAULT_MAX_VALUE = 30e6 / INT16_SCALE
"""Riffusion's 30e6, for samples in [-1, 1]: about the loudest band of a full-scale sawtooth."""

MAX_PIXELS = 2**26
"""Pixels of a picture that is read: 22 minutes at 512 rows."""

_PNG_LEVEL = 3  # of zlib: for spectrograms three times faster than its default 6, and smaller
_READABLE = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


def image_from_mel(
    mel: torch.Tensor, params: SpectrogramParams, *, max_value: float | None = None, clip: bool = False
) -> Image.Image:
    """Paint a mel spectrogram.

    Args:
        mel: Magnitudes, 0 or more, (channels, n_mels, n_frames) with 1 or 2 channels, or (n_mels, n_frames).
        params: Its geometry; `n_channels` is taken from `mel`.
        max_value: Magnitude that becomes black. None takes the largest of `mel`; one value for all pictures
        of a
            piece keeps their loudness comparable.
        clip: Paint what is above `max_value` black instead of refusing it.

    Returns:
        RGB, n_frames wide and n_mels high. Mono: three equal planes. Stereo: green is left, blue is right.

    Raises:
        ParameterError: `mel` has another shape, holds NaN, infinity or negative values, or exceeds
        `max_value`.
    """
    values = _checked_mel(mel, params)
    peak = float(values.max())
    if max_value is None:
        max_value = peak or DEFAULT_MAX_VALUE
    if not (math.isfinite(max_value) and max_value > 0):
        raise ParameterError(f"max_value is {max_value}: give a finite number above 0.")
    if not clip and peak > max_value * (1 + 1e-6):
        raise ParameterError(
            f"mel reaches {peak:g}, above max_value = {max_value:g}: raise it, or pass clip=True."
        )

    darkness = (values / max_value).clamp(max=1) ** params.image_exponent
    planes = (255 - 255 * darkness).round().to(torch.uint8).flip(1).numpy()  # (channels, n_mels, n_frames)
    red, green, blue = planes[[0, 0, 0]] if len(planes) == 1 else (np.zeros_like(planes[0]), *planes)
    image = Image.fromarray(np.stack((red, green, blue), axis=-1))
    params = replace(params, n_channels=len(planes))
    image.info[KEY] = Metadata(params=params, max_value=max_value).to_json()
    return image


def mel_from_image(image: Image.Image) -> torch.Tensor:
    """Read a picture as a mel spectrogram, by the parameters it carries.

    A mono picture is read by its luma (ITU-R BT.601), so coloured ink sounds too; transparent is silent.

    Returns:
        Magnitudes, float32 (channels, n_mels, n_frames). White gives exactly 0.

    Raises:
        MetadataError: The picture is less than 2 columns wide or has floating-point pixels.
    """
    if image.width < 2:
        raise MetadataError(f"The picture is {image.width} column wide: give at least 2, one per time step.")
    metadata = metadata_from_image(image)
    params, max_value = metadata.params or SpectrogramParams(), metadata.max_value or DEFAULT_MAX_VALUE
    rgb = _rgb(image)
    planes = [rgb.convert("L")] if params.n_channels == 1 else [rgb.getchannel("G"), rgb.getchannel("B")]
    if image.height != params.n_mels:
        planes = [plane.resize((image.width, params.n_mels), Image.Resampling.BILINEAR) for plane in planes]
    grey = np.stack([np.asarray(plane) for plane in planes])[:, ::-1]
    levels = (np.arange(255, -1, -1) / 255) ** (1 / params.image_exponent) * max_value
    return torch.from_numpy(levels.astype(np.float32)[grey])


def params_from_image(image: Image.Image) -> SpectrogramParams:
    """The parameters that `image` carries; the defaults if there are none that can be read."""
    return metadata_from_image(image).params or SpectrogramParams()


def max_value_from_image(image: Image.Image) -> float:
    """The magnitude of black that `image` carries; `DEFAULT_MAX_VALUE` if there is none that can be read."""
    return metadata_from_image(image).max_value or DEFAULT_MAX_VALUE


def save_image(
    image: Image.Image, path: str | os.PathLike[str], *, settings: Mapping[str, Any] | None = None
) -> Path:
    """Write a PNG with everything it carries: all of it as text, and Riffusion's tags as EXIF.

    Args:
        image: The picture.
        path: The file, ending in .png; an existing one is replaced, whole or not at all.
        settings: Embedded, read back by `settings_from_file`. None keeps those that `image` carries.

    Returns:
        `path` as a `Path`.

    Raises:
        MetadataError: The suffix is not .png, the settings have no JSON form or the file cannot be written.
    """
    if Path(path).suffix.lower() != ".png":
        raise MetadataError(
            f"{str(path)!r} does not end in .png, the one format that keeps every level: rename it."
        )
    return write_atomically(path, bytes_from_image(image, settings=settings), error=MetadataError)


def bytes_from_image(image: Image.Image, *, settings: Mapping[str, Any] | None = None) -> bytes:
    """The content of the file that `save_image` writes."""
    metadata = metadata_from_image(image)
    if settings is not None:
        metadata = replace(metadata, settings=settings)
    text, exif = PngImagePlugin.PngInfo(), Image.Exif()
    if metadata != Metadata():
        text.add_text(KEY, metadata.to_json())
        exif.update(metadata.to_exif())
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=text, exif=exif, compress_level=_PNG_LEVEL)
    return buffer.getvalue()


def load_image(path: str | os.PathLike[str]) -> Image.Image:
    """Read a picture (PNG, JPEG, WebP, GIF, BMP, TIFF) as RGB with the metadata it carries.

    Transparent parts become white, 16-bit grey is rounded to 8 bits, of an animation the first frame counts.

    Raises:
        MetadataError: The file is missing, empty, cut off, too large or not a picture.
    """
    image = _read(path)
    metadata = metadata_from_image(image)
    rgb = _rgb(image)
    rgb.info = {} if metadata == Metadata() else {KEY: metadata.to_json()}
    return rgb


def metadata_from_picture(path: str | os.PathLike[str]) -> Metadata:
    """What the picture in a file carries; an empty record if it carries nothing.

    Raises:
        MetadataError: The file cannot be read, or what it carries cannot be understood.
    """
    return strict_metadata_from_image(_read(path))


def _read(path: str | os.PathLike[str]) -> Image.Image:
    path = existing_file(path, max_bytes=8 * MAX_PIXELS, error=MetadataError)
    try:
        with Image.open(path, formats=_READABLE) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Image.DecompressionBombError(f"{image.width} x {image.height} pixels")
            image.load()
            return image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        limit = f"at most {MAX_PIXELS:,} pixels are read: cut or shrink it"
        raise MetadataError(f"{str(path)!r} is too large ({exc}); {limit}.") from exc
    except UnidentifiedImageError as exc:
        with open(path, "rb") as file:
            name = content_name(file.read(64))
        raise MetadataError(
            f"{str(path)!r} is {name}, not a picture that can be read: use a PNG or JPEG."
        ) from exc
    except Exception as exc:  # Pillow's decoders raise OSError, SyntaxError, ValueError, struct.error, ...
        raise MetadataError(f"{str(path)!r} is broken or cut off ({exc}): get a complete copy.") from exc


def _checked_mel(mel: torch.Tensor, params: SpectrogramParams) -> torch.Tensor:
    values = torch.as_tensor(mel).detach().to("cpu", torch.float32)
    if values.ndim == 2:
        values = values[None]
    if (
        values.ndim != 3
        or len(values) not in (1, 2)
        or values.shape[1] != params.n_mels
        or values.shape[2] == 0
    ):
        raise ParameterError(
            f"mel has the shape {tuple(mel.shape)}: give (channels, n_mels, n_frames) "
            f"with 1 or 2 channels and params.n_mels = {params.n_mels}."
        )
    low, high = torch.aminmax(values)
    if not (torch.isfinite(low) and torch.isfinite(high)) or low < 0:
        raise ParameterError(
            f"mel goes from {float(low):g} to {float(high):g}: "
            "give finite magnitudes of 0 or more (no decibels)."
        )
    return values


def _rgb(image: Image.Image) -> Image.Image:
    """`image` as RGB on white, whatever its mode."""
    if image.mode == "RGB" and not image.has_transparency_data:
        return image
    if image.mode.startswith("I"):
        return Image.fromarray(_eight_bits(np.asarray(image))).convert("RGB")
    if image.mode == "F":
        raise MetadataError(
            "The picture has floating-point pixels of unknown range: save it with 8 bits per channel."
        )
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        composite = Image.alpha_composite(white, layer)
        composite.info = image.info
        return composite.convert("RGB")
    return image.convert("RGB")


def _eight_bits(levels: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """16-bit grey, 0 to 65,535, rounded to 0 to 255 (Pillow's own conversion clips at 255)."""
    rounded: npt.NDArray[np.uint8] = np.rint(np.clip(levels, 0, 65_535) / 257).astype(np.uint8)
    return rounded
