"""riffdemo.training.classifier: it learns what can be seen, and is stored whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from riffdemo.training.classifier import (
    CLASSES,
    UNKNOWN,
    ClassifierConfig,
    accuracies,
    load_classifier,
    predictions,
    save_classifier,
    targets_from_attributes,
    total_error,
    train_classifier,
)
from riffdemo.training.dataset import split_corpus
from tests.training.toys import write_toy_corpus


def test_it_learns_high_from_low_and_is_stored_whole(tmp_path: Path) -> None:
    folder = write_toy_corpus(tmp_path / "corpus", n_clips=128)
    config = ClassifierConfig(corpus=folder, n_steps=30, batch_size=16)
    model = train_classifier(config)
    _, held_out = split_corpus(folder)
    assert accuracies(model, held_out.images, targets_from_attributes(held_out.attributes))["register"] == 1
    save_classifier(model, tmp_path / "runs" / "classifier.pt")
    again = predictions(load_classifier(tmp_path / "runs" / "classifier.pt"), held_out.images)
    assert torch.equal(again["register"], predictions(model, held_out.images)["register"])


def test_every_question_gets_an_answer_for_every_picture(tmp_path: Path) -> None:
    folder = write_toy_corpus(tmp_path / "corpus", n_clips=16)
    model = train_classifier(ClassifierConfig(corpus=folder, n_steps=1, batch_size=2))
    answers = predictions(model, np.full((70, 64, 64), 255, dtype=np.uint8))
    assert {name: tuple(found.shape) for name, found in answers.items()} == dict.fromkeys(CLASSES, (70,))


def test_what_nobody_said_is_unknown() -> None:
    targets = targets_from_attributes([{"bpm": 117, "lead": None}, {"tonality": "minor"}])
    assert targets["bpm"].tolist() == [2, UNKNOWN]
    assert targets["lead"].tolist() == [UNKNOWN, UNKNOWN]
    assert targets["tonality"].tolist() == [UNKNOWN, 1]


def test_who_guesses_errs_by_the_logarithm_of_the_choice_times_the_weight() -> None:
    scores = {"style": torch.zeros(2, 38), "lead": torch.zeros(2, 28), "bpm": torch.zeros(2, 5)}
    answers = {"style": torch.tensor([0, 7]), "lead": torch.tensor([3, UNKNOWN]), "bpm": torch.tensor([4, 4])}
    assert float(total_error(scores, answers)) == pytest.approx(np.log(38) + np.log(28) / 2 + np.log(5))
    weighted = total_error(scores, answers, {"style": 2.0, "lead": 0.5})
    assert float(weighted) == pytest.approx(2 * np.log(38) + np.log(28) / 4 + np.log(5))
    spared = total_error(scores, answers, spared=2.0)  # more than the doubt among five
    assert float(spared) == pytest.approx(np.log(38) - 2 + (np.log(28) - 2) / 2)
