"""Notebook 05: one step of Griffin-Lim."""

from __future__ import annotations

from collections.abc import Callable

import torch

from riffdemo import SpectrogramParams, steps, synth

Transform = Callable[[torch.Tensor], torch.Tensor]
Step = Callable[[torch.Tensor, torch.Tensor, Transform, Transform], torch.Tensor | None]

PARAMS = SpectrogramParams(win_length=2_048, hop_length=256, n_fft=2_048)
N_ITERATIONS = 16
MARGIN = 6.0  # dB


def check(step: Step) -> None:
    """Run `step` from random phases and compare with zero phase."""
    audio = synth.two_bar_loop().cut(0.0, 150 * PARAMS.hop_length / 44_100)
    magnitude = steps.spectrum_from_audio(audio, PARAMS).abs()[0]
    start = magnitude * torch.exp(1j * steps.random_phase(magnitude))
    first = step(start, magnitude, _stft, _istft)
    if first is None:
        print("not attempted")
        return
    problem = _misconception(first, start, magnitude)
    if problem:
        print(problem)
        return
    spectrum = start
    for _ in range(N_ITERATIONS):
        following = step(spectrum, magnitude, _stft, _istft)
        assert following is not None
        spectrum = following
    zero = steps.inconsistency(magnitude[None].to(spectrum.dtype), PARAMS)
    error = steps.inconsistency(spectrum[None], PARAMS)
    margin = zero - error
    if not margin >= MARGIN:
        print(
            f"{error:.1f} dB after {N_ITERATIONS} steps, zero phase {zero:.1f} dB: {margin:.1f} dB are no {MARGIN:g}."
        )
        print("The phases move, but not towards a signal: take those of stft(istft(spectrum)).")
        return
    print(
        f"Right: {error:.1f} dB after {N_ITERATIONS} steps, zero phase has {zero:.1f} dB. A margin of {margin:.1f} dB."
    )


def _misconception(answer: torch.Tensor, start: torch.Tensor, magnitude: torch.Tensor) -> str | None:
    if answer.shape != start.shape:
        return (
            f"The shape is {tuple(answer.shape)}, not {tuple(start.shape)}: return a spectrum, not a signal."
        )
    if not answer.is_complex():
        return "Magnitudes alone: multiply them with a phase, R / |R|."
    if not torch.isfinite(torch.view_as_real(answer)).all():
        return "It holds NaN: |R| may be 0, so divide by |R| plus something tiny."
    rebuilt = _stft(_istft(start))
    if _near(answer, start):
        return "Nothing moves: keep the phases of stft(istft(spectrum)), not those that you came with."
    if _near(answer, rebuilt):
        return "That is a spectrum of a signal, but its magnitudes are not the wanted ones: set them again."
    if _near(answer, magnitude * rebuilt):
        return "The magnitudes are multiplied twice: divide R by |R| first."
    if not _near(answer.abs(), magnitude):
        return "The magnitudes of the result are not the wanted ones."
    return None


def _near(a: torch.Tensor, b: torch.Tensor) -> bool:
    return bool((a - b).norm() < 1e-3 * b.norm())


def _stft(signal: torch.Tensor) -> torch.Tensor:
    window = torch.hann_window(PARAMS.win_length)
    return torch.stft(signal, PARAMS.n_fft, PARAMS.hop_length, window=window, return_complex=True)


def _istft(spectrum: torch.Tensor) -> torch.Tensor:
    return torch.istft(spectrum, PARAMS.n_fft, PARAMS.hop_length, window=torch.hann_window(PARAMS.win_length))


def solution(
    spectrum: torch.Tensor, magnitude: torch.Tensor, stft: Transform, istft: Transform
) -> torch.Tensor:
    """The phases of the nearest spectrogram that a signal has, the magnitudes that are wanted."""
    rebuilt = stft(istft(spectrum))
    return magnitude * rebuilt / rebuilt.abs().clamp_min(1e-12)
