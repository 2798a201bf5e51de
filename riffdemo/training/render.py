"""From index to picture: compose, play, normalise, analyse, store.

`python -m riffdemo.training.render --out corpus --clips 24000 --workers 2` writes shards of 512 clips, each as
pictures (.npz) and as words (.jsonl). Finished shards can be read while later ones are being made, and a run
that was stopped goes on where it was. To give old pictures new captions, delete the .jsonl files and run it
again.

The stored picture is the project's grey picture of 512 x 512 with each block of 2 x 2 pixels averaged to one:
half the width is inaudible, half the height still follows every melody. Every clip has the same loudness and
all share one `MAX_VALUE`, so that a grey level means the same magnitude everywhere: a model learns how loud
things are beside each other, and its pictures turn into sound without one more number to guess. At this value
fewer than one pixel in 10,000 is clipped.

Explained in notebook 08.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import torch

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError, RiffError
from riffdemo.files import write_atomically
from riffdemo.image import image_from_mel
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram import SpectrogramConverter
from riffdemo.training.captions import captions_from_arrangement
from riffdemo.training.corpus import Arrangement, compose
from riffdemo.training.mastering import mastered
from riffdemo.training.soundfont import SAMPLE_RATE, Soundfont

MAX_VALUE = 1_000.0
SHARD_CLIPS = 512
N_CAPTIONS = 8
_CAPTION_STREAM = 1
_POOLING = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Corpus:
    """Rendered clips in memory.

    Attributes:
        images: uint8 (n, 256, 256): grey, high frequencies first, 255 is silence, circular in time.
        index: int64 (n,): the clips' numbers.
        attributes: What each clip is: `Arrangement.attributes`.
        captions: What each clip may be called.
    """

    images: npt.NDArray[np.uint8]
    index: npt.NDArray[np.int64]
    attributes: list[dict[str, Any]]
    captions: list[list[str]]


class Renderer:
    """Plays arrangements; keep it, since loading the soundfont takes a second.

    Raises:
        RiffError: FluidSynth, its Python binding or the soundfont is missing.
    """

    def __init__(self, soundfont: Soundfont | None = None) -> None:
        self._soundfont = soundfont or Soundfont()

    def audio_from_arrangement(self, arrangement: Arrangement) -> Audio:
        """One turn of the loop: mono, 225,792 samples at 44.1 kHz, at the corpus's loudness."""
        loop = self._soundfont.loop_from_arrangement(arrangement)
        samples = mastered(loop, sample_rate=SAMPLE_RATE, room=arrangement.room)
        return Audio(samples[None], SAMPLE_RATE)


def clip_audio(index: int, *, seed: int = 0) -> Audio:
    """The sound of clip number `index`."""
    return _renderer().audio_from_arrangement(compose(index, seed=seed))


def grey_from_audio(audio: Audio) -> npt.NDArray[np.uint8]:
    """What the model learns from: grey levels (256, 256), high frequencies first, 255 is silence."""
    params = SpectrogramParams()
    mel = _converter().mel_from_audio(audio, loop=True)
    grey = np.asarray(image_from_mel(mel, params, max_value=MAX_VALUE, clip=True))[..., 0]
    blocks = grey.reshape(params.n_mels // _POOLING, _POOLING, params.n_frames // _POOLING, _POOLING)
    return np.rint(blocks.mean(axis=(1, 3))).astype(np.uint8)


def render_corpus(folder: Path, *, clips: int, workers: int = 1, seed: int = 0) -> Iterator[tuple[int, int]]:
    """Write every shard that `folder` lacks, and yield (finished, all) after each.

    Args:
        folder: Where the shards go; made if missing.
        clips: Number of clips, rounded up to whole shards; indices from 0.
        workers: Processes that render at the same time; 1 stays in this one.
        seed: Of the corpus.
    """
    if clips < 1 or workers < 1:
        raise ParameterError(f"clips is {clips} and workers is {workers}: give 1 or more of both.")
    folder.mkdir(parents=True, exist_ok=True)
    ranges = [range(first, first + SHARD_CLIPS) for first in range(0, clips, SHARD_CLIPS)]
    if workers == 1:
        for finished, indices in enumerate(ranges, start=1):
            render_shard(folder, indices, seed)
            yield finished, len(ranges)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_use_one_thread) as pool:
        jobs = [pool.submit(render_shard, folder, indices, seed) for indices in ranges]
        for finished, job in enumerate(as_completed(jobs), start=1):
            job.result()
            yield finished, len(ranges)


