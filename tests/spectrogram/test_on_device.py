import numpy as np
import pytest
import torch

from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.grid import hann_window, working_grid
from riffdemo.spectrogram.on_device import _peak_phase

GRID = working_grid(SpectrogramParams(), pad=1.5)


@pytest.mark.parametrize("frequency", [1_234.0, 3_003.0])
def test_every_bin_turns_with_the_peak_of_its_hill(frequency):
    n = np.arange(30 * GRID.hop_length + GRID.win_length)
    sound = sum(np.sin(2 * np.pi * f * n / GRID.sample_rate) for f in (1_234.0, 3_003.0))
    frames = np.lib.stride_tricks.sliding_window_view(sound, GRID.win_length)[:: GRID.hop_length]
    magnitude = np.abs(np.fft.rfft(frames * hann_window(GRID.win_length), n=GRID.n_fft)).astype(np.float32)
    phase = _peak_phase(torch.from_numpy(magnitude)[None], GRID, seed=0)[0].double()
    peak = round(frequency / GRID.bin_hz)
    wanted = 2 * np.pi * frequency * GRID.hop_length / GRID.sample_rate
    hill = phase[1:, peak - 1 : peak + 2]
    across = np.pi * GRID.win_length / GRID.n_fft  # between neighbours that agree at the centre of the frame
    for difference in (hill.diff(dim=0) - wanted, hill.diff(dim=1) + across):
        difference -= 2 * np.pi * torch.round(difference / (2 * np.pi))
        assert float(difference.abs().max()) < 0.1
