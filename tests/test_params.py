from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams


@st.composite
def spectrogram_params(draw: st.DrawFn) -> SpectrogramParams:
    """Any valid geometry."""
    sample_rate = draw(st.integers(8_000, 192_000))
    win_length = draw(st.integers(16, 2**17))
    f_min = draw(st.floats(0, sample_rate / 2, exclude_max=True))
    return SpectrogramParams(
        sample_rate=sample_rate,
        n_channels=draw(st.integers(1, 2)),
        win_length=win_length,
        hop_length=draw(st.integers(1, win_length // 2)),
        n_fft=draw(st.integers(win_length, 2**19)),
        n_mels=draw(st.integers(1, 4_096)),
        n_frames=draw(st.integers(2, 2**20)),
        f_min=f_min,
        f_max=draw(st.floats(f_min, sample_rate / 2, exclude_min=True)),
        mel_scale=draw(st.sampled_from(["htk", "slaney"])),
        mel_norm=draw(st.sampled_from([None, "slaney"])),
        image_exponent=draw(st.floats(0.01, 1)),
    )


@given(spectrogram_params())
def test_dict_round_trip_is_equality(params: SpectrogramParams) -> None:
    assert SpectrogramParams.from_dict(params.to_dict()) == params


def test_defaults_are_those_of_riffusion_v1() -> None:
    params = SpectrogramParams()
    assert params.win_ms == 100
    assert params.hop_ms == 10
    assert params.n_fft == 400 * params.sample_rate / 1_000
    assert params.n_stft == 8_821
    assert params.frames_per_second == 100
    assert params.clip_seconds == pytest.approx(5.11)
    assert params.loop_seconds == pytest.approx(5.12)
    assert (params.n_mels, params.n_frames, params.f_min, params.f_max) == (512, 512, 0, 10_000)
    assert (params.mel_scale, params.mel_norm, params.image_exponent) == ("htk", None, 0.25)


def test_missing_keys_take_their_default() -> None:
    assert SpectrogramParams.from_dict({"n_mels": 64}) == SpectrogramParams(n_mels=64)


def test_unknown_key_is_named_with_the_known_ones() -> None:
    with pytest.raises(ParameterError, match=r"'num_frequencies'.*n_mels"):
        SpectrogramParams.from_dict({"num_frequencies": 512})


def test_whole_and_fractional_numbers_are_the_same_setting() -> None:
    params = SpectrogramParams(f_max=8_000)
    assert params == SpectrogramParams(f_max=8_000.0)
    assert isinstance(params.f_max, float)


def test_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        SpectrogramParams().n_mels = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value", "limits"),
    [
        ("sample_rate", 7_999, "8000 to 192000"),
        ("sample_rate", 192_001, "8000 to 192000"),
        ("sample_rate", 44_100.0, "whole number"),
        ("n_channels", 0, "1 to 2"),
        ("n_channels", 3, "1 to 2"),
        ("n_channels", True, "1 to 2"),
        ("win_length", 15, "16 to"),
        ("win_length", 2**17 + 1, "16 to 131072"),
        ("hop_length", 0, "1 to 2205"),
        ("hop_length", 2_206, "1 to 2205"),
        ("n_fft", 4_409, "4410 to"),
        ("n_fft", 2**19 + 1, "to 524288"),
        ("n_mels", 0, "1 to 4096"),
        ("n_mels", 4_097, "1 to 4096"),
        ("n_frames", 1, "2 to"),
        ("n_frames", 2**20 + 1, "to 1048576"),
        ("f_min", -1.0, "0 to 22050"),
        ("f_min", 10_000.0, "lower f_min"),
        ("f_min", float("nan"), "0 to 22050"),
        ("f_max", 22_051.0, "0 to 22050"),
        ("f_max", "high", "0 to 22050"),
        ("f_max", float("inf"), "0 to 22050"),
        ("image_exponent", 0.0, "0.01 to 1"),
        ("image_exponent", 1.5, "0.01 to 1"),
        ("mel_scale", "mel", "'htk', 'slaney'"),
        ("mel_norm", "area", "None, 'slaney'"),
    ],
)
def test_each_limit_has_a_message_with_name_value_and_range(name: str, value: object, limits: str) -> None:
    with pytest.raises(ParameterError) as caught:
        SpectrogramParams.from_dict({name: value})
    message = str(caught.value)
    assert name in message
    assert limits in message
    assert "give" in message or "lower" in message
    assert str(value).strip("0").strip(".") in message


@pytest.mark.parametrize(
    ("name", "value"),
    [("sample_rate", 192_000), ("hop_length", 2_205), ("n_fft", 4_410), ("f_max", 22_050.0), ("n_frames", 2)],
)
def test_the_limits_themselves_are_allowed(name: str, value: float) -> None:
    assert getattr(SpectrogramParams.from_dict({name: value}), name) == value


def test_parameter_error_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="n_mels is 0"):
        SpectrogramParams(n_mels=0)
