"""riffdemo.plots: what is drawn where, against librosa and closed forms."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import librosa
import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from riffdemo import plots, synth
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams

PARAMS = SpectrogramParams()
SCALES = [
    PARAMS,
    replace(PARAMS, mel_scale="slaney", f_max=20_000.0, n_mels=128),
    replace(PARAMS, f_min=150.0),
]


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").subplots()


def drawn(ax: Axes) -> np.ndarray:
    """The figure's pixels, (height, width, 3), first row at the bottom as in display coordinates."""
    canvas = FigureCanvasAgg(ax.figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[::-1, :, :3].astype(int)


def one_row(params: SpectrogramParams, band: int) -> np.ndarray:
    mel = np.full((1, params.n_mels, 8), 1e-9)
    mel[:, band] = 1.0
    return mel


def brightest_hz(ax: Axes, image: AxesImage) -> float:
    """Frequency (Hz) that the axis gives to the brightest pixel of the middle column."""
    pixels = drawn(ax)
    box = ax.get_window_extent()
    column = pixels[:, round((box.x0 + box.x1) / 2)].sum(axis=1)
    inside = np.arange(int(box.y0) + 2, int(box.y1) - 2)
    row = inside[column[inside] == column[inside].max()].mean() + 0.5
    return float(ax.transData.inverted().transform((0, row))[1])


@pytest.mark.parametrize("params", SCALES)
def test_every_band_is_drawn_at_its_frequency(params: SpectrogramParams) -> None:
    htk = params.mel_scale == "htk"
    centres = librosa.mel_frequencies(params.n_mels + 2, fmin=params.f_min, fmax=params.f_max, htk=htk)[1:-1]
    for band in (params.n_mels // 8, params.n_mels // 3, params.n_mels - 5):
        ax = Figure(figsize=(2, 40), dpi=100).subplots()
        image = plots.mel_spectrogram(ax, one_row(params, band), params)
        spacing = centres[band + 1] - centres[band]
        assert brightest_hz(ax, image) == pytest.approx(centres[band], abs=0.25 * spacing)


def test_a_tone_has_its_ridge_at_its_frequency(ax: Axes) -> None:
    audio = synth.tone(3_000.0, seconds=1.0)
    mel = librosa.feature.melspectrogram(
        y=audio.samples[0], sr=44_100, n_fft=17_640, win_length=4_410, hop_length=441, power=1.0,
        n_mels=512, fmax=10_000.0, htk=True, norm=None,
    )  # fmt: skip
    image = plots.mel_spectrogram(ax, torch.from_numpy(mel), PARAMS)
    assert brightest_hz(ax, image) == pytest.approx(3_000.0, rel=0.01)


def test_zooming_keeps_band_and_axis_together(ax: Axes) -> None:
    band = 300
    centre = librosa.mel_frequencies(514, fmin=0.0, fmax=10_000.0, htk=True)[band + 1]
    image = plots.mel_spectrogram(ax, one_row(PARAMS, band), PARAMS)
    ax.set_ylim(2_000.0, 5_000.0)
    assert brightest_hz(ax, image) == pytest.approx(centre, rel=0.005)


@pytest.mark.parametrize("params", SCALES)
def test_frequency_labels_sit_at_the_frequencies_they_name(ax: Axes, params: SpectrogramParams) -> None:
    plots.mel_spectrogram(ax, np.ones((params.n_mels, 4)), params)
    drawn(ax)
    htk = params.mel_scale == "htk"
    low, high = librosa.hz_to_mel([params.f_min, params.f_max], htk=htk)
    box = ax.get_window_extent()
    labels = [label for label in ax.get_yticklabels() if label.get_text()]
    assert {"1,000", "5,000"} <= {label.get_text() for label in labels}
    for tick, label in zip(ax.get_yticks(), labels, strict=True):
        named_hz = float(label.get_text().replace(",", ""))
        height = (ax.transData.transform((0, tick))[1] - box.y0) / box.height
        expected = (librosa.hz_to_mel(named_hz, htk=htk) - low) / (high - low)
        assert height == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("mel_scale", "htk"), [("htk", True), ("slaney", False)])
def test_mel_scales_are_librosas_both_ways(mel_scale: str, htk: bool) -> None:
    hz = np.array([0.0, 55.0, 440.0, 999.0, 1_000.0, 4_186.0, 22_050.0])
    mels = plots.mels_from_hz(hz, mel_scale)  # type: ignore[arg-type]
    np.testing.assert_allclose(mels, librosa.hz_to_mel(hz, htk=htk), rtol=1e-12)
    np.testing.assert_allclose(plots.hz_from_mels(mels, mel_scale), hz, atol=1e-8)  # type: ignore[arg-type]


def test_frames_are_centred_on_their_time(ax: Axes) -> None:
    image = plots.mel_spectrogram(ax, np.ones((512, 101)), PARAMS)
    assert image.get_extent()[:2] == pytest.approx([-0.005, 1.005])
    assert ax.get_xlim() == pytest.approx((-0.005, 1.005))


def test_mel_spectrogram_holds_decibels_of_the_channels_mean(ax: Axes) -> None:
    mel = torch.tensor([1.0, 0.1, 0.0]).repeat(512, 1)
    stereo = torch.stack([2 * mel, 0 * mel])
    image = plots.mel_spectrogram(ax, stereo, PARAMS, dynamic_range=60.0)
    np.testing.assert_allclose(image.get_array()[7], [0.0, -20.0, -60.0], atol=1e-5)
    assert image.get_clim() == (-60.0, 0.0)
    assert image.get_cmap().name == "magma"
    louder = plots.mel_spectrogram(ax, stereo, PARAMS, max_value=10.0)
    np.testing.assert_allclose(louder.get_array()[7], [-20.0, -40.0, -80.0], atol=1e-5)


def test_silence_is_drawn_as_the_floor(ax: Axes) -> None:
    image = plots.mel_spectrogram(ax, np.zeros((512, 4)), PARAMS)
    np.testing.assert_array_equal(image.get_array(), -80.0)
    same = plots.difference(ax, np.zeros((512, 4)), np.zeros((512, 4)), PARAMS)
    np.testing.assert_array_equal(same.get_array(), 0.0)


def test_difference_is_signed_symmetrical_and_bounded_by_the_floor(ax: Axes) -> None:
    before = np.tile([1.0, 1.0, 0.1, 0.0, 1e-9], (512, 1))
    after = np.tile([1.0, 0.1, 1.0, 1.0, 0.0], (512, 1))
    image = plots.difference(ax, before, after, PARAMS)
    np.testing.assert_allclose(image.get_array()[0], [0.0, -20.0, 20.0, 80.0, 0.0], atol=1e-9)
    assert image.get_clim() == (-20.0, 20.0)
    louder, softer = image.to_rgba(np.array([15.0, -15.0]))[:, :3]
    assert louder[0] > louder[2]
    assert softer[2] > softer[0]


def test_waveform_holds_the_samples_over_seconds(ax: Axes) -> None:
    audio = synth.music(seconds=0.5, n_channels=2)
    lines = plots.waveform(ax, audio)
    assert [line.get_label() for line in lines] == ["left", "right"]
    for line, samples in zip(lines, audio.samples, strict=True):
        np.testing.assert_array_equal(line.get_ydata(), samples)
        np.testing.assert_allclose(line.get_xdata()[[0, 22_049]], [0.0, 22_049 / 44_100])
    assert ax.get_ylim() == (-1.0, 1.0)


def test_spectrum_reads_the_level_of_a_sine(ax: Axes) -> None:
    (line,) = plots.spectrum(ax, synth.tone(1_000.0, seconds=0.01, amplitude=0.1, fade=0.0))
    hz, level = line.get_data()
    np.testing.assert_allclose(hz[8:13], [800.0, 900.0, 1_000.0, 1_100.0, 1_200.0])
    np.testing.assert_allclose(level[9:12], [-26.0206, -20.0, -26.0206], atol=1e-3)  # Hann: 1/4, 1/2, 1/4
    assert np.delete(level, [9, 10, 11]).max() < -100.0


def test_spectrum_of_one_sample_and_of_silence_stay_finite(ax: Axes) -> None:
    for audio in (synth.silence(seconds=1 / 8_000, sample_rate=8_000), synth.silence(seconds=0.1)):
        (line,) = plots.spectrum(ax, audio)
        np.testing.assert_array_equal(line.get_ydata(), -120.0)


@pytest.mark.parametrize("params", SCALES)
def test_filter_bank_draws_librosas_triangles(ax: Axes, params: SpectrogramParams) -> None:
    bands = [params.n_mels // 2, params.n_mels - 1]
    bank = librosa.filters.mel(
        sr=44_100, n_fft=17_640, n_mels=params.n_mels, fmin=params.f_min, fmax=params.f_max,
        htk=params.mel_scale == "htk", norm=None, dtype=np.float64,
    )  # fmt: skip
    for band, line in zip(bands, plots.filter_bank(ax, params, bands=bands), strict=True):
        hz, weight = line.get_data()
        bins = np.round(hz / 2.5).astype(int)
        np.testing.assert_allclose(hz, 2.5 * bins)
        np.testing.assert_allclose(weight, bank[band, bins], atol=1e-3)
        assert weight.sum() == pytest.approx(bank[band].sum(), rel=1e-3)


def test_filter_bank_spreads_its_bands(ax: Axes) -> None:
    labels = [line.get_label() for line in plots.filter_bank(ax, replace(PARAMS, n_mels=20))]
    assert labels == [f"band {band}" for band in range(0, 20, 2)]


def test_a_band_too_narrow_for_a_bin_is_an_empty_line(ax: Axes) -> None:
    (line,) = plots.filter_bank(ax, replace(PARAMS, n_fft=4_410), bands=[0])
    assert len(line.get_xdata()) == 0


def test_axes_carry_their_units(ax: Axes) -> None:
    labels = []
    for draw in (
        lambda: plots.waveform(ax, synth.tone()),
        lambda: plots.spectrum(ax, synth.tone()),
        lambda: plots.filter_bank(ax, PARAMS),
        lambda: plots.mel_spectrogram(ax, np.ones((512, 4)), PARAMS),
        lambda: plots.difference(ax, np.ones((512, 4)), np.ones((512, 4)), PARAMS),
    ):
        draw()
        labels.append((ax.get_xlabel(), ax.get_ylabel()))
    assert labels == [
        ("time (s)", "amplitude"),
        ("frequency (Hz)", "level (dB)"),
        ("frequency (Hz)", "weight"),
        ("time (s)", "frequency (Hz)"),
        ("time (s)", "frequency (Hz)"),
    ]


def test_errors_name_value_range_and_repair(ax: Axes) -> None:
    with pytest.raises(ParameterError, match=r"shape \(100, 4\).*n_mels = 512"):
        plots.mel_spectrogram(ax, np.ones((100, 4)), PARAMS)
    with pytest.raises(ParameterError, match=r"shape \(512,\)"):
        plots.mel_spectrogram(ax, np.ones(512), PARAMS)
    with pytest.raises(ParameterError, match="before has 4 frames, after 5: cut"):
        plots.difference(ax, np.ones((512, 4)), np.ones((512, 5)), PARAMS)
    with pytest.raises(ParameterError, match="bands names 512: give numbers from 0 to 511"):
        plots.filter_bank(ax, PARAMS, bands=[1, 512])


def test_plots_leave_pyplot_alone_and_the_package_leaves_plots_alone() -> None:
    code = (
        "import sys, riffdemo; assert 'matplotlib' not in sys.modules;"
        "import riffdemo.plots; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("scale", ["linear", "log", "htk", "slaney"])
def test_stft_draws_a_tone_at_its_frequency_on_every_scale(scale: str) -> None:
    ax = Figure(figsize=(2, 20), dpi=100).subplots()
    image = plots.stft(ax, synth.tone(1_000.0), win_length=4_410, hop_length=441, n_fft=17_640, scale=scale)  # type: ignore[arg-type]
    assert brightest_hz(ax, image) == pytest.approx(1_000.0, rel=0.03)
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == (
        "time (s)",
        "frequency (Hz)",
        "window 100 ms",
    )
    assert image.get_extent()[:2] == pytest.approx([-0.005, 1.005])
