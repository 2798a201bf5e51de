"""From A to B with a tiny model: what lies between, the joins, every control, every fault."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

import riffdemo as riff
from riffdemo.audio import Audio, loudness, save_audio
from riffdemo.audio.loudness import TARGET_LOUDNESS
from riffdemo.clip import Clip, load_clip, settings_from_file
from riffdemo.engine import Engine
from riffdemo.errors import ParameterError, RiffError
from riffdemo.image import mel_from_image
from riffdemo.pipeline.pipeline import RiffPipeline
from riffdemo.progress import Cancelled, Step
from riffdemo.synth import noise, tone
from riffdemo.tasks import Interpolation, interpolate, interpolation_arguments, text_to_audio
from riffdemo.tasks.way import alphas_from_settings
from riffdemo.testing import random_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(scope="module", params=["riffdemo-small", "stable-diffusion-1"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return random_engine(request.param)


@pytest.fixture(scope="module")
def tiny() -> Engine:
    return random_engine()


def make(
    engine: Engine, prompt: str = "bells", end_prompt: str | None = "funk", **options: Any
) -> Interpolation:
    return interpolate(engine, prompt, end_prompt, **{"seeds": (1, 2), "num_clips": 4, **options})


def levels(clip: Clip) -> npt.NDArray[np.float64]:
    return np.asarray(clip.image, dtype=float)[..., 0]


def distance(a: Clip, b: Clip) -> float:
    return float(np.abs(levels(a) - levels(b)).mean())


# --- what comes out ---


def test_a_piece_is_its_clips_one_after_the_other(engine: Engine) -> None:
    made = make(engine)
    width, hop = engine.params.n_frames, engine.params.hop_length
    assert made.alphas == (0.0, 1 / 3, 2 / 3, 1.0)
    assert made.piece.image.size == (4 * width, engine.params.n_mels)
    assert made.piece.audio.n_samples == (4 * width - 1) * hop
    assert [clip.audio.n_samples for clip in made.clips] == [width * hop] * 4
    for i, clip in enumerate(made.clips):
        own = levels(made.piece)[:, i * width : (i + 1) * width]
        settled = 0 if i == 0 else width // 4
        assert np.array_equal(own[:, settled:], levels(clip)[:, settled:])


def test_the_ends_are_what_text_to_audio_makes(tiny: Engine) -> None:
    made = make(tiny)
    for clip, prompt, seed in ((made.clips[0], "bells", 1), (made.clips[-1], "funk", 2)):
        (alone,) = text_to_audio(tiny, prompt, seed=seed, loop=True)
        assert np.abs(levels(clip) - levels(alone)).max() <= 1


@pytest.mark.parametrize(
    ("prompts", "seeds"),
    [(("bells", "funk"), (1, 1)), (("bells", None), (1, 2)), (("bells", "funk"), (1, 2))],
)
def test_prompt_and_seed_change_together_or_apart(
    tiny: Engine, prompts: tuple[str, str | None], seeds: tuple[int, int]
) -> None:
    made = make(tiny, *prompts, seeds=seeds, num_clips=3)
    a, between, b = made.clips
    whole = distance(a, b)
    assert whole > 0.2
    assert 0 < distance(a, between) < whole
    assert 0 < distance(between, b) < whole


def test_a_quarter_of_each_clip_fades_in_over_the_one_before(tiny: Engine) -> None:
    made = make(tiny, num_clips=2)
    width = tiny.params.n_frames
    a, b, piece = (mel_from_image(clip.image).numpy() for clip in (*made.clips, made.piece))
    share = (np.arange(width // 4) + 0.5) / (width // 4)
    expected = (1 - share) * a[..., : width // 4] + share * b[..., : width // 4]
    grey = [
        255 * (mel / tiny.max_value) ** 0.25 for mel in (piece[..., width : width + width // 4], expected)
    ]
    assert np.abs(grey[0] - grey[1]).max() <= 0.51


def test_the_sound_is_one_waveform_without_a_step_at_the_joins(tiny: Engine) -> None:
    made = make(tiny)
    samples = made.piece.audio.samples[0].astype(float)
    steps = np.abs(np.diff(samples))
    for i in (1, 2, 3):
        join = i * tiny.params.n_frames * tiny.params.hop_length
        assert steps[join - 3 : join + 3].max() < np.quantile(steps, 0.999)


def test_one_gain_for_all(tiny: Engine) -> None:
    made = make(tiny)
    convert = tiny.converter
    loops = [convert.audio_from_mel(mel_from_image(clip.image), loop=True) for clip in made.clips]
    gains = [clip.audio.peak / loop.peak for clip, loop in zip(made.clips, loops, strict=True)]
    assert gains == pytest.approx([gains[0]] * 4, rel=1e-5)
    assert loudness(made.piece.audio) == pytest.approx(TARGET_LOUDNESS, abs=0.01)


def test_many_clips_are_painted_in_batches(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    paint = RiffPipeline.paint

    def counted(self: RiffPipeline, recipes: list[Any], **options: Any) -> list[Image.Image]:
        sizes.append(len(recipes))
        return paint(self, recipes, **options)

    monkeypatch.setattr(RiffPipeline, "paint", counted)
    steps: list[tuple[int, int]] = []
    made = make(tiny, num_clips=11, on_step=lambda step: steps.append((step.index, step.total)))
    assert sizes == [8, 3]
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(made.clips) == 11


# --- settings ---


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"end_prompt": None, "num_clips": 2, "power": 2.0, "ease": 0.5},
        {"num_clips": None, "alphas": [0.5, 0.25], "guidance_scale": 2.0, "scheduler": "Euler a"},
        {"init": "funk groove", "strength": 0.5, "negative_prompt": "drums", "quality": "fast"},
        {"init": "funk groove", "end_init": "church bells", "num_inference_steps": 4},
    ],
    ids=str,
)
def test_its_settings_make_the_same_samples_again(
    engine: Engine, tmp_path: Path, options: dict[str, Any]
) -> None:
    made = make(engine, **options)
    for suffix in ("flac", "png"):
        path = made.piece.save(tmp_path / f"piece.{suffix}")
        settings = settings_from_file(path)
        assert settings == made.piece.settings
    again = interpolate(engine, **interpolation_arguments(settings))
    assert np.array_equal(made.piece.audio.samples, again.piece.audio.samples)
    assert again.piece.settings == made.piece.settings


def test_each_clip_can_be_made_alone_and_is_a_loop(tiny: Engine, tmp_path: Path) -> None:
    made = make(tiny)
    clip = made.clips[1]
    settings = settings_from_file(clip.save(tmp_path / "clip.wav"))
    assert settings["loop"]
    assert settings["alphas"] == [made.alphas[1]]
    alone = interpolate(tiny, **interpolation_arguments(settings))
    assert alone.alphas == (made.alphas[1],)
    assert np.abs(levels(alone.piece) - levels(clip)).max() <= 1
    assert load_clip(tmp_path / "clip.wav").image.width == tiny.params.n_frames


def test_names_say_where_from_and_where_to(tiny: Engine) -> None:
    assert make(tiny, num_clips=2).piece.name == "bells-to-funk_seed-1-2"


def test_the_example_of_the_documentation() -> None:
    made = riff.interpolate(random_engine(), "church bells", seeds=(1, 2), num_clips=8, strength=0.75)
    assert len(made.clips) == 8
    assert made.piece.settings["init"] == "drum break"


# --- controls ---


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "drums"},
        {"end_prompt": "drums"},
        {"seeds": (3, 2)},
        {"seeds": (1, 3)},
        {"power": 3.0},
        {"ease": 1.0},
        {"init": "music box"},
        {"init": "music box", "strength": 0.2},
        {"init": "music box", "end_init": "drum break"},
        {"negative_prompt": "drums"},
        {"num_inference_steps": 5},
        {"guidance_scale": 8.0},
        {"scheduler": "Euler a"},
        {"quality": "fast"},
    ],
    ids=str,
)
def test_each_control_changes_the_sound(tiny: Engine, change: dict[str, Any]) -> None:
    before, after = make(tiny).piece.audio, make(tiny, **change).piece.audio
    assert before.n_samples == after.n_samples
    assert np.abs(before.samples - after.samples).max() > 1e-3


def test_length_in_seconds_is_whole_clips(tiny: Engine) -> None:
    clip = tiny.params.loop_seconds
    lengths = [len(make(tiny, num_clips=None, seconds=s * clip).alphas) for s in (0.6, 1.4, 3.0, 4.6)]
    assert lengths == [1, 1, 3, 5]
    assert len(make(tiny, num_clips=None).alphas) == 6


def test_power_and_ease_shape_the_way(tiny: Engine) -> None:
    def way(**options: Any) -> tuple[float, ...]:
        return alphas_from_settings({"num_clips": 5, "power": 1.0, "ease": 0.0, **options})

    assert way() == (0, 0.25, 0.5, 0.75, 1)
    assert way(power=2.0) == (0, 0.0625, 0.25, 0.5625, 1)
    eased = way(ease=1.0)
    assert eased == pytest.approx([0, 0.15625, 0.5, 0.84375, 1])
    assert all(np.diff(eased) > 0)


def test_strength_keeps_or_covers_the_start(tiny: Engine) -> None:
    kept, covered = (make(tiny, init="drum break", strength=s, num_clips=1).clips[0] for s in (0.0, 1.0))
    pure = make(tiny, num_clips=1).clips[0]
    assert distance(covered, pure) < 0.5
    assert distance(kept, pure) > 1


def test_from_sound_a_to_sound_b(tiny: Engine) -> None:
    """At strength 0 nothing is painted: the ends are the sounds as the model's autoencoder sees them."""
    both = make(tiny, init="drum break", end_init="music box", strength=0.0, num_clips=3).clips
    a, b = (make(tiny, init=name, strength=0.0, num_clips=1).clips[0] for name in ("drum break", "music box"))
    assert distance(both[0], a) < 0.1
    assert distance(both[2], b) < 0.1
    assert 0 < distance(both[0], both[1]) < distance(a, b) + 1


