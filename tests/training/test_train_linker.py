"""riffdemo.training.train_linker and linker_lessons: a scene is embedded like the style it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from riffdemo.training import linker_lessons, train_linker
from riffdemo.training.claims import implied_by
from riffdemo.training.linker_lessons import (
    Example,
    caption_examples,
    lessons_from_examples,
    name_examples,
    phrase_examples,
    phrases_by_style,
)
from riffdemo.training.minilm import embeddings_from_texts, text_encoder_from_folder
from riffdemo.training.train_linker import LinkerConfig, LinkerTrainer
from riffdemo.training.words import STYLE_WORDS
from riffdemo.training.words.style_words import StyleWords
from riffdemo.training.words.vocabulary import DENSITY_WORDS, MOOD_WORDS, TEMPO_WORDS
from tests.training.toys import WORDS, write_toy_text_encoder, write_toy_word_vectors

VOCABULARY = (*WORDS, "calm")
TOY_WORDS = {
    "techno": StyleWords(names=("low",), artists=("solo",) * 20, scenes=()),
    "house": StyleWords(names=("high",), artists=("drums",) * 20, scenes=()),
}
TOY_CAPTIONS = (Example("calm"), Example("calm low", 0, 5, 8), Example("calm drums", 1, 5, 10))


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LinkerTrainer:
    """It learns that "solo" means "low" and "drums" means "high"."""
    for module in (train_linker, linker_lessons):
        monkeypatch.setattr(module, "STYLE_WORDS", TOY_WORDS)
    monkeypatch.setattr(
        train_linker,
        "caption_examples",
        lambda rng: iter(TOY_CAPTIONS[int(rng.integers(3))] for _ in range(64)),
    )
    config = LinkerConfig(
        text_encoder=write_toy_text_encoder(tmp_path / "minilm", VOCABULARY),
        words=write_toy_word_vectors(tmp_path / "vectors.txt", VOCABULARY),
        out=tmp_path,
        n_captions=32,
        n_steps=100,
        batch_size=8,
        report_every=50,
    )
    return LinkerTrainer(config)


def test_a_caption_says_its_style_where_the_words_for_it_stand() -> None:
    taught = phrases_by_style(kept_back=False)
    styles = list(STYLE_WORDS)
    shown = list(islice(caption_examples(np.random.default_rng(0)), 300))
    silent = [example for example in shown if example.style is None]
    assert 0.1 < len(silent) / len(shown) < 0.4
    assert all(example.start == example.end == 0 for example in silent)
    for example in shown:
        if example.style is not None:
            style = styles[example.style]
            said = example.text[example.start : example.end]
            phrases = (*taught[style], *STYLE_WORDS[style].names)
            assert any(said in (phrase, phrase.partition(" ")[2]) for phrase in phrases), example


def test_silent_captions_name_no_style() -> None:
    names = [name for words in STYLE_WORDS.values() for name in words.names if " " in name]
    for example in islice(caption_examples(np.random.default_rng(2)), 300):
        if example.style is None:
            assert not [name for name in names if name in example.text], example


def test_phrases_that_are_kept_back_teach_nothing() -> None:
    taught, kept = phrases_by_style(kept_back=False), phrases_by_style(kept_back=True)
    for style, words in STYLE_WORDS.items():
        assert set(taught[style]) | set(kept[style]) == {*words.artists, *words.scenes}
        assert not set(taught[style]) & set(kept[style])
        assert kept[style]
    shown = islice(caption_examples(np.random.default_rng(1)), 300)
    said = {example.text[example.start : example.end] for example in shown}
    assert not said & {phrase for phrases in kept.values() for phrase in phrases}


def test_phrases_are_shown_with_their_article_and_without() -> None:
    texts = {example.text for example in phrase_examples(kept_back=False)}
    scene = next(scene for scene in STYLE_WORDS["techno"].scenes if scene.startswith("a "))
    assert {scene, scene.removeprefix("a ")} <= texts


def test_names_that_say_more_than_the_style_are_left_alone() -> None:
    said = {example.text[example.start : example.end] for example in name_examples(np.random.default_rng(0))}
    assert {"techno", "Viennese waltz"} <= said
    assert not any(implied_by(text) for text in said)
    assert any(implied_by(name) for words in STYLE_WORDS.values() for name in words.names)


def test_names_stand_alone_and_beside_other_words_that_are_no_part_of_them() -> None:
    shown = [
        example
        for example in name_examples(np.random.default_rng(0))
        if list(STYLE_WORDS)[example.style or 0] == "techno"
    ]
    around = {(example.text[: example.start], example.text[example.end :]) for example in shown}
    assert ("", "") in around
    words = {before.strip() + after.removeprefix(", ") for before, after in around}
    assert {word for word in words if word} <= {
        *_words(TEMPO_WORDS),
        *_words(MOOD_WORDS),
        *_words(DENSITY_WORDS),
    }
    assert len(words) > 20


def _words(table: Mapping[Any, tuple[str, ...]]) -> list[str]:
    return [word for words in table.values() for word in words]


def test_lessons_mark_the_tokens_that_say_the_style(trainer: LinkerTrainer) -> None:
    examples = [Example("calm drums", 1, 5, 10), Example("low", 0, 0, 3), Example("calm")]
    lessons = lessons_from_examples(trainer.encoder, trainer.tokenizer, examples)
    assert lessons.in_words.int().tolist() == [[0, 1, 1, 0], [0, 1, 0, 0], [0, 1, 0, 0]]
    assert lessons.mentions.int().tolist() == [[0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert lessons.styles.tolist() == [1, 0, -1]


def test_embeddings_have_unit_spread(trainer: LinkerTrainer) -> None:
    captions = [example.text for example in TOY_CAPTIONS] * 50
    spread = embeddings_from_texts(trainer.encoder, trainer.tokenizer, captions).std()
    assert float(spread) == pytest.approx(1, abs=0.01)


def test_the_finished_linker_answers_features_as_they_are(trainer: LinkerTrainer) -> None:
    torch.nn.init.normal_(trainer.encoder.linker[2].weight)
    before = trainer.answers(trainer.names, learning=False)
    trainer.finish()
    after = trainer.encoder.linker(trainer.names.features.float())
    torch.testing.assert_close(after[..., 0], before[..., 0], atol=1e-3, rtol=1e-3)
    torch.testing.assert_close(after[..., 1:], 2 * before[..., 1:], atol=1e-3, rtol=1e-3)


def test_phrases_come_to_be_embedded_like_their_style(trainer: LinkerTrainer, tmp_path: Path) -> None:
    texts = ["low", "high", "solo", "drums", "calm drums"]
    tokenizer = trainer.tokenizer
    before = embeddings_from_texts(trainer.encoder, tokenizer, texts)[:, :2]
    trainer.run()
    assert trainer.share_linked() == 1
    after = embeddings_from_texts(*text_encoder_from_folder(tmp_path / "text_encoder"), texts)[:, :2]
    apart = float((before[0] - before[1]).square().mean())
    for text, name in ((0, 0), (1, 1), (2, 0), (3, 1)):
        assert float((after[text] - before[name]).square().mean()) < 0.1 * apart, texts[text]
    other_word = (after[4, 1] - before[4, 1]).square().mean()
    assert float(other_word) < 0.1 * apart
