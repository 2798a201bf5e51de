"""Devices and number formats."""

from __future__ import annotations

import pytest
import torch

from riffdemo.engine import hardware
from riffdemo.engine.hardware import checked_device, checked_dtype, fastest_dtype, fastest_thread_count
from riffdemo.errors import ParameterError

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
    monkeypatch.setattr(hardware, "_seconds", lambda dtype: ratio if dtype == torch.float32 else 1.0)
    fastest_dtype.cache_clear()
    assert checked_dtype("auto", CPU) is expected
    fastest_dtype.cache_clear()


def test_the_measurement_runs_in_either_format() -> None:
    assert 0 < hardware._seconds(torch.float32) < 10
    assert 0 < hardware._seconds(torch.bfloat16) < 10


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ({4: 1.0, 2: 1.9, 1: 3.7}, 4),
        ({4: 1.0, 2: 0.8, 1: 1.0}, 4),
        ({4: 9.0, 2: 1.0, 1: 1.9}, 2),
        ({4: 9, 2: 9, 1: 1}, 1),
    ],
)
def test_fewer_threads_are_used_only_where_they_are_clearly_faster(
    monkeypatch: pytest.MonkeyPatch, seconds: dict[int, float], expected: int
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 4)
    monkeypatch.setattr(hardware, "_layer_seconds", lambda dtype, n: seconds[n])
    monkeypatch.setattr(torch, "set_num_threads", lambda n: None)
    assert fastest_thread_count(torch.float32) == expected


def test_a_chosen_number_of_threads_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    monkeypatch.setattr(hardware, "_layer_seconds", lambda dtype, n: pytest.fail("it measured"))
    assert fastest_thread_count(torch.float32) == torch.get_num_threads()


def test_measuring_threads_leaves_their_number_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    before = torch.get_num_threads()
    assert 1 <= fastest_thread_count(torch.float32) <= before
    assert torch.get_num_threads() == before