def test_defaults_of_the_strength(tiny: Engine) -> None:
    assert "strength" not in make(tiny).piece.settings
    assert make(tiny, init="drum break").piece.settings["strength"] == 0.75
    assert make(tiny, init="drum break", end_init="music box").piece.settings["strength"] == 0.5


def test_own_sounds_and_pictures_start_it_too(tiny: Engine, tmp_path: Path) -> None:
    path = save_audio(tone(440.0, seconds=1.0), tmp_path / "own.wav")
    picture = tmp_path / "own.png"
    Image.effect_noise((40, 40), 80).save(picture)
    for init, name in ((path, "own.wav"), (picture, "own.png"), (noise(seconds=1.0), "a sound")):
        made = make(tiny, init=init, strength=0.5, num_clips=2)
        assert made.piece.settings["init"] == name


# --- progress, stop, visitors ---


def test_previews_are_those_of_the_clips(tiny: Engine) -> None:
    seen: list[npt.NDArray[np.uint8]] = []

    def on_step(step: Step) -> None:
        if step.index == step.total:
            seen.extend(np.asarray(step.preview(i)) for i in range(9))
        else:
            assert step.preview(0).size == (64, 64)
            assert np.asarray(step.preview(8)).min() == 255 or step.index > step.total / 2

    made = make(tiny, num_clips=9, on_step=on_step)
    for preview, clip in zip(seen, made.clips, strict=True):
        assert np.abs(preview.astype(float)[..., 0] - levels(clip)).mean() < 3


