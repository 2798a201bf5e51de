"""The shipped model's UNet and its noise schedules, for training and for painting.

Explained in notebooks 06 and 08.
"""

from __future__ import annotations

import torch
from diffusers import DDPMScheduler, UNet2DConditionModel, UniPCMultistepScheduler
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

N_TIMESTEPS = 1_000
_POOLING_HEADS = 4
_SCHEDULE = {
    "num_train_timesteps": N_TIMESTEPS,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "prediction_type": "v_prediction",
    "rescale_betas_zero_snr": True,
    "timestep_spacing": "trailing",
    "steps_offset": 1,
}


def new_unet(
    *, latent_channels: int, text_width: int, channels: tuple[int, ...], size: int
) -> UNet2DConditionModel:
    """Stable Diffusion's UNet, small: one block per level, cross-attention on every level, 4 heads.

    Beside the cross-attention, which looks up words, the mean of all tokens is added to the embedding of the
    timestep: what a sentence encoder says of the whole sentence leads to the right style even where no single
    word was ever seen in training.

    Args:
        latent_channels: Channels of a latent.
        text_width: Width of a token embedding.
        channels: Channels of each level.
        size: Height and width of a latent.
    """
    levels = len(channels)
    return UNet2DConditionModel(
        sample_size=size,
        in_channels=latent_channels,
        out_channels=latent_channels,
        block_out_channels=channels,
        layers_per_block=1,
        cross_attention_dim=text_width,
        attention_head_dim=4,  # this class reads it as the number of heads
        down_block_types=("CrossAttnDownBlock2D",) * levels,
        up_block_types=("CrossAttnUpBlock2D",) * levels,
        addition_embed_type="text",
        addition_embed_type_num_heads=_POOLING_HEADS,
    )


def averaged_model(model: torch.nn.Module, decay: float) -> AveragedModel:
    """A copy of the model whose weights follow it as a running mean, `decay` kept at each update."""
    average = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]
    return AveragedModel(model, multi_avg_fn=average)


def training_scheduler() -> DDPMScheduler:
    """Adds noise. The last step is pure noise (zero signal), so that the model learns to start from nothing.

    Lin, Liu, Li, Yang 2024, "Common Diffusion Noise Schedules and Sample Steps are Flawed".
    """
    return DDPMScheduler(**_SCHEDULE)


def painting_scheduler() -> UniPCMultistepScheduler:
    """Removes noise: UniPC, good pictures in 8 to 10 steps. Zhao et al. 2023, arXiv:2302.04867.

    It asks the network no more often than DPM-Solver++ 2M, but corrects each step by the answer after it. Without
    that, a few notes on white are not as dark after 8 steps as after 20.
    """
    return UniPCMultistepScheduler(**_SCHEDULE)


def stratified_timesteps(n: int, generator: torch.Generator, *, power: float = 2 / 3) -> torch.Tensor:
    """n timesteps, one from each of n stretches of [0, N_TIMESTEPS): less noisy gradients than n free draws.

    The stretches are equally likely and shorter where there is more noise: a noisy latent is where the prompt decides
    what the picture becomes, an almost clean one only needs polish.

    Args:
        n: How many.
        generator: Where the randomness comes from.
        power: 1 draws all timesteps equally often; below 1 the high ones more often, density t^(1 / power - 1).
    """
    offsets = torch.rand(n, generator=generator, device=generator.device)
    stretches = torch.arange(n, device=generator.device)
    return (((stretches + offsets) / n) ** power * N_TIMESTEPS).long().clamp_max(N_TIMESTEPS - 1)


def velocity_loss(
    unet: UNet2DConditionModel,
    scheduler: DDPMScheduler,
    latents: torch.Tensor,
    embeddings: torch.Tensor,
    *,
    noise: torch.Tensor,
    timesteps: torch.Tensor,
) -> torch.Tensor:
    """Mean squared error of the predicted velocity v = a noise - s latents, where noisy = a latents + s noise.

    Salimans and Ho 2022, "Progressive Distillation for Fast Sampling of Diffusion Models".

    Args:
        unet: The model that learns.
        scheduler: From `training_scheduler`.
        latents: (batch, channels, height, width), unit spread.
        embeddings: (batch, tokens, width).
        noise: Of the latents' shape.
        timesteps: (batch,).
    """
    noisy = scheduler.add_noise(latents, noise, timesteps)
    target = scheduler.get_velocity(latents, noise, timesteps)
    error: torch.Tensor = unet(noisy, timesteps, embeddings).sample.float() - target
    return error.square().mean()
