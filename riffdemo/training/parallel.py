"""Several processes share the work of one training step: each takes a part of the batch, then they average gradients.

    torchrun --nproc-per-node 2 -m riffdemo.training.train_unet ...

One process per GPU, or one process of a single thread per CPU core: on a busy computer that is faster than one
process of many threads, which wait for each other at every layer.

Explained in notebook 08.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed


@dataclass(frozen=True)
class Worker:
    """This process's place among `n_workers`: 0 is the one that writes files."""

    rank: int = 0
    n_workers: int = 1

    @property
    def share(self) -> slice:
        """This worker's rows of a batch."""
        return slice(self.rank, None, self.n_workers)

    @contextmanager
    def first(self) -> Iterator[None]:
        """Worker 0 goes first, the others find what it left on disk."""
        if self.n_workers > 1 and self.rank > 0:
            torch.distributed.barrier()
        yield
        if self.n_workers > 1 and self.rank == 0:
            torch.distributed.barrier()

    def has(self, number: int) -> bool:
        """Whether this worker does the task of that number, where each is for one worker alone."""
        return number % self.n_workers == self.rank

    def average_gradients(self, model: torch.nn.Module) -> None:
        """Give every worker the mean of all gradients."""
        gradients = [weight.grad for weight in model.parameters() if weight.grad is not None]
        self.add_up(gradients)
        for gradient in gradients:
            gradient.div_(self.n_workers)

    def add_up(self, tensors: Sequence[torch.Tensor]) -> None:
        """Put into every worker's tensors the sums over all workers, in one message."""
        if self.n_workers > 1:
            message = torch.cat([tensor.flatten() for tensor in tensors])
            torch.distributed.all_reduce(message)
            parts = torch.split(message, [tensor.numel() for tensor in tensors])
            for tensor, part in zip(tensors, parts, strict=True):
                tensor.copy_(part.view_as(tensor))


def joined_worker() -> Worker:
    """This process as torchrun started it; a lone worker without torchrun."""
    n_workers = int(os.environ.get("WORLD_SIZE", "1"))
    if n_workers == 1:
        return Worker()
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    torch.distributed.init_process_group()
    return Worker(torch.distributed.get_rank(), n_workers)
