from __future__ import annotations

import math
from dataclasses import FrozenInstanceError
from typing import Literal

import librosa
import numpy as np
import numpy.typing as npt
import pytest
import scipy.signal
from hypothesis import given, settings
from hypothesis import strategies as st

from riffdemo.audio import Audio, concatenate, crossfade, loop, normalize, overlap_add, resample
from riffdemo.errors import AudioError, ParameterError

RATE = 8_000


def noise(n_samples: int, *, n_channels: int = 1, sample_rate: int = RATE, seed: int = 0) -> Audio:
    generator = np.random.default_rng(seed)
    return Audio(generator.uniform(-0.5, 0.5, (n_channels, n_samples)), sample_rate)


def ramp(n_samples: int, *, first: int = 0) -> Audio:
    return Audio(np.arange(first, first + n_samples, dtype=np.float32), RATE)


# The value


def test_one_dimension_is_mono() -> None:
    audio = Audio(np.zeros(100), 44_100)
    assert audio.samples.shape == (1, 100)
    assert audio.samples.dtype == np.float32
    assert (audio.n_channels, audio.n_samples) == (1, 100)
    assert audio.seconds == 100 / 44_100
    assert repr(audio) == "Audio(1 x 100 samples, 44100 Hz, 0.00 s)"


def test_nothing_can_be_changed_from_outside() -> None:
    source = np.zeros((1, 10), dtype=np.float32)
    audio = Audio(source, RATE)
    source[0, 0] = 1
    assert not audio.samples.any()
    with pytest.raises(ValueError, match="read-only"):
        audio.samples[0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        audio.sample_rate = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    "shape", [(9, 100), (0, 100), (2, 0), (0,), (), (1, 2, 3), (100, 2)], ids=lambda shape: str(shape)
)
def test_shape_is_checked(shape: tuple[int, ...]) -> None:
    with pytest.raises(
        AudioError, match=r"give \(channels, n_samples\) with 1 to 8 channels and at least one"
    ):
        Audio(np.zeros(shape), RATE)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300])
def test_samples_must_be_finite(value: float) -> None:
    samples = np.zeros((2, 50))
    samples[1, 7] = value
    with pytest.raises(AudioError, match="1 of 100 samples are NaN or infinite: replace them"):
        Audio(samples, RATE)


@pytest.mark.parametrize("dtype", [np.int16, np.int32, np.uint8, bool, complex])
def test_samples_must_be_floats(dtype: type) -> None:
    with pytest.raises(AudioError, match=r"give floats in \[-1, 1\]"):
        Audio(np.zeros(10, dtype=dtype), RATE)


@pytest.mark.parametrize("rate", [7_999, 192_001, 0, -1, 44_100.0, "44100", None, True, math.nan])
def test_sample_rate_is_checked(rate: object) -> None:
    with pytest.raises(AudioError, match=r"sample_rate is .*: give a whole number from 8000 to 192000 Hz"):
        Audio(np.zeros(10), rate)  # type: ignore[arg-type]


def test_levels_of_a_sine() -> None:
    sine = Audio(0.5 * np.sin(2 * np.pi * 1_000 * np.arange(RATE) / RATE), RATE)
    assert sine.peak == pytest.approx(0.5)
    assert sine.peak_dbfs == pytest.approx(-6.0206, abs=1e-3)
    assert sine.rms_dbfs == pytest.approx(-9.0309, abs=1e-3)
    assert sine.scaled(2).peak_dbfs == pytest.approx(0, abs=1e-3)


def test_peak_counts_both_signs() -> None:
    assert Audio(np.array([0.2, -0.7]), RATE).peak == np.float32(0.7)


def test_silence_has_no_level() -> None:
    silence = Audio(np.zeros(10), RATE)
    assert silence.peak == 0
    assert silence.peak_dbfs == silence.rms_dbfs == -math.inf


def test_cut() -> None:
    part = ramp(80).cut(0.001, 0.004)
    assert part.samples[0].tolist() == list(range(8, 32))
    assert ramp(80).cut().n_samples == 80


