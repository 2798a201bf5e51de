"""Settings in four forms: values of the controls, arguments of the task, settings of a clip, and a link.

values  --arguments_from_values-->  arguments  --text_to_audio-->  settings  --link_from_settings-->  link
   ^------------------- values_from_settings --------------------------'
   ^------------------- values_from_query ----------------------------------------------------------'
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from riffdemo.errors import ParameterError
from riffdemo.tasks.checks import MAX_SEED

Read = Callable[[str], Any]


def _switch(text: str) -> bool:
    return bool(int(text))


def _list(read: Read) -> Read:
    return lambda text: [read(part) for part in text.split(",")]


_PAINTING: dict[str, Read] = {
    "prompt": str,
    "negative_prompt": str,
    "num_inference_steps": int,
    "guidance_scale": float,
    "scheduler": str,
    "quality": str,
    "checkpoint": str,
}
LINKED: dict[str, dict[str, Read]] = {
    "text_to_audio": {**_PAINTING, "seed": int, "seconds": float, "loop": _switch},
    "interpolate": {
        **_PAINTING,
        "end_prompt": str,
        "seeds": _list(int),
        "num_clips": int,
        "power": float,
        "ease": float,
        "alphas": _list(float),
        "init": str,
        "end_init": str,
        "whole_bars": _switch,
        "strength": float,
    },
}
"""What a link of each task carries, and how it is read."""

_TEXT = "text_to_audio"


def arguments_from_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `text_to_audio` from the values of the controls.

    Raises:
        ParameterError: There is no prompt.
    """
    if not (values["prompt"] or "").strip():
        raise ParameterError("The prompt is empty: say what you want to hear, or press the dice.")
    same = ("prompt", "num_inference_steps", "guidance_scale", "scheduler", "loop", "quality")
    arguments = {name: values[name] for name in same}
    if values["unit"] == "bars":
        arguments["bars"] = round(values["length"])
    else:
        arguments["seconds"] = values["length"]
    return {
        **arguments,
        "negative_prompt": values["negative_prompt"] or "",
        "num_variations": values["num_variations"],
        "seed": whole(values["seed"]) if values["keep"] and values["seed"] is not None else random_seed(),
    }


def values_from_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the controls that make the clip with these settings again."""
    values = {name: settings[name] for name in LINKED[_TEXT] if settings.get(name) is not None}
    if "seconds" in values:
        values |= {"length": values.pop("seconds"), "unit": "seconds"}
    return {**values, "keep": True, "num_variations": 1}


def link_from_settings(settings: Mapping[str, Any]) -> str | None:
    """The query of an address that makes the same clip again; None where no prompt made it."""
    if "prompt" not in settings:
        return None
    task = str(settings.get("task"))
    task = task if task in LINKED else _TEXT
    known = {name: _written(settings[name]) for name in LINKED[task] if settings.get(name) is not None}
    return "?" + urlencode(known if task == _TEXT else {"task": task, **known})


def settings_from_query(query: Mapping[str, str], *, task: str = _TEXT) -> dict[str, Any]:
    """What a link asks a task for; empty without a prompt or for another task. Other names are ignored.

    Raises:
        ParameterError: A value cannot be read.
    """
    if "prompt" not in query or query.get("task", _TEXT) != task:
        return {}
    return {name: _read(name, query[name], LINKED[task][name]) for name in LINKED[task] if name in query}


def random_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(MAX_SEED + 1)


def whole(number: float) -> float:
    """42.0 from a number box is the seed 42; other fractions stay, and are refused by the task."""
    return int(number) if number == int(number) else number


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return int(value) if isinstance(value, bool) else value


def _read(name: str, text: str, read: Read) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise ParameterError(f"The link says {name} = {text!r}, which cannot be read: correct it.") from error
