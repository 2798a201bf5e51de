import numpy as np
import pytest
import torch

from riffdemo import synth
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import boundary, griffin_lim
from riffdemo.spectrogram.grid import hann_window, mel_matrix, working_grid
from riffdemo.spectrogram.griffin_lim import magnitude_from_mel, signal_from_mel

GRID = working_grid(SpectrogramParams(), pad=1)
MATRIX = mel_matrix(GRID)


def spectrum_of(signal: np.ndarray) -> np.ndarray:
    frames = np.lib.stride_tricks.sliding_window_view(signal, GRID.win_length)[:: GRID.hop_length]
    return np.fft.rfft(frames * hann_window(GRID.win_length), n=GRID.n_fft)


@pytest.fixture(scope="module")
def music() -> np.ndarray:
    """A signal with margins on the working grid, (n_frames - 1) * hop + win samples."""
    sound = synth.music(seconds=3, sample_rate=int(GRID.sample_rate)).samples[0]
    return sound[: 200 * GRID.hop_length + GRID.win_length].copy()


def test_fitted_magnitudes_have_the_bands(music):
    wanted = np.abs(spectrum_of(music)).astype(np.float32) @ MATRIX.dense
    errors = []
    for n_steps in (1, 3, 30):
        fitted = magnitude_from_mel(wanted, MATRIX, n_steps=n_steps)
        assert fitted.min() >= 0
        errors.append(np.linalg.norm(fitted @ MATRIX.dense - wanted) / np.linalg.norm(wanted))
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 0.02


def test_silent_bands_stay_silent():
    mel = np.zeros((4, 512), np.float32)
    mel[:, 300] = 1.0
    fitted = magnitude_from_mel(mel, MATRIX, n_steps=4)
    assert np.isfinite(fitted).all()
    unreached = MATRIX.dense[:, 300] == 0
    assert fitted[:, unreached].max() < 1e-6


def test_no_iteration_resynthesises_exactly(music):
    """With true magnitudes and phases, overlap-add gives back the signal inside of the mirrored margins."""
    spectrum = spectrum_of(music)
    mel = np.abs(spectrum).astype(np.float32) @ MATRIX.dense
    found = signal_from_mel(
        mel,
        np.abs(spectrum).astype(np.float32),
        np.angle(spectrum).astype(np.float32),
        GRID,
        boundary.reflecting(GRID, len(mel)),
        n_iterations=0,
    )
    margin = GRID.win_length // 2
    np.testing.assert_allclose(found[margin:-margin], music[margin:-margin], atol=2e-5)


def test_iterations_come_closer_to_the_picture(music):
    spectrum = spectrum_of(music)
    mel = np.abs(spectrum).astype(np.float32) @ MATRIX.dense
    mel /= mel.max()
    errors = []
    for n_iterations in (0, 2, 8, 24):
        phase = np.random.default_rng(0).random(spectrum.shape, dtype=np.float32) * 6.28
        start = magnitude_from_mel(mel, MATRIX, n_steps=3)
        finish = boundary.reflecting(GRID, len(mel))
        signal = signal_from_mel(mel, start, phase, GRID, finish, n_iterations=n_iterations)
        again = np.abs(spectrum_of(signal)) @ MATRIX.dense
        errors.append(np.linalg.norm(again - mel) / np.linalg.norm(mel))
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.5 * errors[0]


def test_known_samples_stay(music):
    spectrum = spectrum_of(music)
    mel = np.abs(spectrum).astype(np.float32) @ MATRIX.dense
    known = music[:5_000]
    finish = boundary.reflecting(GRID, len(mel), known=known)
    phase = np.zeros(spectrum.shape, np.float32)
    start = magnitude_from_mel(mel, MATRIX, n_steps=2)
    signal = signal_from_mel(mel, start, phase, GRID, finish, n_iterations=3)
    np.testing.assert_array_equal(signal[:5_000], known)


def test_margins_mirror_the_signal():
    finish = boundary.reflecting(GRID, 30)
    signal = (
        np.random.default_rng(0).standard_normal(29 * GRID.hop_length + GRID.win_length).astype(np.float32)
    )
    finish(signal)
    margin = GRID.win_length // 2
    inside = signal[margin : margin + 29 * GRID.hop_length]
    np.testing.assert_array_equal(signal, np.pad(inside, margin, mode="reflect"))


def test_margins_of_a_loop_repeat_its_other_end():
    n_frames = 30
    period = n_frames * GRID.hop_length
    sound = np.random.default_rng(0).standard_normal(period)
    window = hann_window(GRID.win_length)
    summed = np.zeros(period - GRID.hop_length + GRID.win_length, np.float32)
    for t in range(n_frames):
        place = np.arange(t * GRID.hop_length, t * GRID.hop_length + GRID.win_length)
        summed[place] += window**2 * sound[place % period]
    boundary.circular(GRID, n_frames)(summed)
    np.testing.assert_allclose(summed, np.resize(sound, len(summed)), atol=1e-5)


def test_too_short_for_a_sound_or_a_loop():
    with pytest.raises(ParameterError, match=r"1 frame.*2 or more"):
        boundary.reflecting(GRID, 1)
    with pytest.raises(ParameterError, match=r"loop of 8 frames.*9 or more"):
        boundary.circular(GRID, 8)
    boundary.circular(GRID, 9)


def test_threads_do_not_change_the_result(music):
    mel = np.abs(spectrum_of(music)).astype(np.float32) @ MATRIX.dense
    before = torch.get_num_threads()
    results = []
    try:
        for n_threads in (1, 3):
            torch.set_num_threads(n_threads)
            results.append(magnitude_from_mel(mel, MATRIX, n_steps=3))
    finally:
        torch.set_num_threads(before)
    np.testing.assert_array_equal(*results)


def test_momentum_saves_iterations(music, monkeypatch):
    mel = np.abs(spectrum_of(music)).astype(np.float32) @ MATRIX.dense
    mel /= mel.max()
    errors = []
    for momentum in (griffin_lim.MOMENTUM, 0.0):
        monkeypatch.setattr(griffin_lim, "MOMENTUM", momentum)
        start = magnitude_from_mel(mel, MATRIX, n_steps=3)
        phase = np.random.default_rng(0).random(start.shape, dtype=np.float32) * 6.28
        finish = boundary.reflecting(GRID, len(mel))
        signal = signal_from_mel(mel, start, phase, GRID, finish, n_iterations=16)
        again = np.abs(spectrum_of(signal)) @ MATRIX.dense
        errors.append(np.linalg.norm(again - mel) / np.linalg.norm(mel))
    assert errors[0] < 0.9 * errors[1]
