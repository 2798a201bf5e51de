"""Text to audio with a tiny model: every control, every fault."""

from __future__ import annotations

import threading
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import riffdemo
from riffdemo.audio import loudness
from riffdemo.audio.loudness import TARGET_LOUDNESS
from riffdemo.clip import Clip, settings_from_file
from riffdemo.engine import Engine
from riffdemo.errors import MetadataError, ParameterError
from riffdemo.image import mel_from_image
from riffdemo.progress import Cancelled, Step
from riffdemo.tasks import arguments_from_settings, checks, text_to_audio
from riffdemo.testing import RANDOM, random_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(scope="module", params=["riffdemo-small", "stable-diffusion-1"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return random_engine(request.param)


@pytest.fixture(scope="module")
def tiny() -> Engine:
    return random_engine()


def one(engine: Engine, prompt: str = "funk", **options: Any) -> Clip:
    (clip,) = text_to_audio(engine, prompt, **options)
    return clip


def test_a_clip_carries_all_that_made_it(tiny: Engine) -> None:
    clip = one(tiny, "funk", seed=7, negative_prompt="drums")
    assert clip.settings == {
        "task": "text_to_audio",
        "prompt": "funk",
        "negative_prompt": "drums",
        "seed": 7,
        "num_inference_steps": 2,
        "guidance_scale": 3.5,
        "scheduler": "DPM++ 2M",
        "seconds": tiny.params.loop_seconds,
        "loop": False,
        "quality": "balanced",
        "checkpoint": RANDOM,
        "riffdemo": riffdemo.__version__,
    }
    assert clip.image.size == (64, 64)
    assert clip.audio.n_samples == 63 * tiny.params.hop_length
    assert clip.name == "funk_seed-7"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"loop": True, "scheduler": "Euler a", "quality": "fast"},
        {"seconds": 1.0, "guidance_scale": 0.0, "num_inference_steps": 3},
        {"bars": 3, "prompt": "funk (bass:1.3), 120 bpm"},
    ],
    ids=str,
)
def test_its_settings_make_the_same_samples_again(
    engine: Engine, tmp_path: Path, options: dict[str, Any]
) -> None:
    first = one(engine, **{"prompt": "funk", "seed": 5, **options})
    path = first.save(tmp_path / "riff.flac")
    again = one(engine, **arguments_from_settings(settings_from_file(path)))
    assert np.array_equal(first.audio.samples, again.audio.samples)
    assert np.array_equal(np.asarray(first.image), np.asarray(again.image))
    assert again.settings == first.settings


def test_variations_have_seeds_of_their_own_and_can_be_made_alone(engine: Engine) -> None:
    clips = text_to_audio(engine, "funk", seed=2**32 - 2, num_variations=3)
    assert [clip.settings["seed"] for clip in clips] == [2**32 - 2, 2**32 - 1, 0]
    for clip in clips:
        alone = one(engine, **arguments_from_settings(clip.settings))
        levels = [np.asarray(c.image, dtype=int) for c in (clip, alone)]
        assert np.abs(levels[0] - levels[1]).max() <= 1
    pictures = [np.asarray(clip.image, dtype=int) for clip in clips]
    assert np.abs(pictures[0] - pictures[1]).mean() > 1


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "bells"},
        {"prompt": "(funk:2.5)"},
        {"negative_prompt": "drums"},
        {"seed": 1},
        {"num_inference_steps": 4},
        {"guidance_scale": 9.0},
        {"scheduler": "Euler a"},
        {"seconds": 0.9},
        {"bars": 4},
        {"loop": True},
        {"quality": "fast"},
    ],
    ids=str,
)
def test_each_control_changes_the_sound(engine: Engine, change: dict[str, Any]) -> None:
    base = {"prompt": "funk", "seed": 0}
    before, after = one(engine, **base).audio, one(engine, **{**base, **change}).audio
    n = min(before.n_samples, after.n_samples)
    changed_length = before.n_samples != after.n_samples
    assert changed_length or np.abs(before.samples[:, :n] - after.samples[:, :n]).max() > 1e-3


