"""The command that makes music without end, as much of it as is asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

from riffdemo.cli.convert import Run
from riffdemo.cli.jobs import say
from riffdemo.cli.options import (
    add_model_options,
    check_model,
    check_sound,
    engine_from_options,
    said_warnings,
)
from riffdemo.errors import ParameterError

MAX_SECONDS = 3_600.0
_SUFFIXES = (".flac", ".wav", ".ogg", ".mp3")


def endless(parser: argparse.ArgumentParser) -> Run:
    """Make music without end: it wanders from seed to seed, and from prompt to prompt.

    Examples:
      python -m riffdemo endless "deep house with a warm synth bass" --seconds 60 -o out.flac
      python -m riffdemo endless "church bells" "techno" "solo cello" --speed 0.5 --seconds 120 -o walk.flac
      python -m riffdemo endless "jazz trumpet" --init "drum break" --strength 0.5 --seconds 30 -o out.wav
    """
    parser.add_argument("prompts", nargs="+", metavar="PROMPT", help="where it begins, and what it walks to")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="a file: flac, wav, ogg or mp3")
    parser.add_argument("--seconds", type=float, default=60.0, metavar="S", help="length (default: 60)")
    parser.add_argument("--negative-prompt", default="", metavar="TEXT", help="what not to hear")
    parser.add_argument("--seed", type=int, default=0, help="where the walk begins (default: 0)")
    parser.add_argument(
        "--speed", type=float, default=0.25, metavar="A", help="part of the way per clip (default: 0.25)"
    )
    parser.add_argument("--init", metavar="CLIP", help="a bundled loop by its name, or a file, to start from")
    parser.add_argument(
        "--strength", type=float, default=0.6, metavar="A", help="how far from it, 0 to 1 (default: 0.6)"
    )
    parser.add_argument("--steps", type=int, metavar="N", help="denoising steps (default: the model's)")
    parser.add_argument("--guidance", type=float, metavar="G", help="how strictly to follow the prompt")
    add_model_options(parser)
    parser.add_argument("--force", action="store_true", help="replace a file that exists")

    def run(args: argparse.Namespace) -> int:
        path = _checked_path(args.output, force=args.force)
        if args.seconds > MAX_SECONDS:
            raise ParameterError(f"seconds is {args.seconds:g}: give up to {MAX_SECONDS:g}.")
        check_model(args)
        check_sound(args.init)
        from riffdemo import tasks
        from riffdemo.audio import save_audio
        from riffdemo.live.join import joined

        options = {
            "negative_prompt": args.negative_prompt,
            "seed": args.seed,
            "speed": args.speed,
            "init": args.init,
            "strength": args.strength,
            "num_inference_steps": args.steps,
            "guidance_scale": args.guidance,
            "seconds": args.seconds,
        }
        engine = engine_from_options(args)
        pieces = []
        with said_warnings():
            for clip in tasks.endless(engine, args.prompts, **options):
                pieces.append((clip.audio, 0.0))
                say(f"\r{sum(audio.seconds for audio, _ in pieces):.0f} of {args.seconds:.0f} s ")
        settings = {"task": "endless", "prompts": args.prompts, **options, "checkpoint": engine.checkpoint}
        save_audio(joined(pieces), path, settings={"prompt": args.prompts[0], **settings})
        say(f"\n{path}\n")
        return 0

    return run


def _checked_path(output: str, *, force: bool) -> Path:
    path = Path(output)
    if path.suffix.lower() not in _SUFFIXES:
        raise ParameterError(f"{output!r} ends in {path.suffix!r}: use {', '.join(_SUFFIXES)}.")
    if path.exists() and not force:
        raise ParameterError(f"{output!r} exists: add --force to replace it, or give another output.")
    return path
