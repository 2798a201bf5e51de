"""Ears that teach: they hear style, drums, tempo, lead, tonality and register in latents, with a gradient.

They ask the judge's questions (classifier.py), but they are other networks, which have learned apart from it: what a
model learns from these ears is then judged by one that it has never met. Most of what they hear lies open in the
latents. Major and minor do not, a third is hidden between the lines of a patch: for that the picture is decoded.

    python -m riffdemo.training.ear --corpus corpus --latents runs/unet/latents.pt --vae runs/vae/vae --out runs/ear

Explained in notebook 08.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from riffdemo.training.classifier import (
    CLASSES,
    UNKNOWN,
    ClassifierConfig,
    fit,
    share_right,
    targets_from_attributes,
)
from riffdemo.training.config import config_from_args, keep_memory, save_state, training_device
from riffdemo.training.dataset import pictures_from_grey, rolled_in_time, split_corpus
from riffdemo.training.key_ear import KeyEar
from riffdemo.training.render import Corpus
from riffdemo.vae import PatchAutoencoder

_log = logging.getLogger(__name__)
_KEY = "tonality"
_NOISE = 0.5  # largest share of noise that the ear learns to listen through


@dataclass(frozen=True, kw_only=True)
class EarConfig(ClassifierConfig):
    """Options of a run, beside the judge's.

    Attributes:
        latents: What train_unet.py has kept of the corpus.
        vae: The autoencoder of the latents.
        width, depth: Channels and residual blocks of the network on latents.
        key_steps: Steps of the one on pictures.
    """

    latents: Path = Path("runs/unet/latents.pt")
    vae: Path = Path("runs/vae/vae")
    out: Path = Path("runs/ear")
    n_steps: int = 1_400
    learning_rate: float = 1e-3
    seed: int = 101
    width: int = 96
    depth: int = 4
    key_steps: int = 350


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


class LatentEar(nn.Module):
    """Residual convolutions, then mean and maximum over time at each pitch, then one answer per question.

    Args:
        channels: Of a latent.
        height: Of a latent.
        width: Channels inside.
        depth: Residual blocks.
    """

    def __init__(self, *, channels: int, height: int, width: int, depth: int) -> None:
        super().__init__()
        self.sizes = {"channels": channels, "height": height, "width": width, "depth": depth}
        self.body = nn.Sequential(
            nn.Conv2d(channels, width, 1),
            *(_Block(width) for _ in range(depth)),
            nn.GroupNorm(8, width),
            nn.SiLU(),
        )
        self.heads = nn.ModuleDict(
            {
                name: nn.Linear(2 * width * height, len(options))
                for name, options in CLASSES.items()
                if name != _KEY
            }
        )

    def forward(self, latents: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores (batch, classes) of every question but the key, for latents of unit spread."""
        maps = self.body(latents)
        features = torch.cat([maps.mean(dim=-1), maps.amax(dim=-1)], dim=1).flatten(1)
        features = F.dropout(features, 0.3, self.training)
        return {name: head(features) for name, head in self.heads.items()}


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
    """Both at once, on latents (batch, channels, height, time) of unit spread."""

    def __init__(self, latent_ear: LatentEar, key_ear: PictureKeyEar, vae: PatchAutoencoder) -> None:
        super().__init__()
        self.latent_ear, self.key_ear, self.vae = latent_ear, key_ear, vae

    def forward(self, latents: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores (batch, classes) of every question."""
        pictures = self.vae.decode(latents / self.vae.config.scaling_factor).sample[:, :1]
        return {**self.latent_ear(latents), **self.key_ear(pictures)}


def stored_latents(path: Path, corpus: Corpus) -> torch.Tensor:
    """Latents (n, channels, 16, 16), not scaled, of the clips of `corpus` among those that training has kept."""
    stored = torch.load(path, weights_only=True)
    return torch.stack([stored[index] for index in corpus.index.tolist()])


def train_latent_ear(config: EarConfig, latents: torch.Tensor, targets: dict[str, torch.Tensor]) -> LatentEar:
    """An ear for latents (n, channels, height, time) of unit spread, which learns to listen through noise."""
    device = training_device()
    torch.manual_seed(config.seed)
    ear = LatentEar(
        channels=latents.shape[1], height=latents.shape[2], width=config.width, depth=config.depth
    )
    ear.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def drawn_latents(rows: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        return with_noise(latents[rows], _NOISE, generator).to(device)

    fit(ear, drawn_latents, targets, config)
    return ear


def with_noise(latents: torch.Tensor, most: float, generator: torch.Generator) -> torch.Tensor:
    """Latents of unit spread with a random share of noise, up to `most`, and still of unit spread."""
    share = most * torch.rand(len(latents), 1, 1, 1, generator=generator)
    noise = torch.randn(latents.shape, generator=generator)
    return (1 - share**2).sqrt().to(latents.device) * latents + (share * noise).to(latents.device)


def train_key_ear(config: EarConfig, corpus: Corpus) -> PictureKeyEar:
    """An ear for the tonality of pictures."""
    device = training_device()
    targets = targets_from_attributes(corpus.attributes)[_KEY]
    tonal = (targets != UNKNOWN).nonzero()[:, 0]
    torch.manual_seed(config.seed)
    ear = PictureKeyEar().to(device)

    def drawn_pictures(rows: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        grey = torch.from_numpy(corpus.images[tonal[rows].numpy()]).to(device)
        return rolled_in_time(pictures_from_grey(grey), generator)

    fit(
        ear,
        drawn_pictures,
        {_KEY: targets[tonal]},
        replace(config, n_steps=config.key_steps, learning_rate=2e-3),
    )
    return ear


def train_ears(config: EarConfig) -> tuple[LatentEar, PictureKeyEar]:
    """Ears for the training clips in `config.corpus`; what they get right of the held-out ones goes to the log."""
    corpus, held_out = split_corpus(config.corpus)
    vae = PatchAutoencoder.from_pretrained(config.vae).to(training_device())
    latents = stored_latents(config.latents, corpus)
    vae.register_to_config(scaling_factor=1 / float(latents[:2_048].float().std()))
    scaled = latents.float() * vae.config.scaling_factor
    latent_ear = train_latent_ear(config, scaled, targets_from_attributes(corpus.attributes))
    key_ear = train_key_ear(config, corpus)
    ears = Ears(latent_ear, key_ear, vae).eval()
    _log.info("held out: %s", right_on_pictures(ears, held_out))
    return latent_ear, key_ear


@torch.no_grad()
def right_on_pictures(ears: Ears, corpus: Corpus) -> dict[str, float]:
    """Share of right answers to every question, through the autoencoder, among the clips that have one."""
    heard = []
    for start in range(0, len(corpus.images), 64):
        pictures = pictures_from_grey(corpus.images[start : start + 64]).to(training_device())
        heard.append(ears(ears.vae.encode(pictures).latents * ears.vae.config.scaling_factor))
    found = {name: torch.cat([scores[name].argmax(1).cpu() for scores in heard]) for name in CLASSES}
    return share_right(found, targets_from_attributes(corpus.attributes))


def save_ears(latent_ear: LatentEar, key_ear: PictureKeyEar, path: Path) -> None:
    """Store sizes and weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {"sizes": latent_ear.sizes, "latent": latent_ear.state_dict(), "key": key_ear.state_dict()}
    save_state(state, path)


def load_ears(path: Path, vae: PatchAutoencoder) -> Ears:
    """The ears that `save_ears` wrote, frozen; `vae` is the autoencoder of the latents that they will hear."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    latent_ear, key_ear = LatentEar(**state["sizes"]), PictureKeyEar()
    latent_ear.load_state_dict(state["latent"])
    key_ear.load_state_dict(state["key"])
    return Ears(latent_ear, key_ear, vae).eval().requires_grad_(False)


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `EarConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(EarConfig, argv, "Train the ears that teach.")
    if config.threads:
        torch.set_num_threads(config.threads)
    keep_memory()
    save_ears(*train_ears(config), config.out / "ears.pt")


if __name__ == "__main__":
    main()
