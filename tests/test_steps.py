"""riffdemo.steps against SciPy, torchaudio, the converter and the properties that each step must have."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import scipy.signal
import torch
import torchaudio

from riffdemo import steps, synth
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import SpectrogramConverter

PARAMS = SpectrogramParams()
SMALL = replace(PARAMS, win_length=2_048, hop_length=256, n_fft=2_048)


def test_spectrum_is_scipys_frame_by_frame() -> None:
    audio = synth.two_bar_loop().cut(0.0, 0.5)
    spectrum = steps.spectrum_from_audio(audio, SMALL)
    assert spectrum.shape == (1, 1_025, audio.n_samples // 256 + 1)
    frame = audio.samples[0, 40 * 256 - 1_024 : 40 * 256 + 1_024] * scipy.signal.get_window("hann", 2_048)
    np.testing.assert_allclose(spectrum[0, :, 40], np.fft.rfft(frame), atol=1e-3)


def test_the_way_back_is_exact_while_the_phase_is_kept() -> None:
    audio = synth.two_bar_loop().cut(0.0, 1.28)
    for params in (PARAMS, SMALL):
        spectrum = steps.spectrum_from_audio(audio, params)
        again = steps.audio_from_spectrum(spectrum, params)
        np.testing.assert_allclose(again.samples, audio.samples[:, : again.n_samples], atol=2e-6)


def test_forward_steps_together_are_the_converters() -> None:
    audio = synth.two_bar_loop().cut(0.0, 1.28)
    mel = steps.mel_from_magnitude(steps.spectrum_from_audio(audio, PARAMS).abs(), PARAMS)
    expected = SpectrogramConverter(PARAMS).mel_from_audio(audio)
    torch.testing.assert_close(mel, expected, rtol=0, atol=1e-3 * float(expected.max()))


def test_magnitudes_from_mel_are_positive_fit_the_bands_and_stop_where_no_band_reaches() -> None:
    magnitude = steps.spectrum_from_audio(synth.two_bar_loop().cut(0.0, 0.64), PARAMS).abs()
    mel = steps.mel_from_magnitude(magnitude, PARAMS)
    errors = []
    for n_steps in (1, 4, 16):
        guess = steps.magnitude_from_mel(mel, PARAMS, n_steps=n_steps)
        assert guess.shape == magnitude.shape
        assert float(guess.min()) >= 0
        assert float(guess[:, 4_001:].max()) == 0.0  # above 10 kHz
        errors.append(float((steps.mel_from_magnitude(guess, PARAMS) - mel).norm() / mel.norm()))
    assert 0.3 > errors[0] > errors[1] > errors[2]
    assert float(steps.magnitude_from_mel(0 * mel, PARAMS).max()) == 0.0


def test_random_phase_covers_the_circle_and_repeats() -> None:
    phase = steps.random_phase(torch.ones(100, 100), seed=1)
    assert abs(torch.exp(1j * phase).mean()) < 0.03
    assert 0 <= float(phase.min()) < 0.01
    assert 2 * math.pi - 0.01 < float(phase.max()) < 2 * math.pi
    torch.testing.assert_close(phase, steps.random_phase(torch.ones(100, 100), seed=1))
    assert not torch.equal(phase, steps.random_phase(torch.ones(100, 100), seed=2))


@pytest.mark.parametrize("n_fft", [2_048, 4_096])
def test_estimated_phase_is_far_better_than_random(n_fft: int) -> None:
    params = replace(SMALL, n_fft=n_fft)
    magnitude = steps.spectrum_from_audio(synth.two_bar_loop().cut(0.0, 1.28), params).abs()
    estimated, guessed = (
        steps.inconsistency(magnitude * torch.exp(1j * phase), params)
        for phase in (steps.estimated_phase(magnitude, params), steps.random_phase(magnitude))
    )
    assert estimated < guessed - 6


def test_griffin_lim_is_torchaudios() -> None:
    magnitude = steps.spectrum_from_audio(synth.two_bar_loop().cut(0.0, 0.64), SMALL).abs()
    zero = torch.zeros_like(magnitude)
    spectrum, errors = steps.griffin_lim(magnitude, zero, SMALL, n_iterations=8, momentum=0.99)
    ours = steps.audio_from_spectrum(spectrum, SMALL).samples
    theirs = torchaudio.functional.griffinlim(
        magnitude, torch.hann_window(2_048), 2_048, 256, 2_048, 1.0, 8, 0.99, None, rand_init=False
    ).numpy()
    # torchaudio starts from 1 + 0i as well, and takes its first step without a memory, as here.
    assert np.abs(ours - theirs).max() < 0.02 * np.abs(theirs).max()
    assert len(errors) == 9


def test_griffin_lim_never_gets_worse_without_momentum_and_faster_with_it() -> None:
    magnitude = steps.spectrum_from_audio(synth.two_bar_loop().cut(0.0, 0.64), SMALL).abs()
    start = steps.random_phase(magnitude)
    spectrum, plain = steps.griffin_lim(magnitude, start, SMALL, n_iterations=16)
    _, fast = steps.griffin_lim(magnitude, start, SMALL, n_iterations=16, momentum=0.99)
    assert np.diff(plain).max() < 1e-3
    assert fast[-1] < plain[-1] - 2
    torch.testing.assert_close(spectrum.abs(), magnitude, rtol=1e-3, atol=1e-3)
    assert steps.inconsistency(spectrum, SMALL) == pytest.approx(plain[-1], abs=0.05)


def test_a_true_spectrogram_is_consistent() -> None:
    whole_hops = synth.two_bar_loop().cut(0.0, 100 * 256 / 44_100)
    spectrum = steps.spectrum_from_audio(whole_hops, SMALL)
    assert steps.inconsistency(spectrum, SMALL) < -100


def test_another_sample_rate_is_refused() -> None:
    with pytest.raises(ParameterError, match="22050 Hz, the parameters 44100 Hz: resample"):
        steps.spectrum_from_audio(synth.tone(sample_rate=22_050), PARAMS)
