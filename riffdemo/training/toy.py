"""A diffusion model that is trained in seconds: its pictures are two numbers, its network has three layers.

Explained in notebook 08.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from riffdemo.toy import FloatArray

Loss = Callable[["Denoiser", torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
"""Of a model, clean points (n, 2), noise (n, 2) and the signal's amplitudes (n, 1), what to make small."""


class Denoiser(nn.Module):
    """Says the velocity v = a noise - s clean of noisy points, given the signal's amplitude a; s**2 = 1 - a**2."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(16, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, 2)
        )

    def forward(self, noisy: torch.Tensor, signal: torch.Tensor) -> torch.Tensor:
        """(n, 2) of (n, 2) and (n, 1)."""
        waves = [wave(scale * noisy) for scale in (1, 2, 4) for wave in (torch.sin, torch.cos)]
        out: torch.Tensor = self.layers(torch.cat([noisy, *waves, signal, (1 - signal**2).sqrt()], dim=1))
        return out


@dataclass(frozen=True)
class Learned:
    """What came of a training.

    Attributes:
        model: At the end.
        losses: One of every step.
        results: Points that it painted on the way, (n, 2), by step.
    """

    model: Denoiser
    losses: list[float]
    results: dict[int, FloatArray]


def velocity_loss(
    model: Denoiser, clean: torch.Tensor, noise: torch.Tensor, signal: torch.Tensor
) -> torch.Tensor:
    """Mean squared error of the velocity, see `riffdemo.training.diffusion.velocity_loss`."""
    rest = (1 - signal**2).sqrt()
    velocity = model(signal * clean + rest * noise, signal)
    return (velocity - (signal * noise - rest * clean)).square().mean()


def train(
    points: FloatArray,
    *,
    loss: Loss = velocity_loss,
    n_steps: int = 1_000,
    show_at: Sequence[int] = (),
    batch_size: int = 256,
    seed: int = 0,
) -> Learned:
    """A denoiser of `points` (n, 2), and what it paints after each of the steps `show_at`."""
    clean_points = torch.tensor(points, dtype=torch.float32)
    draw = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Denoiser()
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
    losses, results = [], {}
    for step in range(n_steps + 1):
        if step in show_at:
            results[step] = painted(model, seed=seed)
        if step == n_steps:
            break
        clean = clean_points[torch.randint(len(points), (batch_size,), generator=draw)]
        noise = torch.randn(clean.shape, generator=draw)
        signal = torch.sin(math.pi / 2 * torch.rand(batch_size, 1, generator=draw))
        error = loss(model, clean, noise, signal)
        optimizer.zero_grad()
        error.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        losses.append(float(error.detach()))
    return Learned(model, losses, results)


@torch.no_grad()
def painted(model: Denoiser, *, n: int = 200, n_steps: int = 30, seed: int = 0) -> FloatArray:
    """Points (n, 2) of seeded noise, by DDIM steps of the noise's angle."""
    x = torch.randn(n, 2, generator=torch.Generator().manual_seed(seed))
    angles = torch.linspace(0, math.pi / 2, n_steps + 1)
    for now, then in pairwise(angles):
        velocity = model(x, now.sin().expand(n, 1))
        clean, noise = now.sin() * x - now.cos() * velocity, now.cos() * x + now.sin() * velocity
        x = then.sin() * clean + then.cos() * noise
    return np.asarray(x.double())


def distances(points: FloatArray, others: FloatArray) -> FloatArray:
    """How far each of `points` (n, 2) is from the nearest of `others`, (n,)."""
    return np.asarray(np.linalg.norm(points[:, None] - others[None], axis=2).min(axis=1))
