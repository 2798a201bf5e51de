import librosa
import numpy as np
import pytest
import scipy.signal
import torch
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.grid import (
    analysis_grid,
    fft_resample,
    hann_window,
    mel_filter_bank,
    smooth_blocks,
    working_grid,
)

DEFAULT = SpectrogramParams()


@pytest.mark.parametrize("mel_norm", [None, "slaney"])
@pytest.mark.parametrize("mel_scale", ["htk", "slaney"])
def test_filter_bank_is_librosas(mel_scale, mel_norm):
    params = SpectrogramParams(n_mels=128, f_min=40, f_max=8_000, mel_scale=mel_scale, mel_norm=mel_norm)
    wanted = librosa.filters.mel(
        sr=44_100, n_fft=17_640, n_mels=128, fmin=40, fmax=8_000, htk=mel_scale == "htk", norm=mel_norm
    )
    np.testing.assert_allclose(mel_filter_bank(params).numpy().T, wanted, atol=3e-5 * wanted.max())


def test_hann_window_is_scipys():
    np.testing.assert_allclose(hann_window(2_160), scipy.signal.get_window("hann", 2_160), atol=1e-7)


def test_default_grid_is_that_of_the_measurements():
    grid = working_grid(DEFAULT, pad=1.5)
    assert (grid.hop_length, grid.win_length, grid.n_fft) == (216, 2_160, 3_240)
    assert grid.sample_rate == 21_600
    assert grid.bin_hz == pytest.approx(20 / 3)


def test_twenty_kilohertz_need_twice_the_rate():
    assert working_grid(SpectrogramParams(f_max=20_000), pad=1).hop_length == 432


def test_analysis_grid_keeps_the_bins():
    grid = analysis_grid(DEFAULT)
    assert grid.bin_hz == pytest.approx(DEFAULT.sample_rate / DEFAULT.n_fft)
    assert grid.n_fft < DEFAULT.n_fft


@given(
    hop=st.integers(32, 600),
    ratio=st.sampled_from([2, 4, 8, 10]),
    f_max=st.floats(500, 22_050),
    pad=st.sampled_from([1, 1.5, 2]),
)
def test_any_geometry_has_a_grid_that_holds_its_band(hop, ratio, f_max, pad):
    params = SpectrogramParams(hop_length=hop, win_length=hop * ratio, n_fft=4 * hop * ratio, f_max=f_max)
    for grid in (working_grid(params, pad=pad), analysis_grid(params)):
        native = grid.hop_length == params.hop_length
        assert native or grid.sample_rate >= 2 * f_max
        assert grid.win_length * params.hop_length == params.win_length * grid.hop_length
        assert grid.n_fft >= grid.win_length
        assert grid.n_fft % 2 == 0


@pytest.mark.parametrize(("n_in", "n_out"), [(240, 490), (490, 240), (225, 441), (300, 300)])
def test_fft_resampling_is_scipys(n_in, n_out):
    rng = np.random.default_rng(1)
    smooth = np.fft.irfft(np.fft.rfft(rng.standard_normal(n_in)) * (np.arange(n_in // 2 + 1) < n_in // 8))
    smooth = np.resize(smooth, n_in)
    wanted = scipy.signal.resample(smooth, n_out)
    np.testing.assert_allclose(fft_resample(torch.from_numpy(smooth), n_out).numpy(), wanted, atol=1e-9)


@given(st.integers(1, 20_000))
def test_smooth_blocks_have_small_factors(n):
    found = smooth_blocks(n)
    assert n <= found < 1.15 * n + 2
    assert found % 2 == 0
    for prime in (2, 3, 5, 7, 11):
        while found % prime == 0:
            found //= prime
    assert found == 1
