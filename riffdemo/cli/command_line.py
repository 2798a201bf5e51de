"""The command line: `python -m riffdemo COMMAND ...`.

Exit code 0: done; 1: an error, told in one line; 2: wrong usage; 130: interrupted.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Sequence

import riffdemo
from riffdemo.cli import audio_to_audio, audition, convert, endless, generate, interpolate
from riffdemo.cli.jobs import say
from riffdemo.errors import RiffError

COMMANDS: dict[str, Callable[[argparse.ArgumentParser], convert.Run]] = {
    "text-to-audio": generate.text_to_audio,
    "audio-to-audio": audio_to_audio.audio_to_audio,
    "extend": audio_to_audio.extend,
    "interpolate": interpolate.interpolate,
    "audition": audition.audition,
    "endless": endless.endless,
    "image-from-audio": convert.image_from_audio,
    "audio-from-image": convert.audio_from_image,
}

PROG = "python -m riffdemo"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        argv: Arguments without the program's name; None takes those of the process.

    Raises:
        SystemExit: Help, version or wrong usage, as argparse does.
    """
    argv = sys.argv[1:] if argv is None else argv
    name = _main_parser().parse_args(argv[:1]).command
    parser = _command_parser(name)
    run = COMMANDS[name](parser)
    try:
        return run(parser.parse_intermixed_args(argv[1:]))
    except RiffError as error:
        say(f"error: {error}\n")
        return 1
    except KeyboardInterrupt:
        say("interrupted\n")
        return 130


def _main_parser() -> argparse.ArgumentParser:
    commands = "\n".join(f"  {name:18}{_help(command)[0]}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog=PROG,
        usage=f"{PROG} [-h] [--version] COMMAND ...",
        description="A sound is a picture is a sound.",
        epilog=f"commands:\n{commands}\n\n{PROG} COMMAND --help shows its options and examples.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"riffdemo {riffdemo.__version__}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=argparse.SUPPRESS)
    return parser


def _command_parser(name: str) -> argparse.ArgumentParser:
    summary, examples = _help(COMMANDS[name])
    return argparse.ArgumentParser(
        prog=f"{PROG} {name}",
        description=summary,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _help(command: Callable[..., object]) -> tuple[str, str]:
    summary, _, examples = (inspect.getdoc(command) or "").partition("\n\n")
    return summary, examples
