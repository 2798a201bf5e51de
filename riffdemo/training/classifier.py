"""The judge: a small network that hears style, drums, tempo, lead, tonality and register in a picture.

It learns from the corpus, never from what the model paints. On held-out clips it shows the best score that a
painter could get from it (the ceiling); evaluate.py shows it the model's pictures.

    python -m riffdemo.training.classifier --corpus corpus --out runs/classifier

Explained in notebook 08.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from riffdemo.training.config import (
    config_from_args,
    keep_memory,
    learning_rate_factor,
    mixed_precision,
    step_generator,
    training_device,
)
from riffdemo.training.dataset import pictures_from_grey, rolled_in_time, split_corpus
from riffdemo.training.instruments import LEADS
from riffdemo.training.key_ear import KeyEar
from riffdemo.training.styles import STYLES

_log = logging.getLogger(__name__)
CLASSES: dict[str, tuple[object, ...]] = {
    "style": tuple(STYLES),
    "has_drums": (False, True),
    "bpm": (70, 94, 117, 141, 164),
    "lead": tuple(LEADS),
    "tonality": ("major", "minor"),
    "register": ("low", "middle", "high"),
}
UNKNOWN = -100  # cross_entropy's mark for "no answer": a clip without melody has no register


@dataclass(frozen=True, kw_only=True)
class ClassifierConfig:
    """Options of a run."""

    corpus: Path = Path("corpus")
    out: Path = Path("runs/classifier")
    n_steps: int = 900
    batch_size: int = 64
    learning_rate: float = 2e-3
    seed: int = 0
    threads: int = 0


class Classifier(nn.Module):
    """Convolutions, then the mean and the maximum over time at each pitch, then one linear answer per question.

    Major or minor is heard by an ear of its own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            *_layer(1, 24, kernel=5),  # (batch, 24, 128, 128)
            *_layer(24, 48),
            *_layer(48, 96),
            *_layer(96, 128),  # (batch, 128, 16, 16)
            *_layer(128, 128, stride=1),
        )
        self.key_ear = KeyEar()
        self.heads = nn.ModuleDict({name: nn.LazyLinear(len(options)) for name, options in CLASSES.items()})

    def forward(self, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores (batch, classes) of every question for pictures (batch, 1, 256, 256) in [-1, 1]."""
        maps = self.body(pictures)
        features = torch.cat([maps.mean(dim=-1), maps.amax(dim=-1)], dim=1).flatten(1)
        features = F.dropout(features, 0.2, self.training)
        key = self.key_ear(pictures)
        return {name: head(key if name == "tonality" else features) for name, head in self.heads.items()}


def _layer(n_in: int, n_out: int, *, kernel: int = 3, stride: int = 2) -> tuple[nn.Module, ...]:
    conv = nn.Conv2d(n_in, n_out, kernel, stride=stride, padding=kernel // 2, bias=False)
    return conv, nn.BatchNorm2d(n_out), nn.ReLU()


def targets_from_attributes(attributes: Sequence[Mapping[str, Any]]) -> dict[str, torch.Tensor]:
    """For every question the right class (n,) of each clip, UNKNOWN where it has none."""
    return {
        name: torch.tensor(
            [options.index(row[name]) if row.get(name) in options else UNKNOWN for row in attributes]
        )
        for name, options in CLASSES.items()
    }


def train_classifier(config: ClassifierConfig) -> Classifier:
    """A classifier of the training clips in `config.corpus`."""
    device = training_device()
    corpus, held_out = split_corpus(config.corpus)
    torch.manual_seed(config.seed)
    model = Classifier()
    model(torch.zeros(2, 1, *corpus.images.shape[1:]))  # lets the lazy layers see their width
    model.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def drawn_pictures(rows: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        grey = torch.from_numpy(corpus.images[rows.numpy()]).to(device)
        return rolled_in_time(pictures_from_grey(grey), generator)

    fit(model, drawn_pictures, targets_from_attributes(corpus.attributes), config)
    _log.info(
        "held out: %s", accuracies(model, held_out.images, targets_from_attributes(held_out.attributes))
    )
    return model


def fit(
    model: nn.Module,
    drawn_inputs: Callable[[torch.Tensor, torch.Generator], torch.Tensor],
    targets: Mapping[str, torch.Tensor],
    config: ClassifierConfig,
) -> None:
    """Teach `model` the answers.

    Args:
        model: From inputs to the scores of every question.
        drawn_inputs: The inputs of some rows, varied by what the generator says.
        targets: The right class of every row, by question.
        config: Steps, batch and learning rate.
    """
    device = next(model.parameters()).device
    n_rows = len(next(iter(targets.values())))
    optimizer = torch.optim.AdamW(model.parameters(), lr=config.learning_rate, weight_decay=0.05)
    for step in range(config.n_steps):
        generator = step_generator(torch.device("cpu"), config.seed, step)
        rows = torch.randint(n_rows, (config.batch_size,), generator=generator)
        inputs = drawn_inputs(rows, generator)
        for group in optimizer.param_groups:
            group["lr"] = config.learning_rate * learning_rate_factor(step, config.n_steps, decay=0.7)
        with mixed_precision(device):
            scores = model(inputs)
        loss = total_error(scores, {name: targets[name][rows].to(device) for name in scores})
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if step % 100 == 99:
            _log.info("step %d: loss %.3f", step + 1, float(loss.detach()))


def total_error(
    scores: Mapping[str, torch.Tensor],
    answers: Mapping[str, torch.Tensor],
    weights: Mapping[str, float] = MappingProxyType({}),
    *,
    spared: float = 0.0,
) -> torch.Tensor:
    """Cross-entropy of every known answer, summed over the questions, per row.

    Args:
        scores: Logits of every question, (rows, classes).
        answers: Numbers of the right classes, (rows,), or UNKNOWN.
        weights: Of the questions; what has none counts once.
        spared: Nats of every answer that do not count.
    """
    errors = []
    for name, score in scores.items():
        missed = F.cross_entropy(score.float(), answers[name], reduction="none", ignore_index=UNKNOWN)
        errors.append(weights.get(name, 1.0) * (missed - spared).clamp_min(0.0).sum())
    return torch.stack(errors).sum() / len(next(iter(answers.values())))


@torch.no_grad()
def predictions(model: Classifier, images: np.ndarray) -> dict[str, torch.Tensor]:
    """The most likely class (n,) of every question for pictures (n, 256, 256), uint8."""
    model.eval()
    device = next(model.parameters()).device
    batches = []
    for start in range(0, len(images), 64):
        with mixed_precision(device):
            scores = model(pictures_from_grey(images[start : start + 64]).to(device))
        batches.append({name: score.float().argmax(dim=1).cpu() for name, score in scores.items()})
    return {name: torch.cat([batch[name] for batch in batches]) for name in CLASSES}


def accuracies(
    model: Classifier, images: np.ndarray, targets: Mapping[str, torch.Tensor]
) -> dict[str, float]:
    """Share of right answers to every question among the pictures that have one."""
    return share_right(predictions(model, images), targets)


def share_right(found: Mapping[str, torch.Tensor], targets: Mapping[str, torch.Tensor]) -> dict[str, float]:
    """Share of right answers (n,) to every question that was answered, among those that are known."""
    known = {name: targets[name] != UNKNOWN for name in found}
    return {name: float((found[name] == targets[name])[known[name]].float().mean()) for name in found}


def save_classifier(model: Classifier, path: Path) -> None:
    """Store the weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), path)


def load_classifier(path: Path) -> Classifier:
    """The classifier that `save_classifier` wrote."""
    model = Classifier()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model.eval()


def main(argv: list[str] | None = None) -> None:
    """Command line: every field of `ClassifierConfig` is an option."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = config_from_args(ClassifierConfig, argv, "Train the judge.")
    if config.threads:
        torch.set_num_threads(config.threads)
    keep_memory()
    save_classifier(train_classifier(config), config.out / "classifier.pt")


if __name__ == "__main__":
    main()
