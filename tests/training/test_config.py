"""riffdemo.training.config: memory that a process frees stays with it; half precision only where it is faster."""

from __future__ import annotations

import platform
import resource
import subprocess
import sys

import pytest
import torch

from riffdemo.training import config

COUNT_PAGES = """
import resource, torch
from riffdemo.training.config import keep_memory
{call}
for _ in range(32):  # until the heap has room
    torch.ones(2**24)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(8):
    torch.ones(2**24)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def pages_asked_for(call: str) -> int:
    command = [sys.executable, "-c", COUNT_PAGES.format(call=call)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_freed_memory_is_kept_for_the_next_layer() -> None:
    n_pages = 8 * 2**24 * 4 // resource.getpagesize()
    usual = pages_asked_for("")
    if usual < n_pages / 600:
        pytest.skip("this system gives large blocks in few pages")
    assert pages_asked_for("keep_memory()") < usual / 10


@pytest.mark.parametrize("fastest", [torch.float32, torch.bfloat16])
def test_a_cpu_works_in_what_it_is_fastest_in(fastest: torch.dtype, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "fastest_dtype", lambda: fastest)
    ones = torch.ones(2, 2)
    with config.mixed_precision(torch.device("cpu")):
        assert (ones @ ones).dtype == fastest
    assert config.working_dtype(torch.device("cuda")) == torch.bfloat16
