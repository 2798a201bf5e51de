"""How a model that is to be tuned paints: as the pipeline does, with a gradient at some of the steps.

That some steps learn in place of all, past the network's input, is the idea of Wu and others 2024, "Deep Reward
Supervisions for Tuning Text-to-Image Diffusion Models".

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Collection

import torch

from riffdemo.training.checkpoint import DEFAULT_GUIDANCE, DEFAULT_STEPS
from riffdemo.training.diffusion import painting_scheduler

_FORMING_SHARE = 0.6  # of the steps: corrected in the last ones, a model pleases the ears with specks
_BLUR = 0.3  # of the text, whose embeddings have unit spread: a word nearby is to lead to the same picture


def painted_latents(
    unet: torch.nn.Module,
    noise: torch.Tensor,
    embeddings: torch.Tensor,
    empty: torch.Tensor,
    *,
    corrected: Collection[int],
    n_steps: int = DEFAULT_STEPS,
    guidance: float = DEFAULT_GUIDANCE,
) -> torch.Tensor:
    """Latents (batch, channels, height, width) as the pipeline paints them, with a gradient at some of the steps.

    The network's input is cut from the graph. What is left is the sampler, which is linear: along it the gradient
    reaches every corrected step about equally strong.

    Args:
        unet: Predicts the velocity.
        noise: To start from, of the latents' shape.
        embeddings: Of the captions, (batch, tokens, width).
        empty: Of the empty text, (batch, tokens, width).
        corrected: Numbers of the steps that get a gradient, from 0.
        n_steps: Of the sampler.
        guidance: How strongly to push away from the empty text.
    """
    scheduler = painting_scheduler()
    scheduler.set_timesteps(n_steps, device=noise.device)
    latents = noise
    for number, timestep in enumerate(scheduler.timesteps):
        with torch.no_grad():
            away = unet(latents, timestep, empty).sample.float()
        with torch.set_grad_enabled(number in corrected):
            towards = unet(latents.detach(), timestep, embeddings).sample.float()
        latents = scheduler.step(away + guidance * (towards - away), timestep, latents).prev_sample
    return latents


def drawn_steps(n: int, n_steps: int, generator: torch.Generator) -> set[int]:
    """n of the steps in which a painting of `n_steps` takes form, one from each of n stretches."""
    offsets = torch.rand(n, generator=generator).tolist()
    forming = round(_FORMING_SHARE * n_steps)
    return {int((stretch + offset) * forming / n) for stretch, offset in enumerate(offsets)}


def blurred(embeddings: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Embeddings (batch, tokens, width) with noise, some of it the same for all tokens of a text."""
    batch, _, width = embeddings.shape
    each = torch.randn(embeddings.shape, generator=generator)
    whole = torch.randn(batch, 1, width, generator=generator)
    amount = _BLUR * torch.rand(batch, 1, 1, generator=generator)
    return embeddings + (amount * (each + whole)).to(embeddings)
