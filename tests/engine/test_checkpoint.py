"""What a checkpoint is, before it is loaded."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from riffdemo.engine import checkpoint
from riffdemo.engine.checkpoint import (
    CheckpointInfo,
    check_layout,
    checkpoint_info,
    fingerprint,
    info_from_folder,
    local_folder,
    weights_variant,
)
from riffdemo.errors import CheckpointError
from riffdemo.params import SpectrogramParams
from riffdemo.testing import write_random_checkpoint


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_checkpoint(tmp_path_factory.mktemp("models") / "sd", "stable-diffusion-1", fp16=True)


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "sd"))


def edit(path: Path, **values: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_importing_it_loads_no_torch() -> None:
    code = "import sys, riffdemo.engine.checkpoint, riffdemo.engine, riffdemo.tasks; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


def test_the_layout_of_a_published_checkpoint_is_accepted(written: Path) -> None:
    check_layout(written)
    assert info_from_folder(written) == CheckpointInfo(name="sd")
    assert json.loads((written / "model_index.json").read_text())["safety_checker"]


def test_riff_json_says_how_to_read_the_pictures(folder: Path) -> None:
    facts = {
        "params": {"n_mels": 256},
        "max_value": 12.5,
        "num_inference_steps": 8,
        "guidance_scale": 3.5,
        "scheduler": "UniPC",
        "clips_are_loops": True,
    }
    (folder / "riff.json").write_text(json.dumps(facts))
    assert checkpoint_info(folder) == CheckpointInfo(
        name="sd",
        params=SpectrogramParams(n_mels=256),
        max_value=12.5,
        default_steps=8,
        default_guidance=3.5,
        default_scheduler="UniPC",
        clips_are_loops=True,
    )


@pytest.mark.parametrize(
    "facts",
    ["{", "[]", '{"params": {"n_mels": -1}}', '{"max_value": 0}', '{"scheduler": "x"}', '{"params": 3}'],
)
def test_a_riff_json_without_sense_is_refused(folder: Path, facts: str) -> None:
    (folder / "riff.json").write_text(facts)
    with pytest.raises(CheckpointError, match=r"riff\.json"):
        checkpoint_info(folder)


def test_the_shipped_model_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checkpoint, "CHECKPOINTS", tmp_path)
    with pytest.raises(CheckpointError, match="not in this installation"):
        checkpoint_info()
    (tmp_path / "riffdemo-small").mkdir()
    assert local_folder(None) == tmp_path / "riffdemo-small" == local_folder("riffdemo-small")


def test_a_name_on_the_hub_has_no_folder_yet() -> None:
    assert local_folder("riffusion/riffusion-model-v1") is None
    assert local_folder("some-one/some.thing@a1b2c3") is None
    assert checkpoint_info("riffusion/riffusion-model-v1").name == "riffusion/riffusion-model-v1"


@pytest.mark.parametrize("name", ["nowhere", "a/b/c", "https://x/y", "", "a b/c", "../x/y"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(CheckpointError, match="is no checkpoint"):
        local_folder(name)


def test_a_file_is_no_checkpoint(tmp_path: Path) -> None:
    (tmp_path / "model.ckpt").write_bytes(b"x")
    with pytest.raises(CheckpointError, match="is no checkpoint"):
        local_folder(tmp_path / "model.ckpt")


def lose_index(folder: Path) -> None:
    (folder / "model_index.json").unlink()


def lose_tokenizer(folder: Path) -> None:
    shutil.rmtree(folder / "tokenizer")


def lose_weights(folder: Path) -> None:
    for path in (folder / "unet").glob("*.safetensors"):
        path.unlink()


def pickle_weights(folder: Path) -> None:
    for path in (folder / "vae").glob("*.safetensors"):
        path.rename(path.with_suffix(".bin"))


def lose_config(folder: Path) -> None:
    (folder / "unet" / "config.json").unlink()


def be_another_pipeline(folder: Path) -> None:
    edit(folder / "model_index.json", unet=None, transformer=["diffusers", "FluxTransformer2DModel"])


def import_something(folder: Path) -> None:
    edit(folder / "model_index.json", vae=["os", "system"])


def be_an_inpainting_model(folder: Path) -> None:
    edit(folder / "unet" / "config.json", in_channels=9)


def be_stable_diffusion_xl(folder: Path) -> None:
    edit(folder / "unet" / "config.json", addition_embed_type="text_time")


def have_another_text_encoder(folder: Path) -> None:
    edit(folder / "text_encoder" / "config.json", hidden_size=99)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lose_index, r"no model_index\.json"),
        (lose_tokenizer, "no usable tokenizer"),
        (lose_weights, "holds no weights"),
        (pickle_weights, "pickled.*convert them to safetensors"),
        (lose_config, r"config\.json' is missing"),
        (be_another_pipeline, "no usable unet"),
        (import_something, "no usable vae"),
        (be_an_inpainting_model, "takes 9 channels, the VAE makes 4"),
        (be_stable_diffusion_xl, "give a Stable Diffusion 1"),
        (have_another_text_encoder, "listens to 32 numbers per token, the text encoder makes 99"),
    ],
)
def test_what_is_not_a_complete_stable_diffusion_is_refused(
    folder: Path, damage: Callable[[Path], None], message: str
) -> None:
    damage(folder)
    with pytest.raises(CheckpointError, match=message):
        check_layout(folder)


def test_half_precision_reads_the_smaller_weights(folder: Path) -> None:
    assert weights_variant(folder, half=True) == "fp16"
    assert weights_variant(folder, half=False) is None
    (folder / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    assert weights_variant(folder, half=False) == "fp16"
    (folder / "vae" / "diffusion_pytorch_model.fp16.safetensors").unlink()
    with pytest.raises(CheckpointError, match="some weights in fp16"):
        weights_variant(folder, half=True)


def test_the_fingerprint_changes_with_any_weight(folder: Path) -> None:
    before = fingerprint(folder)
    assert len(before) == 12
    assert fingerprint(folder) == before
    path = folder / "vae" / "diffusion_pytorch_model.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert fingerprint(folder) != before
