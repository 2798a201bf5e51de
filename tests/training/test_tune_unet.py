"""riffdemo.training.tune_unet: ears hear what is there, and their error reaches the steps that led to a painting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from riffdemo.pipeline.wrapping import wrapped_in_time
from riffdemo.training import tune_unet
from riffdemo.training.classifier import CLASSES, UNKNOWN, targets_from_attributes
from riffdemo.training.dataset import split_corpus
from riffdemo.training.ear import (
    Ears,
    load_ears,
    pictures_from_latents,
    save_ears,
)
from riffdemo.training.painting import painted_latents
from riffdemo.training.prompts import drawn_prompts, fresh_prompts
from riffdemo.training.train_ear import EarConfig, right_on_pictures, train_ears
from riffdemo.training.train_unet import UnetConfig, unet_trainer
from riffdemo.training.train_vae import VaeConfig, initial_vae
from riffdemo.training.tune_unet import (
    TuneConfig,
    Tuner,
    missed_by,
    tuner,
)
from tests.training.toys import write_toy_corpus, write_toy_text_encoder


def high_or_low(n: int, rng: np.random.Generator, *, n_solos: int) -> tuple[list[str], list[dict[str, str]]]:
    words = rng.choice(["high", "low"], n).tolist()
    return words, [{"register": word} for word in words]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> TuneConfig:
    """A model that has seen lines, high and low, for a moment, and ears that tell them apart."""
    folder = tmp_path_factory.mktemp("toy")
    corpus = write_toy_corpus(folder / "corpus", n_clips=128)
    train, _ = split_corpus(corpus)
    initial_vae(train.images, VaeConfig(latent_channels=4)).save_pretrained(folder / "vae")
    trained = UnetConfig(
        corpus=corpus,
        vae=folder / "vae",
        text_encoder=write_toy_text_encoder(folder / "text_encoder"),
        out=folder / "unet",
        channels="32,32",
        n_steps=20,
        batch_size=4,
        learning_rate=1e-2,
    )
    trainer = unet_trainer(trained, train)
    for _ in range(20):
        trainer.train_step()
    trainer.save()
    hearing = EarConfig(
        corpus=corpus,
        latents=folder / "unet" / "latents.pt",
        vae=folder / "vae",
        n_steps=60,
        key_steps=1,
        learning_rate=1e-2,
        batch_size=16,
        width=16,
        depth=1,
    )
    save_ears(train_ears(hearing), folder / "ears.pt")
    save_ears(train_ears(replace(hearing, heard="pictures", width=24)), folder / "picture_ears.pt")
    return TuneConfig(
        corpus=corpus,
        latents=folder / "unet" / "latents.pt",
        initial_pipeline=folder / "unet" / "pipeline",
        ears=f"{folder / 'ears.pt'},{folder / 'picture_ears.pt'}",
        out=folder / "tuned",
        n_steps=30,
        batch_size=8,
        learning_rate=1e-2,
        hearing=1.0,
        ema_decay=0.5,
    )


@pytest.fixture(autouse=True)
def prompts_of_the_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tune_unet, "drawn_prompts", high_or_low)


def new_tuner(config: TuneConfig) -> Tuner:
    return tuner(config, split_corpus(config.corpus)[0])


def ears_of(config: TuneConfig) -> list[Ears]:
    return [load_ears(Path(path)) for path in config.ears.split(",")]


def missed(run: Tuner) -> float:
    """What the ears miss in sixteen paintings of the running mean, always from the same noise."""
    words = ["high", "low"] * 8
    generator = torch.Generator().manual_seed(3)
    noise = torch.randn(16, 4, 4, 4, generator=generator)
    latents = painted_latents(
        run.ema.module, noise, run.embedded(words), run.empty.expand(16, -1, -1), corrected=()
    )
    answers = targets_from_attributes([{"register": word} for word in words])
    return float(missed_by(run.ears, latents, pictures_from_latents(run.parts.vae, latents), answers))


def test_ears_tell_held_out_clips_apart(config: TuneConfig) -> None:
    _, held_out = split_corpus(config.corpus)
    vae = new_tuner(config).parts.vae
    for ears in ears_of(config):
        assert right_on_pictures(ears, vae, held_out)["register"] == 1, ears.ear.heard


def test_ears_hear_a_loop_the_same_wherever_it_begins(config: TuneConfig) -> None:
    vae = new_tuner(config).parts.vae
    latents = torch.randn(2, 4, 4, 8, generator=torch.Generator().manual_seed(0))
    for ears in ears_of(config):
        with torch.no_grad(), wrapped_in_time(vae):
            here, there = (
                ears(x, pictures_from_latents(vae, x)) for x in (latents, latents.roll(3, dims=-1))
            )
        for name in set(CLASSES) - {"tonality"}:  # the key is heard in stretches with fixed edges
            torch.testing.assert_close(here[name], there[name])


def test_the_ears_miss_less_after_tuning(config: TuneConfig) -> None:
    run = new_tuner(replace(config, n_steps=60, learning_rate=3e-3, hearing=30.0))
    before = missed(run)
    for _ in range(30):
        run.train_step()
    assert missed(run) < 0.7 * before


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers with NumPy 2
def test_a_resumed_run_ends_where_an_uninterrupted_one_does(config: TuneConfig, tmp_path: Path) -> None:
    config = replace(config, n_steps=4)
    runs = {}
    for name, stop in (("whole", 4), ("halves", 2)):
        runs[name] = new_tuner(replace(config, out=tmp_path / name))
        for _ in range(stop):
            runs[name].train_step()
    runs["halves"].save()
    again = new_tuner(replace(config, out=tmp_path / "halves"))
    for _ in range(2):
        again.train_step()
    for name, weight in runs["whole"].unet.state_dict().items():
        assert torch.equal(again.unet.state_dict()[name], weight), name


def test_paintings_are_those_of_the_stock_pipeline(config: TuneConfig) -> None:
    run = new_tuner(config)
    pipeline = run.pipeline()
    generator = torch.Generator().manual_seed(0)
    theirs = pipeline(
        ["high"], num_inference_steps=8, guidance_scale=5, generator=generator, output_type="latent"
    ).images
    noise = torch.randn(1, 4, 4, 4, generator=torch.Generator().manual_seed(0))
    ours = painted_latents(run.unet, noise, run.embedded(["high"]), run.empty, corrected=())
    torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-3)


def test_what_no_caption_claims_is_not_missed(config: TuneConfig) -> None:
    latents = torch.randn(3, 4, 4, 4)
    answers = {name: torch.full((3,), UNKNOWN) for name in CLASSES}
    pictures = pictures_from_latents(new_tuner(config).parts.vae, latents)
    assert float(missed_by(ears_of(config), latents, pictures, answers)) == 0


def test_the_style_counts_as_much_as_it_is_to(config: TuneConfig) -> None:
    latents = torch.randn(3, 4, 4, 4, generator=torch.Generator().manual_seed(0))
    pictures = pictures_from_latents(new_tuner(config).parts.vae, latents)
    unknown = {name: torch.full((3,), UNKNOWN) for name in CLASSES}
    for name, ratio in (("style", 3.0), ("bpm", 1.0)):
        answers = {**unknown, name: torch.zeros(3, dtype=torch.long)}
        once, thrice = (
            missed_by(ears_of(config), latents, pictures, answers, style_weight=weight)
            for weight in (1.0, 3.0)
        )
        assert float(thrice) == pytest.approx(ratio * float(once), rel=1e-4), name
        assert float(once) > 0


def test_prompts_to_tune_with_are_none_to_judge_by() -> None:
    prompts, claimed = drawn_prompts(60, np.random.default_rng(0))
    assert len(prompts) == len(claimed) == 60
    assert all(claims and set(claims) <= set(CLASSES) for claims in claimed)
    long = {prompt for prompt in prompts if len(prompt.split()) > 4}
    assert not long & set(fresh_prompts(60, seed=0)[0])


def test_some_of_the_prompts_to_tune_with_are_of_solos() -> None:
    def with_drums(n_solos: int) -> list[bool]:
        _, claimed = drawn_prompts(90, np.random.default_rng(0), n_solos=n_solos)
        return [claims.get("has_drums", False) for claims in claimed]

    assert any(with_drums(0)[:60])
    assert not any(with_drums(60)[:60])
    assert any(with_drums(60)[60:])
