"""Settings of the tasks from sound to sound as values of the controls and as arguments; see settings.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riffdemo.errors import ParameterError
from riffdemo.init_clips import init_clips
from riffdemo.limits import Limits
from riffdemo.ui.init_picker import init_from_values
from riffdemo.ui.settings import random_seed, whole

EXTEND = "extend"
_SAME = ("num_inference_steps", "guidance_scale", "scheduler", "quality")
_RESTORED = (*_SAME, "prompt", "negative_prompt", "seed", "strength", "start", "left", "right", "checkpoint")
CHANNELS = {"source": None, "mono": False, "stereo": True}


def arguments_from_values(values: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Arguments of `audio_to_audio`, or of `extend`, from the values of the controls.

    Raises:
        ParameterError: There is no prompt or no source.
    """
    source = init_from_values(values)
    if source is None:
        raise ParameterError("There is no sound to start from: pick a loop, drop a file or record.")
    if not (values["prompt"] or "").strip():
        raise ParameterError("The prompt is empty: say what it is to become.")
    arguments = {
        "source": source,
        "prompt": values["prompt"],
        "negative_prompt": values["negative_prompt"] or "",
        "seed": whole(values["seed"]) if values["keep"] and values["seed"] is not None else random_seed(),
        "stereo": CHANNELS[values["channels"]],
        **{name: values[name] for name in _SAME},
    }
    if values["task"] == EXTEND:
        return {**arguments, "left": values["left"], "right": values["right"]}
    return {
        **arguments,
        "end_prompt": (values["end_prompt"] or "").strip() or None,
        "strength": values["strength"],
        "start": values["start"] or 0.0,
        "seconds": part_seconds(values["length"], limits),
        "mask": (values["painter"] or {}).get("mask") or None,
    }


def part_seconds(length: float | None, limits: Limits) -> float:
    """How much of a source is painted (s): what was asked for, or all that is allowed."""
    return min(length or limits.max_sweep_seconds, limits.max_sweep_seconds)


def values_from_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the controls that make the clip with these settings again, but for an own source."""
    bundled = {clip.name for clip in init_clips()}
    values = {name: settings[name] for name in _RESTORED if settings.get(name) is not None}
    if settings.get("source") in bundled:
        values |= {"init": settings["source"], "init_file": None}
    return {
        **values,
        "task": EXTEND if settings.get("task") == EXTEND else "audio_to_audio",
        "end_prompt": settings.get("end_prompt", ""),
        "length": settings.get("seconds"),
        "channels": "stereo" if settings.get("stereo") else "mono",
        "painter": {"mask": settings.get("mask", "")},
        "keep": True,
    }


def lost_file(settings: Mapping[str, Any]) -> str | None:
    """Name of an own file that the clip was made from: it has to be given again."""
    source = settings.get("source")
    return None if source is None or source in {clip.name for clip in init_clips()} else str(source)
