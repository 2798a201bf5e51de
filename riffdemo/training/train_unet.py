"""Train the diffusion model: latents of the corpus, captions through the frozen text encoder, velocity loss.

    python -m riffdemo.training.train_unet --corpus corpus --vae runs/vae/vae --text-encoder minilm --out runs/unet

Needs the autoencoder (train_vae.py) and a folder with all-MiniLM-L6-v2. Kill it and run the same command again: it
goes on where it was, to the bit. Every report writes a loadable pipeline folder of the averaged weights,
runs/unet/pipeline, and a sheet of what it paints for a few prompts.

Explained in notebook 08.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from diffusers.models.attention_processor import AttnProcessor

from riffdemo.training.checkpoint import new_pipeline, painted, save_pipeline
from riffdemo.training.config import (
    append_log,
    config_from_args,
    learning_rate_factor,
    load_state,
    mixed_precision,
    save_config,
    save_state,
    step_generator,
    training_device,
)
from riffdemo.training.dataset import drawn_captions, pictures_from_grey, save_sheet, split_corpus
from riffdemo.training.diffusion import (
    averaged_model,
    new_unet,
    start_from,
    stratified_timesteps,
    training_scheduler,
    velocity_loss,
)
from riffdemo.training.parallel import Worker, joined_worker
from riffdemo.training.render import Corpus
from riffdemo.training.text_encoder import (
    embeddings_from_texts,
    scale_to_unit_spread,
    text_encoder_from_folder,
)
from riffdemo.vae import PatchAutoencoder

_log = logging.getLogger(__name__)
SHEET_PROMPTS = (
    "funk bassline with a jazzy saxophone",
    "solo piano, slow and sad, minor",
    "techno, fast, driving drums",
    "bossa nova guitar without drums",
    "a fugue by Bach on the organ",
    "drum and bass, drums only",
    "solo flute",
    "heavy metal guitar",
    "lo-fi hip hop to study to",
    "string quartet, waltz",
    "rain on a tin roof",
    "a fast bluegrass banjo",
)


@dataclass(frozen=True, kw_only=True)
class UnetConfig:
    """Options of a run.

    Attributes:
        corpus, vae, text_encoder, out: Folders.
        initial_unet: A UNet to start from instead of random weights, a folder such as riffdemo-small/unet.
        channels: Channels of the UNet's levels, separated by commas.
        caption_dropout: Share of captions replaced by the empty text: what guidance pushes away from.
        ema_decay: The shipped weights are a running mean of the trained ones; share that is kept at each step.
        n_steps, batch_size, learning_rate, seed: As everywhere. The rate falls over the last 30 % of the steps.
        threads: CPU threads, 0 for torch's choice.
        compiled: 1 to compile the model first: takes minutes, then saves about a quarter of the time.
        report_every: Steps between a log line, a sheet, a saved state and a saved pipeline.
    """

    corpus: Path = Path("corpus")
    vae: Path = Path("runs/vae/vae")
    text_encoder: Path = Path("minilm")
    out: Path = Path("runs/unet")
    initial_unet: str = ""
    channels: str = "128,256"
    caption_dropout: float = 0.12
    ema_decay: float = 0.998
    n_steps: int = 6_000
    batch_size: int = 32
    learning_rate: float = 5e-4
    seed: int = 0
    threads: int = 0
    compiled: int = 0
    report_every: int = 500


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


class UnetTrainer:
    """Model, running mean, optimizer and step count: everything that a resumed run needs."""

    def __init__(self, config: UnetConfig, corpus: Corpus, worker: Worker | None = None) -> None:
        self.config, self.captions, self.worker = config, corpus.captions, worker or Worker()
        self.device = training_device()
        config.out.mkdir(parents=True, exist_ok=True)
        self.vae = PatchAutoencoder.from_pretrained(config.vae).to(self.device)
        self.encoder, self.tokenizer = text_encoder_from_folder(config.text_encoder)
        scale_to_unit_spread(self.encoder, self.tokenizer, [clip[0] for clip in corpus.captions[:256]])
        self.encoder.to(self.device)
        with self.worker.first():
            self.latents = cached_latents(self.vae, corpus, config.out / "latents.pt", self.device)
        self.vae.register_to_config(scaling_factor=1 / float(self.latents[:2_048].float().std()))
        torch.manual_seed(config.seed)
        self.unet = new_unet(
            latent_channels=self.vae.config.latent_channels,
            text_width=self.encoder.config.hidden_size,
            channels=tuple(int(width) for width in config.channels.split(",")),
            size=self.latents.shape[-1],
        ).to(self.device, memory_format=torch.channels_last)
        if config.initial_unet:
            start_from(self.unet, Path(config.initial_unet))
        if self.device.type == "cpu":
            self.unet.set_attn_processor(AttnProcessor())  # the fused kernel's gradient is slow on CPUs
        self.ema = averaged_model(self.unet, config.ema_decay)
        self.optimizer = torch.optim.AdamW(
            self.unet.parameters(), lr=config.learning_rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True
        )
        self.scheduler = training_scheduler()
        self.step = 0
        self._resume(load_state(config.out / "state.pt", self.device))
        if config.compiled:
            self.unet.compile()

    def _resume(self, state: dict[str, Any] | None) -> None:
        if state is not None:
            self.unet.load_state_dict(state["unet"])
            self.ema.load_state_dict(state["ema"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step = state["step"]

    def save(self) -> None:
        """Store the state for resuming and a pipeline folder of the running mean for using."""
        state = {
            "unet": self.unet.state_dict(),
            "ema": self.ema.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
        }
        save_state(state, self.config.out / "state.pt")
        save_pipeline(self.pipeline(), self.config.out / "pipeline")

    def pipeline(self) -> StableDiffusionPipeline:
        """Stable Diffusion's pipeline around the running mean."""
        return new_pipeline(self.vae, self.encoder, self.tokenizer, self.ema.module)

    def train_step(self) -> float:
        """One step of gradient descent; returns the velocity loss of this worker's share of the batch."""
        config, share = self.config, self.worker.share
        draw = step_generator(torch.device("cpu"), config.seed, self.step)
        rows = torch.randint(len(self.latents), (config.batch_size,), generator=draw)
        turned = torch.rand(len(rows), generator=draw) < 0.5  # half of a loop is a whole number of beats
        captions = drawn_captions([self.captions[row] for row in rows], config.caption_dropout, draw)
        timesteps = stratified_timesteps(len(rows), draw)[share].to(self.device)
        noise = torch.randn((len(rows), *self.latents.shape[1:]), generator=draw)[share].to(self.device)
        latents = self.latents[rows[share]].to(self.device).float() * self.vae.config.scaling_factor
        latents[turned[share]] = latents[turned[share]].roll(latents.shape[-1] // 2, dims=-1)
        for group in self.optimizer.param_groups:
            group["lr"] = config.learning_rate * learning_rate_factor(self.step, config.n_steps)
        with mixed_precision(self.device):
            embeddings = embeddings_from_texts(self.encoder, self.tokenizer, captions[share])
            loss = velocity_loss(
                self.unet, self.scheduler, latents, embeddings, noise=noise, timesteps=timesteps
            )
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.worker.average_gradients(self.unet)
        torch.nn.utils.clip_grad_norm_(self.unet.parameters(), 1.0)
        self.optimizer.step()
        self.ema.update_parameters(self.unet)
        self.step += 1
        return float(loss.detach())

    def report(self, losses: Sequence[float], seconds: float) -> None:
        """Log, save, paint the sheet."""
        speed = len(losses) * self.config.batch_size / seconds
        loss = float(np.mean(losses))
        append_log(self.config.out / "log.jsonl", step=self.step, loss=loss, samples_per_second=speed)
        _log.info("step %d: loss %.4f, %.1f samples/s", self.step, loss, speed)
        self.save()
        with mixed_precision(self.device):
            grey = painted(self.pipeline(), SHEET_PROMPTS, seed=self.config.seed)
        save_sheet(grey, self.config.out / f"sheet_{self.step:06d}.png")

    def run(self) -> None:
        """Train to the last step."""
        losses: list[float] = []
        start = time.perf_counter()
        while self.step < self.config.n_steps:
            losses.append(self.train_step())
            if self.step % self.config.report_every == 0 or self.step == self.config.n_steps:
                if self.worker.rank == 0:
                    self.report(losses, time.perf_counter() - start)
                losses, start = [], time.perf_counter()


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `UnetConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(UnetConfig, argv, "Train the diffusion model.")
    if config.threads:
        torch.set_num_threads(config.threads)
    trainer = UnetTrainer(config, split_corpus(config.corpus)[0], joined_worker())
    _log.info("%d clips", len(trainer.captions))
    save_config(config, config.out / "config.json")
    trainer.run()


if __name__ == "__main__":
    main()
