"""Tune a trained diffusion model by ear: let it paint, listen to what it painted, correct the steps that led there.

    python -m riffdemo.training.tune_unet --corpus corpus --latents runs/unet/latents.pt \\
        --initial-pipeline runs/unet/pipeline --ears runs/ear/ears.pt --out runs/tuned

Denoising teaches a model how music looks. That a picture is to be what its caption says, it learns from that only by
and by, since most of a denoiser's error lies elsewhere. Here the caption is all that counts: the model paints new
captions as it does when it is used, frozen ears (ear.py) say which style, tempo, lead they hear, and the error runs
back through the painting. Clips of the corpus are denoised along the way, so that music stays music.

The idea is that of Clark, Vicol, Swersky and Fleet 2024, "Directly Fine-Tuning Diffusion Models on Differentiable
Rewards".

Explained in notebook 08.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

from riffdemo.training.classifier import targets_from_attributes, total_error
from riffdemo.training.config import (
    config_from_args,
    mixed_precision,
    save_config,
    training_device,
)
from riffdemo.training.dataset import split_corpus, stored_latents
from riffdemo.training.ear import Ears, load_ears, off_level, pictures_from_latents, with_noise
from riffdemo.training.listening import levels_db
from riffdemo.training.painting import blurred, drawn_steps, painted_latents
from riffdemo.training.parallel import Worker, joined_worker
from riffdemo.training.prompts import drawn_prompts
from riffdemo.training.render import Corpus
from riffdemo.training.trainer import Trainer, TrainingConfig

_log = logging.getLogger(__name__)
_STEPS = (6, 10)  # fewest and most of a painting: tuned at one number of steps, a model is good at no other
_NOISE = 0.2  # largest share of noise that the ears listen through: no picture pleases them by a trick
_WEIGHTS = {"bpm": 1.5, "tonality": 4.0, "has_drums": 4.0, "lead": 0.5, "register": 0.5}
_SPARED = 0.3  # nats that a real clip leaves in doubt too: a model that is asked for more paints nothing else
_N_LEVELS = 2_048  # clips whose median level counts as the corpus's


@dataclass(frozen=True, kw_only=True)
class TuneConfig(TrainingConfig):
    """Options of a run, beside those of every run.

    Attributes:
        latents: What train_unet.py has kept of the corpus.
        initial_pipeline: The trained pipeline to start from.
        ears: Files of ear.py, separated by commas; the mean of their errors counts.
        n_corrected: Steps of each painting that learn from what was heard.
        n_solos: How many of a batch's prompts are of solos whatever comes up.
        off_level: Nats that a decibel counts by which a painting is fainter or louder than the corpus.
        style_weight: What a style that the ears miss counts; a tempo counts 1.5, a lead .5.
        n_denoisings: Batches of clips that are denoised for each batch of paintings.
        hearing: Weight of what the ears miss against the denoising loss: with much of it a model learns to please
            these ears and no others.
    """

    latents: Path = Path("runs/unet/latents.pt")
    initial_pipeline: Path = Path("runs/unet/pipeline")
    ears: str = "runs/ear/ears.pt"
    out: Path = Path("runs/tuned")
    n_corrected: int = 3
    n_solos: int = 0
    off_level: float = 0.2
    style_weight: float = 2.0
    n_denoisings: int = 3
    hearing: float = 0.012
    ema_decay: float = 0.98
    n_steps: int = 500
    batch_size: int = 24
    learning_rate: float = 2e-4
    report_every: int = 50


def missed_by(
    ears: Sequence[Ears],
    latents: torch.Tensor,
    pictures: torch.Tensor,
    answers: Mapping[str, torch.Tensor],
    *,
    style_weight: float = TuneConfig.style_weight,
) -> torch.Tensor:
    """What the ears do not hear of what the captions claim: cross-entropy, summed over the questions, per latent."""
    weights = {"style": style_weight, **_WEIGHTS}
    errors = [total_error(ear(latents, pictures), answers, weights, spared=_SPARED) for ear in ears]
    return torch.stack(errors).mean()


class Tuner(Trainer):
    """A trainer whose model is heard besides."""

    config: TuneConfig
    warmup = 20

    def __init__(
        self,
        config: TuneConfig,
        parts: StableDiffusionPipeline,
        ears: Sequence[Ears],
        corpus: Corpus,
        worker: Worker | None = None,
    ) -> None:
        super().__init__(config, parts, stored_latents(config.latents, corpus), corpus, worker)
        self.ears = ears
        self.usual_db = float(np.median(levels_db(corpus.images[:_N_LEVELS])))
        self.empty = self.embedded([""])

    def new_optimizers(self) -> list[torch.optim.Optimizer]:
        """AdamW alone: what ears say of a few paintings is noisy, and Muon takes noise for as good as the rest."""
        return [self.adamw(self.unet.parameters())]

    def losses(self, draw: torch.Generator) -> Iterator[tuple[str, float, torch.Tensor]]:
        """What the ears miss, then the denoising loss."""
        with mixed_precision(self.device):
            missed = self.hearing_loss(draw)
        yield "missed", self.config.hearing, missed
        for _ in range(self.config.n_denoisings):
            for name, weight, loss in super().losses(draw):
                yield name, weight / self.config.n_denoisings, loss

    def hearing_loss(self, draw: torch.Generator) -> torch.Tensor:
        """What the ears miss in this worker's share of new paintings, and how far off those are in level."""
        config, share = self.config, self.worker.share
        rng = np.random.default_rng((config.seed, self.step))
        prompts, claimed = drawn_prompts(config.batch_size, rng, n_solos=config.n_solos)
        targets = targets_from_attributes(claimed)
        noise = torch.randn((len(prompts), *self.latents.shape[1:]), generator=draw)[share].to(self.device)
        n_steps = int(torch.randint(_STEPS[0], _STEPS[1] + 1, (), generator=draw))
        latents = painted_latents(
            self.unet,
            noise,
            blurred(self.embedded(prompts[share]), draw),
            self.empty.expand(len(noise), -1, -1),
            corrected=drawn_steps(config.n_corrected, n_steps, draw),
            n_steps=n_steps,
        )
        answers = {name: target[share].to(self.device) for name, target in targets.items()}
        muffled = with_noise(latents, _NOISE, draw)
        pictures = pictures_from_latents(self.parts.vae, muffled)
        missed = missed_by(self.ears, muffled, pictures, answers, style_weight=config.style_weight)
        return missed + config.off_level * off_level(pictures, self.usual_db)


def tuner(config: TuneConfig, corpus: Corpus, worker: Worker | None = None) -> Tuner:
    """All that a run needs; `corpus` are the clips that teach."""
    parts = StableDiffusionPipeline.from_pretrained(config.initial_pipeline, dtype=torch.float32)
    parts.to(training_device())
    parts.vae.requires_grad_(False)
    ears = [load_ears(Path(path)).to(training_device()) for path in config.ears.split(",")]
    return Tuner(config, parts, ears, corpus, worker)


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `TuneConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(TuneConfig, argv, "Tune the diffusion model by ear.")
    if config.threads:
        torch.set_num_threads(config.threads)
    run = tuner(config, split_corpus(config.corpus)[0], joined_worker())
    save_config(config, config.out / "config.json")
    run.run()


if __name__ == "__main__":
    main()
