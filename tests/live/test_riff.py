"""What a listener wishes, as JSON and in a link."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.errors import ParameterError
from riffdemo.live.riff import MAX_WAITING, Riff, Start, riff_from_json, riff_from_query

TEXTS = st.text(min_size=1, max_size=40).filter(str.strip)
RIFFS = st.builds(
    Riff,
    blend=st.lists(st.tuples(TEXTS, st.floats(0.01, 10)), min_size=1, max_size=4).map(tuple),
    waiting=st.lists(TEXTS, max_size=3).map(tuple),
    negative_prompt=st.text(max_size=20),
    seed=st.integers(0, 2**32 - 1),
    speed=st.floats(0.05, 1),
    init=st.none() | st.builds(Start, name=TEXTS),
    strength=st.floats(0, 1),
    guidance_scale=st.none() | st.floats(0, 30),
    steps=st.just("auto") | st.integers(1, 100),
)


@given(riff=RIFFS)
def test_a_link_carries_everything(riff: Riff) -> None:
    query = urlencode({"riff": json.dumps(riff.to_json())})
    assert riff_from_query({name: values[0] for name, values in parse_qs(query).items()}) == riff


def test_what_is_missing_takes_its_default() -> None:
    assert riff_from_json({"prompts": [{"text": "jazz"}], "later": 1}) == Riff(blend=(("jazz", 1.0),))
    assert riff_from_json({"prompts": [{"text": "jazz"}, {"text": " "}]}).blend == (("jazz", 1.0),)


def test_a_page_without_a_riff_has_no_link() -> None:
    assert riff_from_query({"prompt": "jazz"}) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '"jazz"', "{}", '{"prompts": 3}', '{"prompts": [{}]}'])
def test_a_broken_link_is_told(text: str) -> None:
    with pytest.raises(ParameterError):
        riff_from_query({"riff": text})


def test_a_link_does_not_open_files() -> None:
    riff = Riff(blend=(("jazz", 1.0),), init=Start(path="/etc/passwd"))
    with pytest.raises(ParameterError, match="somebody else"):
        riff_from_query({"riff": json.dumps(riff.to_json())})


@pytest.mark.parametrize(
    "wrong",
    [
        {"prompts": []},
        {"prompts": [{"text": "a"}] * 5},
        {"prompts": [{"text": "a", "weight": 0}]},
        {"prompts": [{"text": "a", "weight": -1}, {"text": "b"}]},
        {"prompts": [{"text": "a", "weight": "loud"}]},
        {"prompts": [{"text": 3}]},
        {"prompts": [{"text": "a" * 2_000}]},
        {"queue": ["a"] * (MAX_WAITING + 1)},
        {"queue": [None]},
        {"seed": -1},
        {"seed": 0.5},
        {"speed": 0},
        {"speed": float("nan")},
        {"strength": 1.5},
        {"guidance_scale": 99},
        {"quality": 0},
        {"quality": "much"},
        {"init": "loop"},
        {"init": {"name": 7}},
    ],
)
def test_what_is_out_of_range_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ParameterError):
        riff_from_json({"prompts": [{"text": "jazz"}], **wrong})
