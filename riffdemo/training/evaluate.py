"""Measure the shipped model: does it paint what the prompt says, at which level, how fast, and is it its own?

    python -m riffdemo.training.evaluate --corpus corpus --classifier runs/classifier/classifier.pt

Every control figure stands between a ceiling, the judge's accuracy on real held-out clips, and a floor, its
accuracy when the prompts are shuffled. The table goes to the standard output and, with --out, into a folder
with the pictures. Two runs on one machine print the same, timings aside.

Explained in notebook 08.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

from riffdemo.engine.loading import load_pipeline
from riffdemo.pipeline.recipe import Recipe
from riffdemo.pipeline.wrapping import wrapped_in_time
from riffdemo.training.checkpoint import painted
from riffdemo.training.classifier import load_classifier
from riffdemo.training.config import config_from_args, working_dtype
from riffdemo.training.dataset import save_sheet, split_corpus
from riffdemo.training.instruments import LEADS
from riffdemo.training.prompts import (
    NAME_PROMPTS,
    PHRASE_PROMPTS,
    SHEET_PROMPTS,
    fresh_prompts,
)
from riffdemo.training.table import (
    Row,
    control_rows,
    listening_rows,
    sound_rows,
    style_row,
    table_from_rows,
)
from riffdemo.training.train_vae import reconstruction_psnr
from riffdemo.training.unseen_prompts import UNSEEN_PROMPTS, UNTOUCHED_PROMPTS
from riffdemo.vae import PatchAutoencoder

_UNSEEN_DRAWS = 4  # pictures of each prompt with unseen words: one of each says .58 or .68, by chance
_SOLO_DRAWS = 4  # of each instrument alone: few dots on white come out faint by chance too


@dataclass(frozen=True, kw_only=True)
class EvaluationConfig:
    """Options of a run."""

    checkpoint: Path = Path("riffdemo/checkpoints/riffdemo-small")
    corpus: Path = Path("corpus")
    classifier: Path = Path("runs/classifier/classifier.pt")
    out: Path = Path("out/evaluation")
    n_prompts: int = 192
    seed: int = 0
    threads: int = 2


def speed_row(checkpoint: Path, dtype: torch.dtype) -> Row:
    """Seconds from text to picture as the app paints, median of five new prompts after one to warm up."""
    pipeline, info = load_pipeline(checkpoint, torch.device("cpu"), dtype)
    seconds = []
    for take in range(6):
        recipe = Recipe(prompt=f"funk bassline with a jazzy saxophone, take {take}")
        start = time.perf_counter()
        pipeline.paint(
            [recipe],
            num_inference_steps=info.default_steps,
            guidance_scale=info.default_guidance,
            scheduler=info.default_scheduler,
        )
        seconds.append(time.perf_counter() - start)
    precision = str(dtype).removeprefix("torch.")
    return Row(
        f"seconds from text to picture ({info.default_steps} steps, {torch.get_num_threads()} threads, {precision})",
        float(np.median(seconds[1:])),
    )


def evaluate(config: EvaluationConfig) -> list[Row]:
    """All rows of the table; pictures go to `config.out`."""
    # first, before the corpus fills the memory
    dtype = working_dtype(torch.device("cpu"))
    speeds = [speed_row(config.checkpoint, timed) for timed in dict.fromkeys((torch.float32, dtype))]
    fast = StableDiffusionPipeline.from_pretrained(config.checkpoint, dtype=dtype)
    fast.set_progress_bar_config(disable=True)
    train, held_out = split_corpus(config.corpus)
    judge = load_classifier(config.classifier)
    prompts, claimed = fresh_prompts(config.n_prompts, seed=config.seed)
    with wrapped_in_time(fast.vae):  # as the app paints loops with a model whose clips are loops
        pictures = painted(fast, prompts, seed=config.seed)
        by_name = painted(fast, tuple(NAME_PROMPTS), seed=config.seed)
        by_phrase = painted(fast, tuple(PHRASE_PROMPTS), seed=config.seed)
        unseen = painted(fast, tuple(UNSEEN_PROMPTS) * _UNSEEN_DRAWS, seed=config.seed)
        untouched = painted(fast, tuple(UNTOUCHED_PROMPTS) * _UNSEEN_DRAWS, seed=config.seed)
        sheet = painted(fast, SHEET_PROMPTS, seed=config.seed)
        solos = painted(fast, [f"solo {lead}" for lead in LEADS] * _SOLO_DRAWS, seed=config.seed)
    save_sheet(pictures, config.out / "controlled.png", n_columns=16)
    save_sheet(unseen[: len(UNSEEN_PROMPTS)], config.out / "unseen.png", n_columns=12)
    save_sheet(sheet, config.out / "sheet.png", n_columns=8)
    size = sum(path.stat().st_size for path in config.checkpoint.rglob("*") if path.is_file())
    vae = PatchAutoencoder.from_pretrained(config.checkpoint / "vae")
    psnr = reconstruction_psnr(vae, held_out.images[:512], torch.device("cpu"))
    return [
        Row("size of all files (MB)", size / 1e6),
        *speeds,
        Row(f"autoencoder on {min(512, len(held_out.images))} held-out clips (dB)", psnr),
        *control_rows(judge, pictures, claimed, held_out),
        style_row("genre of bare names", judge, by_name, tuple(NAME_PROMPTS.values())),
        style_row("genre of artists and scenes", judge, by_phrase, tuple(PHRASE_PROMPTS.values())),
        style_row(
            f"genre of {len(UNSEEN_PROMPTS)} prompts with unseen words, {_UNSEEN_DRAWS} pictures each",
            judge,
            unseen,
            tuple(UNSEEN_PROMPTS.values()) * _UNSEEN_DRAWS,
        ),
        style_row(
            f"genre of {len(UNTOUCHED_PROMPTS)} more that were never looked at, {_UNSEEN_DRAWS} pictures each",
            judge,
            untouched,
            tuple(UNTOUCHED_PROMPTS.values()) * _UNSEEN_DRAWS,
        ),
        *listening_rows(pictures, claimed, held_out),
        *sound_rows(pictures, solos, train, held_out),
    ]


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `EvaluationConfig` is an option."""
    config = config_from_args(EvaluationConfig, argv, "Measure the shipped model.")
    torch.set_num_threads(config.threads)
    config.out.mkdir(parents=True, exist_ok=True)
    rows = evaluate(config)
    (config.out / "table.json").write_text(json.dumps({row.name: row.value for row in rows}, indent=2) + "\n")
    (config.out / "table.md").write_text(table_from_rows(rows), encoding="utf-8")
    sys.stdout.write(table_from_rows(rows))


if __name__ == "__main__":
    main()
