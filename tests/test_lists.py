"""riffdemo.lists: good tables, and all the ways in which a table can be bad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riffdemo.errors import ParameterError
from riffdemo.lists import MAX_PROMPTS, prompts_from_file, prompts_from_text, seeds_from_text


def file(folder: Path, data: str | bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_prompt_per_line_each_once() -> None:
    assert prompts_from_text(" funk \n\nbells\r\nfunk\n  ") == ["funk", "bells"]
    assert prompts_from_text("") == []


@pytest.mark.parametrize(
    "data",
    [
        'prompt\nfunk\n"bells, slow"\n',
        "prompt\nfunk\nbells, slow",
        '\ufeffmood;Prompt\ncalm;funk\n;"bells, slow"\n;\n',
        'mood\tPROMPT\r\ncalm\tfunk\r\nx\tbells, slow\r\ny\tfunk\r\n',
        '["funk", "bells, slow", "funk"]',
        ' [{"prompt": "funk", "seed": 1}, {"prompt": "bells, slow"}]',
    ],
    ids=["csv", "unquoted", "semicolons", "tabs", "texts", "objects"],
)  # fmt: skip
def test_tables_of_every_kind(tmp_path: Path, data: str) -> None:
    assert prompts_from_file(file(tmp_path, data)) == ["funk", "bells, slow"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "is empty"),
        ("name,seed\nfunk,1\n", "no column 'prompt' but 'name', 'seed'"),
        ("prompt,seed\n,1\n\n", "holds no prompts"),
        ("[]", "holds no prompts"),
        ("prompt\nfünf".encode("latin-1"), r"not UTF-8 text \(line 2\)"),
        ("prompt\nfunk".encode("utf-16"), "not UTF-8"),
        ("prompt,mood\nbells, slow,calm\n", "Row 2 .* more columns"),
        ('prompt\n"' + "x" * 200_000 + '"', "no table"),
        ('["funk"', "no JSON"),
        ("[" * 100_000, "no JSON"),
        ('{"prompt": "funk"}', "no list"),
        ('["funk", {"name": "x"}]', "Entry 2 .* no text"),
        ("[7]", "Entry 1"),
        ("prompt\n" + "\n".join(map(str, range(10_000))), "10,000 prompts; give up to 1,000"),
    ],
)
def test_bad_tables_are_told(tmp_path: Path, data: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message) as caught:
        prompts_from_file(file(tmp_path, data))
    assert len(str(caught.value)) < 400


def test_as_many_as_are_allowed(tmp_path: Path) -> None:
    rows = [str(i) for i in range(MAX_PROMPTS)]
    assert prompts_from_file(file(tmp_path, json.dumps(rows))) == rows
    with pytest.raises(ParameterError, match="1,001"):
        prompts_from_text("\n".join([*rows, "one more"]))


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="does not exist"):
        prompts_from_file(tmp_path / "none.csv")


def test_seeds_and_ranges_each_once() -> None:
    assert seeds_from_text("7, 1-3 2;4294967295") == [7, 1, 2, 3, 4294967295]
    assert seeds_from_text("5") == [5]


@pytest.mark.parametrize("text", ["", "a", "-1", "1-", "3-1", "1.5", "4294967296", "0-100", "0-4294967295"])
def test_bad_seeds_are_told(text: str) -> None:
    with pytest.raises(ParameterError, match="seed"):
        seeds_from_text(text)