@pytest.mark.parametrize("part", [(-0.1, 1), (0.5, 0.5), (0.6, 0.5), (0, 1.1), (math.nan, 1), (0, math.nan)])
def test_cut_outside(part: tuple[float, float]) -> None:
    with pytest.raises(ParameterError, match=r"is not inside 0 s to 1.0 s"):
        ramp(RATE).cut(*part)


# Channels


def test_mono_and_stereo() -> None:
    stereo = noise(50, n_channels=2)
    mono = stereo.with_channels(1)
    assert np.allclose(mono.samples[0], (stereo.samples[0] + stereo.samples[1]) / 2, atol=1e-7)
    assert np.array_equal(mono.with_channels(2).samples, np.repeat(mono.samples, 2, axis=0))
    assert stereo.with_channels(2) is stereo


def test_surround_downmix_puts_each_speaker_on_its_side() -> None:
    # 5.1 in the order of WAV: L R C LFE Ls Rs
    gains = [Audio(np.eye(6)[:, [i]], RATE).with_channels(2).samples[:, 0] for i in range(6)]
    left, right, centre, bass, left_back, right_back = gains
    assert left[0] > 0 == left[1]
    assert right[1] > 0 == right[0]
    assert left_back[0] > 0 == left_back[1]
    assert right_back[1] > 0 == right_back[0]
    assert centre[0] == centre[1] > 0
    assert 20 * math.log10(left[0] / centre[0]) == pytest.approx(3.01, abs=0.01)
    assert not bass.any()


@pytest.mark.parametrize("n_channels", range(3, 9))
def test_downmix_never_exceeds_full_scale(n_channels: int) -> None:
    loud = Audio(np.ones((n_channels, 4)), RATE)
    assert loud.with_channels(2).peak <= 1 + 1e-6
    assert loud.with_channels(1).samples.shape == (1, 4)


@pytest.mark.parametrize("n_channels", [0, 3, 9, -1])
def test_other_channel_counts(n_channels: int) -> None:
    with pytest.raises(ParameterError, match=f"n_channels is {n_channels}: give 1, 2"):
        noise(5, n_channels=2).with_channels(n_channels)


# Resampling

RATES = [
    (192_000, 44_100),
    (44_100, 48_000),
    (48_000, 44_100),
    (8_000, 192_000),
    (44_100, 21_600),
    (44_101, 44_100),
]


def sine(frequency: float, sample_rate: int, seconds: float = 1.0) -> npt.NDArray[np.float64]:
    return np.sin(2 * np.pi * frequency * np.arange(int(seconds * sample_rate)) / sample_rate)


