"""The commands of the command line, one function per task.

A command adds its arguments to a parser and returns what runs them; its docstring is its help. What is slow
to import is imported when it runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from riffdemo.cli.jobs import plan_jobs, run_jobs
from riffdemo.errors import ParameterError

if TYPE_CHECKING:
    from riffdemo.clip import Clip

Run = Callable[[argparse.Namespace], int]

QUALITIES = ("fast", "balanced", "best", "textbook")


def image_from_audio(parser: argparse.ArgumentParser) -> Run:
    """Paint sounds as spectrogram pictures (PNG); a long sound becomes one wide picture.

    Examples:
      python -m riffdemo image-from-audio loop.wav loop.png
      python -m riffdemo image-from-audio --stereo "songs/*.flac" pictures/
    """
    _add_files(parser, reads="wav, flac, ogg, mp3 or aiff", writes="png")
    parser.add_argument("--stereo", action="store_true", help="two channels in one picture (default: mono)")
    parser.add_argument(
        "--f-max", type=float, default=10_000.0, metavar="HZ", help="highest frequency (default: 10000)"
    )
    parser.add_argument(
        "--start", type=float, default=0.0, metavar="S", help="begin here (seconds, default: 0)"
    )
    parser.add_argument(
        "--length", type=float, metavar="S", help="take this much (seconds, default: to the end)"
    )
    parser.add_argument(
        "--loop", action="store_true", help="the sound is a loop: its end runs into its start"
    )

    def run(args: argparse.Namespace) -> int:
        jobs = plan_jobs(args.inputs, args.output, suffixes=(".png",))
        from riffdemo.audio import load_audio
        from riffdemo.clip import clip_from_audio
        from riffdemo.image import MAX_PIXELS
        from riffdemo.params import SpectrogramParams

        params = SpectrogramParams(n_channels=2 if args.stereo else 1, f_max=args.f_max)
        longest = params.seconds_from_frames(MAX_PIXELS // params.n_mels)

        def paint(source: Path) -> Clip:
            audio = load_audio(source, sample_rate=params.sample_rate, n_channels=params.n_channels)
            stop = audio.seconds if args.length is None else min(args.start + args.length, audio.seconds)
            audio = audio.cut(args.start, stop)
            if audio.seconds > longest:
                raise ParameterError(
                    f"{audio.seconds:.0f} s do not fit: give --length {longest:.0f} or less."
                )
            settings = {
                "task": "image_from_audio",
                "source": source.name,
                "start": args.start,
                "length": audio.seconds,
                "loop": args.loop,
            }
            return clip_from_audio(audio, params, settings, loop=args.loop)

        return run_jobs(jobs, paint, force=args.force)

    return run


def audio_from_image(parser: argparse.ArgumentParser) -> Run:
    """Play spectrogram pictures: every picture becomes a sound (wav, flac, ogg or mp3).

    Examples:
      python -m riffdemo audio-from-image loop.png loop.wav --quality best
      python -m riffdemo audio-from-image "pictures/*.png" "sounds/{name}.flac"
    """
    _add_files(parser, reads="png, jpg, webp, ...", writes="wav")
    parser.add_argument(
        "--quality",
        choices=QUALITIES,
        default="balanced",
        help="more work makes a cleaner sound; textbook is torchaudio's method (default: balanced)",
    )
    parser.add_argument(
        "--loop",
        action=argparse.BooleanOptionalAction,
        help="make the end run into the start (default: as painted)",
    )

    def run(args: argparse.Namespace) -> int:
        jobs = plan_jobs(args.inputs, args.output, suffixes=(".wav", ".flac", ".ogg", ".mp3"))
        from riffdemo.clip import clip_from_image
        from riffdemo.image import load_image
        from riffdemo.metadata import metadata_from_image

        def play(source: Path) -> Clip:
            image = load_image(source)
            carried = metadata_from_image(image).settings
            loop = bool(carried.get("loop")) if args.loop is None else args.loop
            made = {"quality": args.quality, "loop": loop}
            settings = {"task": "audio_from_image", "source": source.name, **carried, **made}
            return clip_from_image(image, settings, quality=args.quality, loop=loop)

        return run_jobs(jobs, play, force=args.force)

    return run


def _add_files(parser: argparse.ArgumentParser, *, reads: str, writes: str) -> None:
    parser.add_argument(
        "inputs", nargs="+", metavar="IN", help=f'files or quoted patterns like "**/*" ({reads})'
    )
    parser.add_argument(
        "output",
        metavar="OUT",
        help=f"a file; a folder, for many inputs; or a pattern such as {{name}}.{writes}",
    )
    parser.add_argument("--force", action="store_true", help="replace files that exist")
