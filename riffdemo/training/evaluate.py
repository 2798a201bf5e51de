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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from diffusers import StableDiffusionPipeline

from riffdemo.engine.loading import load_pipeline
from riffdemo.pipeline.pipeline import Recipe
from riffdemo.pipeline.wrapping import wrapped_in_time
from riffdemo.training.checkpoint import DEFAULT_GUIDANCE, DEFAULT_STEPS, painted
from riffdemo.training.classifier import (
    CLASSES,
    UNKNOWN,
    Classifier,
    accuracies,
    load_classifier,
    predictions,
    targets_from_attributes,
)
from riffdemo.training.config import config_from_args
from riffdemo.training.dataset import save_sheet, split_corpus
from riffdemo.training.instruments import LEADS
from riffdemo.training.listening import (
    beats_from_onsets,
    best_threshold,
    drum_strength,
    held_share,
    levels_db,
    nearest_distances,
    pitch_centroid,
    seam_ratio,
    well_levelled,
)
from riffdemo.training.prompts import (
    NAME_PROMPTS,
    PHRASE_PROMPTS,
    SHEET_PROMPTS,
    fresh_prompts,
)
from riffdemo.training.render import Corpus
from riffdemo.training.train_vae import reconstruction_psnr
from riffdemo.training.unseen_prompts import UNSEEN_PROMPTS, UNTOUCHED_PROMPTS
from riffdemo.vae import PatchAutoencoder

Grey = npt.NDArray[np.uint8]


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


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    value: float
    reference: str = ""


def control_rows(
    judge: Classifier, pictures: Grey, claimed: Sequence[Mapping[str, Any]], held_out: Corpus
) -> list[Row]:
    """Accuracy of every question on the painted pictures, with ceiling and floor."""
    targets = targets_from_attributes(claimed)
    shuffled = {name: answers.roll(len(answers) // 2 + 1) for name, answers in targets.items()}
    found = accuracies(judge, pictures, targets)
    ceiling = accuracies(judge, held_out.images, targets_from_attributes(held_out.attributes))
    floor = accuracies(judge, pictures, shuffled)
    return [
        Row(
            f"{name} ({len(CLASSES[name])} classes, {int((targets[name] != UNKNOWN).sum())} prompts)",
            found[name],
            f"ceiling {ceiling[name]:.2f}, floor {floor[name]:.2f}",
        )
        for name in CLASSES
    ]


def style_row(name: str, judge: Classifier, pictures: Grey, wanted: Sequence[Sequence[str]]) -> Row:
    """Share of prompts whose picture is heard as one of the styles that fit."""
    styles = CLASSES["style"]
    found = predictions(judge, pictures)["style"].tolist()
    hits = [styles[style] in fitting for style, fitting in zip(found, wanted, strict=True)]
    chance = np.mean([len(fitting) / len(styles) for fitting in wanted])
    return Row(f"{name} ({len(wanted)})", float(np.mean(hits)), f"chance {chance:.2f}")


def listening_rows(pictures: Grey, claimed: Sequence[Mapping[str, Any]], held_out: Corpus) -> list[Row]:
    """Tempo, drums and register by signal measures; thresholds come from real clips."""
    real, attributes = held_out.images, held_out.attributes
    with_bpm = [i for i, row in enumerate(claimed) if "bpm" in row]
    beats = np.array([round(claimed[i]["bpm"] * 5.12 / 60) for i in with_bpm])
    real_beats = np.array([row["n_beats"] for row in attributes])
    with_drums = [i for i, row in enumerate(claimed) if "has_drums" in row]
    threshold = best_threshold(drum_strength(real), [row["has_drums"] for row in attributes])
    heard = drum_strength(pictures[with_drums]) > threshold
    real_heard = drum_strength(real) > threshold
    heights = {
        register: pitch_centroid(pictures[[row.get("register") == register for row in claimed]]).mean()
        for register in ("low", "middle", "high")
    }
    return [
        Row(
            "tempo by onset autocorrelation",
            float((beats_from_onsets(pictures[with_bpm]) == beats).mean()),
            f"ceiling {(beats_from_onsets(real) == real_beats).mean():.2f}",
        ),
        Row(
            "drums by broadband flux",
            float(np.mean([h == claimed[i]["has_drums"] for h, i in zip(heard, with_drums, strict=True)])),
            f"ceiling {np.mean(real_heard == [row['has_drums'] for row in attributes]):.2f}",
        ),
        Row(
            "pitch centroid, high minus low prompts (share of the height)",
            float(heights["high"] - heights["low"]),
            ", ".join(f"{name} {height:.2f}" for name, height in heights.items()),
        ),
    ]


def sound_rows(pictures: Grey, solos: Grey, train: Corpus, held_out: Corpus) -> list[Row]:
    """Levels, seams and the distance to the nearest training clip, against real held-out clips."""
    usual = float(np.median(levels_db(held_out.images)))
    faintest = levels_db(solos).min() - usual
    real_solos = held_out.images[[row["kind"] == "solo" for row in held_out.attributes]]
    real_distance = float(np.median(nearest_distances(held_out.images[:256], train.images)))
    distance = float(np.median(nearest_distances(pictures, train.images)))
    return [
        Row("level within 12 dB of the corpus, not clipped", well_levelled(pictures, usual)),
        Row(
            f"the same of {len(solos)} solos, {_SOLO_DRAWS} of each instrument",
            well_levelled(solos, usual),
            f"the faintest at {faintest:.0f} dB",
        ),
        Row(
            "share of the solos' energy in held tones",
            float(np.median(held_share(solos))),
            f"real solos {np.median(held_share(real_solos)):.2f}",
        ),
        Row(
            "seam of a loop / change elsewhere",
            seam_ratio(pictures),
            f"real loops {seam_ratio(held_out.images):.2f}",
        ),
        Row("distance to the nearest training clip / that of a fresh real clip", distance / real_distance),
    ]


def speed_row(checkpoint: Path, dtype: torch.dtype) -> Row:
    """Seconds from text to picture as the app paints, median of five new prompts after one to warm up."""
    pipeline, _ = load_pipeline(checkpoint, torch.device("cpu"), dtype)
    seconds = []
    for take in range(6):
        recipe = Recipe(prompt=f"funk bassline with a jazzy saxophone, take {take}")
        start = time.perf_counter()
        pipeline.paint([recipe], num_inference_steps=DEFAULT_STEPS, guidance_scale=DEFAULT_GUIDANCE)
        seconds.append(time.perf_counter() - start)
    precision = str(dtype).removeprefix("torch.")
    return Row(
        f"seconds from text to picture ({DEFAULT_STEPS} steps, {torch.get_num_threads()} threads, {precision})",
        float(np.median(seconds[1:])),
    )


def evaluate(config: EvaluationConfig) -> list[Row]:
    """All rows of the table; pictures go to `config.out`."""
    # first, before the corpus fills the memory
    speeds = [speed_row(config.checkpoint, dtype) for dtype in (torch.float32, torch.bfloat16)]
    fast = StableDiffusionPipeline.from_pretrained(config.checkpoint, dtype=torch.bfloat16)
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


def table_from_rows(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = [f"| {row.name} | {row.value:.2f} | {row.reference} |" for row in rows]
    return "\n".join(["| measure | value | against |", "|---|---|---|", *lines]) + "\n"


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
