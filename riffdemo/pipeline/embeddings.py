"""From prompts with weights to what the UNet listens to: one embedding for each token.

Explained in notebook 06.
"""

from __future__ import annotations

from typing import Any

import torch

from riffdemo.pipeline.prompts import Prompt, weighted_from_prompt

_MAX_REMEMBERED = 256


class PromptEncoder:
    """A tokenizer and a text encoder, with a memory for the prompts that come again and again.

    Args:
        tokenizer: Of CLIP, BERT or another encoder; it must know which characters a token comes from.
        text_encoder: Its first output are the embeddings. If its configuration says `use_attention_mask`, padding
            is hidden from it.
    """

    def __init__(self, tokenizer: Any, text_encoder: Any) -> None:
        self.tokenizer = tokenizer
        self.text_encoder = text_encoder
        self._remembered: dict[str, torch.Tensor] = {}

    @torch.inference_mode()
    def embed(self, prompt: Prompt) -> torch.Tensor:
        """Token embeddings of a prompt, (tokens, width).

        A blend of texts has the weighted mean of their embeddings.

        A token of weight w is moved to empty + w (token - empty), where `empty` is what stands in its place in an
        empty prompt: 0 takes it out, 1 leaves it, more exaggerates it.

        Raises:
            ParameterError: A weight is out of range.
        """
        if not isinstance(prompt, str):
            total = sum(weight for _, weight in prompt)
            return torch.stack([weight / total * self.embed(text) for text, weight in prompt]).sum(dim=0)
        if prompt not in self._remembered:
            if len(self._remembered) >= _MAX_REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)))
            self._remembered[prompt] = self._embed(prompt)
        return self._remembered[prompt]

    def forget(self) -> None:
        """Embed every prompt anew: needed after the text encoder has changed, for example by a LoRA."""
        self._remembered.clear()

    def cut_text(self, prompt: str) -> str:
        """The end of a prompt that the text encoder will not read; "" if it reads all."""
        text = weighted_from_prompt(prompt).text
        tokens = self._tokens(text)
        end = int(tokens["offset_mapping"].max())
        is_full = bool(tokens["attention_mask"].all())
        return text[end:].strip() if is_full else ""

    def _embed(self, prompt: str) -> torch.Tensor:
        weighted = weighted_from_prompt(prompt)
        embedding = self._encode(weighted.text)
        if not weighted.spans:
            return embedding
        offsets = self._tokens(weighted.text)["offset_mapping"][0].tolist()
        weights = embedding.new_tensor([weighted.weight_at(*offset) for offset in offsets])
        empty = self.embed("")
        return empty + (embedding - empty) * weights[:, None]

    def _encode(self, text: str) -> torch.Tensor:
        tokens = self._tokens(text).to(self.text_encoder.device)
        masked = getattr(self.text_encoder.config, "use_attention_mask", False)
        mask = tokens.attention_mask if masked else None
        embedding: torch.Tensor = self.text_encoder(tokens.input_ids, attention_mask=mask)[0][0]
        return embedding

    def _tokens(self, text: str) -> Any:
        return self.tokenizer(
            text,
            padding="max_length",
            max_length=self.tokenizer.model_max_length,
            truncation=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
