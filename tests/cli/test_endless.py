"""`python -m riffdemo endless` with a tiny model."""

from __future__ import annotations

from pathlib import Path

import pytest

from riffdemo import engine
from riffdemo.audio import load_audio
from riffdemo.cli import main
from riffdemo.clip import settings_from_file
from riffdemo.testing import random_engine


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "load_engine", lambda *_, **__: random_engine())
    monkeypatch.setattr("riffdemo.cli.options.checkpoint_info", lambda checkpoint: None)
    monkeypatch.chdir(tmp_path)


def test_a_walk_becomes_one_file() -> None:
    words = "endless jazz techno --seconds 1.5 --seed 7 --speed 0.5 --steps 3 --guidance 2 -o walk.flac"
    assert main(words.split()) == 0
    assert load_audio("walk.flac").seconds == pytest.approx(1.5, abs=1e-4)
    settings = settings_from_file("walk.flac")
    expected = {
        "prompts": ["jazz", "techno"],
        "seed": 7,
        "speed": 0.5,
        "num_inference_steps": 3,
        "seconds": 1.5,
    }
    assert {name: settings[name] for name in expected} == expected


def test_what_cannot_be_written_is_told_before_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.flac").touch()
    for output in ("old.flac", "out.png", "out"):
        assert main(["endless", "jazz", "-o", output]) == 1
    assert main(["endless", "jazz", "-o", "out.flac", "--seconds", "1e9"]) == 1
    told = capsys.readouterr().err
    for message in ("old.flac' exists", "ends in '.png'", "ends in ''", "give up to 3600"):
        assert message in told
