from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from riffdemo.errors import MetadataError
from riffdemo.metadata import (
    KEY,
    Metadata,
    json_settings,
    metadata_from_image,
    strict_metadata_from_image,
)
from riffdemo.params import SpectrogramParams
from tests.test_params import spectrogram_params

# Text of any script, unpaired surrogates included: a prompt may hold anything.
text = st.text(st.characters(), max_size=40)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=12,
)
settings_dicts = st.dictionaries(text, json_values, max_size=6)
max_values = st.floats(1e-9, 1e12)


@given(st.none() | spectrogram_params(), st.none() | max_values, settings_dicts)
def test_json_round_trip_is_equality(
    params: SpectrogramParams | None, max_value: float | None, settings: dict[str, Any]
) -> None:
    metadata = Metadata(params=params, max_value=max_value, settings=settings)
    line = metadata.to_json()
    assert line.isascii()
    assert line.isprintable()
    assert Metadata.from_json(line) == metadata
    assert metadata.settings == settings


# EXIF as Riffusion writes it (riffusion/spectrogram_params.py): tag numbers and a typical value.
RIFFUSION_TAGS: dict[int, Any] = {
    11000: 44_100,  # SAMPLE_RATE
    11005: True,  # STEREO
    11007: False,  # TRIPLE_RES_MONO
    11010: 10,  # STEP_SIZE_MS
    11020: 100,  # WINDOW_DURATION_MS
    11030: 400,  # PADDED_DURATION_MS
    11040: 512,  # NUM_FREQUENCIES
    11050: 0,  # MIN_FREQUENCY
    11060: 10_000,  # MAX_FREQUENCY
    11070: 0.25,  # POWER_FOR_IMAGE
    11080: 30e6,  # MAX_VALUE, for samples in [-32768, 32767]
}


def through_png(tags: dict[int, Any]) -> Image.Image:
    image = Image.new("RGB", (4, 4))
    exif = image.getexif()
    exif.update(tags)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", exif=exif)
    return Image.open(buffer)


def test_riffusion_exif_is_read() -> None:
    metadata = strict_metadata_from_image(through_png(RIFFUSION_TAGS))
    assert metadata.params == SpectrogramParams(n_channels=2)
    assert metadata.max_value == 30e6 / 32_768
    assert metadata.settings == {}


def test_exif_holds_exactly_riffusions_tags_with_its_values() -> None:
    # Its reader turns every tag of the file into a member of an enumeration and fails on any other.
    tags = Metadata(params=SpectrogramParams(n_channels=2), max_value=30e6 / 32_768).to_exif()
    assert tags == RIFFUSION_TAGS


@given(spectrogram_params(), max_values)
def test_exif_round_trip_keeps_all_that_has_a_tag(params: SpectrogramParams, max_value: float) -> None:
    metadata = Metadata(params=params, max_value=max_value)
    image = through_png(metadata.to_exif())
    restored = strict_metadata_from_image(image)
    assert restored.params is not None
    untagged = {"mel_scale": params.mel_scale, "mel_norm": params.mel_norm, "n_frames": params.n_frames}
    assert SpectrogramParams.from_dict(restored.params.to_dict() | untagged) == params
    assert restored.max_value == max_value


@given(spectrogram_params())
def test_riffusion_derives_the_same_lengths_from_our_exif(params: SpectrogramParams) -> None:
    tags = through_png(Metadata(params=params).to_exif()).getexif()
    rate = tags[11000]
    # riffusion/spectrogram_params.py: int(ms / 1000.0 * sample_rate)
    lengths = tuple(int(tags[tag] / 1000.0 * rate) for tag in (11010, 11020, 11030))
    assert lengths == (params.hop_length, params.win_length, params.n_fft)


def test_riffusion_lengths_are_cut_not_rounded() -> None:
    # 15 ms at 44.1 kHz are 661.5 samples; Riffusion takes 661.
    params = Metadata.from_exif(RIFFUSION_TAGS | {11010: 15}).params
    assert params is not None
    assert params.hop_length == 661


