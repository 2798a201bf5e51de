"""riffdemo.training.toy: a velocity by hand, a training that ends on the moons, distances by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from riffdemo import toy
from riffdemo.training import toy as training


def test_the_loss_is_the_squared_error_of_the_velocity() -> None:
    class Fixed(training.Denoiser):
        def forward(self, noisy: torch.Tensor, signal: torch.Tensor) -> torch.Tensor:
            torch.testing.assert_close(noisy, torch.tensor([[0.6 * 1 + 0.8 * 2, 0.6 * 3 + 0.8 * 4]]))
            return torch.zeros_like(noisy)

    clean, noise = torch.tensor([[1.0, 3.0]]), torch.tensor([[2.0, 4.0]])
    loss = training.velocity_loss(Fixed(), clean, noise, torch.tensor([[0.6]]))
    assert float(loss) == pytest.approx(((0.6 * 2 - 0.8 * 1) ** 2 + (0.6 * 4 - 0.8 * 3) ** 2) / 2)


def test_training_draws_the_moons() -> None:
    moons = toy.two_moons(500)
    learned = training.train(moons, n_steps=400, show_at=(0, 400))
    early, late = (np.median(training.distances(learned.results[step], moons)) for step in (0, 400))
    assert late < 0.1 < early
    assert np.mean(learned.losses[-50:]) < np.mean(learned.losses[:50]) - 0.05
    assert training.train(moons, n_steps=1).losses == learned.losses[:1]


def test_distances_are_to_the_nearest() -> None:
    found = training.distances(np.array([[0.0, 0.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [3.0, 1.0]]))
    np.testing.assert_allclose(found, [2, 1])
