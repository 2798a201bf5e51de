"""riffdemo.cli: the frame around the commands, in this process and in a real one."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import riffdemo
from riffdemo import cli, synth
from riffdemo.audio import save_audio
from riffdemo.errors import ParameterError
from riffdemo.image import load_image

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(riffdemo.__file__).parents[1])}


def python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=cwd, env=ENVIRONMENT)


def test_a_real_process_paints(tmp_path: Path) -> None:
    save_audio(synth.chord(seconds=0.5), tmp_path / "chord.wav")
    done = python("-m", "riffdemo", "image-from-audio", "chord.wav", "chord.png", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert re.fullmatch(r"\[1/1\] chord\.wav -> chord\.png \d+\.\d\d s\n", done.stderr)
    assert load_image(tmp_path / "chord.png").size == (51, 512)


def test_a_real_process_fails_in_one_line(tmp_path: Path) -> None:
    done = python("-m", "riffdemo", "audio-from-image", "*.png", "out/", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: No file matches '*.png': check the folder and the pattern.\n"


def test_help_is_quick_because_nothing_slow_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from riffdemo.cli import main\n"
        "try: main(['image-from-audio', '--help'])\n"
        "except SystemExit: print({'torch', 'numpy', 'PIL', 'soundfile', 'matplotlib'} & set(sys.modules))"
    )
    assert python("-c", code, cwd=tmp_path).stdout.splitlines()[-1] == "set()"


def test_ctrl_c_gives_one_line_and_exit_code_130(tmp_path: Path) -> None:
    fifo = tmp_path / "endless.wav"
    os.mkfifo(fifo)  # opening it waits for a writer that never comes
    command = [sys.executable, "-m", "riffdemo", "image-from-audio", str(fifo), str(tmp_path / "x.png")]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=ENVIRONMENT)
    signal.signal(signal.SIGINT, heard)
    with process:
        assert process.stderr is not None
        assert process.stderr.read(6) == b"[1/1] "
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130
    assert told.endswith(b" interrupted\n")
    assert told.count(b"\n") == 1
    assert not (tmp_path / "x.png").exists()


def command_that(
    act: Callable[[], int],
) -> Callable[[argparse.ArgumentParser], Callable[[argparse.Namespace], int]]:
    def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
        """Do it."""
        return lambda args: act()

    return command


def fail() -> int:
    raise ParameterError("seed is -1: give 0 or more.")


def interrupt() -> int:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("act", "code", "told"),
    [
        (lambda: 0, 0, ""),
        (lambda: 1, 1, ""),
        (fail, 1, "error: seed is -1: give 0 or more.\n"),
        (interrupt, 130, "interrupted\n"),
    ],
)
def test_exit_codes(
    act: Callable[[], int],
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(cli.COMMANDS, "act", command_that(act))
    assert cli.main(["act"]) == code
    assert capsys.readouterr().err == told


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "act", command_that(lambda: 1 // 0))
    with pytest.raises(ZeroDivisionError):
        cli.main(["act"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "COMMAND"),
        (["paint"], "invalid choice: 'paint'"),
        (["image-from-audio", "only.wav"], "OUT"),
        (["image-from-audio", "a.wav", "a.png", "--f-max", "high"], "--f-max"),
        (["audio-from-image", "a.png", "a.wav", "--quality", "perfect"], "--quality"),
        (["audio-from-image", "a.png", "a.wav", "--stereo"], "--stereo"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        cli.main(arguments)
    assert exit_.value.code == 2
    assert told in capsys.readouterr().err


def test_version_and_list_of_commands(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as exit_:
            cli.main([option])
        assert exit_.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith(f"riffdemo {riffdemo.__version__}\n")
    for name in cli.COMMANDS:
        assert re.search(rf"^  {name} +\S.*\.$", out, re.MULTILINE)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_shows_examples_that_parse(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([name, "--help"])
    examples = re.findall(rf"^ +python -m riffdemo {name} (.+)$", capsys.readouterr().out, re.MULTILINE)
    assert examples
    for example in examples:
        parser = argparse.ArgumentParser(exit_on_error=False)
        cli.COMMANDS[name](parser)
        args = parser.parse_intermixed_args(shlex.split(example))
        assert any(vars(args).values())


def test_options_may_stand_between_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[argparse.Namespace] = []

    def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
        """Look."""
        cli.COMMANDS["image-from-audio"](parser)
        return lambda args: seen.append(args) or 0  # type: ignore[func-returns-value]

    monkeypatch.setitem(cli.COMMANDS, "look", command)
    cli.main(["look", "a.wav", "b.wav", "--f-max", "20000", "--stereo", "out/"])
    assert (seen[0].inputs, seen[0].output, seen[0].f_max) == (["a.wav", "b.wav"], "out/", 20_000.0)
