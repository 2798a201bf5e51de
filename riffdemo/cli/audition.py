"""The command that makes every prompt of a list with every seed."""

from __future__ import annotations

import argparse
from pathlib import Path

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

_SUFFIXES = (".flac", ".wav", ".ogg", ".mp3")


def audition(parser: argparse.ArgumentParser) -> Run:
    """Make every prompt of a list with every seed: a folder of sounds, pictures and a manifest.

    What is there already is not made again: after an interruption, give the same command once more.

    Examples:
      python -m riffdemo audition prompts.csv -o out/
      python -m riffdemo audition prompts.json --seeds 1-4,42 --loop --steps 30 -o out/

    prompts.csv has a column "prompt"; prompts.json is a list of texts, or of objects with a "prompt".
    """
    parser.add_argument("prompts", metavar="LIST", help="a CSV or JSON file with the prompts")
    parser.add_argument("-o", "--output", required=True, metavar="FOLDER", help="where to write")
    parser.add_argument("--seeds", default="0", metavar="S", help='such as "1-4,42" (default: 0)')
    parser.add_argument("--length", type=float, metavar="S", help="seconds (default: one clip, 5.12)")
    parser.add_argument("--loop", action="store_true", help="make the end run into the beginning")
    parser.add_argument(
        "--format", choices=[suffix[1:] for suffix in _SUFFIXES], default="flac", help="of the sounds"
    )
    add_painting_options(parser)
    add_model_options(parser)

    def run(args: argparse.Namespace) -> int:
        check_model(args)
        from riffdemo import tasks
        from riffdemo.lists import prompts_from_file, seeds_from_text
        from riffdemo.manifest import NAME, Collection

        prompts, seeds = prompts_from_file(args.prompts), seeds_from_text(args.seeds)
        collection = Collection(args.output, suffix=f".{args.format}")
        engine = engine_from_options(args)
        with said_warnings():
            clips = tasks.audition(
                engine,
                prompts,
                seeds,
                seconds=args.length,
                loop=args.loop,
                skip=collection.__contains__,
                on_step=say_step,
                **painting_options(args),
            )
        made = 0
        for _, _, clip in clips:
            say(f"{collection.add(clip)}\n")
            made += 1
        total = len(prompts) * len(seeds)
        say(f"{made} made, {total - made} were there: {Path(args.output) / NAME}\n")
        return 0

    return run
