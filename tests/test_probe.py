"""Devices and number formats."""

from __future__ import annotations

import pytest
import torch

from riffdemo import probe
from riffdemo.errors import ParameterError
from riffdemo.probe import checked_device, checked_dtype, fastest_dtype

CPU, CUDA = torch.device("cpu"), torch.device("cuda")


@pytest.fixture
def only_a_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


@pytest.mark.usefixtures("only_a_cpu")
def test_auto_takes_the_cpu_where_there_is_nothing_else() -> None:
    assert checked_device("auto") == checked_device("cpu") == CPU
    for name in ("cuda", "cuda:1", "mps", "tpu", ""):
        with pytest.raises(ParameterError, match="this machine has auto, cpu"):
            checked_device(name)


def test_auto_takes_a_gpu_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert checked_device("auto") == CUDA
    assert checked_device("cuda:1") == torch.device("cuda:1")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert checked_device("auto") == torch.device("mps")


def test_formats_by_name() -> None:
    assert checked_dtype("bfloat16", CPU) is torch.bfloat16
    assert checked_dtype("float16", CUDA) is torch.float16
    assert checked_dtype("auto", CUDA) is torch.float16
    assert checked_dtype("auto", torch.device("mps")) is torch.float32
    for name in ("float16", "int8", "half"):
        with pytest.raises(ParameterError, match="give 'auto' or 'float32', 'bfloat16'"):
            checked_dtype(name, CPU)


@pytest.mark.parametrize(
    ("ratio", "expected"), [(0.5, torch.float32), (1.1, torch.float32), (3.0, torch.bfloat16)]
)
def test_auto_on_a_cpu_is_what_was_measured_to_be_faster(
    monkeypatch: pytest.MonkeyPatch, ratio: float, expected: torch.dtype
) -> None:
    monkeypatch.setattr(probe, "_seconds", lambda dtype: ratio if dtype == torch.float32 else 1.0)
    fastest_dtype.cache_clear()
    assert checked_dtype("auto", CPU) is expected
    fastest_dtype.cache_clear()


def test_the_measurement_runs_in_either_format() -> None:
    assert 0 < probe._seconds(torch.float32) < 10
    assert 0 < probe._seconds(torch.bfloat16) < 10
