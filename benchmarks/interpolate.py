"""Speed of an interpolation, and what its joins are like.

    python -m benchmarks.interpolate [--threads 2] [--clips 12] [--rounds 1]

A painted picture is no spectrogram of any sound: its sound differs from it everywhere, so the error around the
joins is printed beside the error elsewhere. What joining costs by itself is measured on a picture that some sound
does have: that of the piece's own sound, cut at the joins and made a sound again, stretch by stretch.

A level step is how much louder or softer the sound becomes across a join, 200 ms on either side, beyond what the
picture says.
"""

from __future__ import annotations

import argparse
import time
from itertools import pairwise
from statistics import mean, median

import numba
import numpy as np
import torch

from benchmarks.clips import CONVERT, PARAMS, column_errors, eight_bit
from riffdemo.audio import concatenate
from riffdemo.engine import load_engine
from riffdemo.image import mel_from_image
from riffdemo.tasks import Interpolation, interpolate

PROMPTS = ("church bells", "funk bassline")
SEEDS = (1, 2)
AROUND = slice(-15, 5)  # columns of a join that both sides reach
SIDE = 20  # columns: two windows, since one window reaches across the join


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--clips", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    numba.set_num_threads(min(arguments.threads, numba.config.NUMBA_NUM_THREADS))
    engine = load_engine()
    assert engine.params == PARAMS
    interpolate(engine, *PROMPTS, num_clips=2, seeds=SEEDS)
    walls, cpus = [], []
    for _ in range(arguments.rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        made = interpolate(engine, *PROMPTS, num_clips=arguments.clips, seeds=SEEDS)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    seconds = made.piece.audio.seconds
    print(f"{engine.checkpoint} in {engine.dtype}, {arguments.threads} threads, {len(made.clips)} clips")
    print(
        f"made in {median(walls):.1f} s, {median(cpus):.1f} s of processor time; it plays {seconds:.1f} s   "
        f"bar {seconds:.1f} s"
    )
    print_joins(made)


def print_joins(made: Interpolation) -> None:
    """Errors and level steps at the joins of a piece."""
    mel = mel_from_image(made.piece.image)
    joins = range(PARAMS.n_frames, mel.shape[-1], PARAMS.n_frames)
    errors = column_errors(made.piece.audio, mel)
    seams = [around(errors, join) for join in joins]
    print(
        f"painted: {mean(seams):.2f} grey at the joins (worst {max(seams):.2f}), {float(errors.mean()):.2f} elsewhere"
    )
    own = eight_bit(CONVERT.mel_from_audio(made.piece.audio))
    stream = CONVERT.stream()
    cuts = [0, *joins, own.shape[-1]]
    pieces = [stream.push(own[..., start:stop]) for start, stop in pairwise(cuts)]
    again = column_errors(concatenate([*pieces, stream.finish()]), own)
    seams = [around(again, join) for join in joins]
    print(
        f"as a sound's picture: {mean(seams):.2f} grey at the joins (worst {max(seams):.2f}), "
        f"{float(again.mean()):.2f} elsewhere   bar 1.6"
    )
    found = CONVERT.mel_from_audio(made.piece.audio)
    steps = [level_step(found, join) - level_step(mel, join) for join in joins]
    print(f"level steps: {mean(map(abs, steps)):.2f} dB (worst {max(map(abs, steps)):.2f})   bar 0.5")
    levels = [clip.audio.rms_dbfs for clip in made.clips]
    print(f"levels of the clips: {', '.join(f'{level:.1f}' for level in levels)} dBFS, as they are painted")


def around(errors: torch.Tensor, join: int) -> float:
    return float(errors[join + AROUND.start : join + AROUND.stop].mean())


def level_step(mel: torch.Tensor, join: int) -> float:
    """How much louder it is after a join than before (dB)."""
    before, after = (mel[..., join - SIDE : join], mel[..., join : join + SIDE])
    return 10 * float(np.log10(float(after.square().sum()) / float(before.square().sum())))


if __name__ == "__main__":
    main()
