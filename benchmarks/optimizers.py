"""Muon against AdamW: the loss of UNets that start from the same weights and see the same clips, in turns.

    python -m benchmarks.optimizers --corpus corpus --vae runs/vae/vae --text-encoder runs/linker/text_encoder

The latents are kept in `--out`, as by train_unet.py, and made first where they are missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from riffdemo.training.config import config_from_args, keep_memory
from riffdemo.training.dataset import split_corpus
from riffdemo.training.train_unet import UnetConfig, unet_trainer
from riffdemo.training.trainer import Trainer

ADAMW_RATES = (7e-4, 1.5e-3)
MEAN_OVER = 25


@dataclass(frozen=True, kw_only=True)
class RaceConfig(UnetConfig):
    """Options, as train_unet.py's."""

    n_steps: int = 150
    learning_rate: float = 1.5e-3
    threads: int = 1


def with_adamw_alone(trainer: Trainer, rate: float) -> Trainer:
    """The same trainer, before its first step, with another optimizer."""
    trainer.config = replace(trainer.config, learning_rate=rate)
    trainer.optimizers = [trainer.adamw(trainer.unet.parameters())]
    return trainer


def main() -> None:
    config = config_from_args(RaceConfig, None, "Muon against AdamW.")
    torch.set_num_threads(config.threads)
    keep_memory()
    corpus = split_corpus(config.corpus)[0]
    constant = replace(config, n_steps=1_000_000)  # the rate does not fall
    runners = {"Muon": unet_trainer(constant, corpus)}
    for rate in ADAMW_RATES:
        runners[f"AdamW {rate:g}"] = with_adamw_alone(unet_trainer(constant, corpus), rate)
    losses: dict[str, list[float]] = {name: [] for name in runners}
    print("steps  " + "  ".join(f"{name:>14}" for name in runners))
    for step in range(1, config.n_steps + 1):
        for name, runner in runners.items():
            losses[name].append(runner.train_step()["loss"])
        if step % MEAN_OVER == 0:
            means = (np.mean(found[-MEAN_OVER:]) for found in losses.values())
            print(f"{step:5}  " + "  ".join(f"{mean:14.3f}" for mean in means), flush=True)


if __name__ == "__main__":
    main()
