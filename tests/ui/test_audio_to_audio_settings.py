"""From controls to arguments and back."""

from __future__ import annotations

from typing import Any

import pytest

from riffdemo.errors import ParameterError
from riffdemo.limits import HOME, HOSTED
from riffdemo.ui.audio_to_audio_settings import arguments_from_values, lost_file, values_from_settings

VALUES: dict[str, Any] = {
    "task": "audio_to_audio",
    "init": None,
    "init_file": "/uploads/song.wav",
    "prompt": "bells",
    "end_prompt": " ",
    "negative_prompt": None,
    "strength": 0.3,
    "start": None,
    "length": None,
    "channels": "mono",
    "painter": None,
    "left": 1.0,
    "right": 2.0,
    "seed": 42.0,
    "keep": True,
    "num_inference_steps": 8,
    "guidance_scale": 3.5,
    "scheduler": "DDIM",
    "quality": "fast",
}
COMMON: dict[str, Any] = {
    "source": "/uploads/song.wav",
    "prompt": "bells",
    "negative_prompt": "",
    "seed": 42,
    "stereo": False,
    "num_inference_steps": 8,
    "guidance_scale": 3.5,
    "scheduler": "DDIM",
    "quality": "fast",
}


def test_each_task_gets_its_own_arguments() -> None:
    again = {**COMMON, "end_prompt": None, "strength": 0.3, "start": 0.0, "seconds": 600.0, "mask": None}
    assert arguments_from_values(VALUES, HOME) == again
    assert arguments_from_values({**VALUES, "task": "extend"}, HOME) == {**COMMON, "left": 1.0, "right": 2.0}


def test_what_is_filled_in_counts() -> None:
    filled = {
        **VALUES,
        "end_prompt": "funk",
        "start": 1.5,
        "length": 90.0,
        "painter": {"card": {}, "mask": "data:x"},
    }
    arguments = arguments_from_values(
        {**filled, "init_file": None, "init": "drum break", "keep": False}, HOSTED
    )
    assert arguments["source"] == "drum break"
    assert (arguments["end_prompt"], arguments["start"], arguments["mask"]) == ("funk", 1.5, "data:x")
    assert arguments["seconds"] == HOSTED.max_sweep_seconds
    assert isinstance(arguments["seed"], int)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"init_file": None}, "no sound to start from"), ({"prompt": " "}, "prompt is empty")],
)
def test_what_is_missing_is_told(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        arguments_from_values({**VALUES, **change}, HOME)


def test_settings_fill_the_controls_again() -> None:
    settings = {
        **{name: COMMON[name] for name in ("prompt", "seed", "num_inference_steps", "scheduler", "quality")},
        "task": "audio_to_audio",
        "source": "funk groove",
        "strength": 0.3,
        "start": 1.0,
        "seconds": 2.5,
        "stereo": True,
        "mask": "data:x",
    }
    values = values_from_settings(settings)
    assert (values["init"], values["init_file"]) == ("funk groove", None)
    arguments = arguments_from_values({**VALUES, **values}, HOME)
    expected = {**settings, "mask": "data:x"}
    del expected["task"]
    assert {name: arguments[name] for name in expected} == expected
    assert lost_file(settings) is None
    assert lost_file({**settings, "source": "song.wav"}) == "song.wav"
    assert "init" not in values_from_settings({**settings, "source": "song.wav"})
