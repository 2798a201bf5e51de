"""riffdemo.training.muon: steps are orthogonal matrices, whoever makes them."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from riffdemo.training.diffusion import new_unet
from riffdemo.training.muon import Muon, orthogonalized, split_weights
from riffdemo.training.parallel import Worker


def random_matrix(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("shape", [(32, 80), (80, 32), (48, 48)])
def test_the_orthogonal_matrix_is_that_of_the_singular_vectors(shape: tuple[int, int]) -> None:
    matrix = random_matrix(*shape)
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    found = orthogonalized(matrix)
    assert float(nn.functional.cosine_similarity(found.flatten(), (left @ right).flatten(), dim=0)) > 0.95
    values = torch.linalg.svdvals(found)
    assert float(values.median()) == pytest.approx(1, abs=0.35)  # the iteration is content with .68 to 1.13
    assert float(values.max()) < 1.35


def test_a_kernel_counts_as_a_matrix_of_one_row_per_output_channel() -> None:
    kernel = random_matrix(16, 8, 3, 3)
    torch.testing.assert_close(orthogonalized(kernel).flatten(1), orthogonalized(kernel.flatten(1)))


def test_a_kernel_may_lie_in_memory_channels_last() -> None:
    kernel = random_matrix(16, 8, 3, 3)
    turned = orthogonalized(kernel.to(memory_format=torch.channels_last))
    torch.testing.assert_close(turned, orthogonalized(kernel), atol=0.02, rtol=0)


def test_a_step_is_as_long_as_one_of_adamw() -> None:
    weight = nn.Parameter(torch.zeros(64, 256))
    weight.grad = random_matrix(64, 256)
    Muon([weight], lr=0.01).step()
    assert float(weight.detach().square().mean().sqrt()) == pytest.approx(0.2 * 0.01, rel=0.25)


def test_a_quadratic_is_descended() -> None:
    target = random_matrix(8, 24)
    weight = nn.Parameter(torch.zeros(8, 24))
    optimizer = Muon([weight], lr=0.2, weight_decay=0.0)
    for step in range(200):
        optimizer.param_groups[0]["lr"] = 0.2 * (1 - step / 200)
        weight.grad = weight.detach() - target
        optimizer.step()
    assert float((weight.detach() - target).square().mean()) < 0.01 * float(target.square().mean())


def test_workers_make_parts_of_a_step_that_add_up_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def stepped(worker: Worker) -> list[torch.Tensor]:
        weights = [nn.Parameter(torch.zeros(8, 12)) for _ in range(3)]
        for seed, weight in enumerate(weights):
            weight.grad = random_matrix(8, 12, seed=seed)
        Muon(weights, lr=0.1, worker=worker).step()
        return [weight.detach() for weight in weights]

    whole = stepped(Worker())
    monkeypatch.setattr(Worker, "add_up", lambda *_: None)
    parts = [stepped(Worker(rank, 2)) for rank in range(2)]
    for number, weight in enumerate(whole):
        assert torch.equal(weight, parts[0][number] + parts[1][number])
        assert bool(parts[number % 2][number].any())
        assert not bool(parts[1 - number % 2][number].any())


def test_first_and_last_layers_and_vectors_are_left_to_others() -> None:
    unet = new_unet(latent_channels=4, text_width=32, channels=(32, 32), size=8)
    matrices, others = split_weights(unet)
    assert sum(weight.numel() for weight in (*matrices, *others)) == sum(
        weight.numel() for weight in unet.parameters()
    )
    assert all(weight.ndim > 1 for weight in matrices)
    left = {id(weight) for weight in others}
    assert {id(unet.conv_in.weight), id(unet.conv_out.weight), id(unet.conv_norm_out.weight)} <= left
    assert id(unet.down_blocks[0].resnets[0].conv1.weight) not in left
