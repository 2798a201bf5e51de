"""Pictures and captions as tensors: which clips teach, which ones test, and how a batch is drawn.

Explained in notebook 08.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from riffdemo.errors import ParameterError
from riffdemo.training.captions import bare_captions
from riffdemo.training.render import Corpus, load_shards

HELD_OUT_SHARE = 16
_FULL = ("band", "backing")  # kinds of clips


def split_corpus(folder: Path) -> tuple[Corpus, Corpus]:
    """The corpus in `folder` as (training, held out); every sixteenth clip is held out, whatever is added later.

    Raises:
        ParameterError: The folder has no finished shard.
    """
    corpus = load_shards(folder)
    if len(corpus.images) < HELD_OUT_SHARE:
        raise ParameterError(
            f"{folder} holds {len(corpus.images)} clips: render {HELD_OUT_SHARE} or more first."
        )
    held_out = corpus.index % HELD_OUT_SHARE == HELD_OUT_SHARE - 1
    return _subset(corpus, ~held_out), _subset(corpus, held_out)


def _subset(corpus: Corpus, mask: np.ndarray) -> Corpus:
    rows = np.flatnonzero(mask)
    return Corpus(
        images=corpus.images[rows],
        index=corpus.index[rows],
        attributes=[corpus.attributes[row] for row in rows],
        captions=[corpus.captions[row] for row in rows],
    )


def stored_latents(path: Path, corpus: Corpus) -> torch.Tensor:
    """Latents (n, channels, 16, 16), not scaled, of the clips of `corpus` among those that training has kept."""
    stored = torch.load(path, weights_only=True)
    return torch.stack([stored[index] for index in corpus.index.tolist()])


def pictures_from_grey(grey: np.ndarray | torch.Tensor) -> torch.Tensor:
    """The autoencoder's input of uint8 pictures (n, height, width): (n, 1, height, width) in [-1, 1], 1 = silence."""
    return torch.as_tensor(grey).float().div(127.5).sub(1.0)[:, None]


def grey_from_pictures(pictures: torch.Tensor) -> np.ndarray:
    """uint8 pictures (n, height, width) of tensors (n, planes, height, width) around [-1, 1]."""
    grey: np.ndarray = pictures[:, 0].float().clamp(-1, 1).add(1).mul(127.5).round().byte().cpu().numpy()
    return grey


def rolled_in_time(pictures: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Each picture turned by a random number of columns: a loop has no first column."""
    width = pictures.shape[-1]
    shifts = torch.randint(width, (len(pictures), 1), generator=generator, device=generator.device)
    columns = (torch.arange(width, device=pictures.device) + shifts.to(pictures.device)) % width
    return pictures.gather(-1, columns[:, None, None, :].expand_as(pictures))


def captions_with_bare_ones(corpus: Corpus, n: int) -> list[list[str]]:
    """The captions of every clip, those of bands and `n` more: a flute alone is not what "house" asks for."""
    rng = np.random.default_rng(0)
    return [
        [*captions, *(bare_captions(row["style"], rng, n) if row.get("kind") in _FULL else [])]
        for captions, row in zip(corpus.captions, corpus.attributes, strict=True)
    ]


def rows_to_draw(corpus: Corpus, solo_weight: int) -> torch.Tensor:
    """Rows of the clips to draw a batch from: that of a solo `solo_weight` times, every other once."""
    times = [solo_weight if clip.get("kind") == "solo" else 1 for clip in corpus.attributes]
    return torch.arange(len(times)).repeat_interleave(torch.tensor(times))


def drawn_captions(
    captions: Sequence[Sequence[str]], dropout: float, generator: torch.Generator
) -> list[str]:
    """One caption of each clip, or now and then the empty text."""
    draws = torch.rand(len(captions), 2, generator=generator).tolist()
    return [
        "" if dropped < dropout else choices[int(choice * len(choices))]
        for choices, (dropped, choice) in zip(captions, draws, strict=True)
    ]


def save_sheet(grey: np.ndarray, path: Path, *, n_columns: int = 6, gap: int = 4) -> None:
    """Pictures (n, height, width) side by side as one PNG."""
    n, height, width = grey.shape
    n_rows = -(-n // n_columns)
    sheet = np.full((n_rows * (height + gap), n_columns * (width + gap)), 255, dtype=np.uint8)
    for i, picture in enumerate(grey):
        top, left = (i // n_columns) * (height + gap), (i % n_columns) * (width + gap)
        sheet[top : top + height, left : left + width] = picture
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet).save(path)