def decibels_of(error: npt.NDArray[np.float64]) -> float:
    middle = error[len(error) // 4 : -len(error) // 4]
    return float(10 * np.log10(np.mean(middle**2) / 0.5 + 1e-30))


@pytest.mark.parametrize(("old", "new"), RATES)
@pytest.mark.parametrize("position", [0.01, 0.5, 0.94])
def test_passband_is_flat_and_keeps_the_phase(old: int, new: int, position: float) -> None:
    frequency = position * min(old, new) / 2
    out = resample(Audio(sine(frequency, old), old), new).samples[0].astype(np.float64)
    assert decibels_of(out - sine(frequency, new, len(out) / new + 1)[: len(out)]) < -125


@pytest.mark.parametrize(("old", "new"), [(192_000, 44_100), (48_000, 44_100), (44_100, 21_600)])
@pytest.mark.parametrize("position", [1.001, 1.05])
def test_aliases_are_rejected(old: int, new: int, position: float) -> None:
    out = resample(Audio(sine(position * new / 2, old), old), new)
    assert decibels_of(out.samples[0].astype(np.float64)) < -125


def band_limited(seconds: float, sample_rate: int) -> Audio:
    taps = scipy.signal.firwin(1_023, 2_000, fs=sample_rate, window=("kaiser", 14.0))
    generator = np.random.default_rng(5)
    white = generator.standard_normal((2, int(seconds * sample_rate))) * 0.1
    return Audio(scipy.signal.fftconvolve(white, taps[None], mode="same"), sample_rate)


@pytest.mark.parametrize(("old", "new"), RATES[:5])
def test_agrees_with_librosa_over_many_blocks(old: int, new: int) -> None:
    # Several blocks of overlap-save; the oracle resamples the whole at once.
    audio = band_limited(3.3, old)
    expected = librosa.resample(audio.samples, orig_sr=old, target_sr=new, res_type="soxr_vhq")
    out = resample(audio, new).samples
    middle = slice(new // 10, -new // 10)
    error = out[:, : expected.shape[1]][:, middle] - expected[:, : out.shape[1]][:, middle]
    assert abs(error).max() < 2e-5 * abs(expected).max()


def test_agrees_with_scipy_at_both_ends() -> None:
    audio = band_limited(0.5, 48_000)
    expected = scipy.signal.resample_poly(audio.samples, 147, 160, axis=1, window=("kaiser", 14.0))
    out = resample(audio, 44_100).samples
    assert out.shape == expected.shape
    assert abs(out - expected).max() < 1e-2 * abs(expected).max()


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 3_000),
    st.sampled_from([8_000, 11_025, 44_100, 44_101, 48_000, 192_000]),
    st.sampled_from([8_000, 22_050, 44_100, 47_999, 192_000]),
)
def test_length_rule(n_samples: int, old: int, new: int) -> None:
    out = resample(noise(n_samples, sample_rate=old), new)
    assert out.sample_rate == new
    assert out.n_samples == math.ceil(n_samples * new / old)


def test_same_rate_is_the_same_sound() -> None:
    audio = noise(10)
    assert resample(audio, RATE) is audio


def test_silence_stays_silent() -> None:
    assert resample(Audio(np.zeros(1_000), 48_000), 44_100).peak == 0


def test_channels_do_not_mix() -> None:
    left = noise(500, sample_rate=48_000).samples[0]
    out = resample(Audio(np.stack([left, np.zeros(500)]), 48_000), 44_100)
    assert not out.samples[1].any()
    assert np.array_equal(out.samples[:1], resample(Audio(left, 48_000), 44_100).samples)


@pytest.mark.parametrize("rate", [7_999, 200_000, 44_100.0])
def test_target_rate_is_checked(rate: float) -> None:
    with pytest.raises(AudioError, match="give a whole number from 8000 to 192000"):
        resample(noise(10), rate)  # type: ignore[arg-type]


# Joining


def test_concatenate() -> None:
    assert concatenate([ramp(3), ramp(2, first=3)]).samples[0].tolist() == [0, 1, 2, 3, 4]


def test_sounds_must_be_alike() -> None:
    with pytest.raises(
        AudioError, match=r"8000 Hz with 1 channel\(s\) and 44100 Hz with 2 .*: use resample and"
    ):
        concatenate([noise(5), noise(5, n_channels=2, sample_rate=44_100)])
    with pytest.raises(AudioError, match="no sound to join"):
        concatenate([])
    with pytest.raises(AudioError, match="make them alike"):
        crossfade(noise(5), noise(5, n_channels=2), 0)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_crossfade_length_and_ends(n_a: int, n_b: int, data: st.DataObject) -> None:
    n_blend = data.draw(st.integers(0, min(n_a, n_b)))
    curve = data.draw(st.sampled_from(["equal_power", "equal_gain"]))
    a, b = noise(n_a, seed=1), noise(n_b, seed=2)
    out = crossfade(a, b, n_blend / RATE, curve=curve)
    assert out.n_samples == n_a + n_b - n_blend
    assert np.array_equal(out.samples[:, : n_a - n_blend], a.samples[:, : n_a - n_blend])
    assert np.array_equal(out.samples[:, n_a:], b.samples[:, n_blend:])


def test_equal_gain_is_exact_for_the_same_sound() -> None:
    whole = noise(300)
    a, b = Audio(whole.samples[:, :200], RATE), Audio(whole.samples[:, 100:], RATE)
    out = crossfade(a, b, 100 / RATE, curve="equal_gain")
    assert np.allclose(out.samples, whole.samples, atol=1e-7)


