"""A wrapped network does not know where a loop begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from riffdemo.pipeline.pipeline import RiffPipeline
from riffdemo.pipeline.wrapping import wrapped_in_time
from riffdemo.testing import random_pipeline


@pytest.fixture(scope="module", params=["riffdemo-small", "stable-diffusion-1"])
def pipeline(request: pytest.FixtureRequest) -> RiffPipeline:
    return random_pipeline(request.param)


def networks(
    pipeline: RiffPipeline,
) -> dict[str, tuple[Callable[[torch.Tensor], torch.Tensor], torch.Tensor, int]]:
    """Name: (network, input, columns of output for each column of input)."""
    generator = torch.Generator().manual_seed(0)
    size, channels, factor = pipeline.window, pipeline.unet.config.in_channels, pipeline.vae_scale_factor
    latents = torch.randn(1, channels, size, size, generator=generator)
    picture = torch.rand(1, 3, size * factor, size * factor, generator=generator) * 2 - 1
    guide = torch.randn(1, 5, pipeline.unet.config.cross_attention_dim, generator=generator)

    def encode(x: torch.Tensor) -> torch.Tensor:
        encoded: Any = pipeline.vae.encode(x)
        latents: torch.Tensor = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mode()
        return latents

    return {
        "unet": (lambda x: pipeline.unet(x, 500, encoder_hidden_states=guide).sample, latents, 1),
        "decoder": (lambda x: pipeline.vae.decode(x).sample, latents, factor),
        "encoder": (encode, picture, -factor),
    }


@pytest.mark.parametrize("name", ["unet", "decoder", "encoder"])
@torch.inference_mode()
def test_rolling_the_input_rolls_the_output(pipeline: RiffPipeline, name: str) -> None:
    network, x, factor = networks(pipeline)[name]
    shift, moved = (2, 2 * factor) if factor > 0 else (-2 * factor, 2)
    with wrapped_in_time(pipeline.unet, pipeline.vae):
        expected = network(x).roll(moved, dims=-1)
        got = network(x.roll(shift, dims=-1))
    torch.testing.assert_close(got, expected, atol=1e-4, rtol=1e-3)
    plain = network(x.roll(shift, dims=-1))
    assert (plain - network(x).roll(moved, dims=-1)).abs().max() > 1e-3


@torch.inference_mode()
def test_everything_is_as_before_afterwards(pipeline: RiffPipeline) -> None:
    network, x, _ = networks(pipeline)["unet"]
    before = network(x)
    with pytest.raises(KeyError), wrapped_in_time(pipeline.unet):
        raise KeyError
    assert torch.equal(network(x), before)
    with wrapped_in_time(pipeline.unet, active=False):
        assert torch.equal(network(x), before)


def test_a_wrapped_convolution_equals_a_circular_one_in_time() -> None:
    conv = nn.Conv2d(2, 3, (3, 5), padding=(1, 2))
    x = torch.randn(1, 2, 6, 7, generator=torch.Generator().manual_seed(0))
    with torch.no_grad(), wrapped_in_time(conv):
        got = conv(x)
    with torch.no_grad():
        expected = conv(torch.cat((x, x, x), dim=-1))[..., 7:14]
    torch.testing.assert_close(got, expected)
