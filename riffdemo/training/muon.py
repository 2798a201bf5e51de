"""Muon: steps of gradient descent that turn every weight matrix as a whole.

AdamW scales the step of each weight by itself. What a batch has to say about a matrix lies mostly along a few
directions; they drown what it says along the others, such as about a rare instrument. Muon makes the step equally
long along all of them: it replaces the matrix of the averaged gradient by the nearest one whose singular values are
all 1.

Jordan and others 2024, "Muon: An optimizer for hidden layers in neural networks". The length of a step is that of
Liu and others 2025, "Muon is Scalable for LLM Training", arXiv:2502.16982: what AdamW's would be, so that both take
the same learning rate.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn

from riffdemo.training.config import working_dtype
from riffdemo.training.parallel import Worker

_ITERATION = (3.4445, -4.7750, 2.0315)  # Jordan's polynomial: takes singular values close to 1 in five rounds
_N_ITERATIONS = 5
_USUAL_STEP = 0.2  # of a weight in AdamW, as a share of the learning rate
_FIRST_AND_LAST = ("conv_in", "conv_out", "time_embedding", "add_embedding")


def split_weights(unet: nn.Module) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """The matrices (and kernels) between a UNet's first and last layers, and all other weights."""
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, weight in unet.named_parameters():
        inside = weight.ndim > 1 and not name.startswith(_FIRST_AND_LAST)
        (matrices if inside else others).append(weight)
    return matrices, others


def orthogonalized(matrix: torch.Tensor) -> torch.Tensor:
    """About the nearest matrix with singular values of 1, by Newton and Schulz's iteration; few digits are enough.

    Args:
        matrix: (rows, columns), or a kernel (rows, ...), which counts as a matrix of one row per output channel.
    """
    flat = matrix.flatten(1).to(working_dtype(matrix.device))
    tall = flat.shape[0] > flat.shape[1]
    x = flat.T if tall else flat
    x = x / (x.norm() + 1e-7)
    first, third, fifth = _ITERATION
    for _ in range(_N_ITERATIONS):
        square = x @ x.T
        x = first * x + (third * square + fifth * square @ square) @ x
    return (x.T if tall else x).reshape(matrix.shape).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    """The optimizer, for matrices and kernels alone.

    Args:
        weights: Of two dimensions or more.
        lr: Learning rate, as AdamW's.
        momentum: How much of the mean of the gradients is kept at each step.
        weight_decay: As AdamW's.
        worker: This process among those that share the work; each makes its part of the steps.
    """

    def __init__(
        self,
        weights: Iterable[nn.Parameter],
        *,
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.01,
        worker: Worker | None = None,
    ) -> None:
        super().__init__(weights, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        self.worker = worker or Worker()

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """One step, from gradients that are the same for all workers."""
        for group in self.param_groups:
            weights = [weight for weight in group["params"] if weight.grad is not None]
            gradients = [self._with_momentum(weight, group["momentum"]) for weight in weights]
            turned = [
                orthogonalized(gradient) if self.worker.has(number) else torch.zeros_like(gradient)
                for number, gradient in enumerate(gradients)
            ]
            self.worker.add_up(turned)
            for weight, direction in zip(weights, turned, strict=True):
                length = _USUAL_STEP * max(len(weight), weight[0].numel()) ** 0.5
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.sub_(direction, alpha=group["lr"] * length)

    def _with_momentum(self, weight: nn.Parameter, momentum: float) -> torch.Tensor:
        """The gradient with Nesterov's momentum: its running mean, as if the gradient of now came once more."""
        assert weight.grad is not None
        state = self.state[weight]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(weight)
        mean: torch.Tensor = state["momentum_buffer"].lerp_(weight.grad, 1 - momentum)
        return weight.grad.lerp(mean, momentum)
