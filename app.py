"""Start the app: `python app.py`, then open the address it prints.

On a Gradio Space this file runs as it is: GRADIO_* variables are honoured, and SPACE_ID switches --hosted on.
"""

from __future__ import annotations

import argparse
import os


def parse_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Paint a spectrogram from a text prompt, hear it as music.")
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
    """Serve the page."""
    args = parse_arguments()
    from riffdemo.limits import HOME, HOSTED
    from riffdemo.server import serve
    from riffdemo.ui import build_demo

    limits = HOSTED if args.hosted else HOME
    demo = build_demo(limits=limits)
    serve(demo, limits=limits, host=args.host, port=args.port, share=args.share)


if __name__ == "__main__":
    main()
