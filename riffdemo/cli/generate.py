"""The command that makes music from a text."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from riffdemo.cli.convert import Run
from riffdemo.cli.jobs import say
from riffdemo.cli.options import (
    add_model_options,
    add_painting_options,
    check_model,
    engine_from_options,
    painting_options,
    said_warnings,
    say_step,
)
from riffdemo.errors import ParameterError

if TYPE_CHECKING:
    from riffdemo.clip import Clip

_SUFFIXES = (".flac", ".wav", ".ogg", ".mp3", ".png")


def text_to_audio(parser: argparse.ArgumentParser) -> Run:
    """Make music from a text.

    Examples:
      python -m riffdemo text-to-audio "funk bassline with a jazzy saxophone" --seed 42
      python -m riffdemo text-to-audio "(bossa nova:1.3), acoustic guitar" --loop --length 10 -o loop.wav
      python -m riffdemo text-to-audio "techno, 140 bpm" --bars 8 --variations 4 -o takes/
    """
    parser.add_argument("prompt", help='what to hear; "(words:1.3)" gives words more weight')
    parser.add_argument(
        "-o", "--output", default="", metavar="OUT", help="a file (flac, wav, ogg, mp3 or png) or a folder"
    )
    parser.add_argument("--seed", type=int, default=0, help="another seed is another piece (default: 0)")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--length", type=float, metavar="S", help="seconds (default: one clip, 5.12)")
    length.add_argument("--bars", type=int, metavar="N", help='bars at the tempo in the prompt ("94 bpm")')
    parser.add_argument("--loop", action="store_true", help="make the end run into the beginning")
    parser.add_argument(
        "--variations", type=int, default=1, metavar="N", help="clips with the seeds SEED, SEED + 1, ..."
    )
    add_painting_options(parser)
    add_model_options(parser)
    parser.add_argument("--force", action="store_true", help="replace files that exist")

    def run(args: argparse.Namespace) -> int:
        check_model(args)
        pattern = output_pattern(args.output, args.variations)
        from riffdemo import tasks

        engine = engine_from_options(args)
        with said_warnings():
            clips = tasks.text_to_audio(
                engine,
                args.prompt,
                seed=args.seed,
                seconds=args.length,
                bars=args.bars,
                loop=args.loop,
                num_variations=args.variations,
                on_step=say_step,
                **painting_options(args),
            )
        for clip in clips:
            save_clip(clip, Path(pattern.replace("{name}", clip.name)), force=args.force)
        return 0

    return run


def output_pattern(output: str, variations: int) -> str:
    """Where to write, with {name} for the name of a clip; what has no suffix is a folder."""
    suffix = Path(output).suffix.lower()
    if not suffix or output.endswith(("/", os.sep)) or os.path.isdir(output):
        return os.path.join(output, "{name}.flac")
    if suffix not in _SUFFIXES:
        raise ParameterError(f"{output!r} ends in {suffix!r}: use {', '.join(_SUFFIXES)}, or / for a folder.")
    if variations > 1 and "{name}" not in output:
        raise ParameterError(
            f"{variations} variations cannot all become {output!r}: give a folder ending in / or a pattern "
            f"such as '{{name}}{suffix}'."
        )
    return output


def save_clip(clip: Clip, path: Path, *, force: bool) -> None:
    """Write a clip, and its folder where there is none, and say so.

    Raises:
        RiffError: The file exists, or cannot be written.
    """
    check_new(path, force=force)
    path.parent.mkdir(parents=True, exist_ok=True)
    clip.save(path)
    say(f"{path}\n")


def check_new(path: Path, *, force: bool) -> None:
    """Refuse to replace a file by accident.

    Raises:
        ParameterError: It exists.
    """
    if path.exists() and not force:
        raise ParameterError(f"{str(path)!r} exists: add --force to replace it, or give another output.")
