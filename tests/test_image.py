from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from riffdemo.errors import MetadataError, ParameterError
from riffdemo.image import (
    DEFAULT_MAX_VALUE,
    bytes_from_image,
    image_from_mel,
    load_image,
    max_value_from_image,
    mel_from_image,
    metadata_from_picture,
    params_from_image,
    save_image,
)
from riffdemo.metadata import Metadata, metadata_from_image
from riffdemo.params import SpectrogramParams
from tests.test_metadata import RIFFUSION_TAGS, max_values, settings_dicts

SMALL = SpectrogramParams(n_mels=4)


def random_mel(n_channels: int = 1, n_frames: int = 7, n_mels: int = 4) -> torch.Tensor:
    generator = torch.Generator().manual_seed(n_channels)
    return torch.rand(n_channels, n_mels, n_frames, generator=generator) ** 4 * 100


def grey_image(levels: list[list[int]]) -> Image.Image:
    return Image.fromarray(np.array(levels, dtype=np.uint8)).convert("RGB")


# The formula


def test_grey_levels_by_hand() -> None:
    # (mel / 16) ** 0.25 = 0, 1/2, 1: grey 255, 127.5, 0. Low frequencies at the bottom.
    image = image_from_mel(torch.tensor([[[0.0, 1.0], [16.0, 0.0]]]), SpectrogramParams(n_mels=2))
    assert image.mode == "RGB"
    assert np.asarray(image)[..., 0].tolist() == [[0, 255], [255, 128]]
    assert max_value_from_image(image) == 16


def test_levels_are_rounded_to_the_nearest() -> None:
    for level in range(256):
        for offset, expected in ((-0.49, level), (0.49, level)):
            darkness = min(max((255 - level + offset) / 255, 0), 1)
            mel = torch.full((1, 4, 1), darkness**4)
            assert np.asarray(image_from_mel(mel, SMALL, max_value=1.0)).max() == expected


def test_rounding_has_no_bias() -> None:
    mel = random_mel(n_mels=64, n_frames=500)
    params = SpectrogramParams(n_mels=64)
    exact = 255 - 255 * (mel.double() / mel.max()) ** 0.25
    painted = np.asarray(image_from_mel(mel, params))[::-1, :, 0]
    error = painted - exact[0].numpy()
    assert abs(error.mean()) < 0.02  # truncation gives -0.5
    assert abs(error).max() < 0.501


@settings(max_examples=30)
@given(max_values, st.sampled_from([0.01, 0.1, 0.25, 0.5, 1.0]))
def test_every_level_survives_the_round_trip(max_value: float, exponent: float) -> None:
    params = SpectrogramParams(n_mels=16, image_exponent=exponent)
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    mel = torch.tensor((1 - levels / 255) ** (1 / exponent) * max_value)[None]
    image = image_from_mel(mel, params, max_value=max_value)
    again = image_from_mel(mel_from_image(image), params, max_value=max_value_from_image(image))
    assert np.array_equal(np.asarray(again), np.asarray(image))
    if exponent >= 0.1:  # below, most levels are less than the smallest float32
        assert np.array_equal(np.asarray(image)[::-1, :, 0], levels)


@pytest.mark.parametrize("n_channels", [1, 2])
def test_mel_comes_back_within_half_a_level(n_channels: int) -> None:
    mel = random_mel(n_channels)
    again = mel_from_image(image_from_mel(mel, SMALL))
    assert again.dtype == torch.float32
    assert again.shape == mel.shape
    difference = (again / mel.max()) ** 0.25 - (mel / mel.max()) ** 0.25
    assert difference.abs().max() <= 0.5001 / 255


@pytest.mark.parametrize("n_channels", [1, 2])
def test_silence_is_white_and_stays_silent(n_channels: int) -> None:
    image = image_from_mel(torch.zeros(n_channels, 4, 5), SMALL)
    assert np.asarray(image)[..., 1:].min() == 255
    assert not mel_from_image(image).any()
    assert max_value_from_image(image) == DEFAULT_MAX_VALUE  # what is drawn into it sounds


def test_white_decodes_to_exactly_zero() -> None:
    assert not mel_from_image(Image.new("RGB", (4, 512), "white")).any()


