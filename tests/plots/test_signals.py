"""riffdemo.plots.signals against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from riffdemo import plots, synth
from riffdemo.audio import Audio
from riffdemo.errors import ParameterError


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").subplots()


def test_samples_lie_at_their_time_and_are_dots_when_few(ax: Axes) -> None:
    audio = synth.two_bar_loop()
    few = plots.samples(ax, audio, start=1.0, seconds=0.002)
    np.testing.assert_array_equal(few.get_ydata(), audio.samples[0, 44_100 : 44_100 + 88])
    np.testing.assert_allclose(few.get_xdata()[[0, 44]], [1.0, 1.0 + 44 / 44_100])
    assert few.get_marker() == "o"
    assert plots.samples(ax, audio).get_marker() == "None"


def test_level_of_a_fading_sine_is_a_straight_line(ax: Axes) -> None:
    t = np.arange(44_100) / 44_100
    line = plots.level(ax, Audio(np.sin(2 * np.pi * 1_000 * t) * np.exp(-3 * t), 44_100), window=0.01)
    seconds, level = line.get_data()
    expected = 20 * np.log10(np.exp(-3 * seconds) / np.sqrt(2))
    np.testing.assert_allclose(level, expected, atol=0.01)
    assert plots.level(ax, synth.silence()).get_ydata().max() == -60.0


def test_zero_padding_adds_points_to_the_same_spectrum(ax: Axes) -> None:
    audio = synth.tone(1_000.0, seconds=0.01, fade=0.0)
    (plain,) = plots.spectrum(ax, audio)
    (padded,) = plots.spectrum(ax, audio, n_fft=4 * audio.n_samples)
    np.testing.assert_allclose(padded.get_ydata()[::4], plain.get_ydata(), atol=1e-3)


def test_without_a_window_a_tone_between_bins_leaks(ax: Axes) -> None:
    audio = synth.tone(1_050.0, seconds=0.01, amplitude=1.0, fade=0.0)  # half-way between two bins of 100 Hz
    hz, flat = plots.spectrum(ax, audio, window="rectangular")[0].get_data()
    hann = plots.spectrum(ax, audio)[0].get_ydata()
    assert flat[10] == pytest.approx(20 * np.log10(2 / np.pi), abs=0.5)  # sinc(1/2)
    assert flat[hz > 5_000].min() > -70 > -90 > hann[hz > 5_000].max()


def test_aliased_tone_draws_two_waves_through_the_same_samples(ax: Axes) -> None:
    played, heard, dots = plots.aliased_tone(ax, 7_000, 8_000)
    for wave in (played, heard):
        on_wave = np.interp(dots.get_xdata(), *wave.get_data())
        np.testing.assert_allclose(on_wave, dots.get_ydata(), atol=0.02)
    assert heard.get_label() == "heard: 1,000 Hz"


def test_folding_is_measured_and_folds_at_half_the_rate(ax: Axes) -> None:
    played, heard = plots.folding(ax, 8_000, up_to=20_000, n_tones=40).get_data()
    expected = np.abs((played + 4_000) % 8_000 - 4_000)
    np.testing.assert_allclose(heard, expected, atol=2.0)


def test_digitised_holds_rounded_samples_of_the_tone(ax: Axes) -> None:
    times, numbers = plots.digitised(ax, sample_rate=8_000, bit_depth=3).get_data()
    np.testing.assert_allclose(numbers * 4, np.round(numbers * 4))
    np.testing.assert_allclose(numbers, 0.9 * np.sin(2 * np.pi * 0.44 * times), atol=0.125)
    assert len(times) == 41
    assert ax.get_title() == "8,000 numbers of 3 bits = 24,000 bits per second"


def test_comparison_finds_the_part_of_a_sound_that_swings_with_the_probe(ax: Axes) -> None:
    audio = synth.tone(440.0, seconds=0.1, amplitude=0.5, fade=0.0)
    assert plots.comparison(ax, audio, 440.0) == pytest.approx(0.25, abs=1e-4)
    assert plots.comparison(ax, audio, 440.0, phase=np.pi / 2) == pytest.approx(0.0, abs=1e-4)
    assert plots.comparison(ax, audio, 660.0) == pytest.approx(0.0, abs=1e-4)


def test_hann_windows_a_quarter_apart_add_up_to_two(ax: Axes) -> None:
    total = plots.window_sum(ax, win_length=400, hop_length=100).get_ydata()
    np.testing.assert_allclose(total[300:-300], 2.0)
    ripple = plots.window_sum(ax, win_length=400, hop_length=300).get_ydata()[300:-300]
    assert np.ptp(ripple) > 0.5


def test_axes_carry_their_units(ax: Axes) -> None:
    labels = []
    for draw in (
        lambda: plots.samples(ax, synth.tone()),
        lambda: plots.level(ax, synth.tone()),
        lambda: plots.aliased_tone(ax, 7_000, 8_000),
        lambda: plots.folding(ax, 8_000, up_to=9_000, n_tones=2),
        lambda: plots.digitised(ax, sample_rate=8_000, bit_depth=8),
        lambda: plots.comparison(ax, synth.tone(), 440.0),
        lambda: plots.window_sum(ax, win_length=4, hop_length=2),
    ):
        draw()
        labels.append((ax.get_xlabel(), ax.get_ylabel()))
    assert labels == [
        ("time (s)", "amplitude"),
        ("time (s)", "level (dB)"),
        ("time (ms)", "amplitude"),
        ("frequency played (Hz)", "frequency heard (Hz)"),
        ("time (ms)", "amplitude"),
        ("time (ms)", "product"),
        ("time (samples)", "weight"),
    ]


def test_errors_name_value_range_and_repair(ax: Axes) -> None:
    with pytest.raises(ParameterError, match=r"window is 'hamming': give 'hann' or 'rectangular'"):
        plots.spectrum(ax, synth.tone(), window="hamming")
    with pytest.raises(ParameterError, match=r"n_fft is 5: give 44100"):
        plots.spectrum(ax, synth.tone(), n_fft=5)
