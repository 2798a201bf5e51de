"""What training and tuning of the diffusion model share: steps, a running mean, states to resume from, reports.

Explained in notebook 08.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from diffusers.models.attention_processor import AttnProcessor

from riffdemo.training.checkpoint import new_pipeline, painted, save_pipeline
from riffdemo.training.config import (
    append_log,
    keep_memory,
    learning_rate_factor,
    load_state,
    mixed_precision,
    save_state,
    step_generator,
    training_device,
)
from riffdemo.training.dataset import captions_with_bare_ones, drawn_captions, rows_to_draw, save_sheet
from riffdemo.training.diffusion import (
    averaged_model,
    stratified_timesteps,
    training_scheduler,
    velocity_loss,
)
from riffdemo.training.minilm import embeddings_from_texts
from riffdemo.training.muon import Muon, split_weights
from riffdemo.training.parallel import Worker
from riffdemo.training.render import Corpus

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
class TrainingConfig:
    """Options of every run.

    Attributes:
        corpus, out: Folders.
        solo_weight: How many times as often as another clip one of a solo is drawn.
        n_bare: Captions of every band besides those in the corpus that are a style's name, an artist or a scene
            and nothing else.
        caption_dropout: Share of captions replaced by the empty text: what guidance pushes away from.
        ema_decay: The shipped weights are a running mean of the trained ones; share that is kept at each step.
        n_steps, batch_size, learning_rate, seed: As everywhere. The rate falls over the last 30 % of the steps.
        threads: CPU threads, 0 for torch's choice.
        compiled: 1 to compile the model first: takes minutes, then saves about a quarter of the time.
        report_every: Steps between a log line, a sheet, a saved state and a saved pipeline.
    """

    corpus: Path = Path("corpus")
    out: Path = Path("runs/unet")
    solo_weight: int = 1
    n_bare: int = 4
    caption_dropout: float = 0.12
    ema_decay: float = 0.998
    n_steps: int = 6_000
    batch_size: int = 32
    learning_rate: float = 5e-4
    seed: int = 0
    threads: int = 0
    compiled: int = 0
    report_every: int = 500


class Trainer:
    """Model, running mean, optimizers and step count: everything that a resumed run needs.

    Args:
        config: Options of the run.
        parts: Autoencoder, text encoder, tokenizer and the UNet that learns, on the training device.
        latents: Of the training clips, (n, channels, height, width), not scaled.
        corpus: The training clips.
        worker: This process among those that share the work.
    """

    warmup: ClassVar[int] = 100

    def __init__(
        self,
        config: TrainingConfig,
        parts: StableDiffusionPipeline,
        latents: torch.Tensor,
        corpus: Corpus,
        worker: Worker | None = None,
    ) -> None:
        self.config, self.parts, self.latents = config, parts, latents
        self.captions = captions_with_bare_ones(corpus, config.n_bare)
        self.rows = rows_to_draw(corpus, config.solo_weight)
        self.worker, self.device = worker or Worker(), training_device()
        config.out.mkdir(parents=True, exist_ok=True)
        self.unet = parts.unet.to(memory_format=torch.channels_last).train()
        if self.device.type == "cpu":
            self.unet.set_attn_processor(AttnProcessor())  # the fused kernel's gradient is slow on CPUs
        self.ema = averaged_model(self.unet, config.ema_decay)
        self.optimizers = self.new_optimizers()
        self.scheduler = training_scheduler()
        self.step = 0
        self._resume(load_state(config.out / "state.pt", self.device))
        if config.compiled:
            self.unet.compile()

    def new_optimizers(self) -> list[torch.optim.Optimizer]:
        """Muon for the matrices inside, AdamW for all else."""
        matrices, others = split_weights(self.unet)
        return [Muon(matrices, lr=self.config.learning_rate, worker=self.worker), self.adamw(others)]

    def adamw(self, weights: Iterable[torch.nn.Parameter]) -> torch.optim.AdamW:
        """AdamW as all runs use it."""
        rate = self.config.learning_rate
        return torch.optim.AdamW(weights, lr=rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True)

    def _resume(self, state: dict[str, Any] | None) -> None:
        if state is not None:
            self.unet.load_state_dict(state["unet"])
            self.ema.load_state_dict(state["ema"])
            for optimizer, stored in zip(self.optimizers, state["optimizers"], strict=True):
                optimizer.load_state_dict(stored)
            self.step = state["step"]

    def save(self) -> None:
        """Store the state for resuming and a pipeline folder of the running mean for using."""
        state = {
            "unet": self.unet.state_dict(),
            "ema": self.ema.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "step": self.step,
        }
        save_state(state, self.config.out / "state.pt")
        save_pipeline(self.pipeline(), self.config.out / "pipeline")

    def pipeline(self) -> StableDiffusionPipeline:
        """Stable Diffusion's pipeline around the running mean."""
        parts = self.parts
        return new_pipeline(parts.vae, parts.text_encoder, parts.tokenizer, self.ema.module)

    def embedded(self, texts: Sequence[str]) -> torch.Tensor:
        """Token embeddings (n, tokens, width)."""
        return embeddings_from_texts(self.parts.text_encoder, self.parts.tokenizer, texts)

    def denoising_loss(self, draw: torch.Generator) -> torch.Tensor:
        """The velocity loss of this worker's share of some clips."""
        config, share = self.config, self.worker.share
        rows = self.rows[torch.randint(len(self.rows), (config.batch_size,), generator=draw)]
        turned = torch.rand(len(rows), generator=draw) < 0.5  # half of a loop is a whole number of beats
        captions = drawn_captions([self.captions[row] for row in rows], config.caption_dropout, draw)
        timesteps = stratified_timesteps(len(rows), draw)[share].to(self.device)
        noise = torch.randn((len(rows), *self.latents.shape[1:]), generator=draw)[share].to(self.device)
        latents = self.latents[rows[share]].to(self.device).float() * self.parts.vae.config.scaling_factor
        latents[turned[share]] = latents[turned[share]].roll(latents.shape[-1] // 2, dims=-1)
        embeddings = self.embedded(captions[share])
        return velocity_loss(self.unet, self.scheduler, latents, embeddings, noise=noise, timesteps=timesteps)

    def losses(self, draw: torch.Generator) -> Iterator[tuple[str, float, torch.Tensor]]:
        """What is to become small in a step: names, weights and values, one after the other."""
        with mixed_precision(self.device):
            loss = self.denoising_loss(draw)
        yield "loss", 1.0, loss

    def train_step(self) -> dict[str, float]:
        """One step of gradient descent; returns the losses of this worker's share of the batch."""
        config, found = self.config, {}
        draw = step_generator(torch.device("cpu"), config.seed, self.step)
        factor = learning_rate_factor(self.step, config.n_steps, warmup=self.warmup)
        for optimizer in self.optimizers:
            optimizer.zero_grad()
            for group in optimizer.param_groups:
                group["lr"] = config.learning_rate * factor
        for name, weight, loss in self.losses(draw):
            (weight * loss).backward()  # type: ignore[no-untyped-call]
            found[name] = float(loss.detach())
        self.worker.average_gradients(self.unet)
        torch.nn.utils.clip_grad_norm_(self.unet.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.ema.update_parameters(self.unet)
        self.step += 1
        return found

    def report(self, found: Sequence[dict[str, float]], seconds: float) -> None:
        """Log, save, paint the sheet."""
        losses = {name: float(np.mean([step[name] for step in found])) for name in found[0]}
        speed = len(found) * self.config.batch_size / seconds
        append_log(self.config.out / "log.jsonl", step=self.step, **losses, samples_per_second=speed)
        told = ", ".join(f"{name} {value:.4f}" for name, value in losses.items())
        _log.info("step %d: %s, %.1f samples/s", self.step, told, speed)
        self.save()
        with mixed_precision(self.device):
            grey = painted(self.pipeline(), SHEET_PROMPTS, seed=self.config.seed)
        save_sheet(grey, self.config.out / f"sheet_{self.step:06d}.png")

    def run(self) -> None:
        """Train to the last step."""
        keep_memory()
        found: list[dict[str, float]] = []
        start = time.perf_counter()
        while self.step < self.config.n_steps:
            found.append(self.train_step())
            if self.step % self.config.report_every == 0 or self.step == self.config.n_steps:
                if self.worker.rank == 0:
                    self.report(found, time.perf_counter() - start)
                found, start = [], time.perf_counter()
