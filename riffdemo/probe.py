"""Which number format is fastest on this chip: measured, not guessed."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

import torch
from torch import nn

from riffdemo.errors import ParameterError

DTYPES = ("float32", "bfloat16", "float16")

_REPEATS = 5
_WORTH_IT = 1.2  # how much faster half precision must be to give up digits for it


def checked_device(device: str) -> torch.device:
    """The device of that name; "auto" takes a CUDA GPU, an Apple GPU or the CPU, whichever comes first.

    Raises:
        ParameterError: This machine has no such device.
    """
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    if device == "auto":
        return torch.device("cuda" if cuda else "mps" if mps else "cpu")
    kind = device.partition(":")[0]
    if kind not in ("cpu", *["cuda"] * cuda, *["mps"] * mps):
        here = ", ".join(["auto", *["cuda"] * cuda, *["mps"] * mps, "cpu"])
        raise ParameterError(f"device is {device!r}: this machine has {here}.")
    return torch.device(device)


def checked_dtype(dtype: str, device: torch.device) -> torch.dtype:
    """The number format of that name; "auto" takes float16 on CUDA and what is fastest on a CPU.

    Raises:
        ParameterError: There is no such format, or the device is not made for it.
    """
    if dtype == "auto":
        if device.type == "cpu":
            return fastest_dtype()
        return torch.float16 if device.type == "cuda" else torch.float32
    if dtype not in DTYPES or (dtype == "float16" and device.type == "cpu"):
        here = DTYPES[:2] if device.type == "cpu" else DTYPES
        raise ParameterError(f"dtype is {dtype!r}: give 'auto' or {', '.join(map(repr, here))}.")
    chosen: torch.dtype = getattr(torch, dtype)
    return chosen


@cache
def fastest_dtype() -> torch.dtype:
    """bfloat16 where this CPU convolves and multiplies clearly faster in it (AMX, AVX512-BF16), else float32."""
    full, half = _seconds(torch.float32), _seconds(torch.bfloat16)
    return torch.bfloat16 if full / half > _WORTH_IT else torch.float32


@torch.inference_mode()
def _seconds(dtype: torch.dtype) -> float:
    """Best time of a convolution and a matrix product of a UNet's size, channels last."""
    conv: Any = nn.Conv2d(256, 256, 3, padding=1)
    conv.to(dtype=dtype, memory_format=torch.channels_last)
    linear = nn.Linear(256, 1024).to(dtype)
    image = torch.zeros(2, 256, 32, 32, dtype=dtype).contiguous(memory_format=torch.channels_last)
    times = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        linear(conv(image).permute(0, 2, 3, 1))
        times.append(time.perf_counter() - started)
    return min(times)
