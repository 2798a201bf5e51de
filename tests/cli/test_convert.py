"""riffdemo.cli.convert: files in, files out, judged by what librosa and Pillow see and hear."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import librosa
import numpy as np
import pytest
import soundfile
from PIL import Image

from riffdemo import image, synth
from riffdemo.audio import Audio, concatenate, load_audio, save_audio
from riffdemo.cli import convert, main
from riffdemo.clip import settings_from_file
from riffdemo.image import load_image, params_from_image
from riffdemo.spectrogram import QualityName

HOP = 441


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def save(path: str, *parts: Audio) -> Audio:
    audio = concatenate(parts)
    save_audio(audio, path)
    return audio


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """Correlation of two sounds' log mel spectra over their common length (librosa's 128 slaney bands)."""
    n = min(len(a), len(b))
    first, second = (
        librosa.power_to_db(
            librosa.feature.melspectrogram(y=x[:n], sr=44_100, fmax=10_000), ref=np.max, top_db=60
        )
        for x in (a, b)
    )
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


def test_a_sound_comes_back_from_its_picture_as_itself() -> None:
    original = save("loop.wav", synth.two_bar_loop())
    assert main(["image-from-audio", "loop.wav", "loop.png"]) == 0
    assert main(["audio-from-image", "loop.png", "again.wav", "--quality", "fast"]) == 0
    again, sample_rate = soundfile.read("again.wav", dtype="float32")
    assert sample_rate == 44_100
    assert abs(len(again) - original.n_samples) < HOP
    assert likeness(original.samples[0], again) > 0.97
    other = synth.two_bar_loop(seed=1).samples[0]
    assert likeness(other, again) < 0.9
    assert np.square(again).mean() == pytest.approx(np.square(original.samples).mean(), rel=0.1)


def test_a_loop_keeps_its_length_and_its_picture_says_that_it_is_one() -> None:
    save("loop.wav", synth.two_bar_loop())
    assert main(["image-from-audio", "--loop", "loop.wav", "loop.png"]) == 0
    assert load_image("loop.png").size == (512, 512)
    assert settings_from_file("loop.png")["loop"] is True
    for option, n_samples in (([], 512 * HOP), (["--no-loop"], 511 * HOP)):
        assert (
            main(["audio-from-image", "loop.png", "--force", "again.wav", "--quality", "fast", *option]) == 0
        )
        assert soundfile.info("again.wav").frames == n_samples


def test_stereo_keeps_its_sides() -> None:
    left, right = (synth.tone(hz, seconds=0.5).samples for hz in (500.0, 2_000.0))
    save("sides.flac", Audio(np.concatenate([left, right]), 44_100))
    assert main(["image-from-audio", "sides.flac", "sides.png", "--stereo"]) == 0
    assert params_from_image(load_image("sides.png")).n_channels == 2
    assert main(["audio-from-image", "sides.png", "again.flac"]) == 0
    again, _ = soundfile.read("again.flac")
    loudest = np.abs(np.fft.rfft(again, axis=0)).argmax(axis=0) * 44_100 / len(again)
    np.testing.assert_allclose(loudest, [500.0, 2_000.0], rtol=0.01)


@pytest.mark.parametrize(("f_max", "kept"), [("10000", False), ("20000", True)])
def test_f_max_decides_what_is_seen(f_max: str, kept: bool) -> None:
    save("high.wav", synth.tone(15_000.0, seconds=0.5))
    assert main(["image-from-audio", "high.wav", "high.png", "--f-max", f_max]) == 0
    assert params_from_image(load_image("high.png")).f_max == float(f_max)
    assert main(["audio-from-image", "high.png", "again.wav"]) == 0
    again, _ = soundfile.read("again.wav")
    loudest = np.abs(np.fft.rfft(again)).argmax() * 44_100 / len(again)
    assert (loudest == pytest.approx(15_000.0, rel=0.01)) == kept


def test_start_and_length_choose_the_stretch() -> None:
    save("late.wav", synth.silence(seconds=1.0), synth.tone(1_000.0, seconds=2.0), synth.silence(seconds=1.0))
    assert main(["image-from-audio", "late.wav", "cut.png", "--start", "0.9", "--length", "2.5"]) == 0
    darkness = 255 - np.asarray(load_image("cut.png").convert("L")).astype(int).min(axis=0)
    assert darkness.shape == (251,)
    loud = np.flatnonzero(darkness > 128)
    assert abs(loud[0] - 10) <= 5  # the window of 10 columns reaches over the edges
    assert abs(loud[-1] - 210) <= 5
    told = settings_from_file("cut.png")
    assert (told["source"], told["start"], told["length"]) == ("late.wav", 0.9, 2.5)


def test_a_length_beyond_the_end_takes_what_there_is() -> None:
    save("short.wav", synth.tone(seconds=1.0))
    assert main(["image-from-audio", "short.wav", "short.png", "--length", "60"]) == 0
    assert load_image("short.png").width == 101


def test_a_long_sound_becomes_one_wide_picture() -> None:
    save("long.ogg", synth.music(seconds=12.0))
    assert main(["image-from-audio", "long.ogg", "long.png"]) == 0
    assert load_image("long.png").size == (1_201, 512)


def test_a_sound_too_long_for_a_picture_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(image, "MAX_PIXELS", 512 * 201)
    save("long.wav", synth.tone(seconds=3.0))
    assert main(["image-from-audio", "long.wav", "long.png"]) == 1
    assert "3 s do not fit: give --length 2 or less" in capsys.readouterr().err
    assert main(["image-from-audio", "long.wav", "long.png", "--length", "2"]) == 0


def test_a_pattern_of_files_becomes_a_folder_of_another_format(capsys: pytest.CaptureFixture[str]) -> None:
    for hz in (300.0, 600.0):
        save(f"tone{hz:.0f}.wav", synth.tone(hz, seconds=0.3))
    Path("broken.wav").write_bytes(b"RIFF....WAVEbroken")
    assert main(["image-from-audio", "*.wav", "pictures"]) == 1
    assert sorted(path.name for path in Path("pictures").iterdir()) == ["tone300.png", "tone600.png"]
    told = capsys.readouterr().err.splitlines()
    assert "'broken.wav'" in told[0]
    assert told[-1] == "1 of 3 files failed."
    assert main(["audio-from-image", "pictures/*.png", "again/{name}-again.ogg"]) == 0
    for hz in (300.0, 600.0):
        again = load_audio(f"again/tone{hz:.0f}-again.ogg").samples[0]
        assert np.abs(np.fft.rfft(again)).argmax() * 44_100 / len(again) == pytest.approx(hz, rel=0.02)


def test_a_picture_keeps_its_prompt_when_it_is_played() -> None:
    picture = Image.new("RGB", (20, 512), "white")
    image.save_image(
        picture, "bells.png", settings={"task": "text_to_audio", "prompt": "church bells", "seed": 7}
    )
    assert main(["audio-from-image", "bells.png", "bells.flac", "--quality", "best"]) == 0
    assert settings_from_file("bells.flac") == {
        "task": "text_to_audio", "source": "bells.png", "prompt": "church bells", "seed": 7,
        "loop": False, "quality": "best",
    }  # fmt: skip


def test_a_drawing_without_settings_plays_and_never_clips(capsys: pytest.CaptureFixture[str]) -> None:
    drawing = Image.new("L", (60, 512), "white")
    drawing.paste("black", (10, 100, 50, 500))
    drawing.save("drawing.jpg")
    assert main(["audio-from-image", "drawing.jpg", "drawing.wav"]) == 0
    assert "warning" not in capsys.readouterr().err
    assert 0.5 < load_audio("drawing.wav").peak < 1.0


def test_a_silent_sound_stays_silent() -> None:
    save("silence.wav", synth.silence(seconds=0.5))
    assert main(["image-from-audio", "silence.wav", "silence.png"]) == 0
    assert main(["audio-from-image", "silence.png", "again.wav"]) == 0
    assert load_audio("again.wav").peak == 0.0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["image-from-audio", "missing.wav", "x.png"], ("'missing.wav' does not exist",)),
        (["image-from-audio", "tone.wav", "x.jpg"], ("'.jpg'", ".png")),
        (["image-from-audio", "tone.wav", "x.png", "--f-max", "30000"], ("f_max is 30000", "22050 Hz")),
        (["image-from-audio", "tone.wav", "x.png", "--start", "9"], ("9.0 s", "0 s to 0.5 s")),
        (["image-from-audio", "tone.wav", "tone.wav"], (".png",)),
        (["audio-from-image", "tone.wav", "x.wav"], ("'tone.wav'",)),
        (["audio-from-image", "tone.wav", "tone.wav", "--force"], ("is an input",)),
    ],
)
def test_errors_are_one_line_and_exit_code_1(
    arguments: list[str], told: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    save("tone.wav", synth.tone(seconds=0.5))
    assert main(arguments) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "error: " in err
    for part in told:
        assert part in err
    assert [path.name for path in Path().iterdir()] == ["tone.wav"]


def test_better_quality_sounds_more_like_the_original() -> None:
    original = save("music.wav", synth.music(seconds=2.0)).samples[0]
    main(["image-from-audio", "music.wav", "music.png"])
    for quality in ("fast", "best"):
        assert main(["audio-from-image", "music.png", f"{quality}.wav", "--quality", quality]) == 0
    fast, best = (likeness(original, load_audio(f"{quality}.wav").samples[0]) for quality in ("fast", "best"))
    assert best > fast


def test_qualities_are_those_of_the_converter() -> None:
    assert set(convert.QUALITIES) == set(get_args(QualityName))
