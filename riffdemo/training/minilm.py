"""The reading half of the shipped model's text encoder: all-MiniLM-L6-v2, its output scaled to unit spread.

A text encoder that is trained along with the model knows only the words of the captions. This one has read a
billion sentences: "Havana street party" lands near "salsa" though the captions never mention Havana. It stays as it
is; beside it, a linker is taught what names stand for (train_linker.py). Its weights come from the public model
sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as a folder with model.safetensors, config.json and
tokenizer.json.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import BatchEncoding, BertConfig, BertModel, BertTokenizerFast

from riffdemo.errors import CheckpointError
from riffdemo.text_encoder import LinkingBert

MAX_TOKENS = 64


def text_encoder_from_folder(folder: Path) -> tuple[BertModel, BertTokenizerFast]:
    """MiniLM, or MiniLM with a linker, and the tokenizer, set up as Stable Diffusion's pipeline expects them.

    The pipeline asks the encoder's configuration whether padding is to be masked out: it is.

    Raises:
        CheckpointError: The folder does not hold the model.
    """
    if not (folder / "model.safetensors").exists():
        raise CheckpointError(f"{folder} has no model.safetensors: give the folder of all-MiniLM-L6-v2.")
    tokenizer = BertTokenizerFast.from_pretrained(folder, model_max_length=MAX_TOKENS)
    with_linker = "LinkingBert" in (BertConfig.from_pretrained(folder).architectures or ())
    kind = LinkingBert if with_linker else BertModel
    encoder = kind.from_pretrained(folder, dtype=torch.float32).eval().requires_grad_(False)
    encoder.config.use_attention_mask = True
    return encoder, tokenizer


def tokens_from_texts(tokenizer: BertTokenizerFast, texts: Sequence[str]) -> BatchEncoding:
    """Token numbers and mask, (n, MAX_TOKENS) each."""
    return tokenizer(
        list(texts), padding="max_length", max_length=MAX_TOKENS, truncation=True, return_tensors="pt"
    )


@torch.no_grad()
def embeddings_from_texts(
    encoder: BertModel, tokenizer: BertTokenizerFast, texts: Sequence[str]
) -> torch.Tensor:
    """Token embeddings (n, MAX_TOKENS, 384), computed just as StableDiffusionPipeline.encode_prompt does."""
    tokens = tokens_from_texts(tokenizer, texts).to(encoder.device)
    embeddings: torch.Tensor = encoder(tokens.input_ids, attention_mask=tokens.attention_mask)[0]
    return embeddings


@torch.no_grad()
def scale_to_unit_spread(encoder: BertModel, tokenizer: BertTokenizerFast, texts: Sequence[str]) -> float:
    """Fold a factor into the last layer norm so that token embeddings have unit spread; returns the factor."""
    factor = 1.0 / float(embeddings_from_texts(encoder, tokenizer, texts).std())
    norm = encoder.encoder.layer[-1].output.LayerNorm
    norm.weight.mul_(factor)
    norm.bias.mul_(factor)
    return factor
