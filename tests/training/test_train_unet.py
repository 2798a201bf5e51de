"""riffdemo.training.train_unet: it learns, resumes to the bit, and writes what diffusers loads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline

from riffdemo.errors import CheckpointError
from riffdemo.training.checkpoint import painted
from riffdemo.training.claims import implied_by, without_article
from riffdemo.training.dataset import captions_with_bare_ones, drawn_captions, split_corpus
from riffdemo.training.diffusion import N_TIMESTEPS, stratified_timesteps, training_scheduler, velocity_loss
from riffdemo.training.minilm import text_encoder_from_folder
from riffdemo.training.parallel import Worker
from riffdemo.training.render import Corpus
from riffdemo.training.train_unet import UnetConfig, unet_trainer
from riffdemo.training.train_vae import VaeConfig, initial_vae
from riffdemo.training.trainer import Trainer
from riffdemo.training.words import STYLE_WORDS
from tests.training.toys import write_toy_corpus, write_toy_text_encoder


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> UnetConfig:
    folder = tmp_path_factory.mktemp("toy")
    corpus = write_toy_corpus(folder / "corpus")
    train, _ = split_corpus(corpus)
    initial_vae(train.images, VaeConfig(latent_channels=4)).save_pretrained(folder / "vae")
    return UnetConfig(
        corpus=corpus,
        vae=folder / "vae",
        text_encoder=write_toy_text_encoder(folder / "text_encoder"),
        out=folder / "unet",
        channels="32,32",
        n_steps=20,
        batch_size=4,
        learning_rate=1e-2,
    )


def trained(config: UnetConfig, n_steps: int) -> Trainer:
    trainer = unet_trainer(config, split_corpus(config.corpus)[0])
    for _ in range(n_steps):
        trainer.train_step()
    return trainer


def loss_on_the_corpus(trainer: Trainer) -> float:
    latents = trainer.latents.float() * trainer.parts.vae.config.scaling_factor
    texts = [clip[0] for clip in trainer.captions]
    embeddings = trainer.embedded(texts)
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(latents.shape, generator=generator)
    timesteps = stratified_timesteps(len(latents), generator)
    with torch.no_grad():
        loss = velocity_loss(
            trainer.unet, trainer.scheduler, latents, embeddings, noise=noise, timesteps=timesteps
        )
    return float(loss)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers with NumPy 2
def test_twenty_steps_lower_the_loss_and_leave_a_loadable_pipeline(config: UnetConfig) -> None:
    trainer = trained(config, 0)
    before = loss_on_the_corpus(trainer)
    for _ in range(20):
        trainer.train_step()
    assert loss_on_the_corpus(trainer) < 0.9 * before
    trainer.save()
    pipeline = StableDiffusionPipeline.from_pretrained(config.out / "pipeline")
    pipeline.set_progress_bar_config(disable=True)
    grey = painted(pipeline, ["high", "low"], num_inference_steps=2)
    assert grey.shape == (2, 64, 64)


def test_a_resumed_run_ends_where_an_uninterrupted_one_does(config: UnetConfig, tmp_path: Path) -> None:
    config = replace(config, n_steps=6)
    whole = trained(replace(config, out=tmp_path / "whole"), 6)
    first = trained(replace(config, out=tmp_path / "halves"), 3)
    first.save()
    second = trained(replace(config, out=tmp_path / "halves"), 3)
    assert second.step == whole.step == 6
    for model in ("unet", "ema"):
        there, here = getattr(whole, model).state_dict(), getattr(second, model).state_dict()
        for name, weight in there.items():
            assert torch.equal(here[name], weight), (model, name)


def test_two_workers_see_the_batch_of_one(config: UnetConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[torch.Tensor] = []

    def record(*_: object, noise: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        seen.append(noise)
        return torch.zeros((), requires_grad=True)

    monkeypatch.setattr("riffdemo.training.trainer.velocity_loss", record)
    monkeypatch.setattr(Worker, "add_up", lambda *_: None)
    monkeypatch.setattr("torch.distributed.barrier", lambda: None)
    for worker in (Worker(), Worker(0, 2), Worker(1, 2)):
        trainer = unet_trainer(config, split_corpus(config.corpus)[0], worker)
        trainer.train_step()
    whole, first, second = seen
    assert torch.equal(whole, torch.stack([first, second], dim=1).flatten(0, 1))


def test_latents_have_unit_spread(config: UnetConfig) -> None:
    trainer = trained(config, 0)
    latents = trainer.latents.float() * trainer.parts.vae.config.scaling_factor
    assert float(latents.std()) == pytest.approx(1, abs=0.01)


def test_the_embeddings_are_those_of_the_stock_pipeline(config: UnetConfig) -> None:
    trainer = trained(config, 0)
    ours = trainer.embedded(["solo high", ""])
    theirs, empty = trainer.pipeline().encode_prompt("solo high", torch.device("cpu"), 1, True)
    torch.testing.assert_close(ours, torch.cat([theirs, empty]))


def test_timesteps_cover_every_stretch() -> None:
    timesteps = stratified_timesteps(10, torch.Generator().manual_seed(0), power=1)
    assert (timesteps // (N_TIMESTEPS // 10)).tolist() == list(range(10))


def test_noisy_timesteps_are_drawn_more_often() -> None:
    timesteps = stratified_timesteps(4_000, torch.Generator().manual_seed(0), power=0.5)
    shares = torch.histc(timesteps.float(), bins=4, min=0, max=N_TIMESTEPS) / len(timesteps)
    torch.testing.assert_close(shares, torch.tensor([1.0, 3.0, 5.0, 7.0]) / 16, atol=2e-3, rtol=0)


def test_the_last_timestep_is_pure_noise() -> None:
    assert float(training_scheduler().alphas_cumprod[-1]) == 0.0


def test_caption_dropout_has_the_stated_share() -> None:
    captions = drawn_captions([["a", "b"]] * 4_000, 0.12, torch.Generator().manual_seed(0))
    shares = {text: captions.count(text) / 4_000 for text in ("", "a", "b")}
    assert shares[""] == pytest.approx(0.12, abs=0.02)
    assert shares["a"] == pytest.approx(0.44, abs=0.03)


def test_a_folder_without_the_text_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"model\.safetensors"):
        text_encoder_from_folder(tmp_path)


def test_a_run_goes_on_with_a_pipeline_and_its_scale(config: UnetConfig, tmp_path: Path) -> None:
    first = trained(config, 3)
    first.parts.vae.register_to_config(scaling_factor=2.5)
    first.save()
    going_on = replace(config, initial_pipeline=str(config.out / "pipeline"), out=tmp_path / "more")
    again = trained(going_on, 0)
    assert again.parts.vae.config.scaling_factor == 2.5
    for name, weight in first.ema.module.state_dict().items():
        torch.testing.assert_close(again.unet.state_dict()[name], weight.half().float(), msg=name)


def test_clips_of_solos_are_drawn_more_often(config: UnetConfig) -> None:
    corpus = split_corpus(config.corpus)[0]
    n_solos, n = 10, len(corpus.images)
    corpus.attributes[:n_solos] = [{**row, "kind": "solo"} for row in corpus.attributes[:n_solos]]
    plain, weighted = (unet_trainer(replace(config, solo_weight=weight), corpus).rows for weight in (1, 3))
    assert plain.tolist() == list(range(n))
    assert torch.bincount(weighted).tolist() == [3] * n_solos + [1] * (n - n_solos)


def test_bands_get_bare_captions_that_are_true_of_every_band() -> None:
    corpus = Corpus(
        images=np.zeros((3, 8, 8), np.uint8),
        index=np.arange(3),
        attributes=[{"style": "blues", "kind": kind} for kind in ("band", "solo", "backing")],
        captions=[["a"], ["b"], ["c"]],
    )
    band, solo, backing = captions_with_bare_ones(corpus, 200)
    assert solo == ["b"]
    assert (band[0], backing[0], len(band), len(backing)) == ("a", "c", 201, 201)
    words = STYLE_WORDS["blues"]
    known = {without_article(text) for text in (*words.names, *words.artists, *words.scenes)}
    assert set(band[1:]) <= known
    assert set(words.names) & set(band)
    assert not any(implied_by(text) for text in band[1:] + backing[1:])
