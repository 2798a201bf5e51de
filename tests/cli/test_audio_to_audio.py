"""`audio-to-audio` and `extend` on the command line, with a tiny model."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from riffdemo import engine
from riffdemo.audio import load_audio, save_audio
from riffdemo.cli import main
from riffdemo.clip import settings_from_file
from riffdemo.synth import music
from riffdemo.testing import random_engine


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "load_engine", lambda *_, **__: random_engine())
    monkeypatch.setattr("riffdemo.cli.options.checkpoint_info", lambda checkpoint: None)
    monkeypatch.chdir(tmp_path)
    save_audio(music(seconds=1.5, sample_rate=22_050), "song.wav")


def test_all_options_of_audio_to_audio_arrive() -> None:
    Image.new("L", (8, 8), "white").save("mask.png")
    words = (
        "audio-to-audio song.wav funk --to bells --strength 0.4 --seed 7 --start 0.2 --length 0.8 --stereo"
    )
    rest = "--mask mask.png --negative-prompt drums --steps 3 --guidance 5 --scheduler DDIM --quality fast"
    assert main([*words.split(), *rest.split(), "-o", "out.flac"]) == 0
    settings = settings_from_file("out.flac")
    expected = {
        "task": "audio_to_audio",
        "prompt": "funk",
        "end_prompt": "bells",
        "negative_prompt": "drums",
        "strength": 0.4,
        "seed": 7,
        "start": 0.2,
        "seconds": 0.8,
        "stereo": True,
        "num_inference_steps": 3,
        "guidance_scale": 5,
        "scheduler": "DDIM",
        "quality": "fast",
        "source": "song.wav",
    }
    assert {key: settings[key] for key in expected} == expected
    assert settings["mask"].startswith("data:image/png")
    made = load_audio("out.flac")
    assert (made.n_channels, made.seconds) == (2, 0.8)


def test_the_difference_is_a_second_file() -> None:
    assert main(["audio-to-audio", "song.wav", "funk", "--difference", "-o", "out/"]) == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "funk_seed-0.flac",
        "funk_seed-0_difference.flac",
    ]


def test_extend_makes_it_longer() -> None:
    assert main(["extend", "song.wav", "funk", "--left", "0.4", "--right", "0.6", "-o", "out.ogg"]) == 0
    assert load_audio("out.ogg").seconds == pytest.approx(2.5, abs=0.01)
    assert settings_from_file("out.ogg")["task"] == "extend"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("audio-to-audio nothing.wav funk", "'nothing.wav' does not exist"),
        ("audio-to-audio song.wav funk --strength 2", "strength is 2"),
        ("audio-to-audio song.wav funk --start 5", "start is 5 s, but the sound lasts 1.50 s"),
        ("audio-to-audio song.wav funk --mask nothing.png", "'nothing.png' does not exist"),
        ("audio-to-audio song.wav funk -o out.txt", "ends in '.txt'"),
        ("audio-to-audio song.wav funk -o song.wav", "--force"),
        ("extend song.wav funk --right 0", "left and right are"),
        ("extend song.wav funk --right 90", "right is 90"),
    ],
)
def test_mistakes_are_told_in_one_line(words: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == 1
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [
        "audio-to-audio gone.wav funk",
        "extend gone.wav funk",
        "interpolate funk bells --init gone.wav",
        "interpolate funk bells --init song.wav --end-init gone.wav",
        "endless funk --init gone.wav --seconds 5",
    ],
)
def test_a_missing_sound_is_told_before_the_model_is_loaded(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr(engine, "load_engine")
    assert main([*words.split(), "-o", "out.flac"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("error: 'gone.wav' does not exist: give a file or one of drum break, funk groove,")
    assert told.count("\n") == 1
