"""riffdemo.cli.jobs: names on a real file system, and files that fail among files that do not."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from riffdemo.cli.jobs import Job, plan_jobs, run_jobs
from riffdemo.errors import AudioError, ParameterError

SUFFIXES = (".wav", ".flac")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.png", "a.png", "notes.txt", "sub/c.v2.png", "d[1].png", "sub/deep.png/e.png"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(name)
    return tmp_path


def names(inputs: Sequence[str], output: str) -> list[tuple[str, str]]:
    return [(str(job.source), str(job.target)) for job in plan_jobs(inputs, output, suffixes=SUFFIXES)]


def test_one_file_becomes_the_file_named() -> None:
    assert names(["a.png"], "new/x.FLAC") == [("a.png", "new/x.FLAC")]


@pytest.mark.parametrize("output", ["out/", "out", "sub"])
def test_a_folder_takes_the_names_of_its_inputs(output: str) -> None:
    stem = output.rstrip("/")
    assert names(["a.png", "sub/c.v2.png"], output) == [
        ("a.png", f"{stem}/a.wav"),
        ("sub/c.v2.png", f"{stem}/c.v2.wav"),
    ]


def test_a_pattern_names_every_output() -> None:
    assert names(["a.png", "b.png"], "x-{name}.flac") == [("a.png", "x-a.flac"), ("b.png", "x-b.flac")]


def test_globs_are_sorted_files_without_repetition() -> None:
    assert [source for source, _ in names(["[ab].png", "./a.png"], "out/")] == ["a.png", "b.png"]
    recursive = {source for source, _ in names(["**/*.png"], "out/")}
    assert recursive == {"a.png", "b.png", "d[1].png", "sub/c.v2.png", "sub/deep.png/e.png"}


def test_a_name_that_exists_is_no_pattern() -> None:
    assert names(["d[1].png"], "x.wav") == [("d[1].png", "x.wav")]


def test_a_missing_file_is_left_to_the_reader() -> None:
    assert names(["missing.png"], "x.wav") == [("missing.png", "x.wav")]


@pytest.mark.parametrize(
    ("inputs", "output", "told"),
    [
        (["nothing*.png"], "out/", ("No file matches", "nothing*.png", "check")),
        (["a.png", "b.png"], "x.wav", ("2 inputs", "'x.wav'", "folder", "{name}.wav")),
        (["a.png"], "x.aac", ("x.aac", "'.aac'", ".wav, .flac")),
        (["a.png"], "{name}", ("{name}", ".wav, .flac")),
        (["sub/c.v2.png", "b.png", "c.v2.png"], "out/", ("sub/c.v2.png", "'c.v2.png'", "out/c.v2.wav")),
    ],
)
def test_errors_name_value_range_and_repair(inputs: list[str], output: str, told: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError) as caught:
        plan_jobs(inputs, output, suffixes=SUFFIXES)
    for part in told:
        assert part in str(caught.value)


def test_no_input_is_ever_an_output() -> None:
    Path("a.wav").write_text("precious")
    os.symlink("a.wav", "link.wav")
    for inputs, output in (
        (["a.wav"], "a.wav"),
        (["b.png", "a.wav"], "./{name}.wav"),
        (["a.wav"], "link.wav"),
    ):
        with pytest.raises(ParameterError, match="is an input and would be overwritten"):
            plan_jobs(inputs, output, suffixes=SUFFIXES)


def convert(source: Path) -> Any:
    """A clip that writes its source's name; complains about b, warns about d."""
    if source.stem == "b":
        raise AudioError("b is flat: tune it.")
    if source.stem.startswith("d"):
        warnings.warn("d is loud", stacklevel=1)
    return SimpleNamespace(save=lambda path: path.write_text(source.stem))


def test_every_file_is_counted_named_and_timed(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run_jobs(plan_jobs(["a.png", "sub/c.v2.png"], "new/out/", suffixes=SUFFIXES), convert, force=False)
        == 0
    )
    assert Path("new/out/c.v2.wav").read_text() == "c.v2"
    first, second = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\[1/2\] a\.png -> new/out/a\.wav \d+\.\d\d s", first)
    assert re.fullmatch(r"\[2/2\] c\.v2\.png -> new/out/c\.v2\.wav \d+\.\d\d s", second)


def test_a_bad_file_is_told_in_its_line_and_the_rest_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_jobs(plan_jobs(["[abd]*.png"], "out/", suffixes=SUFFIXES), convert, force=False) == 1
    assert sorted(os.listdir("out")) == ["a.wav", "d[1].wav"]
    lines = capsys.readouterr().err.splitlines()
    assert lines[1] == "[2/3] b.png -> out/b.wav error: b is flat: tune it."
    assert lines[3:] == ["warning: d is loud", "1 of 3 files failed."]


def test_a_single_bad_file_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_jobs(plan_jobs(["b.png"], "x.wav", suffixes=SUFFIXES), convert, force=False) == 1
    assert capsys.readouterr().err == "[1/1] b.png -> x.wav error: b is flat: tune it.\n"
    assert not Path("x.wav").exists()


def test_an_existing_file_is_replaced_by_force_only(capsys: pytest.CaptureFixture[str]) -> None:
    Path("x.wav").write_text("before")
    jobs = [Job(Path("a.png"), Path("x.wav"))]
    assert run_jobs(jobs, convert, force=False) == 1
    assert "'x.wav' exists: add --force" in capsys.readouterr().err
    assert Path("x.wav").read_text() == "before"
    assert run_jobs(jobs, convert, force=True) == 0
    assert Path("x.wav").read_text() == "a"


def test_a_folder_that_cannot_be_made_is_an_error_not_a_crash(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_jobs([Job(Path("a.png"), Path("notes.txt/x.wav"))], convert, force=False) == 1
    assert "error: " in capsys.readouterr().err


def test_a_bug_is_not_hidden() -> None:
    def buggy(source: Path) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_jobs([Job(Path("a.png"), Path("x.wav"))], buggy, force=False)
