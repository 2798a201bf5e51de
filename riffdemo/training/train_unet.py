"""Train the diffusion model: latents of the corpus, captions through the frozen text encoder, velocity loss.

    python -m riffdemo.training.train_unet --corpus corpus --vae runs/vae/vae \\
        --text-encoder runs/linker/text_encoder --out runs/unet

Needs the autoencoder (train_vae.py) and the text encoder (train_linker.py). Kill it and run the same command again:
it goes on where it was, to the bit. Every report writes a loadable pipeline folder of the averaged weights,
runs/unet/pipeline, and a sheet of what it paints for a few prompts.

Tuning by ear (tune_unet.py) is best followed by one more run, with `--initial-pipeline`: ears that are content go on
asking for more of the same, and what short prompts look like wears off. Clips bring it back.

Explained in notebook 08.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

from riffdemo.training.checkpoint import new_pipeline
from riffdemo.training.config import (
    config_from_args,
    mixed_precision,
    save_config,
    save_state,
    training_device,
)
from riffdemo.training.dataset import pictures_from_grey, split_corpus
from riffdemo.training.diffusion import new_unet
from riffdemo.training.minilm import text_encoder_from_folder
from riffdemo.training.parallel import Worker, joined_worker
from riffdemo.training.render import Corpus
from riffdemo.training.trainer import Trainer, TrainingConfig
from riffdemo.vae import PatchAutoencoder

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class UnetConfig(TrainingConfig):
    """Options of a run, beside those of every run.

    Attributes:
        vae, text_encoder: Folders.
        initial_pipeline: A pipeline to go on with instead of parts and random weights.
        channels: Channels of the UNet's levels, separated by commas.
    """

    vae: Path = Path("runs/vae/vae")
    text_encoder: Path = Path("runs/linker/text_encoder")
    initial_pipeline: str = ""
    channels: str = "128,256"


@torch.no_grad()
def latents_from_images(vae: PatchAutoencoder, images: np.ndarray, device: torch.device) -> torch.Tensor:
    """Latents (n, channels, 16, 16), not yet scaled, float16 on the CPU."""
    batches = []
    for start in range(0, len(images), 64):
        with mixed_precision(device):
            latents = vae.encode(pictures_from_grey(images[start : start + 64]).to(device)).latents
        batches.append(latents.half().cpu())
    return torch.cat(batches)


def cached_latents(vae: PatchAutoencoder, corpus: Corpus, path: Path, device: torch.device) -> torch.Tensor:
    """`latents_from_images` of the corpus, kept in `path`: when the corpus has grown, only new clips are encoded."""
    stored = torch.load(path, weights_only=True) if path.exists() else {}
    new = [row for row, index in enumerate(corpus.index.tolist()) if index not in stored]
    if new:
        fresh = latents_from_images(vae, corpus.images[new], device)
        stored |= dict(zip(corpus.index[new].tolist(), fresh, strict=True))
        save_state(stored, path)
    return torch.stack([stored[index] for index in corpus.index.tolist()])


def initial_parts(config: UnetConfig, corpus: Corpus) -> StableDiffusionPipeline:
    """What a run starts from: a pipeline, or autoencoder, text encoder and a UNet."""
    if config.initial_pipeline:
        return StableDiffusionPipeline.from_pretrained(config.initial_pipeline, dtype=torch.float32).to(
            training_device()
        )
    vae = PatchAutoencoder.from_pretrained(config.vae)
    encoder, tokenizer = text_encoder_from_folder(config.text_encoder)
    torch.manual_seed(config.seed)
    unet = new_unet(
        latent_channels=vae.config.latent_channels,
        text_width=encoder.config.hidden_size,
        channels=tuple(int(width) for width in config.channels.split(",")),
        size=corpus.images.shape[-1] // vae.patch,
    )
    return new_pipeline(vae, encoder, tokenizer, unet).to(training_device())


def unet_trainer(config: UnetConfig, corpus: Corpus, worker: Worker | None = None) -> Trainer:
    """All that a run needs; `corpus` are the clips that teach."""
    worker = worker or Worker()
    config.out.mkdir(parents=True, exist_ok=True)
    parts = initial_parts(config, corpus)
    with worker.first():
        latents = cached_latents(parts.vae, corpus, config.out / "latents.pt", training_device())
    if not config.initial_pipeline:
        parts.vae.register_to_config(scaling_factor=1 / float(latents[:2_048].float().std()))
    return Trainer(config, parts, latents, corpus, worker)


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `UnetConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(UnetConfig, argv, "Train the diffusion model.")
    if config.threads:
        torch.set_num_threads(config.threads)
    trainer = unet_trainer(config, split_corpus(config.corpus)[0], joined_worker())
    _log.info("%d clips", len(trainer.captions))
    save_config(config, config.out / "config.json")
    trainer.run()


if __name__ == "__main__":
    main()
