"""What the two training scripts share: options from the command line, the right precision, logs, checkpoints.

Explained in notebook 08.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

import torch

from riffdemo.engine.hardware import fastest_dtype

Config = TypeVar("Config")
_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4  # malloc.h


def config_from_args(config_class: type[Config], argv: list[str] | None, description: str) -> Config:
    """A config dataclass from command-line options: every field is an option of the same name.

    Args:
        config_class: A dataclass whose fields have defaults of type int, float, str or Path.
        argv: The words of the command line, None for the process's own.
        description: First line of the help.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    for field in fields(config_class):  # type: ignore[arg-type]
        parser.add_argument(
            f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default, help=" "
        )
    return config_class(**vars(parser.parse_args(argv)))


def training_device() -> torch.device:
    """The GPU where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def keep_memory() -> None:
    """Let the process keep the memory that it frees, on Linux: each layer asks for the same large blocks again.

    The C library gives large blocks back to the system at once and gets them back page by page, full of zeros: up to
    half of the time of a training step on a CPU. It changes nothing where the library is another one.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_MMAP_MAX, 0)  # no block outside the heap
        mallopt(_M_TRIM_THRESHOLD, -1)  # and the heap never shrinks


def working_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 on a GPU and on CPUs that are faster in it; on others it takes up to twenty times as long."""
    return fastest_dtype() if device.type == "cpu" else torch.bfloat16


def mixed_precision(device: torch.device) -> torch.autocast:
    """Convolutions and matrix products in `working_dtype`."""
    return torch.autocast(device.type, torch.bfloat16, enabled=working_dtype(device) == torch.bfloat16)


def step_generator(device: torch.device, seed: int, step: int) -> torch.Generator:
    """All randomness of one step: a function of the seed and the step, so that resuming needs no stored state."""
    return torch.Generator(device).manual_seed(seed * 1_000_003 + step)


def learning_rate_factor(step: int, n_steps: int, *, warmup: int = 100, decay: float = 0.3) -> float:
    """Rise over `warmup` steps, stay at 1, fall linearly to 0 over the last `decay` of all steps."""
    return min(1.0, (step + 1) / warmup, (n_steps - step) / (decay * n_steps))


def save_state(state: dict[str, Any], path: Path) -> None:
    """Write a training state so that a crash leaves either the old or the new one."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def load_state(path: Path, device: torch.device) -> dict[str, Any] | None:
    """The training state at `path`, None where there is none yet."""
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    return state


def append_log(path: Path, **values: float) -> None:
    """One line of JSON per report: read it with `pandas.read_json(path, lines=True)`."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(values) + "\n")


def save_config(config: Any, path: Path) -> None:
    """The options of a run beside its results."""
    path.write_text(json.dumps(asdict(config), indent=2, default=str) + "\n", encoding="utf-8")
