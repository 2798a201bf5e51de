"""Settings of an interpolation as values, arguments and links."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest

from riffdemo.errors import ParameterError
from riffdemo.ui.init_picker import OWN_FILE
from riffdemo.ui.interpolation_settings import arguments_from_values, lost_files, values_from_settings
from riffdemo.ui.settings import link_from_settings, settings_from_query

VALUES: dict[str, Any] = {
    "prompt": "bells",
    "end_prompt": "funk",
    "changes": "both",
    "seed": 1,
    "end_seed": 2,
    "keep": True,
    "length": 4,
    "unit": "clips",
    "power": 1.5,
    "ease": 0.5,
    "alphas": "",
    "init": "",
    "init_file": None,
    "end_init": "",
    "end_init_file": None,
    "whole_bars": False,
    "strength": 0.6,
    "negative_prompt": "",
    "num_inference_steps": 8,
    "guidance_scale": 3.5,
    "scheduler": "Euler a",
    "quality": "best",
    "checkpoint": "riffdemo-small",
}
SETTINGS: dict[str, Any] = {
    "task": "interpolate",
    "prompt": "bells & whistles",
    "end_prompt": "funk",
    "seeds": [1, 2],
    "num_clips": 4,
    "power": 1.5,
    "ease": 0.5,
    "init": "funk groove",
    "end_init": "church bells",
    "strength": 0.6,
    "whole_bars": True,
    "negative_prompt": "",
    "num_inference_steps": 8,
    "guidance_scale": 3.5,
    "scheduler": "Euler a",
    "quality": "best",
}


def test_values_become_arguments() -> None:
    assert arguments_from_values({**VALUES, "init": "music box"}) == {
        "prompt": "bells",
        "end_prompt": "funk",
        "seeds": [1, 2],
        "num_clips": 4,
        "power": 1.5,
        "ease": 0.5,
        "init": "music box",
        "end_init": None,
        "whole_bars": False,
        "strength": 0.6,
        "negative_prompt": "",
        "num_inference_steps": 8,
        "guidance_scale": 3.5,
        "scheduler": "Euler a",
        "quality": "best",
    }


def test_what_changes() -> None:
    ways = {c: arguments_from_values({**VALUES, "changes": c}) for c in ("both", "prompt", "seed")}
    assert [(way["end_prompt"], way["seeds"]) for way in ways.values()] == [
        ("funk", [1, 2]),
        ("funk", [1, 1]),
        (None, [1, 2]),
    ]


def test_lengths() -> None:
    assert arguments_from_values({**VALUES, "unit": "seconds", "length": 30})["seconds"] == 30
    assert arguments_from_values({**VALUES, "alphas": "0, .5 1"})["alphas"] == [0, 0.5, 1]
    with pytest.raises(ParameterError, match=r"The places on the way are '0, half'"):
        arguments_from_values({**VALUES, "alphas": "0, half"})


def test_without_a_start_no_strength_is_asked_for() -> None:
    assert arguments_from_values(VALUES)["strength"] is None


def test_an_own_file_goes_first_and_a_page_cannot_name_a_path() -> None:
    own = {**VALUES, "init": OWN_FILE, "init_file": "own.wav"}
    assert arguments_from_values(own)["init"] == "own.wav"
    assert arguments_from_values({**own, "init_file": None})["init"] is None
    with pytest.raises(ParameterError, match="The init clip is '/etc/passwd'"):
        arguments_from_values({**VALUES, "init": "/etc/passwd"})


def test_seeds_that_are_not_kept_are_drawn_anew() -> None:
    drawn = [arguments_from_values({**VALUES, "keep": False})["seeds"] for _ in range(3)]
    assert len({seed for seeds in drawn for seed in seeds}) == 6


@pytest.mark.parametrize("prompt", ["", "  ", None])
def test_no_prompt_is_refused(prompt: str | None) -> None:
    with pytest.raises(ParameterError, match="The prompt of A is empty"):
        arguments_from_values({**VALUES, "prompt": prompt})


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"end_prompt": None},
        {"seeds": [5, 5]},
        {"init": None, "end_init": None, "strength": None, "whole_bars": None},
        {"num_clips": None, "power": None, "ease": None, "alphas": [1 / 3]},
    ],
    ids=str,
)
def test_settings_come_back_from_controls_and_links(changed: dict[str, Any]) -> None:
    settings = {name: value for name, value in {**SETTINGS, **changed}.items() if value is not None}
    arguments = arguments_from_values({**VALUES, **values_from_settings(settings)})
    asked = {name: value for name, value in arguments.items() if value is not None}
    expected = {name: value for name, value in settings.items() if name != "task"}
    if "init" not in settings:
        asked.pop("whole_bars")
    assert asked == expected
    link = link_from_settings(settings)
    assert link is not None
    query = dict(parse_qsl(link.removeprefix("?"), keep_blank_values=True, strict_parsing=True))
    assert settings_from_query(query, task="interpolate") == expected
    assert settings_from_query(query) == {}


def test_own_files_have_to_be_given_again() -> None:
    settings = {**SETTINGS, "init": "own.wav"}
    assert lost_files(settings) == ["own.wav"]
    assert values_from_settings(settings)["init"] == ""
    assert lost_files(SETTINGS) == []
