"""From a file of word vectors to the dictionary of the text encoder.

GloVe's vectors say of each word beside which others it stands, in six billion words of encyclopedia and news. They
are in the public domain (PDDL): Pennington, Socher and Manning 2014, "GloVe: Global Vectors for Word Representation".

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from transformers import BertModel, BertTokenizerFast

from riffdemo.errors import CheckpointError
from riffdemo.text_encoder import (
    BEGINS,
    FIRST,
    GOES_ON,
    OTHER,
    SPECIAL,
    VECTOR_UNIT,
    WORD,
    LinkingBert,
    keys_from_pieces,
)
from riffdemo.training.minilm import embeddings_from_texts, tokens_from_texts

_FUNCTION_WORDS = 100  # the most frequent ones: "the", "of", "and" stand for no style
_WIDTH, _LINKER_WIDTH = 64, 512
_NO_MENTION = -20.0  # a logit


def read_word_vectors(path: Path, *, most: int) -> tuple[list[str], np.ndarray]:
    """Words and their vectors (n, width), float32, from lines of a word and its numbers, the frequent words first.

    Raises:
        CheckpointError: The file is missing, or a line of it is not a word and as many numbers as in the first.
    """
    if not path.is_file():
        raise CheckpointError(
            f"{path} is missing: give a file of word vectors, such as GloVe's glove.6B.100d.txt."
        )
    words: list[str] = []
    rows: list[np.ndarray] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, most), start=1):
            word, *values = line.rstrip().split(" ")
            try:
                row = np.array(values, dtype=np.float32)
            except ValueError:
                raise CheckpointError(f"line {number} of {path} has something else than numbers.") from None
            if not len(row) or (rows and len(row) != len(rows[0])):
                raise CheckpointError(
                    f"line {number} of {path} has {len(row)} numbers: not those of a vector."
                )
            words.append(word)
            rows.append(row)
    return words, np.stack(rows)


def main_directions(vectors: np.ndarray, width: int) -> np.ndarray:
    """Vectors (n, numbers) along `width` main directions or all, as whole numbers with a spread of VECTOR_UNIT."""
    centred = vectors - vectors.mean(0)
    _, directions = np.linalg.eigh(np.cov(centred.T))
    turned = centred @ directions[:, -width:]
    return np.clip(np.round(turned / turned.std() * VECTOR_UNIT), -127, 127).astype(np.int8)


def piece_kinds(tokenizer: BertTokenizerFast) -> torch.Tensor:
    """SPECIAL, BEGINS or GOES_ON for every piece of the vocabulary, (vocab_size,), int8."""
    kinds = [
        GOES_ON if piece.startswith("##") else BEGINS
        for piece in tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
    ]
    for special in (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id):
        kinds[special] = SPECIAL
    return torch.tensor(kinds, dtype=torch.int8)


def single_words(tokenizer: BertTokenizerFast, words: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """Places of the words that are one for the tokenizer too, and the keys of those."""
    goes_on = piece_kinds(tokenizer) == GOES_ON
    pieces = tokenizer(list(words), add_special_tokens=False).input_ids
    places = [
        place
        for place, ids in enumerate(pieces)
        if ids
        and tokenizer.unk_token_id not in ids
        and goes_on[ids].tolist() == [False] + [True] * (len(ids) - 1)
    ]
    keys = [keys_from_pieces(torch.tensor([pieces[place]]), goes_on)[0, 0] for place in places]
    return torch.tensor(places), torch.stack(keys)


def linking_encoder(
    encoder: BertModel, tokenizer: BertTokenizerFast, path: Path, *, names: Sequence[str], most: int = 200_000
) -> LinkingBert:
    """The encoder with a dictionary and a linker that finds no mention yet.

    Args:
        encoder: BERT.
        tokenizer: Its tokenizer.
        path: A file of word vectors.
        names: What each style is called.
        most: How many words of the file to take, from its beginning.
    """
    words, vectors = read_word_vectors(path, most=most)
    stored = torch.from_numpy(main_directions(vectors, _WIDTH))[_FUNCTION_WORDS:]
    places, found = single_words(tokenizer, words[_FUNCTION_WORDS:])
    keys, first = np.unique(found.numpy(), return_index=True)
    sizes = {"n_words": len(keys), "word_width": stored.shape[1], "n_styles": len(names)}
    encoder.config.update({**sizes, "linker_width": _LINKER_WIDTH})
    linking = LinkingBert(encoder.config).eval().requires_grad_(False)
    linking.load_state_dict(encoder.state_dict(), strict=False)
    linking.word_keys.copy_(torch.from_numpy(keys))
    linking.word_vectors.copy_(stored[places[first]])
    linking.piece_kinds.copy_(piece_kinds(tokenizer))
    linking.linker[-1].bias[0] = _NO_MENTION
    linking.linker[-1].weight[0] = 0.0
    linking.name_embeddings.copy_(name_embeddings(linking, tokenizer, names))
    return linking


def name_embeddings(encoder: LinkingBert, tokenizer: BertTokenizerFast, names: Sequence[str]) -> torch.Tensor:
    """What names are embedded as at FIRST, WORD and OTHER, (names, 3, hidden_size); means over each sort of token."""
    ids = tokens_from_texts(tokenizer, names).input_ids
    embeddings = embeddings_from_texts(encoder, tokenizer, names)
    sorts = torch.where(encoder.in_words(ids), WORD, OTHER)
    sorts[:, 0] = FIRST
    chosen = torch.stack([sorts == sort for sort in (FIRST, WORD, OTHER)], dim=1).float()
    return chosen @ embeddings / chosen.sum(-1, keepdim=True)
