"""riffdemo.training.train_text and reader: a name comes to read like the style that it stands for."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline

from riffdemo.training import reader, train_text
from riffdemo.training.dataset import split_corpus
from riffdemo.training.reader import Reader, states_before_last, through
from riffdemo.training.text_encoder import embeddings_from_texts
from riffdemo.training.train_text import TextConfig, TextTrainer, pair_of_texts, phrases_by_style
from riffdemo.training.train_unet import UnetConfig, unet_trainer
from riffdemo.training.train_vae import VaeConfig, initial_vae
from riffdemo.training.words import STYLE_WORDS
from riffdemo.training.words.style_words import StyleWords
from tests.training.toys import write_toy_corpus, write_toy_text_encoder

TOY_WORDS = {
    "techno": StyleWords(names=("low",), artists=("solo",) * 20, scenes=()),
    "house": StyleWords(names=("high",), artists=("drums",) * 20, scenes=()),
}
TOY_PAIRS = (("solo", "low"), ("drums", "high"), ("low", "low"), ("high", "high"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline whose UNet has learned nothing yet."""
    folder = tmp_path_factory.mktemp("toy")
    corpus = split_corpus(write_toy_corpus(folder / "corpus"))[0]
    initial_vae(corpus.images, VaeConfig(latent_channels=4)).save_pretrained(folder / "vae")
    config = UnetConfig(
        vae=folder / "vae",
        text_encoder=write_toy_text_encoder(folder / "text_encoder"),
        out=folder / "unet",
        channels="32,32",
    )
    unet_trainer(config, corpus).save()
    return folder / "unet" / "pipeline"


def says_the_same(said: str, meant: str, phrase: str, name: str) -> bool:
    """Whether the texts differ in nothing but the phrase, with or without its article, and the name."""
    before, found, after = meant.partition(name)
    bare = re.sub("^an? ", "", phrase)
    return bool(found) and said in (f"{before}{phrase}{after}", f"{before}{bare}{after}")


@pytest.fixture
def pipeline(folder: Path) -> StableDiffusionPipeline:
    return StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32)


def test_a_reading_is_the_answer_of_the_cross_attention(pipeline: StableDiffusionPipeline) -> None:
    listener = Reader(pipeline, n_queries=8)
    embeddings = embeddings_from_texts(pipeline.text_encoder, pipeline.tokenizer, ["high", "solo low"])
    assert len(listener.attentions) == 7
    for attention, queries, reading in zip(
        listener.attentions, listener.queries, listener.answers(embeddings), strict=True
    ):
        heads = [
            x.unflatten(-1, (attention.heads, -1)).transpose(1, 2)
            for x in (queries.expand(2, -1, -1), attention.to_k(embeddings), attention.to_v(embeddings))
        ]
        expected = torch.nn.functional.scaled_dot_product_attention(*heads).transpose(1, 2).flatten(2)
        torch.testing.assert_close(reading, expected)


def test_the_last_layer_finishes_what_came_into_it(pipeline: StableDiffusionPipeline) -> None:
    encoder, texts = pipeline.text_encoder, ["high", "solo low drums"]
    states, lengths = states_before_last(encoder, pipeline.tokenizer, texts)
    assert lengths.tolist() == [3, 5]
    expected = embeddings_from_texts(encoder, pipeline.tokenizer, texts)
    with torch.no_grad():
        ours = through(encoder.encoder.layer[-1], states, lengths)
    torch.testing.assert_close(ours, expected, atol=0.03, rtol=0.03)  # in between it was bfloat16


def test_a_pair_says_the_same_by_a_phrase_and_by_the_name() -> None:
    rng = np.random.default_rng(0)
    pairs = [pair_of_texts(rng) for _ in range(300)]
    plain = [said for said, meant in pairs if said == meant]
    assert 0.45 < len(plain) / len(pairs) < 0.75
    for said, meant in pairs:
        assert said == meant or any(
            says_the_same(said, meant, phrase, STYLE_WORDS[style].names[0])
            for style, phrases in phrases_by_style(kept_back=False).items()
            for phrase in phrases
        ), (said, meant)


def test_phrases_that_are_kept_back_teach_nothing() -> None:
    taught, kept = phrases_by_style(kept_back=False), phrases_by_style(kept_back=True)
    for style, words in STYLE_WORDS.items():
        assert set(taught[style]) | set(kept[style]) == {*words.artists, *words.scenes}
        assert not set(taught[style]) & set(kept[style])
        assert kept[style]
    rng = np.random.default_rng(1)
    said = {said for said, meant in (pair_of_texts(rng) for _ in range(300)) if said != meant}
    assert not said & {phrase for phrases in kept.values() for phrase in phrases}


def test_phrases_come_to_read_like_their_style(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train_text, "STYLE_WORDS", TOY_WORDS)
    monkeypatch.setattr(reader, "STYLE_NAMES", ("low", "high"))
    monkeypatch.setattr(train_text, "pair_of_texts", lambda rng: TOY_PAIRS[int(rng.integers(4))])
    config = TextConfig(
        pipeline=folder,
        out=tmp_path,
        n_pairs=32,
        n_steps=60,
        batch_size=8,
        learning_rate=1e-2,
        report_every=30,
    )
    run = TextTrainer(config)
    kept = {name: weight.clone() for name, weight in run.encoder.embeddings.state_dict().items()}
    words = run.states(["solo", "drums", "low", "high"])
    with torch.no_grad():
        before = run.reader.distances_from_names(run.embedded(run.teacher, words))
    run.run()
    assert not run.teacher.training
    with torch.no_grad():
        after = run.reader.distances_from_names(run.embedded(run.student.eval(), words))
    assert before[0, 0] > 4 * after[0, 0]
    assert before[1, 1] > 4 * after[1, 1]
    assert after.argmin(1).tolist() == [0, 1, 0, 1]
    assert float(after.diagonal(-2).max()) < 0.3  # a name reads like itself
    saved = StableDiffusionPipeline.from_pretrained(tmp_path / "pipeline", dtype=torch.float32).text_encoder
    for name, weight in saved.embeddings.state_dict().items():
        torch.testing.assert_close(weight, kept[name], atol=1e-3, rtol=1e-3, msg=name)
