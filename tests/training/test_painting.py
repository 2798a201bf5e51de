"""riffdemo.training.painting: the steps that are to learn do, and they are those in which a painting takes form."""

from __future__ import annotations

import torch

from riffdemo.training.painting import drawn_steps, painted_latents


def test_only_corrected_steps_learn() -> None:
    asked: list[bool] = []

    class Unet(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.gain = torch.nn.Parameter(torch.tensor(0.1))

        def forward(self, latents: torch.Tensor, _: torch.Tensor, text: torch.Tensor) -> Unet:
            asked.append(torch.is_grad_enabled())
            self.sample = self.gain * latents * text
            return self

    noise, unet = torch.randn(1, 1, 2, 2), Unet()
    text, empty = torch.ones(1, 1, 1, 1), torch.zeros(1, 1, 1, 1)
    painted_latents(unet, noise, text, empty, corrected={1, 6}).sum().backward()
    assert [number for number, learns in enumerate(asked[1::2]) if learns] == [1, 6]
    assert not any(asked[::2])
    assert unet.gain.grad is not None


def test_steps_are_corrected_while_a_painting_takes_form() -> None:
    draws = [drawn_steps(5, 8, torch.Generator().manual_seed(seed)) for seed in range(20)]
    assert all(steps == set(range(5)) for steps in draws)
    draws = [drawn_steps(2, 8, torch.Generator().manual_seed(seed)) for seed in range(40)]
    assert all(len(steps) == 2 for steps in draws if 2 not in steps)
    assert set.union(*draws) == set(range(5))
