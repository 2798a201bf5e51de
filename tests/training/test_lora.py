"""riffdemo.training.lora: it learns, adds nothing at first, and can be added and taken away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from riffdemo import synth
from riffdemo.audio import save_audio
from riffdemo.engine import Engine
from riffdemo.errors import ParameterError
from riffdemo.testing import random_engine
from riffdemo.training import lora
from riffdemo.training.lora import LowRank, add_lora, load_lora, prediction_loss, save_lora, train_lora


@pytest.fixture
def engine() -> Engine:
    engine = random_engine()
    config = engine.pipeline.scheduler.config
    assert config.prediction_type == "v_prediction"
    return engine


def weights(engine: Engine) -> dict[str, torch.Tensor]:
    return {name: weight.clone() for name, weight in engine.pipeline.unet.state_dict().items()}


@pytest.fixture
def latents() -> torch.Tensor:
    return torch.randn(2, 8, 4, 4, generator=torch.Generator().manual_seed(0))


def test_a_new_low_rank_layer_adds_nothing_and_has_few_weights() -> None:
    layer = torch.nn.Linear(64, 48)
    x = torch.randn(3, 64)
    low = LowRank(layer, rank=2)
    assert torch.equal(low(x), layer(x))
    torch.nn.init.ones_(low.up.weight)
    np.testing.assert_allclose(
        (low(x) - layer(x)).detach(),
        (x @ low.down.weight.T).sum(1, keepdim=True).detach().expand(3, 48),
        atol=1e-5,
    )


def test_training_lowers_the_loss_and_leaves_the_engine_alone(engine: Engine, latents: torch.Tensor) -> None:
    before, names = weights(engine), list(weights(engine))
    losses: list[float] = []
    learned = train_lora(
        engine,
        latents,
        ["a", "b"],
        n_steps=60,
        learning_rate=2e-2,
        on_step=lambda step, loss: losses.append(loss),
    )
    assert list(weights(engine)) == names
    assert all(torch.equal(weight, before[name]) for name, weight in weights(engine).items())
    assert len(losses) == 60
    untrained = prediction_loss(engine, latents, ["a", "b"])
    add_lora(engine, learned)
    assert prediction_loss(engine, latents, ["a", "b"]) < untrained - 0.01
    add_lora(engine, learned, scale=-1.0)
    assert prediction_loss(engine, latents, ["a", "b"]) == pytest.approx(untrained, rel=1e-4)


def test_the_same_seed_learns_the_same_and_files_keep_it(
    engine: Engine, latents: torch.Tensor, tmp_path: Path
) -> None:
    first, again = (train_lora(engine, latents, ["a", "b"], n_steps=2, rank=3) for _ in range(2))
    stored = load_lora(save_lora(first, tmp_path / "own.safetensors"))
    assert stored.keys() == first.keys() == again.keys()
    assert all(torch.equal(stored[name], again[name]) for name in stored)
    name = "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k"
    assert stored[f"{name}.lora_A.weight"].shape == (3, 32)
    assert stored[f"{name}.lora_B.weight"].shape == (32, 3)


def test_diffusers_reads_the_file_too(engine: Engine, latents: torch.Tensor, tmp_path: Path) -> None:
    pytest.importorskip("peft")
    learned = train_lora(engine, latents, ["a", "b"], n_steps=10, learning_rate=2e-2)
    untrained = prediction_loss(engine, latents, ["a", "b"])
    engine.pipeline.load_lora_weights(save_lora(learned, tmp_path / "own.safetensors"))
    with_peft = prediction_loss(engine, latents, ["a", "b"])
    engine.pipeline.unload_lora_weights()
    assert prediction_loss(engine, latents, ["a", "b"]) == untrained
    add_lora(engine, learned)
    assert with_peft == pytest.approx(prediction_loss(engine, latents, ["a", "b"]), rel=1e-5)
    assert with_peft != pytest.approx(untrained, rel=1e-3)


def test_what_does_not_fit_is_refused(engine: Engine, latents: torch.Tensor) -> None:
    with pytest.raises(ParameterError, match="2 clips and 1 captions"):
        train_lora(engine, latents, ["a"])
    with pytest.raises(ParameterError, match="does not predict velocity"):
        train_lora(random_engine("stable-diffusion-1"), latents, ["a", "b"])
    with pytest.raises(ParameterError, match=r"does not fit random weights \(it is empty\)"):
        add_lora(engine, {})
    strange = {
        "unet.mid.attn1.to_q.lora_A.weight": torch.zeros(1, 2),
        "unet.mid.attn1.to_q.lora_B.weight": torch.zeros(2, 1),
    }
    with pytest.raises(ParameterError, match="mid"):
        add_lora(engine, strange)


def test_the_command_line_learns_from_a_folder(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("riffdemo.engine.load_engine", lambda **_: engine)
    save_audio(
        synth.chord(seconds=engine.params.loop_seconds * 2.2, sample_rate=22_050), tmp_path / "chord.wav"
    )
    lora.main(
        [
            "--audio",
            str(tmp_path),
            "--caption",
            "a chord",
            "--out",
            str(tmp_path / "own.safetensors"),
            "--steps",
            "2",
        ]
    )
    assert capsys.readouterr().out.startswith("2 clips learned: ")
    add_lora(engine, load_lora(tmp_path / "own.safetensors"))
    with pytest.raises(SystemExit):
        lora.main(["--audio", str(tmp_path / "none"), "--caption", "x", "--out", "own.safetensors"])
