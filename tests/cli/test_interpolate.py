"""`python -m riffdemo interpolate` with a tiny model."""

from __future__ import annotations

from pathlib import Path

import pytest

from riffdemo import engine
from riffdemo.audio import save_audio
from riffdemo.cli import main
from riffdemo.clip import settings_from_file
from riffdemo.synth import tone
from riffdemo.testing import random_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "load_engine", lambda *_, **__: random_engine())
    monkeypatch.setattr("riffdemo.cli.options.checkpoint_info", lambda checkpoint: None)
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> int:
    return main(["interpolate", *words])


def test_all_options_arrive() -> None:
    words = "--seeds 1 2 --clips 3 --power 2 --ease 0.5 --negative-prompt drums --steps 3 --guidance 5"
    more = "--scheduler DDIM --quality fast --strength 0.6 --whole-bars -o out.flac"
    names = ["bells", "funk bass", "--init", "music box", "--end-init", "drum break"]
    assert run(*names, *words.split(), *more.split()) == 0
    settings = settings_from_file("out.flac")
    expected = {
        "task": "interpolate",
        "prompt": "bells",
        "end_prompt": "funk bass",
        "seeds": [1, 2],
        "num_clips": 3,
        "power": 2.0,
        "ease": 0.5,
        "negative_prompt": "drums",
        "num_inference_steps": 3,
        "guidance_scale": 5.0,
        "scheduler": "DDIM",
        "quality": "fast",
        "strength": 0.6,
        "whole_bars": True,
        "init": "music box",
        "end_init": "drum break",
    }
    assert {key: settings[key] for key in expected} == expected


def test_lengths_and_alphas() -> None:
    assert run("bells", "--length", "1.3", "-o", "a.png") == 0
    assert settings_from_file("a.png")["num_clips"] == 2
    assert run("bells", "--alphas", "0.2", "0.8", "-o", "b.png") == 0
    assert settings_from_file("b.png")["alphas"] == [0.2, 0.8]
    with pytest.raises(SystemExit) as caught:
        run("bells", "--length", "2", "--clips", "2")
    assert caught.value.code == 2


def test_each_clip_is_written_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bells", "funk", "--seeds", "1", "2", "--clips", "2", "--each", "loops", "-o", "all/") == 0
    name = "bells-to-funk_seed-1-2"
    assert sorted(map(str, Path().rglob("*.flac"))) == [
        f"all/{name}.flac",
        f"loops/{name}_01.flac",
        f"loops/{name}_02.flac",
    ]
    assert settings_from_file(f"loops/{name}_02.flac")["alphas"] == [1.0]
    assert f"all/{name}.flac" in capsys.readouterr().err


def test_an_own_sound_starts_it() -> None:
    save_audio(tone(440.0, seconds=1.0), "own.wav")
    assert run("bells", "--clips", "1", "--init", "own.wav", "-o", "out.wav") == 0
    assert settings_from_file("out.wav")["init"] == "own.wav"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--clips", "0"], "num_clips is 0"),
        (["--seeds", "-1", "2"], "seed is -1"),
        (["--alphas", "1.5"], "alpha is 1.5"),
        (["--init", "nothing.wav"], "'nothing.wav' does not exist: give a file or one of"),
        (["-o", "out.txt"], "ends in '.txt'"),
        (["--quality", "textbook"], "quality is 'textbook'"),
    ],
)
def test_mistakes_are_told_in_one_line(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("bells", *words) == 1
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err
    assert list(Path().iterdir()) == []


def test_nothing_is_overwritten_and_that_is_told_before_any_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out.wav").write_bytes(b"mine")
    monkeypatch.setattr(engine, "load_engine", lambda *_, **__: pytest.fail("it loaded"))
    assert run("bells", "-o", "out.wav") == 1
    assert "--force" in capsys.readouterr().err
    assert Path("out.wav").read_bytes() == b"mine"


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run("--help")
    assert caught.value.code == 0
    assert 'interpolate "church bells" "funk bassline" --seeds 1 2 --clips 8' in capsys.readouterr().out
