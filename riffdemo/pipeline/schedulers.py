"""The ways from noise to a picture that diffusers offers, by the names that people know them by.

Explained in notebook 06.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riffdemo.errors import ParameterError

_CLASSES: dict[str, tuple[str, dict[str, Any]]] = {
    "DPM++ 2M": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++", "solver_order": 2}),
    "Euler": ("EulerDiscreteScheduler", {}),
    "Euler a": ("EulerAncestralDiscreteScheduler", {}),
    "DDIM": ("DDIMScheduler", {"clip_sample": False, "set_alpha_to_one": False}),
    "PNDM": ("PNDMScheduler", {"skip_prk_steps": True, "set_alpha_to_one": False}),
    "UniPC": ("UniPCMultistepScheduler", {}),
}

SCHEDULERS = tuple(_CLASSES)
"""Names of the schedulers. All but "Euler a" draw no noise on the way."""


def scheduler_from_name(name: str, config: Mapping[str, Any]) -> Any:
    """A fresh scheduler with a checkpoint's noise schedule.

    Args:
        name: One of `SCHEDULERS`.
        config: The configuration of the checkpoint's own scheduler.

    Raises:
        ParameterError: There is no scheduler of that name.
    """
    import diffusers

    if name not in _CLASSES:
        raise ParameterError(f"scheduler is {name!r}: give one of {', '.join(map(repr, SCHEDULERS))}.")
    class_name, options = _CLASSES[name]
    return getattr(diffusers, class_name).from_config(config, **options)
