"""The text encoder of the shipped model: MiniLM, which reads sentences, and a linker, which knows names.

MiniLM has read whole sentences, and knows what "without drums" means. But of names it knows little, and what it knows
of "Mingus" lies far from what it makes of "jazz": too far for a small diffusion model that has met each artist a
dozen times. So a small network looks at every token, at what MiniLM makes of it and at the vector of its word in a
dictionary, and answers two questions: does it say a style, by an artist, a place or one of its many names, and which?
Where it does, the embeddings of one name of that style take the place of its own.

To find mentions and say what they mention is called entity linking; that the answer goes back into BERT's own space
is the idea of Poerner, Waltinger and Schütze 2020, "E-BERT: Efficient-Yet-Effective Entity Embeddings for BERT".

Explained in notebook 08.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import BertConfig, BertModel
from transformers import PreTrainedModel as PreTrainedModel  # diffusers looks here for what it can load
from transformers.modeling_outputs import BaseModelOutputWithPoolingAndCrossAttentions

VECTOR_UNIT = 32  # of the whole numbers in which word vectors are stored: their spread
SPECIAL, BEGINS, GOES_ON = 0, 1, 2  # what a piece is: no part of a word, its beginning, or more of it
FIRST, WORD, OTHER = 0, 1, 2  # where in a text a name is embedded: its first token, its words, the rest
_FACTOR = 1_000_003  # of the polynomial that makes a word's key from the numbers of its pieces
_LEAST_MENTION = 0.3  # of the tokens of a text together, below which its styles are not scaled up


@dataclass(frozen=True)
class Links:
    """What the linker finds in texts.

    Attributes:
        mentions: How much each token stands for a style, from 0 to 1, (batch, tokens).
        styles: How likely each style is the one that a text's mentions stand for, (batch, styles).
    """

    mentions: torch.Tensor
    styles: torch.Tensor


class LinkingBert(BertModel):  # type: ignore[misc]
    """BERT in which words that stand for a style are embedded like the style's name.

    Args:
        config: BERT's, with `n_words` and `word_width`, the sizes of the dictionary, `n_styles`, and `linker_width`,
            the width inside the linker.
    """

    word_keys: torch.Tensor  # (n_words,), rising
    word_vectors: torch.Tensor  # (n_words, word_width), int8
    piece_kinds: torch.Tensor  # (vocab_size,), int8: SPECIAL, BEGINS or GOES_ON
    name_embeddings: torch.Tensor  # (n_styles, 3, hidden_size): of each style's name at FIRST, WORD and OTHER

    def __init__(self, config: BertConfig, add_pooling_layer: bool = True) -> None:
        super().__init__(config, add_pooling_layer)
        self.register_buffer("word_keys", torch.zeros(config.n_words, dtype=torch.int64))
        self.register_buffer("word_vectors", torch.zeros(config.n_words, config.word_width, dtype=torch.int8))
        self.register_buffer("piece_kinds", torch.zeros(config.vocab_size, dtype=torch.int8))
        self.register_buffer("name_embeddings", torch.zeros(config.n_styles, 3, config.hidden_size))
        self.linker = nn.Sequential(
            nn.Linear(config.hidden_size + config.word_width, config.linker_width),
            nn.GELU(),
            nn.Linear(config.linker_width, 1 + config.n_styles),
        )
        self.post_init()

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None, **options: Any
    ) -> BaseModelOutputWithPoolingAndCrossAttentions:
        """As BERT's, for token numbers (batch, tokens)."""
        found = super().forward(
            input_ids=input_ids, attention_mask=attention_mask, **{**options, "output_hidden_states": True}
        )
        links = self.links(input_ids, found.hidden_states[-2])
        found.last_hidden_state = self.with_links(found.last_hidden_state, links, input_ids)
        return found

    def links(self, input_ids: torch.Tensor, hidden: torch.Tensor) -> Links:
        """What texts mention.

        Args:
            input_ids: Token numbers, (batch, tokens).
            hidden: What comes into BERT's last layer, (batch, tokens, hidden_size).
        """
        return links_from_answers(
            self.linker(self.token_features(input_ids, hidden)), self.in_words(input_ids)
        )

    def in_words(self, input_ids: torch.Tensor) -> torch.Tensor:
        """Which tokens belong to words, (batch, tokens), bool."""
        return self.piece_kinds[input_ids] != SPECIAL

    def token_features(self, input_ids: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """What the linker looks at, (batch, tokens, hidden_size + word_width), from what `links` gets."""
        keys = keys_from_pieces(input_ids, self.piece_kinds == GOES_ON)
        places = torch.searchsorted(self.word_keys, keys).clamp_max(len(self.word_keys) - 1)
        known = self.word_keys[places] == keys
        vectors = self.word_vectors[places].to(hidden.dtype) / VECTOR_UNIT * known[..., None]
        return torch.cat([hidden, vectors], dim=-1)

    def with_links(self, embeddings: torch.Tensor, links: Links, input_ids: torch.Tensor) -> torch.Tensor:
        """Embeddings (batch, tokens, hidden_size) that turn to the styles' names as far as tokens mention them.

        Tokens that are no part of a word, which a diffusion model looks at most, turn as far as the words do on
        the whole.
        """
        in_words = self.in_words(input_ids)
        on_the_whole = links.mentions.sum(1) / in_words.sum(1).clamp_min(1)
        share = torch.where(in_words, links.mentions, on_the_whole[:, None])[..., None]
        kinds = torch.where(in_words, WORD, OTHER)
        kinds[:, 0] = FIRST
        names = torch.einsum("bs,skh->bkh", links.styles.to(embeddings.dtype), self.name_embeddings)
        names = names.gather(1, kinds[..., None].expand_as(embeddings))
        return embeddings.lerp(names.to(embeddings.dtype), share.to(embeddings.dtype))


def links_from_answers(answers: torch.Tensor, in_words: torch.Tensor) -> Links:
    """What texts mention, from the linker's answers about their tokens.

    Args:
        answers: For each token the logit of a mention and those of the styles, (batch, tokens, 1 + styles).
        in_words: Which tokens belong to words, (batch, tokens); the others mention nothing.
    """
    mentions = answers[..., 0].sigmoid() * in_words
    return Links(mentions, style_logits(answers, mentions).softmax(dim=-1))


def style_logits(answers: torch.Tensor, mentions: torch.Tensor) -> torch.Tensor:
    """The mean of what tokens say of the styles, weighted by how much each is a mention, (batch, styles)."""
    weights = mentions[..., None]
    return (answers[..., 1:] * weights).sum(1) / weights.sum(1).clamp_min(_LEAST_MENTION)


def keys_from_pieces(input_ids: torch.Tensor, goes_on: torch.Tensor) -> torch.Tensor:
    """A number for the word that each piece belongs to, (batch, tokens), from the numbers of all its pieces.

    Args:
        input_ids: Numbers of pieces, (batch, tokens).
        goes_on: Whether the piece of each number belongs to the word before it, (vocab_size,).
    """
    inside = goes_on[input_ids]
    keys = input_ids.clone()
    for place in range(1, keys.shape[1]):
        longer = keys[:, place - 1] * _FACTOR + input_ids[:, place]
        keys[:, place] = torch.where(inside[:, place], longer, keys[:, place])
    for place in range(keys.shape[1] - 2, -1, -1):
        keys[:, place] = torch.where(inside[:, place + 1], keys[:, place + 1], keys[:, place])
    return keys
