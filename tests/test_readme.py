"""What the README says is what happens."""

import re
import shlex
from pathlib import Path

import pytest

from riffdemo.cli import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"
)
def test_the_python_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 2
    exec("\n".join(blocks), {})
    assert {path.name for path in tmp_path.iterdir()} == {"riff.flac", "riff.png", "again.flac"}


def test_the_commands_exist():
    lines = re.findall(r"^python -m riffdemo (.+)$", README, re.MULTILINE)
    assert lines
    for line in lines:
        assert shlex.split(line)[0] in COMMANDS


def test_every_path_in_the_map_and_the_links_exists():
    paths = re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    paths += [
        p
        for cell in re.findall(r"^\| (`.+?) \|", README, re.MULTILINE)
        for p in re.findall(r"`([^`]+)`", cell)
    ]
    assert len(paths) > 10
    for path in paths:
        assert (ROOT / path).exists() or (ROOT / "riffdemo" / path).exists(), path


def test_the_test_command_is_the_one_that_ci_runs():
    assert "pip install -r requirements-dev.txt && pytest" in README
    assert "grep -m 1 'pip install -r requirements-dev.txt' README.md" in (ROOT / ".ci/run").read_text()
