"""`python -m riffdemo audition` with a tiny model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riffdemo import engine, manifest
from riffdemo.cli import main
from riffdemo.clip import settings_from_file
from riffdemo.files import write_atomically
from riffdemo.testing import random_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "load_engine", lambda *_, **__: random_engine())
    monkeypatch.setattr("riffdemo.cli.options.checkpoint_info", lambda checkpoint: None)
    monkeypatch.chdir(tmp_path)
    Path("prompts.csv").write_text("prompt\nfunk\nbells\n", encoding="utf-8")


def run(*words: str) -> int:
    return main(["audition", "prompts.csv", "--seeds", "1,2", "-o", "out/", *words])


def entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path("out/manifest.json").read_text(encoding="utf-8"))
    return found


def test_a_list_becomes_a_folder_with_a_manifest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--steps", "3", "--loop", "--negative-prompt", "drums", "--format", "ogg") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "4 made, 0 were there: out/manifest.json" in captured.err
    assert [(e["prompt"], e["seed"]) for e in entries()] == [
        (p, s) for p in ("funk", "bells") for s in (1, 2)
    ]
    for entry in entries():
        settings = settings_from_file(Path("out") / entry["sound"])
        assert settings == entry["settings"] == settings_from_file(Path("out") / entry["picture"])
        assert entry["sound"].endswith(".ogg")
        assert (settings["num_inference_steps"], settings["loop"]) == (3, True)
        assert settings["negative_prompt"] == "drums"


def test_after_an_interruption_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written: list[Path] = []

    def killed_at_the_third(path: Path, data: bytes, **options: Any) -> Path:
        written.append(path)
        if len(written) == 3:
            raise KeyboardInterrupt  # the files of the third are there, its entry is not
        return write_atomically(path, data, **options)

    with monkeypatch.context() as patch:
        patch.setattr(manifest, "write_atomically", killed_at_the_third)
        assert run() == 130
    assert "interrupted" in capsys.readouterr().err
    assert [entry["prompt"] for entry in entries()] == ["funk", "funk"]
    before = {path.name: path.stat().st_mtime_ns for path in Path("out").glob("funk*")}
    assert run() == 0
    assert "2 made, 2 were there" in capsys.readouterr().err
    assert {path.name: path.stat().st_mtime_ns for path in Path("out").glob("funk*")} == before
    assert len(entries()) == 4
    assert len(list(Path("out").iterdir())) == 9


def test_the_same_command_again_makes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    before = {path.name: path.stat().st_mtime_ns for path in Path("out").iterdir()}
    capsys.readouterr()
    assert run() == 0
    assert "0 made, 4 were there" in capsys.readouterr().err
    assert {path.name: path.stat().st_mtime_ns for path in Path("out").iterdir()} == before


def test_other_settings_are_added_beside_the_first() -> None:
    assert run() == 0
    assert run("--steps", "3") == 0
    assert [entry["sound"] for entry in entries()][::4] == ["funk_seed-1.flac", "funk_seed-1-2.flac"]


@pytest.mark.parametrize(
    ("table", "words", "message"),
    [
        ("name\nfunk\n", [], "no column 'prompt'"),
        ("", [], "is empty"),
        ("prompt\nfunk\n", ["--seeds", "x"], "The seeds are 'x'"),
        ("prompt\nfunk\n", ["--steps", "0"], "num_inference_steps is 0"),
    ],
)
def test_mistakes_are_told_in_one_line(
    table: str, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("prompts.csv").write_text(table, encoding="utf-8")
    assert run(*words) == 1
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err
    assert not Path("out").exists()
