import math

import numpy as np
import pytest
import torch

from riffdemo import measures, synth
from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams

PARAMS = SpectrogramParams()


def test_equal_sounds_are_at_distance_zero():
    sound = synth.music(seconds=1)
    assert measures.log_spectral_distance(sound, sound, PARAMS) == 0.0
    assert measures.multi_resolution_distance(sound, sound, PARAMS) == (0.0, 0.0)


def test_half_the_level_is_six_decibels_in_the_loud_bins():
    sound = synth.noise(seconds=2)
    decibels, convergence = measures.multi_resolution_distance(sound.scaled(0.5), sound, PARAMS)
    assert decibels == pytest.approx(20 * math.log10(2), abs=0.1)
    assert convergence == pytest.approx(0.5)
    assert measures.log_spectral_distance(sound.scaled(0.5), sound, PARAMS) == pytest.approx(6.02, abs=0.1)


def test_grey_levels_follow_the_pictures_formula():
    wanted = torch.tensor([[[1.0, 0.5, 0.0]]])
    mel = torch.tensor([[[1.0, 0.25, 0.0]]])
    grey = [255 - 255 * x**0.25 for x in (0.5, 0.25)]
    assert measures.grey_error(mel, wanted, PARAMS) == pytest.approx((grey[1] - grey[0]) / 3)
    rms = (grey[1] - grey[0]) / math.sqrt(3)
    assert measures.grey_psnr(mel, wanted, PARAMS) == pytest.approx(20 * math.log10(255 / rms))


def test_fitted_gain_undoes_a_gain():
    mel = torch.rand(1, 8, 9)
    assert measures.fitted_gain(mel / 3, mel) == pytest.approx(3)
    assert measures.fitted_gain(torch.zeros(1, 8, 9), mel) == 0


def test_coherence_is_one_for_the_same_and_near_zero_for_strangers():
    noise = synth.noise(seconds=8).samples[0]
    other = synth.noise(seconds=8, seed=1).samples[0]
    same = measures.stereo_coherence(Audio(np.stack([noise, 0.3 * noise]), 44_100))
    strangers = measures.stereo_coherence(Audio(np.stack([noise, other]), 44_100))
    assert float(same.min()) > 0.999
    assert float(strangers.mean()) < 0.1


def test_shapes_and_channels_are_checked():
    with pytest.raises(ParameterError, match="compare equal lengths"):
        measures.spectral_convergence(torch.zeros(1, 2, 3), torch.zeros(1, 2, 4))
    with pytest.raises(ParameterError, match="give 2"):
        measures.stereo_coherence(synth.tone())
