"""A corpus and a text encoder small enough to train in seconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

SIZE = 64
WORDS = ("high", "low", "drums", "solo")


def write_toy_corpus(folder: Path, *, n_clips: int = 64) -> Path:
    """Pictures of one horizontal line, high or low; the captions say which."""
    rng = np.random.default_rng(0)
    folder.mkdir(parents=True, exist_ok=True)
    images = np.full((n_clips, SIZE, SIZE), 255, dtype=np.uint8)
    rows = []
    for i, image in enumerate(images):
        high = bool(i % 2)
        line = int(rng.integers(4, 20)) + (0 if high else SIZE // 2)
        image[line : line + 3, ::4] = 40
        image[line : line + 3] //= 2
        word = "high" if high else "low"
        attributes = {"register": word, "tonality": "major" if high else "minor"}
        rows.append({"index": i, "attributes": attributes, "captions": [word, f"solo {word}"]})
    np.savez(folder / "shard_0000.npz", images=images, index=np.arange(n_clips))
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "shard_0000.jsonl").write_text(lines, encoding="utf-8")
    return folder


def write_toy_text_encoder(folder: Path, words: Sequence[str] = WORDS) -> Path:
    """A BERT of one layer with random weights, in the layout of all-MiniLM-L6-v2, that knows some words.

    As MiniLM's, its embeddings have half of unit spread.
    """
    torch.manual_seed(0)
    vocabulary = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    encoder = BertModel(config)
    torch.nn.init.constant_(encoder.encoder.layer[-1].output.LayerNorm.weight, 0.5)
    encoder.save_pretrained(folder)
    vocabulary_file = folder / "vocab.txt"
    vocabulary_file.write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    BertTokenizerFast(vocab=str(vocabulary_file)).save_pretrained(folder)
    return folder


def write_toy_word_vectors(path: Path, words: Sequence[str] = WORDS) -> Path:
    """Vectors of 60 numbers: of 100 function words, then of the toy's words, in GloVe's format."""
    rng = np.random.default_rng(0)
    all_words = [*(f"word{number}" for number in range(100)), *words]
    lines = [f"{word} {' '.join(f'{x:.4f}' for x in rng.normal(size=60))}" for word in all_words]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
