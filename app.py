"""Start the app: `python app.py`, then open the address it prints.

It runs on a Gradio Space as it is: GRADIO_* variables are honoured, and there --hosted is on.
"""

from __future__ import annotations

import argparse
import os
from functools import partial


def parse_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Paint a spectrogram from a text prompt, hear it as music.")
    parser.add_argument(
        "--checkpoint", help="a folder, or owner/name on the hub (default: the shipped model)"
    )
    parser.add_argument("--device", default="auto", help="cpu, cuda or mps (default: the fastest there is)")
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default: the first free one from 7860)")
    parser.add_argument("--share", action="store_true", help="open a public link through Gradio's tunnel")
    parser.add_argument(
        "--hosted",
        action="store_true",
        default="SPACE_ID" in os.environ,
        help="for a public server: one checkpoint, short queue and files, early clean-up",
    )
    return parser.parse_args(argv)


def main() -> None:
    """Serve the page, then load the model behind it."""
    args = parse_arguments()
    from riffdemo.engine import LazyEngine
    from riffdemo.errors import CheckpointError
    from riffdemo.limits import HOME, HOSTED
    from riffdemo.routes import Routes
    from riffdemo.server import serve
    from riffdemo.ui import build_demo

    limits = HOSTED if args.hosted else HOME
    load = partial(LazyEngine, device=args.device)
    try:
        engine: LazyEngine | CheckpointError = load(args.checkpoint)
    except CheckpointError as error:
        engine = error
    demo = build_demo(engine, limits=limits, load=None if args.hosted or args.share else load)
    on_start = engine.start if isinstance(engine, LazyEngine) else None
    serve(
        demo,
        limits=limits,
        routes=Routes(engine, limits).all,
        host=args.host,
        port=args.port,
        share=args.share,
        on_start=on_start,
    )


if __name__ == "__main__":
    main()
