"""The rows of the evaluation's table: what was painted, measured beside real clips and beside chance.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from riffdemo.training.classifier import (
    CLASSES,
    UNKNOWN,
    Classifier,
    accuracies,
    predictions,
    targets_from_attributes,
)
from riffdemo.training.instruments import LEADS
from riffdemo.training.listening import (
    beats_from_onsets,
    best_threshold,
    drum_strength,
    held_share,
    levels_db,
    line_sharpness,
    nearest_distances,
    out_of_focus,
    pitch_centroid,
    pitch_changes,
    seam_ratio,
    well_levelled,
)
from riffdemo.training.render import Corpus

Grey = npt.NDArray[np.uint8]
_FAINT_DB = 6


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
    solo_levels = levels_db(solos) - usual
    real_solos = held_out.images[[row["kind"] == "solo" for row in held_out.attributes]]
    real_distance = float(np.median(nearest_distances(held_out.images[:256], train.images)))
    distance = float(np.median(nearest_distances(pictures, train.images)))
    return [
        Row("level within 12 dB of the corpus, not clipped", well_levelled(pictures, usual)),
        Row(
            f"the same of {len(solos)} solos, {len(solos) // len(LEADS)} of each instrument",
            well_levelled(solos, usual),
            f"the faintest at {solo_levels.min():.0f} dB",
        ),
        Row(
            f"solos less than {_FAINT_DB} dB below the corpus",
            float((solo_levels > -_FAINT_DB).mean()),
            f"real solos {(levels_db(real_solos) - usual > -_FAINT_DB).mean():.2f}",
        ),
        Row(
            "share of the solos' energy in held tones",
            float(np.median(held_share(solos))),
            f"real solos {np.median(held_share(real_solos)):.2f}",
        ),
        Row(
            "sharpness of the solos' lines",
            float(np.median(line_sharpness(solos))),
            f"real solos {np.median(line_sharpness(real_solos)):.2f}, "
            f"each row the mean of three {np.median(line_sharpness(out_of_focus(real_solos))):.2f}",
        ),
        Row(
            "changes of a solo's strongest pitch",
            float(np.median(pitch_changes(solos))),
            f"real solos {np.median(pitch_changes(real_solos)):.0f}",
        ),
        Row(
            "seam of a loop / change elsewhere",
            seam_ratio(pictures),
            f"real loops {seam_ratio(held_out.images):.2f}",
        ),
        Row("distance to the nearest training clip / that of a fresh real clip", distance / real_distance),
    ]


def table_from_rows(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = [f"| {row.name} | {row.value:.2f} | {row.reference} |" for row in rows]
    return "\n".join(["| measure | value | against |", "|---|---|---|", *lines]) + "\n"
