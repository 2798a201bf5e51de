"""riffdemo.training.evaluate and table: its prompts are what they claim to be, its scores count what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
import torch

from riffdemo.training import table
from riffdemo.training.classifier import CLASSES, UNKNOWN, Classifier, accuracies, targets_from_attributes
from riffdemo.training.prompts import (
    NAME_PROMPTS,
    PHRASE_PROMPTS,
    SHEET_PROMPTS,
    fresh_prompts,
)
from riffdemo.training.render import Corpus
from riffdemo.training.styles import STYLES
from riffdemo.training.table import Row, control_rows, sound_rows, style_row, table_from_rows
from riffdemo.training.unseen_prompts import UNSEEN_PROMPTS, UNTOUCHED_PROMPTS
from riffdemo.training.words import STYLE_WORDS

CLAIMED = [
    {"style": "techno", "has_drums": True, "bpm": 141},
    {"style": "waltz", "lead": "violin", "tonality": "major", "register": "high"},
    {"style": "blues", "has_drums": False, "lead": "harmonica"},
]


def answer_with(monkeypatch: pytest.MonkeyPatch, answers: dict[str, torch.Tensor]) -> None:
    def predictions(_: Classifier, images: np.ndarray) -> dict[str, torch.Tensor]:
        return {name: options[: len(images)] for name, options in answers.items()}

    monkeypatch.setattr("riffdemo.training.classifier.predictions", predictions)
    monkeypatch.setattr(table, "predictions", predictions)


def test_there_are_enough_prompts_of_each_sort() -> None:
    assert len(UNSEEN_PROMPTS) >= 60
    assert len(UNTOUCHED_PROMPTS) >= 60
    assert not set(UNSEEN_PROMPTS) & set(UNTOUCHED_PROMPTS)
    assert len(set(SHEET_PROMPTS)) == 48
    assert list(NAME_PROMPTS.values()) == [(style,) for style in STYLES for _ in range(2)]
    assert {style for styles in PHRASE_PROMPTS.values() for style in styles} == set(STYLES)


def test_what_unseen_prompts_mean_is_a_style_of_the_corpus() -> None:
    assert {style for styles in (UNSEEN_PROMPTS | UNTOUCHED_PROMPTS).values() for style in styles} <= set(
        STYLES
    )


def test_unseen_prompts_have_words_that_no_style_has() -> None:
    phrases = [
        phrase for words in STYLE_WORDS.values() for phrase in (*words.names, *words.artists, *words.scenes)
    ]
    known = set(re.findall(r"\w+", " ".join(phrases).lower()))
    for prompt in UNSEEN_PROMPTS | UNTOUCHED_PROMPTS:
        words = [word for word in re.findall(r"\w+", prompt.lower()) if len(word) > 2]
        unseen = [word for word in words if word not in known]
        assert len(unseen) >= len(words) / 2, prompt


def test_fresh_prompts_are_deterministic_and_claim_what_the_clip_is() -> None:
    prompts, claimed = fresh_prompts(20, seed=0)
    assert (prompts, claimed) == fresh_prompts(20, seed=0)
    assert prompts != fresh_prompts(20, seed=1)[0]
    assert all(set(row) <= set(CLASSES) for row in claimed)
    assert np.mean([len(row) for row in claimed]) > 2


def test_a_question_without_answer_is_marked_unknown() -> None:
    targets = targets_from_attributes(CLAIMED)
    assert targets["has_drums"].tolist() == [1, UNKNOWN, 0]
    assert [STYLES_LIST[i] for i in targets["style"].tolist()] == ["techno", "waltz", "blues"]


STYLES_LIST = CLASSES["style"]


def test_accuracy_counts_only_known_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    targets = targets_from_attributes(CLAIMED)
    answers = {name: options.clamp_min(0) for name, options in targets.items()}
    answers["has_drums"] = torch.tensor([1, 1, 1])
    answer_with(monkeypatch, answers)
    scores = accuracies(Classifier(), np.zeros((3, 8, 8), np.uint8), targets)
    assert scores["has_drums"] == 0.5
    assert scores["style"] == scores["lead"] == 1.0


def test_control_is_printed_between_ceiling_and_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, {n: t.clamp_min(0) for n, t in targets_from_attributes(CLAIMED).items()})
    images = np.zeros((3, 8, 8), np.uint8)
    held_out = Corpus(images=images, index=np.arange(3), attributes=CLAIMED, captions=[["a"]] * 3)
    style = control_rows(Classifier(), images, CLAIMED, held_out)[0]
    assert style.value == 1.0
    assert style.reference == "ceiling 1.00, floor 0.00"


@pytest.mark.parametrize(
    ("wanted", "share"), [((("techno",), ("waltz",)), 1.0), ((("rock",), ("waltz",)), 0.5)]
)
def test_any_fitting_style_counts(
    monkeypatch: pytest.MonkeyPatch, wanted: Sequence[Sequence[str]], share: float
) -> None:
    answer_with(monkeypatch, targets_from_attributes(CLAIMED))
    row = style_row("words", Classifier(), np.zeros((2, 8, 8), np.uint8), wanted)
    assert (row.name, row.value) == ("words (2)", share)


def clips_of_solos(rng: np.random.Generator) -> Corpus:
    return Corpus(
        images=rng.integers(80, 120, (8, 256, 256), dtype=np.uint8),
        index=np.arange(8),
        attributes=[{"kind": "solo"}] * 8,
        captions=[["alone"]] * 8,
    )


def test_faint_solos_are_counted() -> None:
    train, held_out = clips_of_solos(np.random.default_rng(0)), clips_of_solos(np.random.default_rng(1))
    solos = np.full((32, 256, 256), 100, np.uint8)
    solos[:8] = 135  # 80 lg(155 / 120): 9 dB less
    row = next(row for row in sound_rows(train.images, solos, train, held_out) if "6 dB" in row.name)
    assert (row.value, row.reference) == (0.75, "real solos 1.00")


def test_the_table_is_markdown() -> None:
    assert (
        table_from_rows([Row("level", 0.987, "must .95")]).splitlines()[-1] == "| level | 0.99 | must .95 |"
    )
