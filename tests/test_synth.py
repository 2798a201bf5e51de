"""riffdemo.synth against closed forms and SciPy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import chirp as scipy_chirp
from scipy.signal import periodogram

from riffdemo import synth
from riffdemo.audio import Audio
from riffdemo.errors import ParameterError

RATE = 44_100


def spectrum_db(audio: Audio) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies (Hz) and levels (dB under the maximum) of the whole sound taken as one period."""
    magnitude = np.abs(np.fft.rfft(audio.samples[0].astype(float)))
    hz = np.fft.rfftfreq(audio.n_samples, 1 / audio.sample_rate)
    return hz, 20 * np.log10(magnitude / magnitude.max() + 1e-15)


def test_tone_is_the_sine() -> None:
    t = np.arange(RATE // 2) / RATE
    audio = synth.tone(1_000.0, seconds=0.5, amplitude=0.25, phase=np.pi / 2, fade=0.0)
    np.testing.assert_allclose(audio.samples[0], 0.25 * np.cos(2 * np.pi * 1_000 * t), atol=1e-7)


def test_fade_is_a_raised_cosine_at_both_ends_only() -> None:
    bare = synth.tone(1_000.0, fade=0.0).samples[0]
    faded = synth.tone(1_000.0, fade=0.1).samples[0]
    n = RATE // 10
    gain = (1 - np.cos(np.pi * np.arange(n) / n)) / 2
    np.testing.assert_allclose(faded[:n], gain * bare[:n], atol=1e-6)
    np.testing.assert_allclose(faded[-n:], gain[::-1] * bare[-n:], atol=1e-6)
    np.testing.assert_array_equal(faded[n:-n], bare[n:-n])


@pytest.mark.parametrize(("curve", "scipy_method"), [("exponential", "logarithmic"), ("linear", "linear")])
@pytest.mark.parametrize(("f_start", "f_end"), [(100.0, 8_000.0), (6_000.0, 50.0), (440.0, 440.0)])
def test_chirp_is_scipys(curve: str, scipy_method: str, f_start: float, f_end: float) -> None:
    audio = synth.chirp(f_start, f_end, seconds=2.0, curve=curve, amplitude=1.0, fade=0.0)  # type: ignore[arg-type]
    t = np.arange(2 * RATE) / RATE
    expected = scipy_chirp(t, f_start, 2.0, f_end, method=scipy_method, phi=-90)
    np.testing.assert_allclose(audio.samples[0], expected, atol=1e-6)


def test_chord_has_its_notes_at_equal_levels_and_nothing_else() -> None:
    hz, level = spectrum_db(synth.chord((200.0, 300.0, 500.0), fade=0.0))
    np.testing.assert_array_equal(hz[level > -0.01], [200.0, 300.0, 500.0])
    assert np.sort(level)[-4] < -100


def test_chord_never_passes_its_amplitude() -> None:
    in_step = synth.chord((100.0, 500.0, 900.0), amplitude=1.0, fade=0.0).samples  # the peaks meet at 2.5 ms
    assert 0.999 < np.abs(in_step).max() <= 1.0


def test_clicks_are_single_samples_at_the_beat() -> None:
    samples = synth.clicks(0.25, seconds=1.0, amplitude=0.8).samples[0]
    np.testing.assert_array_equal(np.flatnonzero(samples), [0, 11_025, 22_050, 33_075])
    np.testing.assert_array_equal(samples[samples != 0], np.float32(0.8))


@pytest.mark.parametrize(("color", "db_per_octave"), [("white", 0.0), ("pink", -10 * np.log10(2))])
def test_noise_has_the_slope_of_its_color(color: str, db_per_octave: float) -> None:
    audio = synth.noise(color, seconds=8.0, seed=3)  # type: ignore[arg-type]
    hz, power = periodogram(audio.samples[0], audio.sample_rate)
    octaves = 62.5 * 2.0 ** np.arange(9)
    levels = [10 * np.log10(power[(hz >= low) & (hz < 2 * low)].mean()) for low in octaves]
    slope = np.polyfit(np.arange(9), levels, 1)[0]
    assert slope == pytest.approx(db_per_octave, abs=0.15)
    assert abs(audio.samples.mean(dtype=float)) < 1e-7


def test_noise_peaks_at_its_amplitude_and_follows_its_seed() -> None:
    first, again, other = (synth.noise(amplitude=0.3, seed=seed).samples for seed in (1, 1, 2))
    assert np.abs(first).max() == np.float32(0.3)
    np.testing.assert_array_equal(first, again)
    assert abs(np.corrcoef(first[0], other[0])[0, 1]) < 0.02


def test_silence_is_zero() -> None:
    audio = synth.silence(seconds=0.5, sample_rate=8_000)
    assert audio.samples.shape == (1, 4_000)
    assert not audio.samples.any()


@settings(max_examples=30, deadline=None)
@given(
    seconds=st.floats(0.001, 0.3),
    sample_rate=st.sampled_from([8_000, 22_050, 44_100, 48_000]),
    amplitude=st.floats(0, 1),
    fade=st.floats(0, 1),
)
def test_any_signal_has_its_length_and_stays_within_its_amplitude(
    seconds: float, sample_rate: int, amplitude: float, fade: float
) -> None:
    common = {"seconds": seconds, "sample_rate": sample_rate, "amplitude": amplitude}
    signals = [
        synth.tone(440.0, fade=fade, **common),  # type: ignore[arg-type]
        synth.chirp(50.0, 3_000.0, fade=fade, **common),  # type: ignore[arg-type]
        synth.chord(fade=fade, **common),  # type: ignore[arg-type]
        synth.noise("pink", fade=fade, **common),  # type: ignore[arg-type]
        synth.clicks(0.01, **common),  # type: ignore[arg-type]
    ]
    for audio in signals:
        assert (audio.n_channels, audio.n_samples) == (1, round(seconds * sample_rate))
        assert np.abs(audio.samples).max() <= np.float32(amplitude)


@pytest.mark.parametrize("seed", range(4))
def test_two_bar_loop_fills_512_hops_below_10_khz_and_does_not_clip(seed: int) -> None:
    audio = synth.two_bar_loop(seed=seed)
    assert (audio.n_channels, audio.n_samples, audio.sample_rate) == (1, 512 * 441, RATE)
    assert np.abs(audio.samples).max() == np.float32(0.7)
    hz, level = spectrum_db(audio)
    assert level[hz >= 9_900].max() < -100
    assert level[(hz > 5_000) & (hz < 9_000)].max() > -70


def test_two_bar_loop_has_onsets_on_its_eighths() -> None:
    flux = onset_strength(synth.two_bar_loop())
    eighth = 5.12 / 16 * RATE / 441
    on_grid = [flux[round(eighth * k) : round(eighth * k) + 3].max() for k in range(16)]
    off_grid = np.concatenate([flux[round(eighth * k) + 8 : round(eighth * (k + 1)) - 3] for k in range(16)])
    assert min(on_grid) > 2 * np.percentile(off_grid, 95)


def onset_strength(audio: Audio) -> np.ndarray:
    """Rise of the log magnitude from hop to hop, over 10 ms frames that start at the hop, circular."""
    frames = audio.samples[0].reshape(-1, 441)
    level = np.log(np.abs(np.fft.rfft(frames * np.hanning(441))) + 1e-2)
    return np.maximum(level - np.roll(level, 1, axis=0), 0).sum(axis=1)


def test_two_bar_loop_joins_as_smoothly_as_it_runs() -> None:
    x = synth.two_bar_loop().samples[0].astype(float)
    curvature = np.abs(np.diff(np.concatenate([x, x[:2]]), 2))
    assert curvature[-2:].max() <= np.percentile(curvature, 99)


def test_two_bar_loop_rings_over_its_seam() -> None:
    x = synth.two_bar_loop().samples[0]
    assert np.abs(x[:100]).max() > 0.01
    assert np.abs(x[-100:]).max() > 0.01


def test_two_bar_loop_follows_its_seed_and_keeps_its_tempo_at_any_rate() -> None:
    np.testing.assert_array_equal(synth.two_bar_loop(seed=5).samples, synth.two_bar_loop(seed=5).samples)
    assert not np.allclose(synth.two_bar_loop(seed=5).samples, synth.two_bar_loop(seed=6).samples)
    assert synth.two_bar_loop(sample_rate=8_000).n_samples == 5.12 * 8_000


def test_music_varies_pans_and_stays_below_full_scale() -> None:
    audio = synth.music(seconds=3.0, n_channels=2, seed=1)
    assert audio.samples.shape == (2, 3 * RATE)
    assert np.abs(audio.samples).max() == np.float32(0.7)
    assert 0.3 < np.corrcoef(audio.samples)[0, 1] < 0.99
    assert not np.allclose(audio.samples, synth.music(seconds=3.0, n_channels=2, seed=2).samples)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: synth.tone(30_000.0), ("frequency", "30000", "22050", "raise sample_rate")),
        (lambda: synth.tone(-5.0), ("frequency", "-5", "above 0")),
        (lambda: synth.tone(float("nan")), ("frequency", "nan")),
        (lambda: synth.tone(4_000.0, sample_rate=8_000), ("4000", "below 4000")),
        (lambda: synth.chirp(f_end=23_000.0), ("f_end", "23000", "22050")),
        (lambda: synth.chirp(0.0), ("f_start", "0", "above 0")),
        (lambda: synth.chirp(curve="square"), ("curve", "square", "linear")),  # type: ignore[arg-type]
        (lambda: synth.chord(()), ("frequencies", "one frequency")),
        (lambda: synth.chord((440.0, 25_000.0)), ("25000",)),
        (lambda: synth.clicks(0.0), ("interval", "0")),
        (lambda: synth.noise("brown"), ("color", "brown", "pink")),  # type: ignore[arg-type]
        (lambda: synth.tone(amplitude=1.5), ("amplitude", "1.5", "0 to 1")),
        (lambda: synth.tone(fade=-0.1), ("fade", "-0.1")),
        (lambda: synth.silence(seconds=0.0), ("seconds", "0")),
        (lambda: synth.silence(seconds=float("inf")), ("seconds", "inf")),
        (lambda: synth.silence(sample_rate=100), ("sample_rate", "100", "8000")),
        (lambda: synth.music(n_channels=3), ("n_channels", "3", "1 or 2")),
    ],
)
def test_errors_name_value_range_and_repair(make: Callable[[], Audio], told: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError) as caught:
        make()
    for part in told:
        assert part in str(caught.value)
