"""riffdemo.training.train_vae: it starts at the linear optimum, improves on it, and resumes to the bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA

from riffdemo.errors import ParameterError
from riffdemo.training.dataset import pictures_from_grey, split_corpus
from riffdemo.training.train_vae import VaeConfig, VaeTrainer, initial_vae, main, principal_components
from riffdemo.vae import PatchAutoencoder
from tests.training.toys import write_toy_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_toy_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture
def config(corpus: Path, tmp_path: Path) -> VaeConfig:
    return VaeConfig(
        corpus=corpus, out=tmp_path / "vae", latent_channels=4, n_steps=20, batch_size=4, report_every=10
    )


def test_principal_components_are_those_of_scikit_learn() -> None:
    pictures = torch.randn(8, 1, 16, 16, generator=torch.Generator().manual_seed(0)).cumsum(-1)
    mean, basis, spread = principal_components(pictures, patch=4, n_components=3)
    patches = pictures.reshape(8, 4, 4, 4, 4).permute(0, 1, 3, 2, 4).reshape(-1, 16).numpy()
    reference = PCA(3).fit(patches)
    np.testing.assert_allclose(mean, reference.mean_, atol=1e-5)
    np.testing.assert_allclose(np.abs((basis.numpy() * reference.components_).sum(1)), 1, atol=1e-4)
    np.testing.assert_allclose(spread, np.sqrt(reference.explained_variance_), rtol=1e-4)


def test_the_start_is_the_projection_onto_the_principal_components(config: VaeConfig) -> None:
    train, _ = split_corpus(config.corpus)
    vae = initial_vae(train.images, config)
    pictures = pictures_from_grey(train.images[:4])
    with torch.no_grad():
        again = vae(pictures).sample[:, :1]
        twice = vae(again).sample[:, :1]
    torch.testing.assert_close(again, twice, atol=1e-4, rtol=1e-4)
    assert (again - pictures).square().mean() < 0.5 * pictures.var()


def test_training_lowers_the_error_and_writes_a_loadable_autoencoder(config: VaeConfig) -> None:
    train, held_out = split_corpus(config.corpus)
    trainer = VaeTrainer(replace(config, n_steps=40), train.images, held_out.images)
    errors = [trainer.train_step() for _ in range(40)]
    assert np.mean(errors[-5:]) < 0.9 * np.mean(errors[:5])
    trainer.save()
    loaded = PatchAutoencoder.from_pretrained(config.out / "vae")
    for name, weight in trainer.vae.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], weight)


def test_a_resumed_run_ends_where_an_uninterrupted_one_does(config: VaeConfig) -> None:
    train, held_out = split_corpus(config.corpus)
    whole = VaeTrainer(replace(config, out=config.out / "whole"), train.images, held_out.images)
    whole.run()
    first = VaeTrainer(config, train.images, held_out.images)
    for _ in range(10):
        first.train_step()
    first.save()
    second = VaeTrainer(config, train.images, held_out.images)
    assert second.step == 10
    second.run()
    for name, weight in whole.vae.state_dict().items():
        assert torch.equal(second.vae.state_dict()[name], weight), name


def test_the_command_line_trains_logs_and_draws(config: VaeConfig) -> None:
    options = {
        "corpus": config.corpus,
        "out": config.out,
        "latent-channels": 4,
        "n-steps": 2,
        "batch-size": 2,
    }
    main([word for name, value in options.items() for word in (f"--{name}", str(value))])
    assert (config.out / "log.jsonl").read_text().count('"held_out_psnr"') == 1
    assert (config.out / "sheet.png").exists()


def test_an_empty_corpus_is_refused_with_the_repair(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="render"):
        split_corpus(tmp_path)