@pytest.mark.parametrize(("seconds", "n_frames"), [(0.5, 50), (0.64, 64), (1.0, 100), (2.0, 200)])
def test_length_in_seconds(tiny: Engine, seconds: float, n_frames: int) -> None:
    clip = one(tiny, seconds=seconds)
    assert clip.image.width == n_frames == round(seconds * tiny.params.frames_per_second)
    assert clip.audio.n_samples == (n_frames - 1) * tiny.params.hop_length
    assert clip.settings["seconds"] == seconds


def test_a_short_piece_is_the_beginning_of_a_clip(tiny: Engine) -> None:
    whole, short = one(tiny).image, one(tiny, seconds=0.5).image
    assert np.array_equal(np.asarray(short), np.asarray(whole)[:, :50])


def test_loops_are_whole_half_clips_and_have_no_seam(tiny: Engine) -> None:
    clip = one(tiny, loop=True, seconds=0.9)
    assert clip.image.width == 96
    assert clip.audio.n_samples == 96 * tiny.params.hop_length
    samples = clip.audio.samples[0].astype(float)
    steps = np.abs(np.diff(np.append(samples, samples[0])))
    assert steps[-1] < 4 * steps.mean()


def test_bars_follow_the_tempo_in_the_prompt(tiny: Engine) -> None:
    assert one(tiny, "funk, 240 bpm", bars=2).settings["seconds"] == 2.0
    assert one(tiny, "funk", bars=2).settings["seconds"] == pytest.approx(tiny.params.loop_seconds)


def test_the_sound_is_that_of_the_picture_at_the_loudness_of_all_clips(tiny: Engine) -> None:
    clip = one(tiny)
    own = tiny.converter.audio_from_mel(mel_from_image(clip.image))
    gain = clip.audio.peak / own.peak
    np.testing.assert_allclose(clip.audio.samples, gain * own.samples, atol=1e-6)
    assert loudness(clip.audio) == pytest.approx(TARGET_LOUDNESS, abs=0.01)


def test_silence_stays_silent(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiny.pipeline, "paint", lambda *_, **__: [Image.new("RGB", (64, 64), "white")])
    assert one(tiny).audio.peak == 0


# --- progress and cancelling ---


