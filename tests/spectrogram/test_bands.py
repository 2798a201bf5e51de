import numpy as np
import pytest
import scipy.interpolate

from riffdemo import synth
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.bands import LANES, Runs, correction, magnitude_rows, mel_matrix, sum_runs
from riffdemo.spectrogram.grid import hann_window, mel_filter_bank, working_grid

DEFAULT = SpectrogramParams()


def rows_sum(source: np.ndarray, runs: Runs) -> np.ndarray:
    out = np.full((len(runs.start), source.shape[1]), 9.0, np.float32)
    sum_runs(source, runs, out)
    return out


@pytest.mark.parametrize("pad", [1, 1.5, 2])
def test_bands_are_those_of_the_interpolated_spectrum(pad):
    """SciPy's cubic Hermite spline with central differences for slopes is Catmull and Rom's."""
    grid = working_grid(DEFAULT, pad=pad)
    magnitude = np.random.default_rng(0).random(grid.n_stft)
    even = np.concatenate((magnitude[2:0:-1], magnitude))
    slopes = np.gradient(even)
    frequency = (np.arange(len(even)) - 2) * grid.bin_hz
    spline = scipy.interpolate.CubicHermiteSpline(frequency, even, slopes / grid.bin_hz)
    fine_hz = np.arange(DEFAULT.n_stft) * DEFAULT.sample_rate / DEFAULT.n_fft
    bank = mel_filter_bank(DEFAULT).double().numpy()
    inside = fine_hz <= 10_000
    wanted = spline(fine_hz[inside]) @ bank[inside]
    np.testing.assert_allclose(magnitude @ mel_matrix(grid).to_bands, wanted, rtol=1e-4, atol=1e-4)


def test_bands_of_music_on_a_coarse_grid_are_close_to_the_exact_ones():
    """With linear interpolation the error is more than twice as large."""
    sound = synth.music(seconds=2, sample_rate=21_600).samples[0]
    grid = working_grid(DEFAULT, pad=1.5)
    frames = np.lib.stride_tricks.sliding_window_view(sound, grid.win_length)[:: grid.hop_length]
    frames = frames * hann_window(grid.win_length)
    bank = mel_filter_bank(DEFAULT).numpy()
    exact = np.abs(np.fft.rfft(frames, n=8_640)) @ bank[: 8_640 // 2 + 1]
    found = np.abs(np.fft.rfft(frames, n=grid.n_fft)) @ mel_matrix(grid).to_bands
    assert np.linalg.norm(found - exact) < 0.025 * np.linalg.norm(exact)


def test_no_band_is_empty_on_a_coarse_grid():
    """A filter bank built directly on 10 Hz bins misses low bands; the interpolated one must not."""
    coarse = mel_matrix(working_grid(DEFAULT, pad=1))
    assert (coarse.to_bands.sum(axis=0) > 0).all()
    assert (coarse.to_bins.sum(axis=1) > 0).all()


def test_flat_magnitudes_have_the_same_bands_on_every_grid():
    exact = mel_filter_bank(DEFAULT).sum(dim=0).numpy()
    grid = working_grid(DEFAULT, pad=1.5)
    np.testing.assert_allclose(mel_matrix(grid).to_bands.sum(axis=0), exact, rtol=1e-4)


def test_bins_get_the_mean_of_their_bands():
    to_bins = mel_matrix(working_grid(DEFAULT, pad=1.5)).to_bins
    total = to_bins.sum(axis=0)
    assert (to_bins >= 0).all()
    np.testing.assert_allclose(total[total > 0], 1, rtol=1e-5)
    assert (total[1:1_500] > 0).all()
    assert (total[1_502:] == 0).all()


@pytest.mark.parametrize("pad", [1, 2])
def test_runs_multiply_like_the_matrix(pad):
    matrix = mel_matrix(working_grid(DEFAULT, pad=pad))
    rng = np.random.default_rng(0)
    for dense, runs in zip((matrix.to_bands, matrix.to_bins), matrix.kernel_form, strict=True):
        source = rng.random((dense.shape[0], 7), dtype=np.float32)
        np.testing.assert_allclose(rows_sum(source, runs), dense.T @ source, rtol=2e-4, atol=1e-4)


def test_empty_columns_sum_to_zero():
    dense = np.zeros((5, 3), np.float32)
    dense[4, 1] = 2.0
    found = rows_sum(np.ones((5, LANES), np.float32), Runs.from_columns(dense))
    np.testing.assert_array_equal(found, np.repeat([[0], [2], [0]], LANES, axis=1))


@pytest.mark.parametrize("dtype", [np.complex64, np.complex128])
def test_magnitudes_side_by_side(dtype):
    rng = np.random.default_rng(0)
    spectrum = (rng.standard_normal((5, 40)) + 1j * rng.standard_normal((5, 40))).astype(dtype)
    found = np.full((40, 8), 9.0, np.float32)
    magnitude_rows(spectrum, found)
    np.testing.assert_allclose(found[:, :5], np.abs(spectrum).T, rtol=1e-6)
    assert (found[:, 5:] == 9).all()


def test_a_correction_leaves_right_bands_alone_and_is_bounded():
    matrix = mel_matrix(working_grid(DEFAULT, pad=1.5))
    magnitude = np.random.default_rng(0).random((len(matrix.to_bands), LANES), dtype=np.float32) + 0.5
    mel = matrix.to_bands.T @ magnitude
    bands, gain = np.empty_like(mel), np.empty_like(magnitude)
    correction(magnitude, mel, matrix.kernel_form, bands, gain)
    reached = matrix.to_bins.sum(axis=0) > 0
    np.testing.assert_allclose(gain[reached], 1, rtol=1e-4)
    correction(magnitude, 2 * mel, matrix.kernel_form, bands, gain)
    np.testing.assert_allclose(gain[reached], 2, rtol=1e-4)
    correction(np.zeros_like(magnitude), mel, matrix.kernel_form, bands, gain)
    np.testing.assert_allclose(gain[reached], 10, rtol=1e-4)
