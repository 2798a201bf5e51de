"""riffdemo.vae: shapes, planes, the linear start, and that diffusers loads and saves it like its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from riffdemo.vae import PatchAutoencoder


@pytest.fixture
def vae() -> PatchAutoencoder:
    torch.manual_seed(0)
    return PatchAutoencoder(latent_channels=4).eval()


def pictures(n: int = 2, size: int = 64) -> torch.Tensor:
    grey = torch.rand(n, 1, size, size, generator=torch.Generator().manual_seed(0)) * 2 - 1
    return grey.expand(-1, 3, -1, -1)


@torch.no_grad()
def test_sixteen_pixels_become_one_latent_and_come_back(vae: PatchAutoencoder) -> None:
    latents = vae.encode(pictures()).latents
    assert latents.shape == (2, 4, 4, 4)
    again = vae.decode(latents).sample
    assert again.shape == (2, 3, 64, 64)
    assert torch.equal(again[:, 0], again[:, 1])


@torch.no_grad()
def test_width_is_free(vae: PatchAutoencoder) -> None:
    assert vae(torch.zeros(1, 3, 64, 160)).sample.shape == (1, 3, 64, 160)


@torch.no_grad()
def test_a_new_autoencoder_is_exactly_its_basis(vae: PatchAutoencoder) -> None:
    basis, _ = torch.linalg.qr(torch.randn(256, 4, generator=torch.Generator().manual_seed(1)))
    mean, scale = torch.randn(256), torch.tensor([1.0, 2.0, 3.0, 4.0])
    vae.set_basis(mean, basis.T, scale)
    patch = mean + basis @ torch.tensor([3.0, -1.0, 2.0, 0.5])
    picture = patch.reshape(1, 1, 16, 16)
    torch.testing.assert_close(
        vae.encode(picture).latents.flatten(), torch.tensor([3.0, -0.5, 2 / 3, 0.125]), atol=1e-4, rtol=1e-4
    )
    torch.testing.assert_close(vae(picture).sample[:, :1], picture, atol=1e-4, rtol=1e-4)


def test_every_weight_learns(vae: PatchAutoencoder) -> None:
    optimizer = torch.optim.SGD(vae.parameters(), lr=1e-2)
    before = {name: weight.clone() for name, weight in vae.state_dict().items()}
    for _ in range(3):
        optimizer.zero_grad()
        vae(pictures()).sample.square().mean().backward()
        optimizer.step()
    assert [name for name, weight in vae.state_dict().items() if torch.equal(before[name], weight)] == []


@torch.no_grad()
def test_it_is_stored_and_loaded_as_any_diffusers_model(vae: PatchAutoencoder, tmp_path: Path) -> None:
    vae.save_pretrained(tmp_path)
    loaded = PatchAutoencoder.from_pretrained(tmp_path)
    torch.testing.assert_close(loaded(pictures()).sample, vae(pictures()).sample)
    assert 2 ** (len(loaded.config.block_out_channels) - 1) == 16


@torch.no_grad()
def test_plain_tuples_are_given_on_request(vae: PatchAutoencoder) -> None:
    (latents,) = vae.encode(pictures(), return_dict=False)
    (picture,) = vae.decode(latents, return_dict=False, generator=torch.Generator())
    assert picture.shape == (2, 3, 64, 64)
