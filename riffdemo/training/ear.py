"""Ears that teach: they hear style, drums, tempo, lead, tonality and register in what is painted, with a gradient.

They ask the judge's questions (classifier.py), but they are other networks, which have learned apart from it
(train_ear.py): what a model learns from these ears is then judged by one that it has never met. Most of what they
hear lies open in the latents, and some listen there. A painter who is heard by those alone leaves faults in the
picture that they cannot hear; others therefore listen to the decoded picture. Major and minor all of them hear there,
since a third is hidden between the lines of a patch.

Explained in notebook 08.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from riffdemo.errors import ParameterError
from riffdemo.training.classifier import CLASSES
from riffdemo.training.config import save_state
from riffdemo.training.key_ear import KeyEar
from riffdemo.vae import PatchAutoencoder

HEARD = ("latents", "pictures")
_KEY = "tonality"
_USUAL_DB = 4.0  # to either side of the corpus's median level: nineteen in twenty clips lie closer
_FAINTEST_INK = 0.05  # below which darkness has no gradient: its eighth power would be nothing


class _Block(nn.Module):
    """x + conv(silu(conv(silu(norm(x))))), around the loop."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(8, width)
        self.conv_1 = nn.Conv2d(width, width, (3, 5))
        self.conv_2 = nn.Conv2d(width, width, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.conv_1(_around(F.silu(self.norm(x)), 2))
        out: torch.Tensor = x + self.conv_2(_around(F.silu(y), 1))
        return out


def _around(x: torch.Tensor, columns: int) -> torch.Tensor:
    """Padded for a convolution: zeros above and below, the other end of the loop left and right."""
    return F.pad(F.pad(x, (columns, columns, 0, 0), mode="circular"), (0, 0, 1, 1))


class Ear(nn.Module):
    """Residual convolutions, then mean and maximum over time at each pitch, then one answer per question but the key.

    Args:
        heard: What it listens to: "latents" of unit spread, or "pictures" in [-1, 1], in patches of 8 x 8.
        channels: Of a latent; 1 for pictures.
        height: Of a latent or a picture.
        width: Channels inside; for pictures a multiple of 24.
        depth: Residual blocks.

    Raises:
        ParameterError: `heard` is neither.
    """

    def __init__(self, heard: str, *, channels: int, height: int, width: int, depth: int) -> None:
        super().__init__()
        if heard not in HEARD:
            raise ParameterError(f"heard is {heard!r}: give one of {', '.join(HEARD)}.")
        self.heard = heard
        self.options = {
            "heard": heard,
            "channels": channels,
            "height": height,
            "width": width,
            "depth": depth,
        }
        on_latents = heard == "latents"
        rows = height if on_latents else height // 8
        self.body = nn.Sequential(
            nn.Conv2d(channels, width, 1) if on_latents else _patches_of_pictures(channels, width),
            *(_Block(width) for _ in range(depth)),
            nn.GroupNorm(8, width),
            nn.SiLU(),
        )
        self.heads = nn.ModuleDict(
            {
                name: nn.Linear(2 * width * rows, len(options))
                for name, options in CLASSES.items()
                if name != _KEY
            }
        )

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores (batch, classes) of every question but the key, for (batch, channels, height, time)."""
        maps = self.body(x)
        features = torch.cat([maps.mean(dim=-1), maps.amax(dim=-1)], dim=1).flatten(1)
        features = F.dropout(features, 0.3, self.training)
        return {name: head(features) for name, head in self.heads.items()}


def _patches_of_pictures(channels: int, width: int) -> nn.Module:
    """By way of patches of 4 x 4, whose neighbours are looked at too."""
    narrow = width // 3
    return nn.Sequential(
        nn.Conv2d(channels, narrow, 4, stride=4), _Block(narrow), nn.Conv2d(narrow, width, 2, stride=2)
    )


class PictureKeyEar(nn.Module):
    """The judge's way to hear major and minor, with weights of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.ear = KeyEar()
        self.head = nn.Linear(KeyEar.n_features, len(CLASSES[_KEY]))

    def forward(self, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores (batch, 2) of major and minor for pictures (batch, 1, height, width) in [-1, 1], in float32."""
        with torch.autocast(pictures.device.type, enabled=False):
            return {_KEY: self.head(self.ear(pictures.float().clamp(-1, 1)))}


class Ears(nn.Module):
    """An ear for the key, and one for all else."""

    def __init__(self, ear: Ear, key_ear: PictureKeyEar) -> None:
        super().__init__()
        self.ear, self.key_ear = ear, key_ear

    def forward(self, latents: torch.Tensor, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores (batch, classes) of every question.

        Args:
            latents: (batch, channels, height, time), of unit spread.
            pictures: What they decode to, (batch, 1, height, width) in [-1, 1].
        """
        heard = latents if self.ear.heard == "latents" else pictures
        return {**self.ear(heard), **self.key_ear(pictures)}


def pictures_from_latents(vae: PatchAutoencoder, latents: torch.Tensor) -> torch.Tensor:
    """Pictures (batch, 1, height, width) of latents (batch, channels, height, time) of unit spread."""
    pictures: torch.Tensor = vae.decode(latents / vae.config.scaling_factor).sample[:, :1]
    return pictures


def with_noise(latents: torch.Tensor, most: float, generator: torch.Generator) -> torch.Tensor:
    """Latents of unit spread with a random share of noise, up to `most`, and still of unit spread."""
    share = most * torch.rand(len(latents), 1, 1, 1, generator=generator)
    noise = torch.randn(latents.shape, generator=generator)
    return (1 - share**2).sqrt().to(latents.device) * latents + (share * noise).to(latents.device)


def picture_levels_db(pictures: torch.Tensor) -> torch.Tensor:
    """What `listening.levels_db` measures, with a gradient, for pictures (batch, 1, height, width) in [-1, 1]."""
    ink = ((1 - pictures[:, 0].float()) / 2).clamp(_FAINTEST_INK, 1)
    return 10 * ink.pow(8).sum(dim=1).mean(dim=1).log10()


def off_level(pictures: torch.Tensor, usual: float) -> torch.Tensor:
    """Mean of the decibels by which pictures are further from the `usual` level than music in the corpus is."""
    return (picture_levels_db(pictures) - usual).abs().sub(_USUAL_DB).clamp_min(0).mean()


def save_ears(ears: Ears, path: Path) -> None:
    """Store options and weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_state({"options": ears.ear.options, "weights": ears.state_dict()}, path)


def load_ears(path: Path) -> Ears:
    """The ears that `save_ears` wrote, frozen."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    ears = Ears(Ear(**state["options"]), PictureKeyEar())
    ears.load_state_dict(state["weights"])
    return ears.eval().requires_grad_(False)
