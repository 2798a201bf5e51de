"""Settings as values, arguments and links."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riffdemo.errors import ParameterError
from riffdemo.ui.settings import (
    arguments_from_values,
    link_from_settings,
    settings_from_query,
    values_from_settings,
)

VALUES: dict[str, Any] = {
    "prompt": "funk",
    "negative_prompt": "drums",
    "seed": 42,
    "keep": True,
    "num_inference_steps": 8,
    "guidance_scale": 3.5,
    "scheduler": "Euler a",
    "length": 5.12,
    "unit": "seconds",
    "loop": True,
    "num_variations": 2,
    "quality": "best",
    "checkpoint": "riffdemo-small",
}


def test_values_become_arguments() -> None:
    assert arguments_from_values(VALUES) == {
        "prompt": "funk",
        "negative_prompt": "drums",
        "seed": 42,
        "num_inference_steps": 8,
        "guidance_scale": 3.5,
        "scheduler": "Euler a",
        "seconds": 5.12,
        "loop": True,
        "num_variations": 2,
        "quality": "best",
    }


def test_bars_are_whole_and_take_the_place_of_seconds() -> None:
    arguments = arguments_from_values({**VALUES, "unit": "bars", "length": 4.0})
    assert arguments["bars"] == 4
    assert "seconds" not in arguments


@pytest.mark.parametrize("changed", [{"keep": False}, {"seed": None}])
def test_a_seed_that_is_not_kept_is_drawn_anew(changed: dict[str, Any]) -> None:
    seeds = {arguments_from_values({**VALUES, **changed})["seed"] for _ in range(5)}
    assert len(seeds) == 5
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_a_fraction_is_left_for_the_task_to_refuse() -> None:
    assert arguments_from_values({**VALUES, "seed": 1.5})["seed"] == 1.5
    assert arguments_from_values({**VALUES, "seed": 7.0})["seed"] == 7


@pytest.mark.parametrize("prompt", ["", "  \n", None])
def test_no_prompt_is_refused(prompt: str | None) -> None:
    with pytest.raises(ParameterError, match="prompt is empty"):
        arguments_from_values({**VALUES, "prompt": prompt})


SETTINGS = st.fixed_dictionaries(
    {
        "prompt": st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
        "negative_prompt": st.text(st.characters(exclude_categories=["Cs"])),
        "seed": st.integers(0, 2**32 - 1),
        "num_inference_steps": st.integers(1, 100),
        "guidance_scale": st.floats(0, 30),
        "scheduler": st.sampled_from(["DPM++ 2M", "Euler a"]),
        "seconds": st.floats(0.5, 60),
        "loop": st.booleans(),
        "quality": st.sampled_from(["fast", "best"]),
        "checkpoint": st.sampled_from(["riffdemo-small@0123456789ab", "some one/mödel@main"]),
    }
)


@given(SETTINGS)
def test_a_link_brings_every_setting_back(settings: dict[str, Any]) -> None:
    link = link_from_settings({**settings, "task": "text_to_audio"})
    assert link is not None
    query = dict(parse_qsl(link.removeprefix("?"), keep_blank_values=True, strict_parsing=True))
    assert settings_from_query(query) == settings


@given(SETTINGS)
def test_settings_in_the_controls_ask_for_the_same_clip(settings: dict[str, Any]) -> None:
    values = {**VALUES, **values_from_settings(settings)}
    if settings["prompt"].strip():
        asked = {**arguments_from_values(values), "checkpoint": values["checkpoint"]}
        assert asked == {**settings, "num_variations": 1}


def test_what_no_prompt_made_has_no_link() -> None:
    assert link_from_settings({"task": "round_trip"}) is None


def test_a_link_may_say_anything_else() -> None:
    assert settings_from_query({"__theme": "dark"}) == {}
    assert settings_from_query({"prompt": "x", "cancel": "rm"}) == {"prompt": "x"}


@pytest.mark.parametrize(("name", "text"), [("seed", "x"), ("loop", "yes"), ("seconds", "")])
def test_a_broken_link_says_what_is_broken(name: str, text: str) -> None:
    with pytest.raises(ParameterError, match=name):
        settings_from_query({"prompt": "x", name: text})