def test_equal_power_keeps_the_level_of_unrelated_sounds() -> None:
    a, b = noise(40_000, seed=1), noise(40_000, seed=2)
    seconds = 40_000 / RATE
    power = crossfade(a, b, seconds).rms_dbfs
    gain = crossfade(a, b, seconds, curve="equal_gain").rms_dbfs
    assert power == pytest.approx(a.rms_dbfs, abs=0.1)
    assert gain == pytest.approx(a.rms_dbfs + 10 * math.log10(2 / 3), abs=0.1)


@pytest.mark.parametrize("curve", ["equal_power", "equal_gain"])
def test_crossfade_falls_as_it_rises(curve: Literal["equal_power", "equal_gain"]) -> None:
    ones, zeros = Audio(np.ones(50), RATE), Audio(np.zeros(50), RATE)
    fall = crossfade(ones, zeros, 50 / RATE, curve=curve).samples[0]
    rise = crossfade(zeros, ones, 50 / RATE, curve=curve).samples[0]
    assert np.all(np.diff(fall) < 0)
    assert 0.98 < fall[0] < 1
    assert np.allclose(rise, fall[::-1])


@pytest.mark.parametrize("seconds", [-0.1, 11 / RATE, math.nan, math.inf])
def test_crossfade_must_fit(seconds: float) -> None:
    with pytest.raises(ParameterError, match=r"The crossfade is .* s: give 0 to 0.00125 s"):
        crossfade(noise(10), noise(20), seconds)


def test_unknown_curve() -> None:
    with pytest.raises(ParameterError, match="'linear': give 'equal_power' or 'equal_gain'"):
        crossfade(noise(10), noise(20), 0, curve="linear")  # type: ignore[arg-type]


# Overlap-add


def windows_of(audio: Audio, length: int, hop: int) -> list[Audio]:
    starts = range(0, max(audio.n_samples - length, 0) + hop, hop)
    return [
        Audio(audio.samples[:, start : start + length], audio.sample_rate)
        for start in starts
        if start < audio.n_samples
    ]


@settings(max_examples=150)
@given(st.integers(1, 200), st.integers(1, 50), st.data())
def test_overlap_add_returns_the_signal_bit_by_bit(n_samples: int, length: int, data: st.DataObject) -> None:
    length = min(length, n_samples)
    hop = data.draw(st.integers(1, length))
    weight = data.draw(
        st.none()
        | st.lists(st.floats(1e-3, 1e3), min_size=length, max_size=length).map(np.array)
        | st.just(scipy.signal.windows.hann(length + 2)[1:-1])
    )
    audio = noise(n_samples, n_channels=2)
    out = overlap_add(windows_of(audio, length, hop), hop, weight=weight)
    assert np.array_equal(out.samples, audio.samples)


def test_overlap_add_is_the_weighted_mean_where_windows_disagree() -> None:
    windows = [Audio(np.full(4, 0.0), RATE), Audio(np.full(4, 1.0), RATE)]
    out = overlap_add(windows, 2, weight=np.array([1.0, 3.0, 3.0, 1.0]))
    assert out.samples[0].tolist() == [0, 0, 0.25, 0.75, 1, 1]


def test_overlap_add_with_zero_weight_at_the_ends() -> None:
    audio = noise(30)
    hann = scipy.signal.windows.hann(10, sym=False)  # its first value is 0
    with pytest.raises(ParameterError, match="weight is 0 for sample 0 in every window"):
        overlap_add(windows_of(audio, 10, 5), 5, weight=hann)


@pytest.mark.parametrize("hop", [0, 11, -1])
def test_hop_must_tile(hop: int) -> None:
    with pytest.raises(ParameterError, match=f"hop is {hop}: give 1 to 10 samples"):
        overlap_add([noise(10), noise(10)], hop)


