"""`python -m riffdemo text-to-audio` with a tiny model."""

from __future__ import annotations

from pathlib import Path

import pytest

from riffdemo import engine
from riffdemo.cli import main
from riffdemo.clip import settings_from_file
from riffdemo.testing import random_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "load_engine", lambda *_, **__: random_engine())
    monkeypatch.setattr("riffdemo.cli.options.checkpoint_info", lambda checkpoint: None)
    monkeypatch.chdir(tmp_path)


def test_all_options_arrive() -> None:
    words = "text-to-audio funk --seed 7 --negative-prompt drums --steps 3 --guidance 5 --scheduler DDIM"
    assert main([*words.split(), "--length", "0.9", "--loop", "--quality", "fast", "-o", "out.flac"]) == 0
    settings = settings_from_file("out.flac")
    expected = {
        "prompt": "funk",
        "negative_prompt": "drums",
        "seed": 7,
        "num_inference_steps": 3,
        "guidance_scale": 5,
        "scheduler": "DDIM",
        "seconds": 0.9,
        "loop": True,
        "quality": "fast",
    }
    assert {key: settings[key] for key in expected} == expected


def test_bars_instead_of_seconds() -> None:
    assert main(["text-to-audio", "funk, 240 bpm", "--bars", "1", "-o", "out.png"]) == 0
    assert settings_from_file("out.png")["seconds"] == 1.0
    with pytest.raises(SystemExit):
        main(["text-to-audio", "funk", "--bars", "1", "--length", "2"])


def test_variations_go_into_a_folder_named_by_prompt_and_seed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text-to-audio", "funk", "--variations", "2", "-o", "takes/"]) == 0
    assert sorted(path.name for path in Path("takes").iterdir()) == ["funk_seed-0.flac", "funk_seed-1.flac"]
    assert "takes/funk_seed-1.flac" in capsys.readouterr().err


def test_without_a_name_the_file_is_named_by_prompt_and_seed() -> None:
    assert main(["text-to-audio", "Funk!", "--seed", "3"]) == 0
    assert Path("funk_seed-3.flac").exists()


def test_a_pattern_may_hold_the_name() -> None:
    assert main(["text-to-audio", "funk", "--variations", "2", "-o", "my-{name}.ogg"]) == 0
    assert sorted(path.name for path in Path().glob("*.ogg")) == ["my-funk_seed-0.ogg", "my-funk_seed-1.ogg"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "out.txt"], "ends in '.txt'"),
        (["-o", "out.flac", "--variations", "2"], "cannot all become"),
        (["--seed", "-4"], "seed is -4"),
    ],
)
def test_mistakes_are_told_in_one_line(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["text-to-audio", "funk", *words]) == 1
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err
    assert list(Path().iterdir()) == []


def test_nothing_is_overwritten_by_accident(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out.wav").write_bytes(b"mine")
    assert main(["text-to-audio", "funk", "-o", "out.wav"]) == 1
    assert "--force" in capsys.readouterr().err
    assert Path("out.wav").read_bytes() == b"mine"
    assert main(["text-to-audio", "funk", "-o", "out.wav", "--force"]) == 0
    assert settings_from_file("out.wav")["prompt"] == "funk"


def test_what_was_cut_from_a_prompt_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text-to-audio", "funk " * 100, "-o", "out.wav"]) == 0
    assert "warning: The prompt is too long" in capsys.readouterr().err
