"""Many files in, many files out: patterns, output names, progress, and nothing overwritten by accident."""

from __future__ import annotations

import glob
import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from riffdemo.errors import ParameterError, RiffError

if TYPE_CHECKING:
    from riffdemo.clip import Clip


@dataclass(frozen=True)
class Job:
    """One file to read and one to write."""

    source: Path
    target: Path


def plan_jobs(inputs: Sequence[str], output: str, *, suffixes: Sequence[str]) -> list[Job]:
    """Pair every input with the name of its output.

    Args:
        inputs: Files, or glob patterns such as "loops/**/*.wav".
        output: A file (for one input), a folder, or a pattern in which {name} stands for the input's name
            without its suffix. A folder need not exist; its files get the first of `suffixes`.
        suffixes: What an output file may end in, for example (".wav", ".flac").

    Raises:
        ParameterError: No file matches, two inputs would share an output, an output is one of the inputs or
            ends in another suffix.
    """
    sources = list(dict.fromkeys(path for pattern in inputs for path in _matches(pattern)))
    name = _name_pattern(output, suffixes)
    if len(sources) > 1 and "{name}" not in name:
        raise ParameterError(
            f"{len(sources)} inputs cannot all become {output!r}: give a folder ending in / or a pattern "
            f"such as '{{name}}{suffixes[0]}'."
        )
    jobs = [Job(source, Path(name.replace("{name}", source.stem))) for source in sources]
    _check_distinct(jobs)
    return jobs


def run_jobs(jobs: Sequence[Job], convert: Callable[[Path], Clip], *, force: bool) -> int:
    """Convert file after file and say how each went; a failure does not stop the rest.

    Args:
        jobs: What to read and write.
        convert: Makes the clip whose sound or picture is written.
        force: Replace files that exist.

    Returns:
        The exit code: 0, or 1 if a file failed.
    """
    failed = 0
    for number, job in enumerate(jobs, 1):
        say(f"[{number}/{len(jobs)}] {job.source.name} -> {job.target} ")
        started = time.perf_counter()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            try:
                _run_job(job, convert, force=force)
                say(f"{time.perf_counter() - started:.2f} s\n")
            except (RiffError, OSError) as error:
                failed += 1
                say(f"error: {error}\n")
        for warning in caught:
            say(f"warning: {warning.message}\n")
    if failed and len(jobs) > 1:
        say(f"{failed} of {len(jobs)} files failed.\n")
    return 1 if failed else 0


def say(text: str) -> None:
    """Tell the user at once, on stderr."""
    sys.stderr.write(text)
    sys.stderr.flush()


def _matches(pattern: str) -> list[Path]:
    if not glob.has_magic(pattern) or os.path.exists(pattern):
        return [Path(pattern)]
    files = [Path(path) for path in sorted(glob.glob(pattern, recursive=True)) if os.path.isfile(path)]
    if not files:
        raise ParameterError(f"No file matches {pattern!r}: check the folder and the pattern.")
    return files


def _name_pattern(output: str, suffixes: Sequence[str]) -> str:
    """`output` as a pattern; what has no suffix is a folder."""
    suffix = Path(output).suffix.lower()
    if "{name}" not in output and (not suffix or output.endswith(("/", os.sep)) or os.path.isdir(output)):
        return os.path.join(output, "{name}" + suffixes[0])
    if suffix not in suffixes:
        allowed = ", ".join(suffixes)
        raise ParameterError(f"{output!r} ends in {suffix!r}: use {allowed}, or / for a folder.")
    return output


def _check_distinct(jobs: Sequence[Job]) -> None:
    inputs = {job.source.resolve() for job in jobs}
    taken: dict[Path, Path] = {}
    for job in jobs:
        place = job.target.resolve()
        if place in inputs:
            raise ParameterError(
                f"{str(job.target)!r} is an input and would be overwritten: give another output."
            )
        if place in taken:
            raise ParameterError(
                f"{str(taken[place])!r} and {str(job.source)!r} would both become {str(job.target)!r}: "
                "write them to different folders."
            )
        taken[place] = job.source


def _run_job(job: Job, convert: Callable[[Path], Clip], *, force: bool) -> None:
    if job.target.exists() and not force:
        raise ParameterError(
            f"{str(job.target)!r} exists: add --force to replace it, or give another output."
        )
    clip = convert(job.source)
    job.target.parent.mkdir(parents=True, exist_ok=True)
    clip.save(job.target)
