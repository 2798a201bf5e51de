"""Which device, number format and how many threads are fastest on this machine: measured, not guessed."""

from __future__ import annotations

import os
import time
from functools import cache
from typing import Any

import torch
from torch import nn

from riffdemo.errors import ParameterError

DTYPES = ("float32", "bfloat16", "float16")

_REPEATS = 5
_WORTH_IT = 1.2  # how much faster half precision must be to give up digits for it
_LAYERS = 20
_CROWDED = 1.5  # how much faster fewer threads must be to give up the others


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


def fastest_thread_count(dtype: torch.dtype) -> int:
    """How many threads finish a UNet's small layers soonest on this CPU, as busy as it is now.

    After every layer the threads wait for each other. Where another process has one of the cores, all of them
    wait for it hundreds of times per step, and two threads can be twenty times faster than four. A number that
    was chosen through OMP_NUM_THREADS stays.
    """
    chosen = torch.get_num_threads()
    if "OMP_NUM_THREADS" in os.environ:
        return chosen
    best, best_seconds = chosen, _layer_seconds(dtype, chosen)
    for fewer in (chosen // 2, 1):
        seconds = _layer_seconds(dtype, fewer) if 0 < fewer < best else best_seconds
        if seconds < best_seconds / _CROWDED:
            best, best_seconds = fewer, seconds
    torch.set_num_threads(chosen)
    return best


@torch.inference_mode()
def _layer_seconds(dtype: torch.dtype, n_threads: int) -> float:
    """Time of a chain of convolutions of a small UNet's size."""
    torch.set_num_threads(n_threads)
    conv, image = _convolution(dtype, size=16)
    conv(image)
    started = time.perf_counter()
    for _ in range(_LAYERS):
        conv(image)
    return time.perf_counter() - started


@torch.inference_mode()
def _seconds(dtype: torch.dtype) -> float:
    """Best time of a convolution and a matrix product of a UNet's size, channels last."""
    conv, image = _convolution(dtype, size=32)
    linear = nn.Linear(256, 1024).to(dtype)
    times = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        linear(conv(image).permute(0, 2, 3, 1))
        times.append(time.perf_counter() - started)
    return min(times)


def _convolution(dtype: torch.dtype, *, size: int) -> tuple[Any, torch.Tensor]:
    conv: Any = nn.Conv2d(256, 256, 3, padding=1)
    conv.to(dtype=dtype, memory_format=torch.channels_last)
    image = torch.zeros(2, 256, size, size, dtype=dtype)
    return conv, image.contiguous(memory_format=torch.channels_last)