def test_stereo_is_green_and_blue() -> None:
    mel = random_mel(2)
    image = image_from_mel(mel, SMALL)
    planes = np.asarray(image)
    assert not planes[..., 0].any()
    for channel, plane in ((0, 1), (1, 2)):
        alone = image_from_mel(mel[channel], SMALL, max_value=float(mel.max()))
        assert np.array_equal(planes[..., plane], np.asarray(alone)[..., 0])
    assert params_from_image(image).n_channels == 2
    assert mel_from_image(image).shape == mel.shape


def test_mono_is_three_equal_planes() -> None:
    planes = np.asarray(image_from_mel(random_mel(), SpectrogramParams(n_mels=4, n_channels=2)))
    assert np.array_equal(planes[..., 0], planes[..., 1])
    assert np.array_equal(planes[..., 0], planes[..., 2])


def test_a_common_max_value_keeps_two_pictures_comparable() -> None:
    mel = random_mel()
    quiet = mel_from_image(image_from_mel(mel / 16, SMALL, max_value=float(mel.max())))
    assert float(quiet.max()) == pytest.approx(float(mel.max()) / 16, rel=0.02)


def test_above_max_value_is_refused_or_clipped() -> None:
    mel = torch.tensor([[[1.0], [2.0], [3.0], [4.0]]])
    with pytest.raises(ParameterError, match=r"mel reaches 4, above max_value = 2: raise it, or pass clip"):
        image_from_mel(mel, SMALL, max_value=2.0)
    image = image_from_mel(mel, SMALL, max_value=2.0, clip=True)
    assert np.asarray(image)[::-1, 0, 0].tolist() == [41, 0, 0, 0]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), -1e-3])
def test_magnitudes_must_be_finite_and_not_negative(value: float) -> None:
    mel = random_mel()
    mel[0, 2, 3] = value
    with pytest.raises(ParameterError, match="give finite magnitudes of 0 or more"):
        image_from_mel(mel, SMALL)


@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 5, 5), (1, 4, 0), (4,), (1, 1, 4, 5), (0, 4, 5)])
def test_shape_must_fit(shape: tuple[int, ...]) -> None:
    with pytest.raises(ParameterError, match=r"give \(channels, n_mels, n_frames\).*params.n_mels = 4"):
        image_from_mel(torch.zeros(shape), SMALL)


@pytest.mark.parametrize("max_value", [0.0, -1.0, float("nan"), float("inf")])
def test_max_value_must_be_positive(max_value: float) -> None:
    with pytest.raises(ParameterError, match=f"max_value is {max_value}"):
        image_from_mel(random_mel(), SMALL, max_value=max_value, clip=True)


def test_mel_that_needs_a_gradient_is_painted() -> None:
    assert image_from_mel(random_mel().requires_grad_(), SMALL).size == (7, 4)


# Pictures of any kind


def test_a_picture_without_metadata_gets_the_defaults() -> None:
    image = Image.new("RGB", (10, 512), "black")
    assert params_from_image(image) == SpectrogramParams()
    assert torch.all(mel_from_image(image) == np.float32(30e6 / 32_768))


def test_height_is_scaled_to_n_mels_and_width_is_kept() -> None:
    columns = np.linspace(0, 255, 33).astype(np.uint8)
    for height in (1, 100, 512, 1_111):
        image = Image.fromarray(np.tile(columns, (height, 1)))
        mel = mel_from_image(image)
        assert mel.shape == (1, 512, 33)
        assert torch.equal(mel[0], mel[0, :1].expand(512, 33))
        assert torch.equal(mel[0, 0], mel_from_image(Image.fromarray(columns[None]))[0, 0])


def test_scaled_height_keeps_the_frequency() -> None:
    picture = np.full((200, 4), 255, dtype=np.uint8)
    picture[49:51] = 0  # a quarter from the top: three quarters of the bands
    mel = mel_from_image(Image.fromarray(picture))
    assert int(mel[0, :, 0].argmax()) == pytest.approx(0.75 * 512, abs=2)


@pytest.mark.parametrize("width", [0, 1])
def test_a_single_column_is_no_sound(width: int) -> None:
    with pytest.raises(MetadataError, match=f"{width} column wide: give at least 2"):
        mel_from_image(Image.new("RGB", (width, 512)))


