"""riffdemo.training.word_vectors: files of vectors, and the dictionary made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertModel, BertTokenizerFast

from riffdemo.errors import CheckpointError
from riffdemo.text_encoder import BEGINS, GOES_ON, SPECIAL, VECTOR_UNIT
from riffdemo.training.minilm import embeddings_from_texts
from riffdemo.training.word_vectors import (
    linking_encoder,
    main_directions,
    piece_kinds,
    read_word_vectors,
    single_words,
)
from tests.training.toys import WORDS, write_toy_text_encoder, write_toy_word_vectors


def test_words_and_numbers_are_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "vectors.txt"
    path.write_text("the 1 2\nmingus -0.5 1e-1\nof 3 4\n", encoding="utf-8")
    words, vectors = read_word_vectors(path, most=2)
    assert words == ["the", "mingus"]
    np.testing.assert_allclose(vectors, [[1, 2], [-0.5, 0.1]])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("the 1 2\nmingus 1\n", "line 2 .* has 1 numbers"),
        ("the 1 2\nmingus 1 x\n", "line 2 .* something else than numbers"),
        ("the\n", "line 1 .* has 0 numbers"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "vectors.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CheckpointError, match=message):
        read_word_vectors(path, most=10)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CheckpointError, match=r"nowhere\.txt is missing"):
        read_word_vectors(Path("nowhere.txt"), most=10)


def test_main_directions_keep_what_differs_most() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(500, 4)) @ np.diag([0.01, 3.0, 2.0, 0.01]) + 7
    kept = main_directions(vectors, 2).astype(float) / VECTOR_UNIT
    assert kept.std() == pytest.approx(1, abs=0.02)
    distances = np.linalg.norm(kept[:50, None] - kept[None, :50], axis=-1)
    expected = np.linalg.norm(vectors[:50, None] - vectors[None, :50], axis=-1)
    assert np.corrcoef(distances.ravel(), expected.ravel())[0, 1] > 0.999


def test_only_what_the_tokenizer_reads_as_one_word_is_kept(tmp_path: Path) -> None:
    folder = write_toy_text_encoder(tmp_path)
    tokenizer = BertTokenizerFast.from_pretrained(folder)
    places, keys = single_words(tokenizer, [WORDS[0], "nonsense", f"{WORDS[0]} {WORDS[1]}", WORDS[1]])
    assert places.tolist() == [0, 3]
    assert keys.tolist() == tokenizer.convert_tokens_to_ids([WORDS[0], WORDS[1]])


def test_pieces_are_special_or_begin_a_word_or_go_on(tmp_path: Path) -> None:
    tokenizer = BertTokenizerFast.from_pretrained(write_toy_text_encoder(tmp_path))
    kinds = piece_kinds(tokenizer)
    for piece, number in tokenizer.get_vocab().items():
        special = piece in ("[CLS]", "[SEP]", "[PAD]")
        assert kinds[number] == (SPECIAL if special else GOES_ON if piece.startswith("##") else BEGINS), piece


def test_a_new_linker_finds_nothing_and_changes_nothing(tmp_path: Path) -> None:
    folder = write_toy_text_encoder(tmp_path / "encoder")
    tokenizer = BertTokenizerFast.from_pretrained(folder)
    encoder = BertModel.from_pretrained(folder).eval()
    names, path = WORDS[:2], write_toy_word_vectors(tmp_path / "vectors.txt")
    expected = embeddings_from_texts(encoder, tokenizer, names)
    linking = linking_encoder(encoder, tokenizer, path, names=names)
    torch.testing.assert_close(embeddings_from_texts(linking, tokenizer, names), expected)
    assert len(linking.word_keys) == len(set(WORDS))
    begin, word, others = expected[:, 0], expected[:, 1], expected[:, 2:].mean(1)  # each name is one token
    torch.testing.assert_close(linking.name_embeddings, torch.stack([begin, word, others], dim=1))
