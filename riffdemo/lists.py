"""Lists of prompts and seeds as people write them: a prompt per line, a table, "1-4, 7"."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from riffdemo.errors import ParameterError
from riffdemo.files import existing_file
from riffdemo.tasks.checks import MAX_SEED, whole

MAX_PROMPTS = 1_000
MAX_SEEDS = 100

_COLUMN = "prompt"
_MAX_BYTES = 10_000_000
_DELIMITERS = ",;\t"


def prompts_from_text(text: str) -> list[str]:
    """One prompt per line; empty lines and repeated prompts are left out.

    Raises:
        ParameterError: There are too many.
    """
    return _each_once(text.splitlines(), source="The list")


def prompts_from_file(path: str | os.PathLike[str]) -> list[str]:
    """The prompts of a CSV file with a column "prompt", or of a JSON list; repeated ones are left out.

    Args:
        path: CSV (UTF-8; commas, semicolons or tabs; other columns are ignored), or JSON: a list of texts or of
            objects that have a "prompt". The manifest of an audition is one.

    Raises:
        ParameterError: The file cannot be read, has no such column, no prompts or too many.
    """
    source = repr(str(path))
    data = Path(existing_file(path, max_bytes=_MAX_BYTES, error=ParameterError)).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
        raise ParameterError(f"{source} is not UTF-8 text (line {line}): save it as UTF-8.") from error
    rows = _json_prompts(text, source) if text.lstrip()[:1] in ("[", "{") else _csv_prompts(text, source)
    prompts = _each_once(rows, source=source)
    if not prompts:
        raise ParameterError(f"{source} holds no prompts: fill the column {_COLUMN!r}.")
    return prompts


def seeds_from_text(text: str) -> list[int]:
    """Seeds from "1, 2, 7" or "1-4"; repeated ones are left out.

    Raises:
        ParameterError: It is no such list, a seed is out of range, or there are too many.
    """
    seeds: dict[int, None] = {}
    for part in re.split(r"[\s,;]+", text.strip()):
        match = re.fullmatch(r"(\d{1,10})(?:-(\d{1,10}))?", part)
        if match is None:
            raise ParameterError(f"The seeds are {text[:60]!r}: give numbers such as '1-4, 7'.")
        first, last = (whole("seed", int(n), 0, MAX_SEED) for n in (match[1], match[2] or match[1]))
        seeds.update(dict.fromkeys(range(first, min(last, first + MAX_SEEDS) + 1)))
        if not first <= last or len(seeds) > MAX_SEEDS:
            raise ParameterError(f"The seeds are {text[:60]!r}: give 1 to {MAX_SEEDS}, the lower first.")
    return list(seeds)


def _csv_prompts(text: str, source: str) -> list[str]:
    header = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ParameterError(f"{source} is no table: {error}. Save it as CSV again.") from error
    columns = [name.strip().lower() for name in rows[0]] if rows else []
    if _COLUMN not in columns:
        found = ", ".join(map(repr, columns))[:120] or "none"
        raise ParameterError(f"{source} has no column {_COLUMN!r} but {found}: name it in the first line.")
    if columns == [_COLUMN]:
        return [delimiter.join(row) for row in rows[1:]]
    for number, row in enumerate(rows, 1):
        if len(row) > len(columns):
            repair = f"quote what holds a {delimiter!r}"
            raise ParameterError(f"Row {number} of {source} has more columns than the first: {repair}.")
    place = columns.index(_COLUMN)
    return [row[place] for row in rows[1:] if len(row) > place]


def _json_prompts(text: str, source: str) -> list[str]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParameterError(f"{source} is no JSON: {str(error)[:120]}. Correct it.") from error
    if not isinstance(rows, list):
        raise ParameterError(f"{source} is no list: give a list of texts, or of objects with a {_COLUMN!r}.")
    return [_json_prompt(number, row, source) for number, row in enumerate(rows, 1)]


def _json_prompt(number: int, row: Any, source: str) -> str:
    prompt = row.get(_COLUMN) if isinstance(row, dict) else row
    if not isinstance(prompt, str):
        raise ParameterError(f"Entry {number} of {source} has no text as its {_COLUMN!r}: add it.")
    return prompt


def _each_once(prompts: Iterable[str], *, source: str) -> list[str]:
    unique = list(dict.fromkeys(filter(None, (" ".join(prompt.split()) for prompt in prompts))))
    if len(unique) > MAX_PROMPTS:
        raise ParameterError(f"{source} has {len(unique):,} prompts; give up to {MAX_PROMPTS:,}: split it.")
    return unique