def render_shard(folder: Path, indices: range, seed: int) -> None:
    """Write the words and pictures of some clips, unless they are there."""
    stem = folder / f"shard_{indices.start // SHARD_CLIPS:04d}"
    words, pictures = stem.with_suffix(".jsonl"), stem.with_suffix(".npz")
    if not words.exists():
        lines = [json.dumps(_words(index, seed), ensure_ascii=False) + "\n" for index in indices]
        write_atomically(words, "".join(lines).encode(), error=RiffError)
    if not pictures.exists():
        buffer = io.BytesIO()
        images = np.stack([grey_from_audio(clip_audio(index, seed=seed)) for index in indices])
        np.savez_compressed(buffer, images=images, index=np.array(indices))
        write_atomically(pictures, buffer.getvalue(), error=RiffError)


def load_shards(folder: Path) -> Corpus:
    """Every finished shard of a folder, in order; one that is still being written is left out.

    Raises:
        ParameterError: There is none.
    """
    paths = sorted(folder.glob("shard_*.npz"))
    if not paths:
        raise ParameterError(
            f"{folder} holds no shard: run python -m riffdemo.training.render --out {folder}."
        )
    rows: list[dict[str, Any]] = []
    images, index = [], []
    for path in paths:
        with np.load(path) as shard:
            images.append(shard["images"])
            index.append(shard["index"])
        rows += map(json.loads, path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines())
    return Corpus(
        images=np.concatenate(images),
        index=np.concatenate(index),
        attributes=[row["attributes"] for row in rows],
        captions=[row["captions"] for row in rows],
    )


def _words(index: int, seed: int) -> dict[str, Any]:
    arrangement = compose(index, seed=seed)
    captions = captions_from_arrangement(
        arrangement, np.random.default_rng((seed, index, _CAPTION_STREAM)), n=N_CAPTIONS
    )
    return {
        "index": index,
        "attributes": arrangement.attributes(),
        "captions": [caption.text for caption in captions],
    }


def _use_one_thread() -> None:
    """Several processes that use every core each get in each other's way."""
    torch.set_num_threads(1)
    numba.set_num_threads(1)


@lru_cache(maxsize=1)
def _renderer() -> Renderer:
    return Renderer()


@lru_cache(maxsize=1)
def _converter() -> SpectrogramConverter:
    return SpectrogramConverter()


def main() -> None:
    """Render a corpus, or look at one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, help="folder of the shards")
    parser.add_argument("--clips", type=int, default=24_000, help="number of clips (24000)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--seed", type=int, default=0, help="of the corpus (0)")
    parser.add_argument("--sheet", type=Path, help="write a picture of some clips with captions, and stop")
    parser.add_argument("--captions", type=Path, help="write a page of 1,000 captions, and stop")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if arguments.sheet or arguments.captions:
        _write_looks(arguments)
    elif arguments.out is None:
        parser.error("give --out, --sheet or --captions")
    else:
        for finished, all_shards in render_corpus(
            arguments.out, clips=arguments.clips, workers=arguments.workers, seed=arguments.seed
        ):
            _log.info("%d of %d shards", finished, all_shards)


def _write_looks(arguments: argparse.Namespace) -> None:
    from riffdemo.training.looks import caption_page, contact_sheet

    if arguments.sheet:
        contact_sheet(arguments.sheet, seed=arguments.seed)
    if arguments.captions:
        arguments.captions.write_text(caption_page(seed=arguments.seed), encoding="utf-8")


if __name__ == "__main__":
    main()
