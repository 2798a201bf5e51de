"""riffdemo.training.ear: what an ear listens to, and how it hears the level; what ears learn is in test_tune_unet."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from riffdemo.errors import ParameterError
from riffdemo.training.dataset import pictures_from_grey
from riffdemo.training.ear import Ear, off_level, picture_levels_db
from riffdemo.training.listening import levels_db


def test_an_ear_listens_to_latents_or_to_pictures() -> None:
    with pytest.raises(ParameterError, match="heard is 'sound': give one of latents, pictures"):
        Ear("sound", channels=4, height=4, width=24, depth=1)


def test_levels_are_those_that_the_evaluation_measures() -> None:
    grey = np.random.default_rng(0).integers(0, 236, (3, 32, 32), dtype=np.uint8)
    levels = picture_levels_db(pictures_from_grey(grey))
    np.testing.assert_allclose(levels.numpy(), levels_db(grey), atol=0.01)


def test_a_decibel_beyond_the_usual_counts_one_on_either_side() -> None:
    half = torch.zeros(2, 1, 16, 16)  # half of full ink: 80 dB for a tenth, 16 rows
    level = 80 * math.log10(0.5) + 10 * math.log10(16)
    assert float(off_level(half, level)) == pytest.approx(0, abs=1e-4)
    for usual in (level - 10, level + 10):
        assert float(off_level(half, usual)) == pytest.approx(10 - 4, abs=1e-4)


def test_a_faint_painting_is_told_to_use_more_ink() -> None:
    faint = torch.full((1, 1, 16, 16), 0.8, requires_grad=True)
    off_level(faint, 0.0).backward()  # type: ignore[no-untyped-call]
    assert faint.grad is not None
    assert (faint.grad > 0).all()  # descent lowers the values, and 1 is silence
