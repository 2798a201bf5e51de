"""Loading folders, and models on the hub as far as that goes without a network."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from diffusers import StableDiffusionPipeline
from safetensors.torch import load_file, save_file

from riffdemo.engine import loading
from riffdemo.engine.loading import load_pipeline
from riffdemo.engine.quiet import quiet_libraries
from riffdemo.errors import CheckpointError
from riffdemo.testing import random_pipeline, write_random_checkpoint

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)

CPU = torch.device("cpu")
HUB = "riffusion/riffusion-model-v1"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="module")
def sd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_checkpoint(tmp_path_factory.mktemp("models") / "sd", "stable-diffusion-1", fp16=True)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_checkpoint(tmp_path_factory.mktemp("models") / "small")


@pytest.fixture
def folder(sd: Path, tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(sd, tmp_path / "sd"))
    for path in copy.rglob("*.fp16.*"):
        path.unlink()
    return copy


def test_a_published_checkpoint_loads_silently_without_its_safety_checker(
    sd: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    names = {path.relative_to(sd).as_posix() for path in sd.rglob("*") if path.is_file()}
    assert {"safety_checker/model.safetensors", "feature_extractor/preprocessor_config.json"} <= names
    assert {
        "tokenizer/vocab.json",
        "tokenizer/merges.txt",
        "unet/diffusion_pytorch_model.fp16.safetensors",
    } <= names
    assert "tokenizer/tokenizer.json" not in names
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING), quiet_libraries():
        warnings.simplefilter("error")
        pipeline, info = load_pipeline(sd, CPU, torch.float32)
    assert pipeline.safety_checker is None
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
    assert info.name.startswith("sd@")
    assert pipeline.picture_height == 512


@pytest.mark.parametrize("layout", ["riffdemo-small", "stable-diffusion-1"])
def test_the_weights_are_those_of_the_files(sd: Path, small: Path, layout: Any) -> None:
    pipeline, _ = load_pipeline(small if layout == "riffdemo-small" else sd, CPU, torch.float32)
    original = random_pipeline(layout)
    for part in ("unet", "vae", "text_encoder"):
        expected = getattr(original, part).state_dict()
        got = getattr(pipeline, part).state_dict()
        assert got.keys() == expected.keys()
        assert all(torch.equal(got[name], expected[name]) for name in expected)
        assert not getattr(pipeline, part).training
    assert pipeline.tokenizer("funk (a)").input_ids == original.tokenizer("funk (a)").input_ids


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_all_parts_get_the_number_format(sd: Path, dtype: torch.dtype) -> None:
    pipeline, _ = load_pipeline(sd, CPU, dtype)
    assert {pipeline.unet.dtype, pipeline.vae.dtype, pipeline.text_encoder.dtype} == {dtype}


def test_diffusers_own_pipeline_loads_the_same_folder(small: Path) -> None:
    with quiet_libraries():
        pipeline = StableDiffusionPipeline.from_pretrained(small)
    assert type(pipeline.vae).__name__ == "PatchAutoencoder"


def forget(path: Path) -> None:
    weights = load_file(path)
    weights.pop(max(weights))
    save_file(weights, path, metadata={"format": "pt"})


def misshape(path: Path) -> None:
    weights = load_file(path)
    save_file({**weights, max(weights): torch.zeros(3, 3)}, path, metadata={"format": "pt"})


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1_000])


@pytest.mark.parametrize("damage", [forget, misshape, cut_off])
@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_damaged_weights_are_never_replaced_by_random_ones(
    folder: Path, part: str, damage: Callable[[Path], None]
) -> None:
    (path,) = (folder / part).glob("*.safetensors")
    damage(path)
    with quiet_libraries(), pytest.raises(CheckpointError, match="get a complete copy"):
        load_pipeline(folder, CPU, torch.float32)


def test_pickled_weights_are_not_opened(folder: Path) -> None:
    (path,) = (folder / "unet").glob("*.safetensors")
    path.unlink()
    torch.save({"x": torch.zeros(1)}, path.with_suffix(".bin"))
    with pytest.raises(CheckpointError, match="pickled"):
        load_pipeline(folder, CPU, torch.float32)


def test_spectrograms_that_the_model_cannot_paint_are_refused(folder: Path) -> None:
    (folder / "riff.json").write_text('{"params": {"n_mels": 100}}')
    with pytest.raises(CheckpointError, match="paints 64 rows, its spectrograms have 100"):
        load_pipeline(folder, CPU, torch.float32)


# --- the hub ---


class Hub:
    """Stands for the Hugging Face hub: a list of files, and a download that copies a folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, source: Path, tmp_path: Path) -> None:
        self.source, self.target = source, tmp_path / COMMIT
        self.files = [path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()]
        self.error: Exception | None = None
        self.asked: dict[str, Any] = {}
        monkeypatch.setattr(loading, "HfApi", lambda: self)
        monkeypatch.setattr(loading, "snapshot_download", self.download)

    def model_info(self, name: str, *, revision: str | None, timeout: float) -> SimpleNamespace:
        if self.error:
            raise self.error
        return SimpleNamespace(sha=COMMIT, siblings=[SimpleNamespace(rfilename=file) for file in self.files])

    def download(self, name: str, **asked: Any) -> str:
        if asked.get("local_files_only") and not self.target.exists():
            raise FileNotFoundError("not cached")
        self.asked = {"name": name, **asked}
        shutil.copytree(self.source, self.target, dirs_exist_ok=True)
        return str(self.target)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, sd: Path, tmp_path: Path) -> Hub:
    return Hub(monkeypatch, sd, tmp_path)


def test_a_model_on_the_hub_is_pinned_to_its_commit(hub: Hub) -> None:
    _, info = load_pipeline(HUB, CPU, torch.float32)
    assert info.name == f"{HUB}@{COMMIT}"
    assert hub.asked["revision"] == COMMIT


@pytest.mark.parametrize(("dtype", "halved"), [(torch.float32, False), (torch.bfloat16, True)])
def test_only_the_weights_that_are_needed_are_fetched(hub: Hub, dtype: torch.dtype, halved: bool) -> None:
    load_pipeline(f"{HUB}@main", CPU, dtype)
    weights = [pattern for pattern in hub.asked["allow_patterns"] if pattern.endswith(".safetensors")]
    assert len(weights) == 3
    assert all((".fp16." in pattern) == halved for pattern in weights)
    assert not any("safety" in pattern or pattern.endswith(".bin") for pattern in hub.asked["allow_patterns"])


def test_without_network_what_was_fetched_before_is_used(hub: Hub) -> None:
    load_pipeline(HUB, CPU, torch.float32)
    hub.error = ConnectionError("no network")
    _, info = load_pipeline(HUB, CPU, torch.float32)
    assert info.name == f"{HUB}@{COMMIT}"


def test_without_network_and_cache_it_says_so(hub: Hub) -> None:
    hub.error = ConnectionError("no network")
    with pytest.raises(
        CheckpointError, match=r"not on this machine and the hub cannot be reached \(no network\)"
    ):
        load_pipeline(HUB, CPU, torch.float32)


@pytest.mark.parametrize(
    ("files", "message"),
    [(["model.ckpt"], r"no model_index\.json"), (["model_index.json", "unet/a.bin"], "has no safetensors")],
)
def test_what_has_no_safetensors_is_not_fetched(hub: Hub, files: list[str], message: str) -> None:
    hub.files = files
    with pytest.raises(CheckpointError, match=message):
        load_pipeline(HUB, CPU, torch.float32)
    assert hub.asked == {}
