"""The shipped checkpoint: it loads as any Stable Diffusion does, and it listens to the prompt."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline
from safetensors.torch import load_file, save_file

import riffdemo
from riffdemo.pipeline.pipeline import RiffPipeline
from riffdemo.training.checkpoint import mix_weights, painted
from riffdemo.training.minilm import MAX_TOKENS

FOLDER = Path(riffdemo.__file__).parent / "checkpoints" / "riffdemo-small"
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(scope="module", params=[torch.float32, torch.bfloat16], ids=["float32", "bfloat16"])
def pipeline(request: pytest.FixtureRequest) -> StableDiffusionPipeline:
    pipeline = StableDiffusionPipeline.from_pretrained(FOLDER, dtype=request.param)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def test_all_parts_have_the_precision_that_was_asked_for(pipeline: StableDiffusionPipeline) -> None:
    parts = (pipeline.unet, pipeline.vae, pipeline.text_encoder)
    assert {part.dtype for part in parts} == {pipeline.dtype}


def test_without_a_wish_all_parts_are_float32() -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(FOLDER)
    assert {part.dtype for part in (pipeline.unet, pipeline.vae, pipeline.text_encoder)} == {torch.float32}


@pytest.mark.parametrize(
    ("pipeline_class", "remark"), [(RiffPipeline, None), (StableDiffusionPipeline, "Expected types for")]
)
def test_nothing_is_logged_but_by_stable_diffusions_own_class_whose_parts_these_are_not(
    pipeline_class: type, remark: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("diffusers", "transformers"):
        logging.getLogger(name).propagate = True
    pipeline_class.from_pretrained(FOLDER)  # type: ignore[attr-defined]
    assert [line for line in caplog.messages if not (remark and line.startswith(remark))] == []


def test_two_prompts_give_clearly_different_pictures(pipeline: StableDiffusionPipeline) -> None:
    techno, flute = painted(pipeline, ["techno, fast, with drums", "solo flute, slow, no drums"])
    again = painted(pipeline, ["techno, fast, with drums"])[0]
    assert np.abs(techno.astype(int) - flute).mean() > 20
    assert np.abs(techno.astype(int) - again).mean() < 2


def test_the_plain_call_gives_a_grey_picture_of_256_pixels(pipeline: StableDiffusionPipeline) -> None:
    picture = np.asarray(pipeline("funk", num_inference_steps=2).images[0]).astype(int)
    assert picture.shape == (256, 256, 3)
    assert np.ptp(picture, axis=2).max() == 0


def test_prompts_are_read_up_to_the_stated_length(pipeline: StableDiffusionPipeline) -> None:
    assert pipeline.tokenizer.model_max_length == MAX_TOKENS
    embeddings, _ = pipeline.encode_prompt("funk", torch.device("cpu"), 1, False)
    assert embeddings.shape == (1, MAX_TOKENS, 384)


def test_nothing_in_the_folder_names_a_place_of_the_machine_that_made_it() -> None:
    for path in FOLDER.rglob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert "/root" not in text or path.name == "tokenizer.json"


def test_all_files_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 110e6


@pytest.mark.parametrize(("share", "expected"), [(0.0, 2.0), (0.25, 3.0), (1.0, 6.0)])
def test_weights_are_mixed_by_their_shares(tmp_path: Path, share: float, expected: float) -> None:
    for name, value in (("ours", 2.0), ("theirs", 6.0)):
        save_file({"weight": torch.full((3,), value, dtype=torch.float16)}, tmp_path / name)
    mix_weights(tmp_path / "ours", tmp_path / "theirs", share)
    (weight,) = load_file(tmp_path / "ours").values()
    assert weight.dtype == torch.float16
    assert weight.tolist() == [expected] * 3
