"""Loops compiled by numba and spread over the threads that torch is allowed to use.

Threads come from a pool of our own: numba's parallel loops abort the process when two Python threads, such as two
visitors of the app, enter them at once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, wraps
from typing import Any, TypeVar, cast

import numba
import torch

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function on its first call; the machine code is kept on disk for the next start."""
    return cast(Function, numba.njit(cache=True, nogil=True, fastmath=True)(function))


def compiled_in_parts(function: Callable[..., None]) -> Callable[..., None]:
    """Compile `function(*args, first, last)`; call the result with the length of the range before `args`."""
    compiled_function = compiled(function)

    @wraps(function)
    def run(n_items: int, *args: Any) -> None:
        n_parts = torch.get_num_threads()
        edges = [n_items * i // n_parts for i in range(n_parts + 1)]
        in_parallel(lambda i: compiled_function(*args, edges[i], edges[i + 1]), n_parts)

    return run


def in_parallel(task: Callable[[int], None], n_tasks: int) -> None:
    """Run task(0) .. task(n_tasks - 1), the first one on the calling thread."""
    waiting = [_pool().submit(task, i) for i in range(1, n_tasks)]
    task(0)
    for future in waiting:
        future.result()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(thread_name_prefix="riffdemo")
