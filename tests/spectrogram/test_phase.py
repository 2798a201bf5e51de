import numpy as np
import pytest
import torch

from riffdemo import synth
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.grid import hann_window, working_grid
from riffdemo.spectrogram.phase import FLOOR, phase_from_magnitude

GRID = working_grid(SpectrogramParams(), pad=1.5)


def spectrum_of(samples: np.ndarray, n_frames: int) -> np.ndarray:
    """STFT on the working grid, frames referenced to their start."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, GRID.win_length)[:: GRID.hop_length][:n_frames]
    return np.fft.rfft(frames * hann_window(GRID.win_length), n=GRID.n_fft).astype(np.complex64)


def inconsistency(magnitude: np.ndarray, phase: np.ndarray) -> float:
    """How far (dB) the spectrum is from one that some signal has: synthesis, analysis, comparison."""
    window = hann_window(GRID.win_length)
    frames = np.fft.irfft(magnitude * np.exp(1j * phase), n=GRID.n_fft)[:, : GRID.win_length] * window
    total = np.zeros((len(frames) - 1) * GRID.hop_length + GRID.win_length)
    weight = np.zeros_like(total)
    for t, frame in enumerate(frames):
        total[t * GRID.hop_length :][: GRID.win_length] += frame
        weight[t * GRID.hop_length :][: GRID.win_length] += window**2
    again = np.abs(spectrum_of(total / np.maximum(weight, 1e-3), len(frames)))
    return 20 * np.log10(np.linalg.norm(again - magnitude) / np.linalg.norm(magnitude))


@pytest.fixture(scope="module")
def chirp() -> np.ndarray:
    rate = int(GRID.sample_rate)
    return spectrum_of(synth.chirp(300, 6_000, seconds=4, sample_rate=rate).samples[0], 390)


def test_integrated_phase_is_nearly_consistent(chirp):
    magnitude = np.abs(chirp)
    random = np.random.default_rng(0).random(magnitude.shape) * 2 * np.pi
    assert inconsistency(magnitude, np.angle(chirp)) < -60
    assert inconsistency(magnitude, phase_from_magnitude(magnitude, GRID)) < -25
    assert inconsistency(magnitude, random) > -5


def test_phase_of_a_tone_advances_by_its_frequency():
    frequency = 1_234.0
    n = np.arange(100 * GRID.hop_length + GRID.win_length)
    spectrum = spectrum_of(np.sin(2 * np.pi * frequency * n / GRID.sample_rate).astype(np.float32), 100)
    phase = phase_from_magnitude(np.abs(spectrum), GRID)
    peak = round(frequency / GRID.bin_hz)
    wanted = 2 * np.pi * frequency * GRID.hop_length / GRID.sample_rate
    step = np.diff(phase[20:80, peak].astype(np.float64)) - wanted
    step -= 2 * np.pi * np.round(step / (2 * np.pi))
    assert np.abs(step).max() < 0.02


def test_known_frames_are_continued(chirp):
    """With the true phase of the first frames given, the rest matches the true phase up to no free constant."""
    magnitude, true = np.abs(chirp), np.angle(chirp).astype(np.float32)
    phase = phase_from_magnitude(magnitude, GRID, known=true[:50])
    np.testing.assert_allclose(np.exp(1j * phase[:50]), np.exp(1j * true[:50]), atol=1e-4)
    loud = magnitude[50:80] > 0.3 * magnitude.max()
    error = np.angle(np.exp(1j * (phase[50:80] - true[50:80])))[loud]
    assert np.sqrt(np.mean(error**2)) < 0.3
    free = phase_from_magnitude(magnitude, GRID)
    free_error = np.angle(np.exp(1j * (free[50:80] - true[50:80])))[loud]
    assert np.sqrt(np.mean(free_error**2)) > 0.5


def test_loop_leads_into_itself():
    """The circular phase continues across the wrap as it does anywhere else."""
    rng = np.random.default_rng(3)
    period = 120 * GRID.hop_length
    spectrum = np.zeros(period // 2 + 1, complex)
    spectrum[rng.integers(100, 5_000, 12)] = np.exp(2j * np.pi * rng.random(12))
    sound = np.tile(np.fft.irfft(spectrum) * period, 2).astype(np.float32)
    magnitude = np.abs(spectrum_of(sound, 120))
    phase = phase_from_magnitude(magnitude, GRID, loop=True)
    twice = inconsistency(np.tile(magnitude, (2, 1)), np.tile(phase, (2, 1)))
    assert twice < -15
    assert (
        twice
        < inconsistency(np.tile(magnitude, (2, 1)), np.tile(phase_from_magnitude(magnitude, GRID), (2, 1)))
        - 3
    )


def test_silence_and_faint_bins_get_the_seeds_phases():
    silence = np.zeros((20, GRID.n_stft), np.float32)
    np.testing.assert_array_equal(
        phase_from_magnitude(silence, GRID, seed=5), phase_from_magnitude(silence, GRID, seed=5)
    )
    assert np.std(phase_from_magnitude(silence, GRID)) > 1
    one_peak = silence.copy()
    one_peak[10, 100] = 1.0
    one_peak[:, 900:] = FLOOR / 2
    a, b = (phase_from_magnitude(one_peak, GRID, seed=s) for s in (1, 2))
    assert np.all(a[:, 900:] != b[:, 900:])


def test_result_does_not_depend_on_the_number_of_threads(chirp):
    magnitude = np.tile(np.abs(chirp), (2, 1))
    before = torch.get_num_threads()
    results = []
    try:
        for n_threads in (1, 3):
            torch.set_num_threads(n_threads)
            results.append(phase_from_magnitude(magnitude, GRID))
    finally:
        torch.set_num_threads(before)
    np.testing.assert_array_equal(*results)
