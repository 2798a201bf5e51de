"""riffdemo.training.config: memory that a process frees stays with it."""

from __future__ import annotations

import platform
import resource
import subprocess
import sys

import pytest

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
