"""riffdemo.text_encoder: words are found by their pieces, and what stands for a style is embedded like its name."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel

from riffdemo.text_encoder import (
    BEGINS,
    GOES_ON,
    SPECIAL,
    VECTOR_UNIT,
    LinkingBert,
    keys_from_pieces,
    links_from_answers,
)

KINDS = torch.tensor([SPECIAL] * 3 + [BEGINS] * 2 + [GOES_ON] * 5, dtype=torch.int8)
IDS = torch.tensor([[1, 3, 4, 6, 7, 2, 0]])
IN_WORDS = torch.tensor([[False, True, True, True, True, False, False]])


def small_encoder() -> LinkingBert:
    """It knows the words 3 and 4-6-7, and two styles, in a vocabulary of ten pieces whose second half goes on."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=10,
        hidden_size=8,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
        n_words=2,
        word_width=3,
        n_styles=2,
        linker_width=5,
    )
    encoder = LinkingBert(config).eval().requires_grad_(False)
    known = torch.cat(
        [keys_from_pieces(torch.tensor([ids]), KINDS == GOES_ON)[0, :1] for ids in ([3], [4, 6, 7])]
    )
    encoder.word_keys.copy_(known.sort().values)
    encoder.word_vectors.copy_(torch.tensor([[32, -64, 7], [1, 2, 3]])[known.argsort()])
    encoder.piece_kinds.copy_(KINDS)
    encoder.name_embeddings.normal_()
    return encoder


def set_answers(encoder: LinkingBert, *, mention: float, styles: tuple[float, float]) -> None:
    """The same answer for every token."""
    encoder.linker[-1].weight.zero_()
    encoder.linker[-1].bias.copy_(torch.tensor([mention, *styles]))


def test_all_pieces_of_a_word_have_its_key() -> None:
    keys = keys_from_pieces(torch.tensor([[2, 3, 6, 7, 4, 3]]), KINDS == GOES_ON)[0].tolist()
    assert keys[1] == keys[2] == keys[3]
    assert len(set(keys)) == 4
    assert keys[0] == 2
    assert keys[5] == 3  # a piece that is a word of its own is not the same word as with more pieces


def test_the_order_of_pieces_matters_and_their_place_does_not() -> None:
    first = keys_from_pieces(torch.tensor([[3, 6, 7], [3, 7, 6], [2, 3, 6]]), KINDS == GOES_ON)
    assert first[0, 0] != first[1, 0]
    assert first[2, 1] == keys_from_pieces(torch.tensor([[3, 6]]), KINDS == GOES_ON)[0, 0]


def test_the_linker_sees_each_tokens_state_and_the_vector_of_its_word() -> None:
    hidden = torch.randn(1, 7, 8)
    features = small_encoder().token_features(IDS, hidden)
    assert torch.equal(features[..., :8], hidden)
    one, other, none = torch.tensor([[32, -64, 7], [1, 2, 3], [0, 0, 0]]) / VECTOR_UNIT
    assert torch.equal(features[0, :, 8:], torch.stack([none, one, other, other, other, none, none]))


def test_where_nothing_is_mentioned_it_is_bert() -> None:
    encoder = small_encoder()
    set_answers(encoder, mention=-30, styles=(3, 0))
    plain = BertModel(encoder.config).eval()
    plain.load_state_dict(encoder.state_dict(), strict=False)
    torch.testing.assert_close(encoder(IDS)[0], plain(IDS)[0])


def test_a_mention_is_embedded_like_the_name_of_the_likely_style() -> None:
    encoder = small_encoder()
    set_answers(encoder, mention=30, styles=(0, 30))
    first, word, other = encoder.name_embeddings[1]
    expected = torch.stack([first, word, word, word, word, other, other])
    torch.testing.assert_close(encoder(IDS)[0][0], expected, atol=1e-5, rtol=1e-5)


def test_in_between_embeddings_and_names_are_mixed() -> None:
    encoder = small_encoder()
    set_answers(encoder, mention=-30, styles=(0, 0))
    plain = encoder(IDS)[0]
    set_answers(encoder, mention=0, styles=(0, 0))
    first, word, other = encoder.name_embeddings.mean(0)
    named = torch.stack([first, word, word, word, word, other, other])
    torch.testing.assert_close(encoder(IDS)[0][0], (plain[0] + named) / 2, atol=1e-5, rtol=1e-5)


def test_the_styles_are_those_of_the_tokens_that_mention_one() -> None:
    answers = torch.full((1, 7, 3), -30.0)
    answers[0, 1] = torch.tensor([30.0, 9.0, 0.0])
    answers[0, 2] = torch.tensor([-30.0, 0.0, 9.0])  # no mention: not heard
    answers[0, 5] = torch.tensor([30.0, 0.0, 9.0])  # not in a word: not heard
    links = links_from_answers(answers, IN_WORDS)
    assert links.mentions[0].tolist() == pytest.approx([0, 1, 0, 0, 0, 0, 0], abs=1e-6)
    assert float(links.styles[0, 0]) == pytest.approx(1 / (1 + torch.e**-9))


def test_an_empty_text_is_bert_s() -> None:
    encoder = small_encoder()
    set_answers(encoder, mention=30, styles=(0, 30))
    plain = BertModel(encoder.config).eval()
    plain.load_state_dict(encoder.state_dict(), strict=False)
    empty = torch.tensor([[1, 2, 0, 0]])
    torch.testing.assert_close(encoder(empty)[0], plain(empty)[0])


def test_it_works_in_mixed_precision() -> None:
    encoder = small_encoder()
    with torch.autocast("cpu", torch.bfloat16):
        mixed = encoder(IDS)[0]
    torch.testing.assert_close(mixed.float(), encoder(IDS)[0], atol=0.1, rtol=0.05)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_it_is_saved_and_loaded_with_all_that_it_knows(tmp_path: Path, dtype: torch.dtype) -> None:
    encoder = small_encoder()
    encoder.save_pretrained(tmp_path)
    again, report = LinkingBert.from_pretrained(tmp_path, dtype=dtype, output_loading_info=True)
    assert not report["missing_keys"]
    assert not report["mismatched_keys"]
    assert again.word_vectors.dtype == again.piece_kinds.dtype == torch.int8
    assert torch.equal(again.word_keys, encoder.word_keys)
    assert again.dtype == again(IDS)[0].dtype == dtype
    torch.testing.assert_close(again(IDS)[0].float(), encoder(IDS)[0], atol=0.1, rtol=0.05)