def test_colour_is_read_by_its_luma() -> None:
    # ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B
    mel = mel_from_image(Image.new("RGB", (2, 512), (255, 0, 0)))
    assert float(mel[0, 0, 0]) == pytest.approx(DEFAULT_MAX_VALUE * (1 - 76 / 255) ** 4, rel=1e-5)


GREYS = [[0, 85, 170, 255]] * 4


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "CMYK", "YCbCr", "I;16", "I", "1"])
def test_modes_mean_the_same_grey(mode: str, tmp_path: Path) -> None:
    levels = np.array(GREYS if mode != "1" else [[0, 255, 0, 255]] * 4)
    grey = Image.fromarray(levels.astype(np.uint8))
    if mode == "I;16":
        picture = Image.fromarray((levels * 257).astype(np.uint16))
    elif mode == "I":
        picture = Image.fromarray((levels * 257).astype(np.int32))
    else:
        picture = grey.convert(mode)
    assert picture.mode == mode
    assert torch.equal(mel_from_image(picture), mel_from_image(grey))
    if mode == "YCbCr":
        return  # no file format that Pillow both writes and reads
    suffix = "tif" if mode in ("CMYK", "I") else "png"
    picture.save(tmp_path / f"a.{suffix}")
    loaded = load_image(tmp_path / f"a.{suffix}")
    assert loaded.mode == "RGB"
    assert torch.equal(mel_from_image(loaded), mel_from_image(grey))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_is_white(mode: str, tmp_path: Path) -> None:
    if mode == "P":
        picture = Image.new("P", (4, 4), 0)
        picture.info["transparency"] = 0
    else:
        picture = Image.new("RGBA", (4, 4), (0, 0, 0, 0)).convert(mode)
    assert not mel_from_image(picture).any()
    picture.save(tmp_path / "a.png")
    assert not mel_from_image(load_image(tmp_path / "a.png")).any()


def test_floating_point_pixels_have_no_known_range() -> None:
    with pytest.raises(MetadataError, match=r"floating-point pixels.*save it with 8 bits"):
        mel_from_image(Image.new("F", (4, 4)))


# Files


@settings(max_examples=25)
@given(settings_dicts, max_values)
def test_png_carries_everything(settings: dict[str, object], max_value: float) -> None:
    params = SpectrogramParams(n_mels=4, mel_scale="slaney", mel_norm="slaney", hop_length=333)
    image = image_from_mel(random_mel(), params, max_value=max_value, clip=True)
    again = Image.open(io.BytesIO(bytes_from_image(image, settings=settings)))
    assert metadata_from_image(again) == Metadata(params=params, max_value=max_value, settings=settings)
    assert np.array_equal(np.asarray(again), np.asarray(image))


def test_file_round_trip(tmp_path: Path) -> None:
    image = image_from_mel(random_mel(2), SMALL)
    path = save_image(image, tmp_path / "a.PNG", settings={"prompt": "καλημέρα 🎺 שלום", "seed": 3})
    again = load_image(path)
    assert again.info == {**image.info, "riffdemo": again.info["riffdemo"]}
    assert params_from_image(again) == params_from_image(image)
    assert torch.equal(mel_from_image(again), mel_from_image(image))
    assert os.listdir(tmp_path) == ["a.PNG"]


def test_saving_again_keeps_the_settings_unless_told_otherwise(tmp_path: Path) -> None:
    first = save_image(image_from_mel(random_mel(), SMALL), tmp_path / "1.png", settings={"seed": 1})
    second = save_image(load_image(first), tmp_path / "2.png")
    third = save_image(load_image(second), tmp_path / "3.png", settings={"seed": 3})
    assert metadata_from_picture(second).settings == {"seed": 1}
    assert metadata_from_picture(third).settings == {"seed": 3}
    assert metadata_from_picture(third).params == SMALL
    fourth = save_image(load_image(third), tmp_path / "4.png", settings={})
    assert metadata_from_picture(fourth).settings == {}


def test_editing_keeps_the_metadata() -> None:
    image = image_from_mel(random_mel(), SMALL)
    for edited in (image.copy(), image.crop((1, 0, 4, 4)), image.resize((20, 4)), image.convert("RGBA")):
        assert params_from_image(edited) == SMALL
        assert max_value_from_image(edited) == max_value_from_image(image)


