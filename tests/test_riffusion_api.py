"""Riffusion's request, as its web app sends it, and the answer as it reads it."""

from __future__ import annotations

import base64
import copy
import io
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from riffdemo.engine import Engine
from riffdemo.errors import ParameterError
from riffdemo.init_clips import init_clips
from riffdemo.riffusion_api import SEED_IMAGES, InferenceInput, clip_from_input, output_from_clip
from riffdemo.testing import random_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)

# Field by field what components/ModelInference.tsx of the web app sends.
REQUEST: dict[str, Any] = {
    "alpha": 0.25,
    "num_inference_steps": 4,
    "seed_image_id": "og_beat",
    "mask_image_id": None,
    "start": {"prompt": "church bells", "seed": 42, "denoising": 0.75, "guidance": 7.0},
    "end": {"prompt": "church bells", "seed": 43, "denoising": 0.25, "guidance": 3.0},
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return random_engine()


def changed(path: str, value: Any) -> dict[str, Any]:
    """The request with one value replaced; "start.seed" names one inside."""
    request = copy.deepcopy(REQUEST)
    *outer, name = path.split(".")
    (request[outer[0]] if outer else request)[name] = value
    return request


def picture(engine: Engine, request: dict[str, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(clip_from_input(engine, InferenceInput.from_json(request)).image, dtype=float)


def test_the_web_apps_request_becomes_a_clip(engine: Engine) -> None:
    settings = clip_from_input(engine, InferenceInput.from_json(REQUEST)).settings
    assert settings["alphas"] == [0.25]
    assert settings["seeds"] == [42, 43]
    assert settings["init"] == SEED_IMAGES["og_beat"]
    assert settings["num_inference_steps"] == 4
    assert settings["strength"] == pytest.approx(0.625)  # 3/4 of 0.75, 1/4 of 0.25
    assert settings["guidance_scale"] == pytest.approx(6.0)


def test_the_ends_are_the_ends(engine: Engine) -> None:
    """At alpha 0 only the start counts, at 1 only the end."""
    at_start, at_end = changed("alpha", 0), changed("alpha", 1)
    another_end = {**at_start, "end": {**REQUEST["end"], "prompt": "techno", "seed": 9}}
    assert np.array_equal(picture(engine, at_start), picture(engine, another_end))
    as_start = {**at_start, "start": REQUEST["end"]}
    assert np.allclose(picture(engine, at_end), picture(engine, as_start), atol=1)
    assert not np.allclose(picture(engine, at_start), picture(engine, at_end), atol=1)


def test_the_answer_is_what_the_web_app_reads(engine: Engine) -> None:
    clip = clip_from_input(engine, InferenceInput.from_json(REQUEST))
    output = output_from_clip(clip)
    assert set(output) == {"image", "audio", "duration_s"}
    kind, data = output["image"].split(",", 1)
    assert kind == "data:image/jpeg;base64"
    with Image.open(io.BytesIO(base64.b64decode(data, validate=True))) as image:
        assert (image.format, image.size) == ("JPEG", clip.image.size)
        assert np.abs(np.asarray(image, float) - np.asarray(clip.image, float)).mean() < 3
    kind, data = output["audio"].split(",", 1)
    assert kind == "data:audio/mpeg;base64"
    sound = soundfile.info(io.BytesIO(base64.b64decode(data, validate=True)))
    assert sound.format == "MP3"
    assert sound.duration == pytest.approx(output["duration_s"], abs=0.1)


def test_what_is_left_out_takes_riffusions_defaults() -> None:
    asked = InferenceInput.from_json(
        {"alpha": 0, "start": {"prompt": "a", "seed": 1}, "end": {"prompt": "b", "seed": 2}}
    )
    assert (asked.num_inference_steps, asked.start.denoising, asked.end.guidance) == (50, 0.75, 7.0)
    assert asked.init == SEED_IMAGES["og_beat"]


@pytest.mark.parametrize("name", ["og_beat", "agile", "marim", "motorway", "vibes", "church bells"])
def test_every_seed_image_stands_for_a_bundled_loop(name: str) -> None:
    asked = InferenceInput.from_json(changed("seed_image_id", name))
    assert asked.init in {clip.name for clip in init_clips()}


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_mask_is_what_the_web_app_sends_for_none(nothing: str | None) -> None:
    InferenceInput.from_json(changed("mask_image_id", nothing))


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ([], "The request is no JSON object"),
        (changed("start", "church bells"), "start is no JSON object"),
        ({"alpha": 0, "end": REQUEST["end"]}, "start is no JSON object"),
        (changed("alpha", 1.1), r"alpha is 1\.1: give a number from 0 to 1"),
        (changed("alpha", None), "alpha is None"),
        (changed("start.prompt", 5), r"start\.prompt is 5: give a text"),
        (changed("start.seed", "x"), r"start\.seed is 'x': give a whole number from 0 to 4294967295"),
        (changed("end.denoising", 2), r"end\.denoising is 2"),
        (changed("end.guidance", -1), r"end\.guidance is -1"),
        (changed("num_inference_steps", 1e9), "num_inference_steps is 1000000000"),
        (changed("seed_image_id", "../../etc/passwd"), "seed_image_id is"),
        (changed("mask_image_id", "mask_top_third_95"), "there are no masks here"),
    ],
    ids=str,
)
def test_a_wrong_request_is_refused_with_what_would_be_right(request_: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        InferenceInput.from_json(request_)
