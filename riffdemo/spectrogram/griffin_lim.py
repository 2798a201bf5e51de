"""Griffin-Lim that listens to the mel picture.

The classic algorithm alternates two projections: onto the spectrograms that some waveform has (to a signal and
back), and onto those with the wanted magnitudes. Here only 512 mel bands are wanted, and they do not tell all bins:
each frame of the waveform is scaled so that its bands come closer to the picture, and keeps what they do not tell.

Neighbouring frames overlap so far that a few of them hold all of the signal. Each iteration takes only every n-th
frame, the next one others: as much work as one pass over all of them comes several times closer.

Sources: Griffin, Lim, "Signal estimation from modified short-time Fourier transform", 1984; Perraudin, Balazs,
Sondergaard, "A fast Griffin-Lim algorithm", WASPAA 2013 (the momentum); Hudson, Larkin, "Accelerated image
reconstruction using ordered subsets of projection data", IEEE TMI 13(4), 1994 (a part of the data at a time).

Explained in notebook 05.
"""

from __future__ import annotations

import numpy as np
import torch

from riffdemo.spectrogram.bands import (
    LANES,
    MelMatrix,
    Runs,
    correction,
    magnitude_rows,
    mel_matrix,
)
from riffdemo.spectrogram.boundary import Boundary
from riffdemo.spectrogram.compiled import compiled_in_parts
from riffdemo.spectrogram.frames import cut_frames, overlap_add
from riffdemo.spectrogram.grid import ComplexArray, FloatArray, WorkingGrid, hann_window

MOMENTUM = 0.9
"""How far each step overshoots in the direction of the last one."""

_OVERLAP = 2.5  # windows over each sample that an iteration needs


def frame_subsets(grid: WorkingGrid, n_frames: int) -> list[range]:
    """The frames of each iteration of a pass: every n-th one, the even starts before the odd ones."""
    step = min(max(int(grid.win_length / (_OVERLAP * grid.hop_length)), 1), n_frames)
    return [range(first, n_frames, step) for first in (*range(0, step, 2), *range(1, step, 2))]


def magnitude_from_mel(
    mel: FloatArray, matrix: MelMatrix, *, n_steps: int, start: FloatArray | None = None
) -> FloatArray:
    """A positive linear spectrogram whose mel bands come close to `mel`.

    Starts from a flat spectrum, or from one that is known to be alike, and corrects it n_steps times. The first
    step from a flat one is the interpolation of the bands along frequency. What is positive stays positive, and
    silence stays silent.

    Args:
        mel: (n_mels, n_frames) magnitudes.
        matrix: The filter bank.
        n_steps: Number of corrections, at least 1.
        start: (n_frames, n_stft) magnitudes above 0 whose fine structure is kept as far as `mel` allows.

    Returns:
        (n_frames, n_stft) magnitudes; zero where no band reaches.
    """
    n_frames, n_stft = mel.shape[1], len(matrix.to_bands)
    magnitude = np.ones((n_frames, n_stft), np.float32) if start is None else start.copy()
    _fit_bands(n_frames, magnitude, mel, matrix.kernel_form, n_steps)
    return magnitude


@compiled_in_parts
def _fit_bands(
    magnitude: FloatArray, mel: FloatArray, matrix: tuple[Runs, Runs], n_steps: int, first: int, last: int
) -> None:
    n_mels, n_bins = len(mel), magnitude.shape[1]
    bands, wanted = np.empty((n_mels, LANES), np.float32), np.zeros((n_mels, LANES), np.float32)
    fitted, gain = np.ones((n_bins, LANES), np.float32), np.empty((n_bins, LANES), np.float32)
    for start in range(first, last, LANES):
        n_lanes = min(LANES, last - start)
        wanted[:, :n_lanes] = mel[:, start : start + n_lanes]
        fitted[:, :n_lanes] = magnitude[start : start + n_lanes].T
        for _ in range(n_steps):
            correction(fitted, wanted, matrix, bands, gain)
            fitted *= gain
        magnitude[start : start + n_lanes] = fitted[:, :n_lanes].T


@compiled_in_parts
def _scale_to_bands(
    spectrum: ComplexArray, mel: FloatArray, matrix: tuple[Runs, Runs], first: int, last: int
) -> None:
    """Bring the bands of the frames from first to last closer to `mel`, in place."""
    n_mels, n_bins = len(mel), spectrum.shape[1]
    bands, wanted = np.empty((n_mels, LANES), np.float32), np.zeros((n_mels, LANES), np.float32)
    magnitude, gain = np.zeros((n_bins, LANES), np.float32), np.empty((n_bins, LANES), np.float32)
    for start in range(first, last, LANES):
        n_lanes = min(LANES, last - start)
        wanted[:, :n_lanes] = mel[:, start : start + n_lanes]
        block = spectrum[start : start + n_lanes]
        magnitude_rows(block, magnitude)
        correction(magnitude, wanted, matrix, bands, gain)
        for lane in range(n_lanes):
            for k in range(n_bins):
                block[lane, k] *= gain[k, lane]


def signal_from_mel(
    mel: FloatArray,
    magnitude: FloatArray,
    phase: FloatArray,
    grid: WorkingGrid,
    boundary: Boundary,
    *,
    n_passes: int,
) -> FloatArray:
    """The waveform whose mel spectrogram comes close to `mel`.

    Args:
        mel: (n_mels, n_frames) magnitudes, at most about 1.
        magnitude: (n_frames, n_stft) where the magnitudes start.
        phase: (n_frames, n_stft) where the phases start (radians, from the start of each frame).
        grid: Hop, window and FFT length.
        boundary: What lies before the first frame and behind the last one.
        n_passes: How often each frame is brought closer to the picture.

    Returns:
        ((n_frames - 1) * hop_length + win_length,) samples: half a window more than the signal at both ends.
    """
    bank = mel_matrix(grid).kernel_form
    window = hann_window(grid.win_length)
    n_frames, hop = len(phase), grid.hop_length
    n_samples = (n_frames - 1) * hop + grid.win_length

    def synthesize(spectrum: ComplexArray, frames: range) -> FloatArray:
        parts = torch.fft.irfft(torch.from_numpy(spectrum), n=grid.n_fft).numpy()
        signal = np.zeros(n_samples, np.float32)
        after = signal[frames.start * hop :]
        overlap_add(len(after), parts, window, hop * frames.step, after)
        boundary(signal, frames)
        return signal

    signal = synthesize(_polar(magnitude, phase), range(n_frames))
    before = signal
    subsets = [(frames, np.ascontiguousarray(mel[:, frames])) for frames in frame_subsets(grid, n_frames)]
    for _ in range(n_passes):
        for frames, wanted in subsets:
            ahead = signal + np.float32(MOMENTUM) * (signal - before)
            windowed = np.zeros((len(frames), grid.n_fft), np.float32)
            cut_frames(len(frames), ahead[frames.start * hop :], window, hop * frames.step, windowed)
            spectrum = torch.fft.rfft(torch.from_numpy(windowed)).numpy()
            _scale_to_bands(len(frames), spectrum, wanted, bank)
            before, signal = signal, synthesize(spectrum, frames)
    return signal


def _polar(magnitude: FloatArray, phase: FloatArray) -> ComplexArray:
    """magnitude * exp(i phase). Torch's sine and cosine are vectorised, its `polar` is not."""
    angle = torch.from_numpy(phase)
    parts = torch.stack((torch.cos(angle), torch.sin(angle)), dim=-1).mul_(
        torch.from_numpy(magnitude)[..., None]
    )
    return torch.view_as_complex(parts).numpy()
