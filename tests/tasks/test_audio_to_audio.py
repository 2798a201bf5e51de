"""Audio to audio with a tiny model: every length, mask and fault, and what the settings are good for."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from riffdemo.audio import Audio, load_audio, save_audio
from riffdemo.clip import settings_from_file
from riffdemo.engine import Engine
from riffdemo.errors import AudioError, ParameterError
from riffdemo.progress import Cancelled, Step
from riffdemo.synth import music, silence
from riffdemo.tasks import BeforeAfter, arguments_from_settings, audio_to_audio
from riffdemo.testing import random_engine

RATE, HOP, N_FRAMES = 22_050, 220, 64
CLIP = N_FRAMES * HOP


@pytest.fixture(scope="module", params=["riffdemo-small", "stable-diffusion-1"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return random_engine(request.param)


@pytest.fixture(scope="module")
def tiny() -> Engine:
    return random_engine()


def sound(n_samples: int, *, n_channels: int = 1, sample_rate: int = RATE) -> Audio:
    whole = music(seconds=n_samples / sample_rate + 0.1, n_channels=n_channels, sample_rate=sample_rate)
    return Audio(whole.samples[:, :n_samples], sample_rate)


def snr(found: Audio, wanted: Audio) -> float:
    """How far the difference lies below `wanted` (dB)."""
    noise = np.square(found.samples - wanted.samples).sum()
    return float(10 * np.log10(np.square(wanted.samples).sum() / max(noise, 1e-20)))


def half_mask(*, white: str) -> Image.Image:
    """White in the second half of the time, or in the lower half of the band."""
    mask = Image.new("L", (100, 50), "black")
    mask.paste("white", (50, 0, 100, 50) if white == "late" else (0, 25, 100, 50))
    return mask


@pytest.mark.parametrize(
    "n_samples",
    [4_410, CLIP // 2, CLIP - 1, CLIP, CLIP + 1, CLIP + HOP, 2 * CLIP, 3 * CLIP + 7],
)
def test_every_length_is_covered_to_the_last_sample(engine: Engine, n_samples: int) -> None:
    source = sound(n_samples)
    made = audio_to_audio(engine, source, "funk", strength=0.0)
    for clip in (made.before, made.after, made.difference):
        assert clip.audio.n_samples == n_samples
    assert not made.is_partial
    # Nothing is painted at strength 0, so the end is there as well as the rest, up to the rounding of 8 bits.
    assert snr(made.after.audio, source) > 15
    end = slice(-min(n_samples // 4, 2 * HOP), None)
    ends = [Audio(audio.samples[:, end], RATE) for audio in (made.after.audio, source)]
    assert snr(*ends) > 5


def test_one_window_suffices_for_a_clip_and_one_sample_more_needs_two(tiny: Engine) -> None:
    def parts(n_samples: int) -> set[str]:
        steps: list[Step] = []
        audio_to_audio(tiny, sound(n_samples), "funk", on_step=steps.append)
        return {step.part for step in steps}

    assert parts(CLIP) == {"Window 1 of 1"}
    assert parts(CLIP + 1) == {"Window 1 of 2", "Window 2 of 2"}


def test_the_difference_is_what_was_added(tiny: Engine) -> None:
    made = audio_to_audio(tiny, sound(2 * CLIP), "funk", strength=0.8)
    before, after, difference = (clip.audio.samples for clip in (made.before, made.after, made.difference))
    np.testing.assert_allclose(before + difference, after, atol=1e-6)
    assert np.abs(difference).max() > 0.01


def test_more_strength_departs_further(tiny: Engine) -> None:
    source = sound(2 * CLIP)
    made = [
        audio_to_audio(tiny, source, "funk", strength=s, num_inference_steps=8) for s in (0.0, 0.2, 0.5, 0.8)
    ]
    pictures = [tiny.converter.mel_from_audio(Audio(m.after.audio.samples, RATE)) ** 0.25 for m in made]
    own = tiny.converter.mel_from_audio(source) ** 0.25
    distances = [float((picture - own).abs().mean()) for picture in pictures]
    assert distances == sorted(distances)
    assert distances[1] > 2 * distances[0]


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "bells"},
        {"end_prompt": "bells"},
        {"negative_prompt": "drums"},
        {"seed": 1},
        {"strength": 0.9},
        {"num_inference_steps": 5},
        {"guidance_scale": 9.0},
        {"scheduler": "Euler a"},
        {"quality": "fast"},
        {"mask": half_mask(white="late")},
        {"start": 0.1},
        {"seconds": 0.7},
        {"stereo": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_control_changes_the_sound(tiny: Engine, change: dict[str, Any]) -> None:
    base: dict[str, Any] = {"prompt": "funk", "strength": 0.7, "num_inference_steps": 4}
    before, after = (
        audio_to_audio(tiny, sound(2 * CLIP), **arguments).after.audio
        for arguments in (base, {**base, **change})
    )
    assert before.samples.shape != after.samples.shape or np.abs(before.samples - after.samples).max() > 1e-3


def test_the_text_changes_along_the_sound(tiny: Engine) -> None:
    source, options = sound(3 * CLIP), {"strength": 0.9}
    alone = audio_to_audio(tiny, source, "funk", **options).after.audio.samples
    turned = audio_to_audio(tiny, source, "funk", end_prompt="bells", **options).after.audio.samples
    # The phase reconstruction looks 200 ms ahead; the second window begins at three quarters of the first.
    start = CLIP * 3 // 4 - 21 * HOP
    np.testing.assert_allclose(turned[:, :start], alone[:, :start], atol=1e-6)
    assert np.abs(turned - alone)[:, CLIP:].max() > 1e-3


def test_its_settings_make_the_same_samples_again(tiny: Engine, tmp_path: Path) -> None:
    path = save_audio(sound(2 * CLIP, n_channels=2), tmp_path / "song.wav")
    options: dict[str, Any] = {
        "end_prompt": "bells",
        "strength": 0.4,
        "start": 0.1,
        "seconds": 0.9,
        "seed": 3,
    }
    first = audio_to_audio(tiny, path, "funk", mask=half_mask(white="low"), **options)
    saved = first.after.save(tmp_path / "made.flac")
    settings = settings_from_file(saved)
    assert settings["task"] == "audio_to_audio"
    assert settings["source"] == "song.wav"
    assert settings["stereo"] is True
    again = audio_to_audio(tiny, path, **arguments_from_settings(settings))
    np.testing.assert_array_equal(again.after.audio.samples, first.after.audio.samples)
    assert again.after.settings == first.after.settings
    assert first.after.name == "funk-to-bells_seed-3"
    assert first.before.name != first.after.name != first.difference.name


def test_a_file_gives_what_its_samples_give(tiny: Engine, tmp_path: Path) -> None:
    source = sound(2 * CLIP, n_channels=2)
    path = save_audio(source, tmp_path / "song.wav", bit_depth=24)
    from_file, from_value = (audio_to_audio(tiny, s, "funk", strength=0.3) for s in (path, source))
    assert snr(from_file.after.audio, from_value.after.audio) > 35


@pytest.mark.parametrize("rate", [8_000, 44_100, 192_000])
def test_any_sample_rate(tiny: Engine, tmp_path: Path, rate: int) -> None:
    path = save_audio(sound(rate, sample_rate=rate), tmp_path / "song.flac")
    made = audio_to_audio(tiny, path, "funk", strength=0.0)
    own = load_audio(path, sample_rate=RATE)
    assert made.after.audio.n_samples == own.n_samples
    assert snr(made.before.audio, own) > 60
    assert snr(made.after.audio, own) > 15


def test_stereo_stays_stereo(tiny: Engine) -> None:
    left = sound(2 * CLIP).samples
    source = Audio(np.concatenate((left, 0.1 * left)), RATE)
    made = audio_to_audio(tiny, source, "funk", strength=0.8)
    rms = np.sqrt(np.square(made.after.audio.samples).mean(axis=1))
    assert 12 < 20 * np.log10(rms[0] / rms[1]) < 22  # 20 dB in the source
    assert audio_to_audio(tiny, source, "funk", stereo=False).after.audio.n_channels == 1


def test_silence_stays_silent_where_nothing_is_painted(tiny: Engine) -> None:
    made = audio_to_audio(tiny, silence(seconds=1.0, sample_rate=RATE), "funk", strength=0.0)
    assert made.after.audio.peak < 1e-3
    loud = audio_to_audio(tiny, silence(seconds=1.0, sample_rate=RATE), "funk", strength=1.0)
    assert np.isfinite(loud.after.audio.samples).all()


def test_a_source_that_clips_makes_no_worse(tiny: Engine) -> None:
    source = Audio(np.clip(20 * sound(2 * CLIP).samples, -1, 1), RATE)
    made = audio_to_audio(tiny, source, "funk", strength=0.5)
    assert made.before.audio.peak == 1.0
    assert made.after.audio.peak <= 1.0 + 1e-6


def test_a_black_mask_leaves_the_source_and_a_white_one_is_none(tiny: Engine) -> None:
    source = sound(2 * CLIP)
    black = audio_to_audio(tiny, source, "funk", strength=1.0, mask=Image.new("L", (10, 10), "black"))
    np.testing.assert_array_equal(black.after.audio.samples, source.samples)
    assert black.difference.audio.peak == 0
    white = audio_to_audio(tiny, source, "funk", strength=1.0, mask=Image.new("L", (10, 10), "white"))
    plain = audio_to_audio(tiny, source, "funk", strength=1.0)
    assert snr(white.after.audio, plain.after.audio) > 60


def test_a_mask_is_laid_over_the_part_whatever_its_size(tiny: Engine) -> None:
    source, masks = sound(2 * CLIP), (half_mask(white="late"), half_mask(white="late").resize((400, 100), 0))
    small, large = (audio_to_audio(tiny, source, "funk", strength=0.9, mask=mask) for mask in masks)
    np.testing.assert_array_equal(small.after.audio.samples, large.after.audio.samples)
    with pytest.raises(ParameterError, match="100000 x 1 pixels"):
        audio_to_audio(tiny, source, "funk", mask=Image.new("L", (100_000, 1)))
    with pytest.raises(ParameterError, match="mask cannot be read"):
        audio_to_audio(tiny, source, "funk", mask="data:image/png;base64,AAAA")


def test_what_lies_outside_of_the_mask_stays_put(tiny: Engine) -> None:
    source = sound(3 * CLIP)
    late = audio_to_audio(tiny, source, "funk", strength=1.0, mask=half_mask(white="late")).after.audio
    edge = source.n_samples // 2 - tiny.params.win_length
    np.testing.assert_array_equal(late.samples[:, :edge], source.samples[:, :edge])
    assert snr(late, source) < 10
    low = audio_to_audio(tiny, source, "funk", strength=1.0, mask=half_mask(white="low")).after.audio
    after, before = (tiny.converter.mel_from_audio(Audio(a.samples, RATE))[0].numpy() for a in (low, source))
    rows = slice(N_FRAMES // 2 + 4, None)  # the upper half, four bands from the edge
    heard = before[rows] > 1e-3 * before.max()
    change = 20 * np.log10(after[rows][heard] / before[rows][heard])
    assert np.abs(change).max() < 0.5


def test_cancel_keeps_the_windows_that_are_done(tiny: Engine) -> None:
    source, cancel = sound(4 * CLIP), threading.Event()

    def stop(step: Step) -> None:
        if step.part.startswith("Window 3"):
            cancel.set()

    whole = audio_to_audio(tiny, source, "funk", strength=0.8)
    made = audio_to_audio(tiny, source, "funk", strength=0.8, on_step=stop, cancel=cancel)
    assert made.is_partial
    assert made.after.settings["partial"] is True
    n_samples = made.after.audio.n_samples
    assert CLIP < n_samples < 3 * CLIP
    assert n_samples == made.before.audio.n_samples == made.difference.audio.n_samples
    settled = (N_FRAMES * 3 // 4 - 24) * HOP  # of the first window, but for what the stream holds back
    np.testing.assert_allclose(
        made.after.audio.samples[:, :settled], whole.after.audio.samples[:, :settled], atol=1e-6
    )


def test_cancel_before_the_first_window_leaves_nothing(tiny: Engine) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        audio_to_audio(tiny, sound(CLIP), "funk", cancel=cancel)
    assert audio_to_audio(tiny, sound(CLIP), "funk").after.audio.n_samples == CLIP


def test_two_visitors_get_what_each_would_get_alone(tiny: Engine) -> None:
    sources = [sound(2 * CLIP), sound(3 * CLIP)]
    alone = [audio_to_audio(tiny, source, "funk", seed=i) for i, source in enumerate(sources)]
    together: dict[int, BeforeAfter] = {}

    def work(i: int) -> None:
        together[i] = audio_to_audio(tiny, sources[i], "funk", seed=i)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i, made in enumerate(alone):
        np.testing.assert_array_equal(together[i].after.audio.samples, made.after.audio.samples)


def test_steps_count_up_and_show_the_whole(tiny: Engine) -> None:
    seen: list[tuple[int, int, tuple[int, int]]] = []
    audio_to_audio(
        tiny,
        sound(2 * CLIP),
        "funk",
        num_inference_steps=4,
        on_step=lambda step: seen.append((step.index, step.total, step.preview(0).size)),
    )
    assert [index for index, _, _ in seen] == list(range(1, 2 * 3 + 1))
    assert {(total, size) for _, total, size in seen} == {(6, (1_024, 256))}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"strength": 1.5}, ParameterError, "strength is 1.5"),
        ({"strength": "much"}, ParameterError, "strength is 'much'"),
        ({"seed": -1}, ParameterError, "seed is -1"),
        ({"start": -1.0}, ParameterError, "start is -1"),
        ({"start": 9.0}, AudioError, r"start is 9 s, but the sound lasts 1\.28 s"),
        ({"start": 1.2}, AudioError, r"lasts 0\.077 s: give 0\.2 s or more"),
        ({"seconds": 0.1}, ParameterError, r"seconds is 0\.1"),
        ({"seconds": 601}, ParameterError, "seconds is 601"),
        ({"quality": "textbook"}, ParameterError, "quality is 'textbook'"),
    ],
)
def test_what_is_out_of_range_is_told(
    tiny: Engine, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        audio_to_audio(tiny, sound(2 * CLIP), "funk", **arguments)


def test_more_than_ten_minutes_are_refused_but_a_part_of_them_is_taken(tiny: Engine, tmp_path: Path) -> None:
    path = save_audio(silence(seconds=601, sample_rate=8_000), tmp_path / "long.flac")
    with pytest.raises(AudioError, match=r"'.*long\.flac' cannot be used\. The part lasts 601 s: give 600 s"):
        audio_to_audio(tiny, path, "funk")
    assert audio_to_audio(tiny, path, "funk", start=600.2).after.audio.seconds == pytest.approx(0.8, abs=1e-3)


def test_a_bundled_clip_goes_by_its_name(tiny: Engine) -> None:
    made = audio_to_audio(tiny, "funk groove", "bells", seconds=0.5)
    assert made.before.settings["source"] == "funk groove"
    with pytest.raises(AudioError, match="does not exist"):
        audio_to_audio(tiny, "no such song", "bells")
