"""A corpus is to be looked at: a sheet of pictures with their captions, and a page of captions.

Explained in notebook 08.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from riffdemo.training.captions import captions_from_arrangement
from riffdemo.training.corpus import compose
from riffdemo.training.render import clip_audio, grey_from_audio

_COLUMNS = 6
_CAPTION_WIDTH = 44


def contact_sheet(path: Path, *, first: int = 0, clips: int = 24, seed: int = 0) -> None:
    """Write a PNG of `clips` pictures with what each is and two of its captions."""
    rows = -(-clips // _COLUMNS)
    figure = Figure(figsize=(3.2 * _COLUMNS, 4.2 * rows), layout="constrained")
    for axes, index in zip(figure.subplots(rows, _COLUMNS).flat, range(first, first + clips), strict=False):
        axes.imshow(grey_from_audio(clip_audio(index, seed=seed)), cmap="gray", vmin=0, vmax=255)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_title(textwrap.fill(f"{index}: {_summary(index, seed)}", _CAPTION_WIDTH), fontsize=8)
        lines = [textwrap.fill(text, _CAPTION_WIDTH) for text in _texts(index, seed, 2)]
        axes.set_xlabel("\n".join(lines), fontsize=7)
    figure.savefig(path, dpi=80)


def caption_page(*, clips: int = 125, captions: int = 8, seed: int = 0) -> str:
    """Captions to read, under a line that says what each clip is."""
    blocks = [
        "\n".join([f"# {index}: {_summary(index, seed)}", *_texts(index, seed, captions), ""])
        for index in range(clips)
    ]
    return "\n".join(blocks)


def _summary(index: int, seed: int) -> str:
    clip = compose(index, seed=seed)
    melody = f"{clip.register} {clip.lead}" if clip.lead else "no melody"
    drums = "drums" if clip.has_drums else "no drums"
    return f"{clip.style} {clip.kind}, {clip.bpm} bpm, {clip.mode}, {melody}, {drums}"


def _texts(index: int, seed: int, n: int) -> list[str]:
    captions = captions_from_arrangement(compose(index, seed=seed), np.random.default_rng((seed, index)), n=n)
    return [caption.text for caption in captions]
