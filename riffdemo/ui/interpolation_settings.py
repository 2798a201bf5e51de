"""Settings of an interpolation as values of the controls and as arguments of the task; see settings.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riffdemo.errors import ParameterError
from riffdemo.init_clips import init_clips
from riffdemo.ui.init_picker import init_from_values
from riffdemo.ui.settings import LINKED, random_seed, whole

_SAME = ("num_inference_steps", "guidance_scale", "scheduler", "quality")
_INITS = ("init", "end_init")


def arguments_from_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `interpolate` from the values of the controls.

    Raises:
        ParameterError: There is no prompt, or the alphas cannot be read.
    """
    if not (values["prompt"] or "").strip():
        raise ParameterError("The prompt of A is empty: say where it begins, or press the dice.")
    seeds = [_seed(values, name) for name in ("seed", "end_seed")]
    init = init_from_values(values)
    return {
        "prompt": values["prompt"],
        "end_prompt": None if values["changes"] == "seed" else (values["end_prompt"] or "").strip() or None,
        "seeds": [seeds[0], seeds[0]] if values["changes"] == "prompt" else seeds,
        **_way(values),
        "init": init,
        "end_init": init_from_values(values, "end_init"),
        "whole_bars": values["whole_bars"],
        "strength": values["strength"] if init else None,
        "negative_prompt": values["negative_prompt"] or "",
        **{name: values[name] for name in _SAME},
    }


def values_from_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the controls that make the piece with these settings again."""
    values = {name: settings[name] for name in LINKED["interpolate"] if settings.get(name) is not None}
    values |= {name: values.get(name, "") for name in ("end_prompt", "negative_prompt")}
    start, end = values.pop("seeds", [settings.get("seed", 0)] * 2)
    if "num_clips" in values:
        values |= {"length": values.pop("num_clips"), "unit": "clips"}
    bundled = {clip.name for clip in init_clips()}
    inits = {name: values.get(name) if values.get(name) in bundled else "" for name in _INITS}
    return {
        **values,
        **inits,
        "init_file": None,
        "end_init_file": None,
        "alphas": ", ".join(repr(alpha) for alpha in values.get("alphas", ())),
        "seed": start,
        "end_seed": end,
        "changes": "prompt" if start == end else "both" if values["end_prompt"] else "seed",
        "keep": True,
    }


def lost_files(settings: Mapping[str, Any]) -> list[str]:
    """Names of own files that a piece started from: they have to be given again."""
    bundled = {clip.name for clip in init_clips()}
    return [settings[name] for name in _INITS if settings.get(name) and settings[name] not in bundled]


def _seed(values: Mapping[str, Any], name: str) -> float:
    return whole(values[name]) if values["keep"] and values[name] is not None else random_seed()


def _way(values: Mapping[str, Any]) -> dict[str, Any]:
    places = (values["alphas"] or "").replace(",", " ").split()
    if places:
        try:
            return {"alphas": [float(place) for place in places]}
        except ValueError as error:
            raise ParameterError(
                f"The places on the way are {values['alphas']!r}: give numbers from 0 to 1, such as 0, 0.5, 1."
            ) from error
    length = "num_clips" if values["unit"] == "clips" else "seconds"
    return {length: values["length"], "power": values["power"], "ease": values["ease"]}