def test_exif_of_a_saved_picture_is_riffusions(tmp_path: Path) -> None:
    path = save_image(image_from_mel(random_mel(), SMALL), tmp_path / "a.png", settings={"seed": 1})
    with Image.open(path) as saved:
        assert set(saved.getexif()) == set(RIFFUSION_TAGS)


@pytest.mark.parametrize("suffix", ["jpg", "webp", "png"])
def test_exif_is_read_from_any_format_and_survives(suffix: str, tmp_path: Path) -> None:
    picture = Image.new("RGB", (8, 512), "white")
    exif = picture.getexif()
    exif.update(RIFFUSION_TAGS)
    picture.save(tmp_path / f"a.{suffix}", exif=exif)
    image = load_image(tmp_path / f"a.{suffix}")
    assert params_from_image(image) == SpectrogramParams(n_channels=2)
    assert max_value_from_image(image) == DEFAULT_MAX_VALUE


def test_only_png_is_written(tmp_path: Path) -> None:
    with pytest.raises(MetadataError, match=r"does not end in \.png.*rename"):
        save_image(Image.new("RGB", (4, 4)), tmp_path / "a.jpg")
    assert os.listdir(tmp_path) == []


def test_a_corrupt_record_is_ignored_by_the_decoder(tmp_path: Path) -> None:
    image = Image.new("RGB", (4, 512), "white")
    image.info["riffdemo"] = "{"
    with pytest.warns(UserWarning, match="defaults are used"):
        assert mel_from_image(image).shape == (1, 512, 4)


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of_size(width: int, height: int) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + png_chunk(b"IDAT", zlib.compress(bytes(100)))
        + png_chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8_193, 8_192), (10_000, 9_900), (60_000, 60_000)])
def test_image_bombs_are_refused_by_their_header(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "a.png").write_bytes(png_of_size(*size))
    with pytest.raises(MetadataError, match=r"too large.*at most 67,108,864 pixels are read: cut or shrink"):
        load_image(tmp_path / "a.png")


def test_text_bombs_are_refused(tmp_path: Path) -> None:
    whole = bytes_from_image(Image.new("RGB", (4, 4)))
    bomb = png_chunk(b"zTXt", b"riffdemo\0\0" + zlib.compress(bytes(100_000_000)))
    (tmp_path / "a.png").write_bytes(whole[:33] + bomb + whole[33:])
    with pytest.raises(MetadataError, match="broken or cut off"):
        load_image(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a RIFF file such as WAV, not a picture"),
        (b"ID3\x04" + bytes(200), "an MP3 sound, not a picture"),
        (b"hello, this is text", "of an unknown kind"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "of an unknown kind"),
        (png_of_size(64, 64), "broken or cut off"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "broken or cut off|not a picture"),
    ],
)
def test_files_that_are_no_pictures(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(MetadataError, match=reason):
        load_image(tmp_path / "a.png")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_truncated_pictures(tmp_path: Path, suffix: str, part: float) -> None:
    generator = np.random.default_rng(0)
    picture = Image.fromarray(generator.integers(0, 255, (64, 64), dtype=np.uint8))
    picture.save(tmp_path / f"whole.{suffix}")
    data = (tmp_path / f"whole.{suffix}").read_bytes()
    (tmp_path / f"a.{suffix}").write_bytes(data[: int(len(data) * part)])
    with pytest.raises(MetadataError, match=r"broken or cut off|not a picture"):
        load_image(tmp_path / f"a.{suffix}")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(MetadataError, match="does not exist"):
        load_image(tmp_path / "a.png")
    with pytest.raises(MetadataError, match="is a folder"):
        load_image(tmp_path)


def test_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MetadataError, match="folder does not exist"):
        save_image(image_from_mel(random_mel(), SMALL), tmp_path / "missing" / "a.png")
    with pytest.raises(MetadataError, match="cannot be stored"):
        save_image(image_from_mel(random_mel(), SMALL), tmp_path / "a.png", settings={"x": float("nan")})
    assert os.listdir(tmp_path) == []
