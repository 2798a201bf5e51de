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

# What a link carries, and how it is read
_LINKED: dict[str, Callable[[str], Any]] = {
    "prompt": str,
    "negative_prompt": str,
    "seed": int,
    "num_inference_steps": int,
    "guidance_scale": float,
    "scheduler": str,
    "seconds": float,
    "loop": lambda text: bool(int(text)),
    "quality": str,
    "checkpoint": str,
}


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
        "seed": _whole(values["seed"]) if values["keep"] and values["seed"] is not None else random_seed(),
    }


def values_from_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the controls that make the clip with these settings again."""
    values = {name: settings[name] for name in _LINKED if settings.get(name) is not None}
    if "seconds" in values:
        values |= {"length": values.pop("seconds"), "unit": "seconds"}
    return {**values, "keep": True, "num_variations": 1}


def link_from_settings(settings: Mapping[str, Any]) -> str | None:
    """The query of an address that makes the same clip again; None where no prompt made it."""
    if "prompt" not in settings:
        return None
    known = {name: settings[name] for name in _LINKED if settings.get(name) is not None}
    return "?" + urlencode({name: int(v) if isinstance(v, bool) else v for name, v in known.items()})


def settings_from_query(query: Mapping[str, str]) -> dict[str, Any]:
    """What a link asks for; empty without a prompt. Names of other things are ignored.

    Raises:
        ParameterError: A value cannot be read.
    """
    if "prompt" not in query:
        return {}
    return {name: _read(name, query[name]) for name in _LINKED if name in query}


def random_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(MAX_SEED + 1)


def _whole(number: float) -> float:
    """42.0 from a number box is the seed 42; other fractions stay, and are refused by the task."""
    return int(number) if number == int(number) else number


def _read(name: str, text: str) -> Any:
    try:
        return _LINKED[name](text)
    except ValueError as error:
        raise ParameterError(f"The link says {name} = {text!r}, which cannot be read: correct it.") from error