def test_every_step_is_reported_with_a_preview_and_an_estimate(tiny: Engine) -> None:
    steps: list[Step] = []
    sizes: list[tuple[int, int]] = []

    def on_step(step: Step) -> None:
        steps.append(step)
        sizes.append(step.preview(1).size)

    clips = text_to_audio(tiny, "funk", num_inference_steps=4, num_variations=2, seconds=0.8, on_step=on_step)
    assert [(step.index, step.total) for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert sizes == [clips[1].image.size] * 4
    assert steps[0].eta > steps[-1].eta == 0


def test_cancelling_stops_at_the_next_step_and_the_next_call_works(tiny: Engine) -> None:
    cancel = threading.Event()
    seen: list[int] = []

    def on_step(step: Step) -> None:
        seen.append(step.index)
        cancel.set()

    with pytest.raises(Cancelled):
        text_to_audio(tiny, "funk", num_inference_steps=50, on_step=on_step, cancel=cancel)
    assert seen == [1]
    assert not tiny.lock.locked()
    assert one(tiny).audio.n_samples > 0


def test_cancelled_before_it_began(tiny: Engine) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        text_to_audio(tiny, "funk", cancel=cancel, on_step=lambda step: pytest.fail("a step was run"))


def test_an_error_in_a_report_leaves_the_engine_free(tiny: Engine) -> None:
    def on_step(step: Step) -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        text_to_audio(tiny, "funk", on_step=on_step)
    assert not tiny.lock.locked()


def test_two_visitors_at_once_get_what_each_asked_for(tiny: Engine) -> None:
    alone = [one(tiny, "funk", seed=1, loop=True), one(tiny, "bells", seed=2)]
    results: dict[int, Clip] = {}

    def visit(number: int) -> None:
        prompt, options = [("funk", {"seed": 1, "loop": True}), ("bells", {"seed": 2})][number % 2]
        results[number] = one(tiny, prompt, **options)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, clip in results.items():
        assert np.array_equal(clip.audio.samples, alone[number % 2].audio.samples)


# --- faults ---


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": -1}, "seed is -1"),
        ({"seed": 2**32}, "seed is 4294967296: give a whole number from 0 to 4294967295"),
        ({"seed": float("inf")}, "seed is inf"),
        ({"seed": 1.5}, r"seed is 1\.5"),
        ({"seed": float("nan")}, "seed is nan"),
        ({"seed": "1"}, "seed is '1'"),
        ({"seed": True}, "seed is True"),
        ({"num_inference_steps": 0}, "num_inference_steps is 0"),
        ({"num_inference_steps": 101}, "give a whole number from 1 to 100"),
        ({"guidance_scale": -0.1}, "guidance_scale is -0"),
        ({"guidance_scale": float("nan")}, "guidance_scale is nan"),
        ({"guidance_scale": 31}, "guidance_scale is 31"),
        ({"scheduler": "DPM"}, "scheduler is 'DPM'"),
        ({"seconds": 0}, "seconds is 0"),
        ({"seconds": 1e9}, "seconds is 1000000000.0: give a number from 0.5 to 300"),
        ({"seconds": "abc"}, "seconds is 'abc': give a number"),
        ({"seconds": [1]}, r"seconds is \[1\]"),
        ({"seconds": True}, "seconds is True"),
        ({"seconds": float("nan")}, "seconds is nan"),
        ({"bars": "two"}, "bars is 'two': give a whole number"),
        ({"loop": "no"}, "loop is 'no': give True or False"),
        ({"scheduler": ["DDIM"]}, "scheduler is"),
        ({"guidance_scale": "strict"}, "guidance_scale is 'strict'"),
        ({"num_variations": "x" * 1_000}, "num_variations is 'x{50,59}[.]{3}: give"),
        ({"prompt": None}, "prompt is None: give a text"),
        ({"negative_prompt": 5}, "negative_prompt is 5: give a text"),
        ({"bars": 0}, "bars is 0"),
        ({"bars": 1000}, "seconds is"),
        ({"seconds": 1, "bars": 1}, "give one of them"),
        ({"num_variations": 0}, "num_variations is 0"),
        ({"num_variations": 9}, "num_variations is 9"),
        ({"quality": "nice"}, "quality is 'nice'"),
        ({"quality": "textbook", "loop": True}, "quality is 'textbook'"),
        ({"prompt": "(funk:9)"}, "weight in"),
        ({"prompt": "\ud83d"}, "half of a character"),
        ({"negative_prompt": "\ud83d"}, "half of a character"),
    ],
    ids=str,
)
def test_what_is_out_of_range_is_refused_before_any_work(
    tiny: Engine, options: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiny.pipeline, "paint", lambda *_, **__: pytest.fail("it painted"))
    with pytest.raises(ParameterError, match=message):
        text_to_audio(tiny, **{"prompt": "funk", **options})


def test_whole_floats_are_fine() -> None:
    clip = one(random_engine(), seed=3.0, num_inference_steps=2.0)
    assert (clip.settings["seed"], clip.settings["num_inference_steps"]) == (3, 2)


@pytest.mark.parametrize("prompt", ["", "😀🎸", "مرحبا بالعالم", "a\u200fb"])
def test_any_language_makes_a_clip(engine: Engine, prompt: str, tmp_path: Path) -> None:
    clip = one(engine, prompt)
    assert settings_from_file(clip.save(tmp_path / "riff.png"))["prompt"] == prompt


def test_a_very_long_prompt_is_cut_with_a_warning(engine: Engine) -> None:
    prompt = "funk " * 2_000
    with pytest.warns(UserWarning, match="this was not read: .*funk"):
        clip = one(engine, prompt)
    assert clip.settings["prompt"] == prompt
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        one(engine, "funk")


def test_a_prompt_that_no_file_can_carry_is_refused_first(tiny: Engine) -> None:
    with pytest.raises(MetadataError, match="at most 65,536"):
        one(tiny, "😀" * 10_000)


def test_the_limits_are_those_of_the_documentation() -> None:
    doc = text_to_audio.__doc__ or ""
    assert f"{checks.MAX_STEPS}." in doc
    assert f"0 to {checks.MAX_GUIDANCE:g}." in doc
    assert f"1 to {checks.MAX_VARIATIONS} clips" in doc
    assert checks.MAX_SEED == 2**32 - 1
