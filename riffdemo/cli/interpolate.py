"""The command that leads from one music to another."""

from __future__ import annotations

import argparse
from pathlib import Path

from riffdemo.cli.convert import Run
from riffdemo.cli.generate import check_new, output_pattern, save_clip
from riffdemo.cli.options import (
    add_model_options,
    add_painting_options,
    check_model,
    check_sound,
    engine_from_options,
    painting_options,
    said_warnings,
    say_step,
)


def interpolate(parser: argparse.ArgumentParser) -> Run:
    """Make music that turns from one prompt, seed or sound into another.

    Examples:
      python -m riffdemo interpolate "church bells" "funk bassline" --seeds 1 2 --clips 8 -o out.flac
      python -m riffdemo interpolate "techno" --seeds 1 2 --init "drum break" --strength 0.6 --each loops/
      python -m riffdemo interpolate "jazz" "rock" --init a.wav --end-init b.wav --whole-bars --length 60
    """
    parser.add_argument("prompt", help='what to hear at first; "(words:1.3)" gives words more weight')
    parser.add_argument("end_prompt", nargs="?", help="what to hear at last (default: the same)")
    parser.add_argument(
        "-o", "--output", default="", metavar="OUT", help="a file (flac, wav, ogg, mp3 or png) or a folder"
    )
    parser.add_argument("--each", metavar="FOLDER", help="write each clip too, as a loop by itself")
    parser.add_argument(
        "--seeds",
        type=int,
        nargs=2,
        default=(0, 0),
        metavar=("A", "B"),
        help="at first and at last (default: 0 0)",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--clips", type=int, metavar="N", help="how many clips of 5.12 s (default: 6)")
    length.add_argument("--length", type=float, metavar="S", help="seconds instead, rounded to whole clips")
    length.add_argument(
        "--alphas", type=float, nargs="+", metavar="A", help="where each clip lies instead, 0 to 1"
    )
    parser.add_argument("--power", type=float, default=1.0, help="above 1 stays longer at first (default: 1)")
    parser.add_argument("--ease", type=float, default=0.0, help="0 to 1: how much longer both ends last")
    parser.add_argument(
        "--init", metavar="CLIP", help="start from a bundled loop by its name, or from a file"
    )
    parser.add_argument("--end-init", metavar="CLIP", help="what that turns into")
    parser.add_argument("--whole-bars", action="store_true", help="cut whole bars out of own sounds")
    parser.add_argument(
        "--strength",
        type=float,
        metavar="A",
        help="how far from the start, 0 to 1 (default: 0.75, to another 0.5)",
    )
    add_painting_options(parser)
    add_model_options(parser)
    parser.add_argument("--force", action="store_true", help="replace files that exist")

    def run(args: argparse.Namespace) -> int:
        check_model(args)
        check_sound(args.init)
        check_sound(args.end_init)
        pattern = output_pattern(args.output, 1)
        check_new(Path(pattern), force=args.force)
        from riffdemo import tasks

        engine = engine_from_options(args)
        with said_warnings():
            made = tasks.interpolate(
                engine,
                args.prompt,
                args.end_prompt,
                seeds=args.seeds,
                num_clips=args.clips,
                seconds=args.length,
                alphas=args.alphas,
                power=args.power,
                ease=args.ease,
                init=args.init,
                end_init=args.end_init,
                whole_bars=args.whole_bars,
                strength=args.strength,
                on_step=say_step,
                **painting_options(args),
            )
        save_clip(made.piece, Path(pattern.replace("{name}", made.piece.name)), force=args.force)
        if args.each:
            for number, clip in enumerate(made.clips, 1):
                save_clip(clip, Path(args.each, f"{clip.name}_{number:02}.flac"), force=args.force)
        return 0

    return run