def test_a_stop_in_the_middle_leaves_the_engine_free(tiny: Engine) -> None:
    cancel = threading.Event()
    seen: list[int] = []

    def on_step(step: Step) -> None:
        seen.append(step.index)
        if step.index == 3:  # in the second batch
            cancel.set()

    with pytest.raises(Cancelled):
        make(tiny, num_clips=12, on_step=on_step, cancel=cancel)
    assert seen == [1, 2, 3]
    assert not tiny.lock.locked()
    assert len(make(tiny).clips) == 4


def test_a_stop_while_it_becomes_sound(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = threading.Event()
    convert = tiny.converter.audio_from_mel
    played: list[int] = []

    def play(mel: Any, **options: Any) -> Audio:
        played.append(1)
        cancel.set()
        return convert(mel, **options)

    monkeypatch.setattr(tiny.converter, "audio_from_mel", play)
    with pytest.raises(Cancelled):
        make(tiny, cancel=cancel)
    assert len(played) == 1


def test_two_visitors_at_once_get_what_each_asked_for(tiny: Engine) -> None:
    wanted = [{"seeds": (1, 2)}, {"prompt": "drums", "seeds": (5, 5), "init": "music box"}]
    alone = [make(tiny, **options) for options in wanted]
    results: dict[int, Interpolation] = {}

    def visit(number: int) -> None:
        results[number] = make(tiny, **wanted[number % 2])

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, made in results.items():
        assert np.array_equal(made.piece.audio.samples, alone[number % 2].piece.audio.samples)


# --- faults ---


def test_a_equal_to_b_stays_where_it_is(tiny: Engine) -> None:
    made = make(tiny, "funk", "funk", seeds=(3, 3), num_clips=3)
    assert distance(made.clips[0], made.clips[2]) < 0.5
    assert np.isfinite(made.piece.audio.samples).all()
    same = make(tiny, init="drum break", end_init="drum break", seeds=(3, 3), num_clips=2)
    assert np.isfinite(same.piece.audio.samples).all()


def test_one_clip_is_a_loop_at_a(tiny: Engine) -> None:
    made = make(tiny, num_clips=1)
    assert made.alphas == (0.0,)
    assert made.piece.settings["loop"]
    assert np.array_equal(made.piece.audio.samples, made.clips[0].audio.samples)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seeds": (1,)}, r"seeds is \(1,\): give two"),
        ({"seeds": 5}, "seeds is 5: give two"),
        ({"seeds": "12"}, "seeds is '12': give two"),
        ({"seeds": (0, -1)}, "seed is -1"),
        ({"seeds": (2**32, 0)}, "seed is 4294967296"),
        ({"seeds": (0.5, 1)}, r"seed is 0\.5"),
        ({"num_clips": 0}, "num_clips is 0"),
        ({"num_clips": 61}, "num_clips is 61"),
        ({"seconds": 3.0}, "num_clips and seconds are given"),
        ({"num_clips": None, "seconds": 1e6}, r"seconds is 1000000\.0"),
        ({"num_clips": None, "seconds": 0}, "seconds is 0"),
        ({"num_clips": None, "alphas": []}, "There are 0 alphas: give 1 to 60"),
        ({"num_clips": None, "alphas": [0.5, 1.2]}, r"alpha is 1\.2: give a number from 0 to 1"),
        ({"num_clips": None, "alphas": [-0.1]}, r"alpha is -0\.1"),
        ({"num_clips": None, "alphas": [float("nan")]}, "alpha is nan"),
        ({"power": 0.1}, r"power is 0\.1"),
        ({"power": 9}, "power is 9"),
        ({"ease": 1.5}, r"ease is 1\.5"),
        ({"init": "drum break", "strength": 1.5}, r"strength is 1\.5"),
        ({"strength": -0.5}, r"strength is -0\.5"),
        ({"end_init": "drum break"}, "end_init but no init"),
        ({"init": "kazoo"}, "'kazoo': give a file or one of"),
        ({"num_inference_steps": 0}, "num_inference_steps is 0"),
        ({"guidance_scale": 99}, "guidance_scale is 99"),
        ({"scheduler": "Heun"}, "scheduler is 'Heun'"),
        ({"quality": "textbook"}, "quality is 'textbook'"),
        ({"prompt": "(funk:9)"}, "weight in"),
        ({"end_prompt": "(funk:9)"}, "weight in"),
    ],
    ids=str,
)
def test_what_is_out_of_range_is_refused_before_any_work(
    tiny: Engine, options: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiny.pipeline, "paint", lambda *_, **__: pytest.fail("it painted"))
    with pytest.raises(ParameterError, match=message):
        make(tiny, **options)


def test_a_bad_file_is_named(tiny: Engine, tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_bytes(b"RIFF" + bytes(50))
    with pytest.raises(RiffError, match=r"bad\.wav"):
        make(tiny, init=tmp_path / "bad.wav")


def test_what_was_cut_from_the_end_prompt_is_told(tiny: Engine) -> None:
    with pytest.warns(UserWarning, match="this was not read: .*funk"):
        make(tiny, end_prompt="funk " * 200, num_clips=1)
