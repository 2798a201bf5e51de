"""The commands from sound to sound: paint it again from a text, and add to its ends."""

from __future__ import annotations

import argparse
from pathlib import Path

from riffdemo.cli.convert import Run
from riffdemo.cli.generate import output_pattern, save_clip
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

_SOURCE = "a sound file (wav, flac, ogg, mp3, aiff) or the name of a bundled loop"


def audio_to_audio(parser: argparse.ArgumentParser) -> Run:
    """Paint a sound again from a text: any length, window by window.

    Examples:
      python -m riffdemo audio-to-audio song.wav "a string quartet" --strength 0.5 -o out.flac
      python -m riffdemo audio-to-audio song.mp3 "solo piano" --to "church organ" --start 30 --length 60
      python -m riffdemo audio-to-audio song.wav "brass band" --mask mask.png --strength 0.8 -o out.wav
    """
    parser.add_argument("source", help=_SOURCE)
    parser.add_argument("prompt", help='what to hear; "(words:1.3)" gives words more weight')
    parser.add_argument(
        "--to", metavar="TEXT", help="what to hear at the end: the text changes along the sound"
    )
    parser.add_argument(
        "--strength",
        type=float,
        default=0.5,
        metavar="S",
        help="0 leaves the source, 1 nothing of it (default: 0.5)",
    )
    parser.add_argument(
        "--start", type=float, default=0.0, metavar="S", help="begin here (seconds, default: 0)"
    )
    parser.add_argument(
        "--length", type=float, metavar="S", help="take this much (seconds, default: to the end)"
    )
    parser.add_argument(
        "--mask",
        metavar="PNG",
        help="a picture laid over the spectrogram: white is painted anew, black stays",
    )
    parser.add_argument("--difference", action="store_true", help="write what was added, too")
    _add_common(parser)

    def run(args: argparse.Namespace) -> int:
        check_model(args)
        check_sound(args.source)
        pattern = output_pattern(args.output, 2 if args.difference else 1)
        from riffdemo import tasks
        from riffdemo.image import load_image

        mask = None if args.mask is None else load_image(args.mask)
        with said_warnings():
            made = tasks.audio_to_audio(
                engine_from_options(args),
                args.source,
                args.prompt,
                end_prompt=args.to,
                strength=args.strength,
                seed=args.seed,
                start=args.start,
                seconds=args.length,
                stereo=args.stereo,
                mask=mask,
                on_step=say_step,
                **painting_options(args),
            )
        for clip in (made.after, made.difference)[: 1 + args.difference]:
            save_clip(clip, Path(pattern.replace("{name}", clip.name)), force=args.force)
        return 0

    return run


def extend(parser: argparse.ArgumentParser) -> Run:
    """Add music before the beginning and after the end of a sound.

    Examples:
      python -m riffdemo extend loop.wav "funk groove" --right 10 -o longer.flac
      python -m riffdemo extend song.mp3 "soft piano intro" --left 5 --right 0 -o with-intro.flac
    """
    parser.add_argument("source", help=_SOURCE)
    parser.add_argument("prompt", help="what the new parts are like")
    parser.add_argument("--left", type=float, default=0.0, metavar="S", help="seconds before it (default: 0)")
    parser.add_argument(
        "--right", type=float, default=5.12, metavar="S", help="seconds after it (default: 5.12)"
    )
    _add_common(parser)

    def run(args: argparse.Namespace) -> int:
        check_model(args)
        check_sound(args.source)
        pattern = output_pattern(args.output, 1)
        from riffdemo import tasks

        with said_warnings():
            clip = tasks.extend(
                engine_from_options(args),
                args.source,
                args.prompt,
                left=args.left,
                right=args.right,
                seed=args.seed,
                stereo=args.stereo,
                on_step=say_step,
                **painting_options(args),
            )
        save_clip(clip, Path(pattern.replace("{name}", clip.name)), force=args.force)
        return 0

    return run


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stereo",
        action=argparse.BooleanOptionalAction,
        help="two channels, or one (default: as the source is)",
    )
    parser.add_argument(
        "-o", "--output", default="", metavar="OUT", help="a file (flac, wav, ogg, mp3 or png) or a folder"
    )
    parser.add_argument("--seed", type=int, default=0, help="another seed is another piece (default: 0)")
    add_painting_options(parser)
    add_model_options(parser)
    parser.add_argument("--force", action="store_true", help="replace files that exist")
