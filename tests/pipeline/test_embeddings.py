"""Embeddings of prompts. The oracle is diffusers' own encode_prompt."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from riffdemo.pipeline.embeddings import PromptEncoder
from riffdemo.pipeline.pipeline import RiffPipeline
from riffdemo.testing import random_pipeline


@pytest.fixture(scope="module", params=["riffdemo-small", "stable-diffusion-1"])
def pipeline(request: pytest.FixtureRequest) -> RiffPipeline:
    return random_pipeline(request.param)


@pytest.fixture
def encoder(pipeline: RiffPipeline) -> PromptEncoder:
    return PromptEncoder(pipeline.tokenizer, pipeline.text_encoder)


@pytest.mark.parametrize("prompt", ["", "funk bass", "x " * 200])
def test_embeddings_are_those_of_diffusers(
    pipeline: RiffPipeline, encoder: PromptEncoder, prompt: str
) -> None:
    stock: Any = pipeline
    theirs = stock.encode_prompt(prompt, "cpu", 1, False)[0][0]
    torch.testing.assert_close(encoder.embed(prompt), theirs.detach())


def test_weight_0_leaves_the_embedding_of_nothing(encoder: PromptEncoder) -> None:
    got, empty = encoder.embed("(abc def:0)"), encoder.embed("")
    assert torch.equal(got[1:7], empty[1:7])


def test_weight_1_changes_nothing(encoder: PromptEncoder) -> None:
    assert torch.equal(encoder.embed("(abc:1.0) def"), encoder.embed("abc def"))


def test_weights_act_on_their_tokens_only(encoder: PromptEncoder) -> None:
    plain, heavy, empty = encoder.embed("ab cd"), encoder.embed("ab (cd:2)"), encoder.embed("")
    torch.testing.assert_close(heavy[:3], plain[:3])
    torch.testing.assert_close(heavy[5:], plain[5:])
    torch.testing.assert_close(heavy[3:5] - empty[3:5], 2 * (plain[3:5] - empty[3:5]))


def test_a_blend_is_the_weighted_mean_of_its_texts(encoder: PromptEncoder) -> None:
    jazz, bells = encoder.embed("jazz"), encoder.embed("(bells:1.5)")
    blend = encoder.embed((("jazz", 1.0), ("(bells:1.5)", 3.0)))
    torch.testing.assert_close(blend, 0.25 * jazz + 0.75 * bells)
    torch.testing.assert_close(encoder.embed((("jazz", 0.2),)), jazz)


def test_prompts_are_encoded_once_and_the_memory_is_bounded(
    encoder: PromptEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    encode = encoder._encode
    monkeypatch.setattr(encoder, "_encode", lambda text: (texts.append(text), encode(text))[1])
    for _ in range(3):
        encoder.embed("funk")
    assert texts == ["funk"]
    encoder.forget()
    encoder.embed("funk")
    assert texts == ["funk", "funk"]
    monkeypatch.setattr("riffdemo.pipeline.embeddings._MAX_REMEMBERED", 4)
    for word in "abcdefgh":
        encoder.embed(word)
    assert len(encoder._remembered) <= 4
    encoder.embed("h")
    assert texts.count("h") == 1


@pytest.mark.parametrize(("layout", "room"), [("riffdemo-small", 62), ("stable-diffusion-1", 75)])
def test_what_does_not_fit_is_told(layout: Any, room: int) -> None:
    encoder = random_pipeline(layout).prompts
    words = " ".join("a" for _ in range(room))
    assert encoder.cut_text(words) == ""
    assert encoder.cut_text(f"{words} bcd e") == "bcd e"
    assert encoder.cut_text(f"({words}:1.2) b") == "b"
    assert encoder.cut_text("") == ""
