"""The toy models are real ones, and say that they are random."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from riffdemo.engine import Engine
from riffdemo.testing import RANDOM, random_engine, random_pipeline


@pytest.mark.parametrize("layout", ["riffdemo-small", "stable-diffusion-1"])
def test_random_engines_are_small_and_say_so(layout: Any) -> None:
    engine = random_engine(layout)
    assert isinstance(engine, Engine)
    assert engine.checkpoint == RANDOM
    assert sum(p.numel() for p in engine.pipeline.unet.parameters()) < 1_000_000


def test_they_have_the_proportions_of_what_they_stand_for() -> None:
    small, sd = random_pipeline(), random_pipeline("stable-diffusion-1")
    assert type(small.vae).__name__ == "PatchAutoencoder"
    assert type(small.text_encoder).__name__ == "BertModel"
    assert small.scheduler.config.prediction_type == "v_prediction"
    assert (type(sd.vae).__name__, sd.vae_scale_factor) == ("AutoencoderKL", 8)
    assert type(sd.text_encoder).__name__ == "CLIPTextModel"
    assert sd.scheduler.config.prediction_type == "epsilon"


def test_the_seed_fixes_the_weights_and_nothing_else_is_disturbed() -> None:
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    weights = [random_pipeline(seed=seed).unet.conv_in.weight for seed in (1, 1, 2)]
    assert torch.equal(torch.rand(1), expected)
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