def test_rational_exif_values_and_missing_tags() -> None:
    metadata = Metadata.from_exif({11000: 48_000, 11070: IFDRational(1, 4), 11010: IFDRational(10, 1)})
    assert metadata.params == SpectrogramParams(
        sample_rate=48_000, hop_length=480, win_length=4_800, n_fft=19_200
    )
    assert metadata.max_value is None


def test_exif_of_a_camera_says_nothing() -> None:
    assert strict_metadata_from_image(through_png({271: "Camera", 274: 1})) == Metadata()


def test_the_record_wins_over_exif() -> None:
    image = through_png(RIFFUSION_TAGS)
    image.info[KEY] = Metadata(settings={"seed": 1}).to_json()
    assert metadata_from_image(image) == Metadata(settings={"seed": 1})


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        (RIFFUSION_TAGS | {11007: 1}, "triple_res_mono"),
        (RIFFUSION_TAGS | {11010: 0}, "hop_length is 0"),
        (RIFFUSION_TAGS | {11000: 0}, "sample_rate is 0"),
        (RIFFUSION_TAGS | {11060: "high"}, "make no sense"),
        (RIFFUSION_TAGS | {11010: IFDRational(1, 0)}, "make no sense"),
        (RIFFUSION_TAGS | {11080: -1.0}, "max_value"),
    ],
)
def test_exif_that_makes_no_sense(tags: dict[int, Any], reason: str) -> None:
    with pytest.raises(MetadataError, match=reason):
        Metadata.from_exif(tags)


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        "[" * 100_000,
        '{"prompt": "foreign"}',
        '{"riffdemo": 1, "params": {"n_mels": -1}}',
        '{"riffdemo": 1, "params": 7}',
        '{"riffdemo": 1, "max_value": NaN}',
        '{"riffdemo": 1, "max_value": "loud"}',
        '{"riffdemo": 1, "max_value": 0}',
        '{"riffdemo": 1, "settings": 5}',
        '{"riffdemo": 1, "settings": [1, 2]}',
    ],
)
def test_a_corrupt_record_is_one_error_or_one_warning(record: str) -> None:
    with pytest.raises(MetadataError, match="save the file again"):
        Metadata.from_json(record)
    image = Image.new("RGB", (4, 4))
    image.info[KEY] = record
    with pytest.warns(UserWarning, match="defaults are used instead"):
        assert metadata_from_image(image) == Metadata()


def test_a_newer_version_asks_for_an_update() -> None:
    with pytest.raises(MetadataError, match="version 2; this is 1: update riffdemo"):
        Metadata.from_json(json.dumps({KEY: 2, "params": {"unheard": 1}}))


def test_broken_exif_block_is_ignored_with_a_warning() -> None:
    image = Image.new("RGB", (4, 4))
    image.info["exif"] = b"Exif\0\0II*\0\x08\0\0\0\xff\xff"
    with pytest.warns(UserWarning, match="EXIF"):
        assert metadata_from_image(image) == Metadata()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, object(), b"bytes"])
def test_settings_without_a_json_form(value: object) -> None:
    with pytest.raises(MetadataError, match="use text, finite numbers"):
        json_settings({"key": value})


def test_settings_are_copied_and_tuples_become_lists() -> None:
    seeds = [1, 2]
    settings = json_settings({"seeds": seeds, "size": (3, 4)})
    seeds.append(3)
    assert settings == {"seeds": [1, 2], "size": [3, 4]}


def test_settings_that_are_too_long() -> None:
    with pytest.raises(MetadataError, match="at most 65,536 fit: leave out"):
        Metadata(settings={"prompt": "x" * 70_000})


@pytest.mark.parametrize("max_value", [0.0, -1.0, float("nan"), float("inf")])
def test_max_value_must_be_positive(max_value: float) -> None:
    with pytest.raises(MetadataError, match=f"max_value is {max_value}: give"):
        Metadata(max_value=max_value)
