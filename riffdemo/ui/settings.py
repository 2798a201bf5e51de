"""Settings as links and back: what a clip was made with, in an address that makes it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

LINKED = (
    "prompt",
    "negative_prompt",
    "seed",
    "num_inference_steps",
    "guidance_scale",
    "scheduler",
    "seconds",
    "bars",
    "loop",
    "quality",
    "checkpoint",
)


def link_from_settings(settings: Mapping[str, Any]) -> str | None:
    """The query of an address that makes the same clip again; None where no prompt made it."""
    if "prompt" not in settings:
        return None
    known = {name: settings[name] for name in LINKED if settings.get(name) is not None}
    return "?" + urlencode({name: _text(value) for name, value in known.items()})


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