@pytest.mark.parametrize("lengths", [(10, 9, 10), (10, 11)])
def test_only_the_last_window_may_be_shorter(lengths: tuple[int, ...]) -> None:
    with pytest.raises(AudioError, match="only the last may be shorter"):
        overlap_add([noise(n) for n in lengths], 5)


@pytest.mark.parametrize("weight", [np.ones(9), -np.ones(10), np.full(10, np.nan)])
def test_weight_must_fit(weight: npt.NDArray[np.float64]) -> None:
    with pytest.raises(ParameterError, match="give 10 finite numbers of 0 or more"):
        overlap_add([noise(10)], 5, weight=weight)


# Loops


@given(st.integers(1, 40), st.integers(1, 5), st.data())
def test_loop_length(n_samples: int, n_times: int, data: st.DataObject) -> None:
    n_blend = data.draw(st.integers(0, n_samples // 2))
    audio = noise(n_samples)
    out = loop(audio, n_times=n_times, crossfade=n_blend / RATE)
    assert out.n_samples == n_times * (n_samples - n_blend) + n_blend
    n_out = data.draw(st.integers(1, 200))
    cut = loop(audio, seconds=n_out / RATE, crossfade=n_blend / RATE)
    assert cut.n_samples == n_out
    shared = min(n_out, out.n_samples - n_blend)
    assert np.array_equal(cut.samples[:, :shared], out.samples[:, :shared])


def test_loop_without_crossfade_repeats() -> None:
    assert loop(ramp(3), n_times=3).samples[0].tolist() == [0, 1, 2] * 3
    assert loop(ramp(3), seconds=4 / RATE).samples[0].tolist() == [0, 1, 2, 0]


def test_loop_with_crossfade_is_a_chain_of_crossfades() -> None:
    audio, seconds = noise(100, n_channels=2), 30 / RATE
    chain = crossfade(crossfade(audio, audio, seconds), audio, seconds)
    assert np.allclose(loop(audio, n_times=3, crossfade=seconds).samples, chain.samples, atol=1e-7)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, "give exactly one"),
        ({"n_times": 1, "seconds": 1.0}, "give exactly one"),
        ({"n_times": 0}, "n_times is 0: give 1 or more"),
        ({"seconds": 0.0}, "at least one sample"),
        ({"seconds": math.inf}, "at least one sample"),
        ({"n_times": 2, "crossfade": 51 / RATE}, "give 0 to 0.00625 s"),
    ],
)
def test_loop_options(options: dict[str, float], reason: str) -> None:
    with pytest.raises(ParameterError, match=reason):
        loop(noise(100), **options)  # type: ignore[arg-type]


# One gain for a whole piece


def test_normalize_has_one_gain() -> None:
    quiet, loud = noise(100), noise(200, seed=1).scaled(0.5)
    a, b = normalize([quiet, loud], peak_dbfs=-3.0)
    assert max(a.peak_dbfs, b.peak_dbfs) == pytest.approx(-3, abs=1e-3)
    assert a.rms_dbfs - b.rms_dbfs == pytest.approx(quiet.rms_dbfs - loud.rms_dbfs, abs=1e-4)


def test_normalize_to_a_level_as_far_as_the_peak_allows() -> None:
    [out] = normalize([noise(1_000)], rms_dbfs=-30.0)
    assert out.rms_dbfs == pytest.approx(-30, abs=1e-3)
    [loud] = normalize([noise(1_000)], rms_dbfs=0.0)
    assert loud.peak_dbfs == pytest.approx(-1, abs=1e-3)


def test_normalize_leaves_silence_alone() -> None:
    silence = Audio(np.zeros(10), RATE)
    assert normalize([silence]) == [silence]
    assert normalize([]) == []
    assert normalize([silence, noise(10)])[0].peak == 0


@pytest.mark.parametrize("options", [{"peak_dbfs": 1.0}, {"peak_dbfs": math.nan}, {"rms_dbfs": 0.1}])
def test_normalize_levels(options: dict[str, float]) -> None:
    with pytest.raises(ParameterError, match="give -120 to 0 dB"):
        normalize([noise(10)], **options)
