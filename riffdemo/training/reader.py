"""What a UNet reads of a text: the answers that its cross-attentions get from the text encoder's tokens.

Two texts that give the same answers are painted alike, whatever their words. So what a text encoder is to learn
(train_text.py) can be said without painting.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from diffusers import StableDiffusionPipeline
from diffusers.models.attention_processor import Attention
from transformers import BertModel, BertTokenizerFast
from transformers.models.bert.modeling_bert import BertLayer

from riffdemo.training.checkpoint import DEFAULT_STEPS
from riffdemo.training.config import mixed_precision
from riffdemo.training.prompts import SHEET_PROMPTS
from riffdemo.training.text_encoder import MAX_TOKENS, embeddings_from_texts
from riffdemo.training.words import STYLE_WORDS

STYLE_NAMES = tuple(words.names[0] for words in STYLE_WORDS.values())
Texts = tuple[torch.Tensor, torch.Tensor]  # what comes into the last layer, (n, tokens, width); lengths (n,)


class Reader:
    """What a UNet reads from token embeddings, at some points of its cross-attentions.

    Args:
        pipeline: Paints a few pictures, to see what its UNet asks of a text, and embeds the styles' names.
        n_queries: Points of each cross-attention.
        seed: Which points.
    """

    @torch.no_grad()
    def __init__(self, pipeline: StableDiffusionPipeline, *, n_queries: int = 32, seed: int = 0) -> None:
        self.attentions: list[Attention] = [
            module for name, module in pipeline.unet.named_modules() if name.endswith("attn2")
        ]
        generator = torch.Generator().manual_seed(seed)
        self.queries = [
            asked[torch.randperm(len(asked), generator=generator)[:n_queries]]
            for asked in self._asked(pipeline, generator)
        ]
        named = embeddings_from_texts(pipeline.text_encoder, pipeline.tokenizer, STYLE_NAMES)
        self.spread = [answers.flatten(1).var(0).sum().sqrt() for answers in self.answers(named)]
        self.names = self.read(named)

    def _asked(self, pipeline: StableDiffusionPipeline, generator: torch.Generator) -> list[torch.Tensor]:
        """All queries (n, width) of each cross-attention while the pipeline paints."""
        asked: dict[Attention, list[torch.Tensor]] = {attention: [] for attention in self.attentions}
        hooks = [
            attention.to_q.register_forward_hook(
                lambda _layer, _x, query, to=to: to.append(query.flatten(0, 1))
            )
            for attention, to in asked.items()
        ]
        pipeline(
            list(SHEET_PROMPTS), num_inference_steps=DEFAULT_STEPS, generator=generator, output_type="latent"
        )
        for hook in hooks:
            hook.remove()
        return [torch.cat(queries) for queries in asked.values()]

    def read(self, embeddings: torch.Tensor) -> torch.Tensor:
        """All answers to embeddings (n, tokens, width): (n, features), in units of how far the names lie apart."""
        scaled = [
            answers.float().flatten(1) / spread
            for answers, spread in zip(self.answers(embeddings), self.spread, strict=True)
        ]
        return torch.cat(scaled, dim=1) / len(scaled) ** 0.5

    def distances_from_names(self, embeddings: torch.Tensor) -> torch.Tensor:
        """Squared distances (n, styles) from what is read of the styles' names."""
        return torch.cdist(self.read(embeddings), self.names).square()

    def answers(self, embeddings: torch.Tensor) -> list[torch.Tensor]:
        """What each cross-attention makes of embeddings (n, tokens, width): (n, points, its width)."""
        found = []
        for attention, queries in zip(self.attentions, self.queries, strict=True):
            query, key, value = (
                attention.head_to_batch_dim(x)
                for x in (
                    queries.expand(len(embeddings), -1, -1),
                    attention.to_k(embeddings),
                    attention.to_v(embeddings),
                )
            )
            found.append(attention.batch_to_head_dim(attention.get_attention_scores(query, key) @ value))
        return found


@torch.no_grad()
def states_before_last(encoder: BertModel, tokenizer: BertTokenizerFast, texts: Sequence[str]) -> Texts:
    """What comes into the encoder's last layer, (n, tokens, width), and the texts' lengths in tokens, (n,)."""
    found: list[torch.Tensor] = []
    hook = encoder.encoder.layer[-1].register_forward_pre_hook(
        lambda _layer, x: found.append(x[0].half().cpu())
    )
    for start in range(0, len(texts), 64):
        with mixed_precision(encoder.device):
            embeddings_from_texts(encoder, tokenizer, texts[start : start + 64])
    hook.remove()
    lengths = [len(ids) for ids in tokenizer(list(texts), truncation=True, max_length=MAX_TOKENS).input_ids]
    return torch.cat(found), torch.tensor(lengths)


def through(layer: BertLayer, states: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Token embeddings (n, tokens, width) of what came into the last layer; padding is not looked at."""
    seen = torch.arange(states.shape[1], device=states.device) < lengths[:, None]
    embeddings: torch.Tensor = layer(states.float(), attention_mask=seen[:, None, None])
    return embeddings
