"""Weights in prompts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.errors import ParameterError
from riffdemo.pipeline.prompts import weighted_from_prompt


def test_marks_are_taken_out_and_remembered() -> None:
    weighted = weighted_from_prompt("funk (saxophone:1.4), soft (drums: .5) end")
    assert weighted.text == "funk saxophone, soft drums end"
    assert [(weighted.text[a:b], weight) for a, b, weight in weighted.spans] == [
        ("saxophone", 1.4),
        ("drums", 0.5),
    ]


def test_a_weight_holds_for_every_piece_of_its_words() -> None:
    weighted = weighted_from_prompt("ab (cd ef:2) gh")
    assert [weighted.weight_at(i, i + 1) for i in range(11)] == [1, 1, 1, 2, 2, 2, 2, 2, 1, 1, 1]
    assert weighted.weight_at(2, 4) == 2
    assert weighted.weight_at(0, 0) == 1


@pytest.mark.parametrize(
    "prompt", ["", "live (1974)", "a:1.3", "(a:b)", "((a)", "3:4 time", "(:)", "日本 😀 (שלום)"]
)
def test_other_brackets_stay(prompt: str) -> None:
    weighted = weighted_from_prompt(prompt)
    assert weighted.text == prompt
    assert weighted.spans == ()


def test_weight_one_is_no_weight() -> None:
    assert weighted_from_prompt("(jazz:1.0)") == weighted_from_prompt("jazz")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_read(prompt: str) -> None:
    assert len(weighted_from_prompt(prompt).text) <= len(prompt)


@pytest.mark.parametrize("prompt", ["(jazz:3.5)", "(jazz:99999999999999999999)"])
def test_weights_above_3_are_refused(prompt: str) -> None:
    with pytest.raises(ParameterError, match="give 0 to 3"):
        weighted_from_prompt(prompt)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ParameterError, match="half of a character at place 1"):
        weighted_from_prompt("a\ud83d")
