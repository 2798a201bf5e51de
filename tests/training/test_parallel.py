"""riffdemo.training.parallel: what workers send each other arrives where it belongs."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from riffdemo.training.parallel import Worker


def test_gradients_of_two_workers_are_averaged(monkeypatch: pytest.MonkeyPatch) -> None:
    model = nn.Sequential(nn.Conv2d(2, 3, 3), nn.Conv2d(3, 1, 1)).to(memory_format=torch.channels_last)
    ours, theirs = ([torch.randn_like(weight) for weight in model.parameters()] for _ in range(2))
    for weight, gradient in zip(model.parameters(), ours, strict=True):
        weight.grad = gradient.clone()

    def all_reduce(message: torch.Tensor) -> None:
        message.add_(torch.cat([gradient.flatten() for gradient in theirs]))

    monkeypatch.setattr("torch.distributed.all_reduce", all_reduce)
    Worker(0, 2).average_gradients(model)
    for weight, one, other in zip(model.parameters(), ours, theirs, strict=True):
        torch.testing.assert_close(weight.grad, (one + other) / 2)


def test_every_task_is_one_workers() -> None:
    workers = [Worker(rank, 3) for rank in range(3)]
    assert all(sum(worker.has(number) for worker in workers) == 1 for number in range(7))
