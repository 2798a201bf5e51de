"""Train the ears that teach.

    python -m riffdemo.training.train_ear --corpus corpus --latents runs/unet/latents.pt --vae runs/vae/vae \\
        --out runs/ear

Explained in notebook 08.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from riffdemo.training.classifier import (
    CLASSES,
    UNKNOWN,
    ClassifierConfig,
    fit,
    share_right,
    targets_from_attributes,
)
from riffdemo.training.config import config_from_args, keep_memory, mixed_precision, training_device
from riffdemo.training.dataset import pictures_from_grey, rolled_in_time, split_corpus, stored_latents
from riffdemo.training.ear import Ear, Ears, PictureKeyEar, pictures_from_latents, save_ears, with_noise
from riffdemo.training.render import Corpus
from riffdemo.vae import PatchAutoencoder

_log = logging.getLogger(__name__)
_NOISE = 0.5  # largest share of noise that the ear learns to listen through


@dataclass(frozen=True, kw_only=True)
class EarConfig(ClassifierConfig):
    """Options of a run, beside the judge's.

    Attributes:
        latents: What train_unet.py has kept of the corpus.
        vae: The autoencoder of the latents.
        heard: "latents" or "pictures": where the ear for all but the key listens.
        width, depth: Its channels and residual blocks.
        key_steps: Steps of the ear for the key.
    """

    latents: Path = Path("runs/unet/latents.pt")
    vae: Path = Path("runs/vae/vae")
    out: Path = Path("runs/ear")
    n_steps: int = 1_400
    learning_rate: float = 1e-3
    seed: int = 101
    heard: str = "latents"
    width: int = 96
    depth: int = 4
    key_steps: int = 350


def train_ear(
    config: EarConfig, latents: torch.Tensor, targets: dict[str, torch.Tensor], vae: PatchAutoencoder
) -> Ear:
    """An ear for all but the key, which learns to listen through noise.

    Args:
        config: Options.
        latents: Of unit spread, (n, channels, height, time).
        targets: The right class of every latent, by question.
        vae: Decodes them, for an ear that listens to pictures.
    """
    device = training_device()
    torch.manual_seed(config.seed)
    _, channels, height, _ = latents.shape
    if config.heard == "pictures":
        channels, height = 1, height * vae.patch
    ear = Ear(config.heard, channels=channels, height=height, width=config.width, depth=config.depth)
    ear.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def drawn(rows: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        noisy = with_noise(latents[rows], _NOISE, generator).to(device)
        if config.heard == "latents":
            return noisy
        with torch.no_grad(), mixed_precision(device):
            return pictures_from_latents(vae, noisy)

    fit(ear, drawn, targets, config)
    return ear


def train_key_ear(config: EarConfig, corpus: Corpus) -> PictureKeyEar:
    """An ear for the tonality of pictures."""
    device = training_device()
    targets = targets_from_attributes(corpus.attributes)["tonality"]
    tonal = (targets != UNKNOWN).nonzero()[:, 0]
    torch.manual_seed(config.seed)
    ear = PictureKeyEar().to(device)

    def drawn_pictures(rows: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        grey = torch.from_numpy(corpus.images[tonal[rows].numpy()]).to(device)
        return rolled_in_time(pictures_from_grey(grey), generator)

    fit(
        ear,
        drawn_pictures,
        {"tonality": targets[tonal]},
        replace(config, n_steps=config.key_steps, learning_rate=2e-3),
    )
    return ear


def train_ears(config: EarConfig) -> Ears:
    """Ears for the training clips in `config.corpus`; what they get right of the held-out ones goes to the log."""
    corpus, held_out = split_corpus(config.corpus)
    vae = PatchAutoencoder.from_pretrained(config.vae).to(training_device())
    latents = stored_latents(config.latents, corpus)
    vae.register_to_config(scaling_factor=1 / float(latents[:2_048].float().std()))
    scaled = latents.float() * vae.config.scaling_factor
    ear = train_ear(config, scaled, targets_from_attributes(corpus.attributes), vae)
    ears = Ears(ear, train_key_ear(config, corpus)).eval()
    _log.info("held out: %s", right_on_pictures(ears, vae, held_out))
    return ears


@torch.no_grad()
def right_on_pictures(ears: Ears, vae: PatchAutoencoder, corpus: Corpus) -> dict[str, float]:
    """Share of right answers to every question, through the autoencoder, among the clips that have one."""
    heard = []
    for start in range(0, len(corpus.images), 64):
        pictures = pictures_from_grey(corpus.images[start : start + 64]).to(training_device())
        latents = vae.encode(pictures).latents * vae.config.scaling_factor
        heard.append(ears(latents, pictures_from_latents(vae, latents)))
    found = {name: torch.cat([scores[name].argmax(1).cpu() for scores in heard]) for name in CLASSES}
    return share_right(found, targets_from_attributes(corpus.attributes))


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `EarConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(EarConfig, argv, "Train the ears that teach.")
    if config.threads:
        torch.set_num_threads(config.threads)
    keep_memory()
    save_ears(train_ears(config), config.out / "ears.pt")


if __name__ == "__main__":
    main()
