import numpy as np
import pytest
import torch

from riffdemo import synth
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import boundary, griffin_lim
from riffdemo.spectrogram.bands import mel_matrix
from riffdemo.spectrogram.grid import WorkingGrid, hann_window, working_grid
from riffdemo.spectrogram.griffin_lim import frame_subsets, magnitude_from_mel, signal_from_mel

GRID = working_grid(SpectrogramParams(), pad=1)
MATRIX = mel_matrix(GRID)


def spectrum_of(signal: np.ndarray) -> np.ndarray:
    frames = np.lib.stride_tricks.sliding_window_view(signal, GRID.win_length)[:: GRID.hop_length]
    return np.fft.rfft(frames * hann_window(GRID.win_length), n=GRID.n_fft)


def bands_of(magnitude: np.ndarray) -> np.ndarray:
    return np.maximum(magnitude.astype(np.float32) @ MATRIX.to_bands, 0).T.copy()


@pytest.fixture(scope="module")
def music() -> np.ndarray:
    """A signal with margins on the working grid, (n_frames - 1) * hop + win samples."""
    sound = synth.music(seconds=3, sample_rate=int(GRID.sample_rate)).samples[0]
    return sound[: 200 * GRID.hop_length + GRID.win_length].copy()


def test_fitted_magnitudes_have_the_bands(music):
    wanted = bands_of(np.abs(spectrum_of(music)))
    errors = []
    for n_steps in (1, 3, 30):
        fitted = magnitude_from_mel(wanted, MATRIX, n_steps=n_steps)
        assert fitted.min() >= 0
        errors.append(np.linalg.norm(bands_of(fitted) - wanted) / np.linalg.norm(wanted))
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 0.02


def test_silent_bands_stay_silent():
    mel = np.zeros((512, 4), np.float32)
    mel[300] = 1.0
    fitted = magnitude_from_mel(mel, MATRIX, n_steps=4)
    assert np.isfinite(fitted).all()
    unreached = MATRIX.to_bins[300] == 0
    assert fitted[:, unreached].max() < 1e-6


def test_no_iteration_resynthesises_exactly(music):
    """With true magnitudes and phases, overlap-add gives back the signal inside of the mirrored margins."""
    spectrum = spectrum_of(music)
    mel = bands_of(np.abs(spectrum))
    found = signal_from_mel(
        mel,
        np.abs(spectrum).astype(np.float32),
        np.angle(spectrum).astype(np.float32),
        GRID,
        boundary.reflecting(GRID, mel.shape[1]),
        n_passes=0,
    )
    margin = GRID.win_length // 2
    np.testing.assert_allclose(found[margin:-margin], music[margin:-margin], atol=2e-5)


def test_iterations_come_closer_to_the_picture(music):
    spectrum = spectrum_of(music)
    mel = bands_of(np.abs(spectrum))
    mel /= mel.max()
    errors = []
    for n_passes in (0, 1, 2, 8):
        phase = np.random.default_rng(0).random(spectrum.shape, dtype=np.float32) * 6.28
        start = magnitude_from_mel(mel, MATRIX, n_steps=3)
        finish = boundary.reflecting(GRID, mel.shape[1])
        signal = signal_from_mel(mel, start, phase, GRID, finish, n_passes=n_passes)
        again = bands_of(np.abs(spectrum_of(signal)))
        errors.append(np.linalg.norm(again - mel) / np.linalg.norm(mel))
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.5 * errors[0]


def test_known_samples_stay(music):
    spectrum = spectrum_of(music)
    mel = bands_of(np.abs(spectrum))
    known = music[:5_000]
    finish = boundary.reflecting(GRID, mel.shape[1], known=known)
    phase = np.zeros(spectrum.shape, np.float32)
    start = magnitude_from_mel(mel, MATRIX, n_steps=2)
    signal = signal_from_mel(mel, start, phase, GRID, finish, n_passes=2)
    np.testing.assert_array_equal(signal[:5_000], known)


@pytest.mark.parametrize("frames", [range(30), range(3, 30, 4)])
def test_margins_mirror_the_signal(frames):
    margin, n_inside = GRID.win_length // 2, 29 * GRID.hop_length
    sound = np.random.default_rng(0).standard_normal(n_inside + GRID.win_length)
    summed = np.zeros(len(sound), np.float32)
    for t in frames:
        place = slice(t * GRID.hop_length, t * GRID.hop_length + GRID.win_length)
        summed[place] += hann_window(GRID.win_length) ** 2 * sound[place]
    boundary.reflecting(GRID, 30)(summed, frames)
    wanted = np.pad(sound[margin : margin + n_inside], margin, mode="reflect")
    np.testing.assert_allclose(summed, wanted, atol=1e-5)


@pytest.mark.parametrize("frames", [range(30), range(1, 30, 4)])
def test_margins_of_a_loop_repeat_its_other_end(frames):
    period = 30 * GRID.hop_length
    sound = np.random.default_rng(0).standard_normal(period)
    window = hann_window(GRID.win_length)
    summed = np.zeros(period - GRID.hop_length + GRID.win_length, np.float32)
    for t in frames:
        place = np.arange(t * GRID.hop_length, t * GRID.hop_length + GRID.win_length)
        summed[place] += window**2 * sound[place % period]
    boundary.circular(GRID, 30)(summed, frames)
    np.testing.assert_allclose(summed, np.resize(sound, len(summed)), atol=1e-5)


@pytest.mark.parametrize(
    ("hop", "n_frames", "n_subsets"), [(216, 200, 4), (432, 200, 2), (1_080, 200, 1), (216, 3, 3)]
)
def test_subsets_take_turns_through_all_frames(hop, n_frames, n_subsets):
    subsets = frame_subsets(WorkingGrid(SpectrogramParams(), hop, 2_160, 2_160), n_frames)
    assert len(subsets) == n_subsets
    assert sorted(t for frames in subsets for t in frames) == list(range(n_frames))


def test_too_short_for_a_sound_or_a_loop():
    with pytest.raises(ParameterError, match=r"1 frame.*2 or more"):
        boundary.reflecting(GRID, 1)
    with pytest.raises(ParameterError, match=r"loop of 8 frames.*9 or more"):
        boundary.circular(GRID, 8)
    boundary.circular(GRID, 9)


def test_threads_do_not_change_the_result(music):
    mel = bands_of(np.abs(spectrum_of(music)))
    before = torch.get_num_threads()
    results = []
    try:
        for n_threads in (1, 3):
            torch.set_num_threads(n_threads)
            results.append(magnitude_from_mel(mel, MATRIX, n_steps=3))
    finally:
        torch.set_num_threads(before)
    np.testing.assert_array_equal(*results)


@pytest.mark.parametrize(("name", "without"), [("MOMENTUM", 0.0), ("_OVERLAP", 10.0)])
def test_momentum_and_subsets_save_passes(music, monkeypatch, name, without):
    mel = bands_of(np.abs(spectrum_of(music)))
    mel /= mel.max()
    errors = []
    for value in (getattr(griffin_lim, name), without):
        monkeypatch.setattr(griffin_lim, name, value)
        start = magnitude_from_mel(mel, MATRIX, n_steps=3)
        phase = np.random.default_rng(0).random(start.shape, dtype=np.float32) * 6.28
        finish = boundary.reflecting(GRID, mel.shape[1])
        signal = signal_from_mel(mel, start, phase, GRID, finish, n_passes=4)
        again = bands_of(np.abs(spectrum_of(signal)))
        errors.append(np.linalg.norm(again - mel) / np.linalg.norm(mel))
    assert errors[0] < 0.8 * errors[1]
