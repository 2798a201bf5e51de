"""What every command that makes music can be told, and what it tells."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from riffdemo.cli.convert import QUALITIES
from riffdemo.cli.jobs import say
from riffdemo.engine.checkpoint import checkpoint_info
from riffdemo.errors import ParameterError
from riffdemo.init_clips import init_clips
from riffdemo.pipeline.schedulers import SCHEDULERS

if TYPE_CHECKING:
    from riffdemo.engine import Engine
    from riffdemo.progress import Step


def add_painting_options(parser: argparse.ArgumentParser) -> None:
    """How to paint and play."""
    parser.add_argument("--negative-prompt", default="", metavar="TEXT", help="what not to hear")
    parser.add_argument("--steps", type=int, metavar="N", help="denoising steps (default: the model's)")
    parser.add_argument("--guidance", type=float, metavar="G", help="how strictly to follow the prompt")
    parser.add_argument("--scheduler", choices=SCHEDULERS, help="how to denoise (default: the model's)")
    parser.add_argument("--quality", choices=QUALITIES, default="balanced", help="work put into the sound")


def painting_options(args: argparse.Namespace) -> dict[str, Any]:
    """The same as arguments of a task."""
    return {
        "negative_prompt": args.negative_prompt,
        "num_inference_steps": args.steps,
        "guidance_scale": args.guidance,
        "scheduler": args.scheduler,
        "quality": args.quality,
    }


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Which model, and where it runs."""
    parser.add_argument("--checkpoint", help="folder or hub name of a model (default: the shipped one)")
    parser.add_argument("--device", default="auto", help="cpu, cuda, mps (default: the fastest)")
    parser.add_argument("--dtype", default="auto", help="float32, bfloat16, float16 (default: the fastest)")


def check_model(args: argparse.Namespace) -> None:
    """Refuse a model that is not there before anything slow is done.

    Raises:
        CheckpointError: There is none.
    """
    checkpoint_info(args.checkpoint)


def check_sound(name: str | None) -> None:
    """Refuse a sound that is neither a file nor a bundled loop before anything slow is done.

    Raises:
        ParameterError: It is neither.
    """
    bundled = [clip.name for clip in init_clips()]
    if name is not None and name not in bundled and not os.path.exists(name):
        raise ParameterError(f"{name!r} does not exist: give a file or one of {', '.join(bundled)}.")


def engine_from_options(args: argparse.Namespace) -> Engine:
    """The model that was asked for.

    Raises:
        CheckpointError: It cannot be loaded.
    """
    from riffdemo.engine import load_engine

    return load_engine(
        args.checkpoint, device=args.device, dtype=args.dtype, report=lambda text: say(f"{text}\n")
    )


@contextlib.contextmanager
def said_warnings() -> Iterator[None]:
    """Warnings of what is done meanwhile are told in a line each."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default", UserWarning)
        yield
    for warning in caught:
        say(f"warning: {warning.message}\n")


def say_step(step: Step) -> None:
    """Keep one line of a terminal up to date."""
    if sys.stderr.isatty():
        end = "\n" if step.index == step.total else ""
        part = f"{step.part}, " if step.part else ""
        say(f"\r{part}step {step.index} of {step.total}, {step.eta:.0f} s left {end}")
