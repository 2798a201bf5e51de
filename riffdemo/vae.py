"""The shipped model's autoencoder: a picture of 256 x 256 becomes 16 x 16 latents of 32 numbers, and comes back.

Cut the picture into patches of 16 x 16 pixels and keep the 32 directions in which patches differ most: that is
principal component analysis, the best linear autoencoder there is, and with spectrograms it is already good. Two
small convolutional networks add what a linear map cannot see: a line that crosses from one patch into the next.
Both start by adding nothing, so that training starts from the linear optimum instead of from noise.

diffusers loads this class by its name in model_index.json: StableDiffusionPipeline works with it as with its own, but
only after `import riffdemo.vae`. Since 0.42 it imports no module because a checkpoint names one, and none of its own
autoencoders can hold these weights: they mix a linear map of patches with convolutions and normalise nothing.

Explained in notebook 08.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.autoencoders.autoencoder_tiny import AutoencoderTinyOutput
from diffusers.models.autoencoders.vae import DecoderOutput
from diffusers.models.modeling_utils import ModelMixin
from torch import nn


class ResidualBlock(nn.Module):
    """x + conv(silu(conv(silu(x)))): no normalisation, so that a picture's loudness stays what it is."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv_1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv_2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = x + self.conv_2(F.silu(self.conv_1(F.silu(x))))
        return out


def _silent(layer: nn.Conv2d) -> nn.Conv2d:
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer


class PatchAutoencoder(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """Principal components of patches plus a convolutional correction, in both directions.

    Args:
        in_channels: Planes of the picture; they are averaged, the model paints in grey.
        out_channels: Planes of the decoded picture, all equal.
        latent_channels: Numbers kept of every patch.
        block_out_channels: Channels after 0, 1, 2, 3 and 4 halvings. Up to two halvings nothing is computed:
            pixels only move into channels (space to depth), hence 1, 4 and the first choice at 64 x 64.
        scaling_factor: What a latent is multiplied with for unit spread.
        force_upcast: Always False: the decoder is exact enough in half precision.
    """

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        in_channels: int = 3,
        out_channels: int = 3,
        latent_channels: int = 32,
        block_out_channels: tuple[int, ...] = (1, 4, 64, 128, 192),
        scaling_factor: float = 1.0,
        force_upcast: bool = False,
    ) -> None:
        super().__init__()
        self.patch = 2 ** (len(block_out_channels) - 1)
        fine, middle, coarse = block_out_channels[-3:]
        self.stem = self.patch // 4
        self.patch_in = nn.Conv2d(self.patch**2, latent_channels, 1)
        self.patch_out = nn.Conv2d(latent_channels, self.patch**2, 1)
        self.encoder = nn.Sequential(
            nn.PixelUnshuffle(self.stem),  # (batch, 16, 64, 64)
            nn.Conv2d(self.stem**2, fine, 3, padding=1),
            ResidualBlock(fine),
            nn.PixelUnshuffle(2),  # (batch, 4 fine, 32, 32)
            nn.Conv2d(4 * fine, middle, 1),
            ResidualBlock(middle),
            nn.PixelUnshuffle(2),  # (batch, 4 middle, 16, 16)
            nn.Conv2d(4 * middle, coarse, 1),
            ResidualBlock(coarse),
            ResidualBlock(coarse),
            _silent(nn.Conv2d(coarse, latent_channels, 3, padding=1)),
        )
        self.decoder = nn.Sequential(
            nn.Conv2d(latent_channels, coarse, 3, padding=1),
            ResidualBlock(coarse),
            ResidualBlock(coarse),
            nn.Conv2d(coarse, 4 * middle, 1),
            nn.PixelShuffle(2),  # (batch, middle, 32, 32)
            ResidualBlock(middle),
            ResidualBlock(middle),
            nn.Conv2d(middle, 4 * fine, 1),
            nn.PixelShuffle(2),  # (batch, fine, 64, 64)
            ResidualBlock(fine),
            ResidualBlock(fine),
            _silent(nn.Conv2d(fine, self.stem**2, 3, padding=1)),
            nn.PixelShuffle(self.stem),  # (batch, 1, 256, 256)
        )

    def set_basis(self, mean: torch.Tensor, basis: torch.Tensor, scale: torch.Tensor) -> None:
        """Write principal components into the linear maps.

        Args:
            mean: Mean patch, (256,).
            basis: Orthonormal directions, (latent_channels, 256).
            scale: What each coefficient is divided by on the way in, (latent_channels,).
        """
        into, out_of = basis / scale[:, None], (basis * scale[:, None]).T
        self.patch_in.load_state_dict({"weight": into[:, :, None, None], "bias": -into @ mean})
        self.patch_out.load_state_dict({"weight": out_of[:, :, None, None], "bias": mean})

    def encode(self, x: torch.Tensor, return_dict: bool = True) -> Any:
        """Latents (batch, latent_channels, height / 16, width / 16) of pictures (batch, planes, ...) in [-1, 1]."""
        grey = x.mean(dim=1, keepdim=True)
        latents = self.patch_in(F.pixel_unshuffle(grey, self.patch)) + self.encoder(grey)
        return AutoencoderTinyOutput(latents=latents) if return_dict else (latents,)

    def decode(
        self, z: torch.Tensor, return_dict: bool = True, generator: torch.Generator | None = None
    ) -> Any:
        """Pictures (batch, out_channels, 16 height, 16 width), about [-1, 1], of latents; `generator` is not used."""
        grey = F.pixel_shuffle(self.patch_out(z), self.patch) + self.decoder(z)
        picture = grey.expand(-1, self.config.out_channels, -1, -1)
        return DecoderOutput(sample=picture) if return_dict else (picture,)

    def forward(self, sample: torch.Tensor, return_dict: bool = True) -> Any:
        """There and back."""
        return self.decode(self.encode(sample).latents, return_dict=return_dict)
