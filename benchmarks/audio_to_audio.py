"""Audio to audio: how far each strength goes, what the source's phase is good for, speed and memory.

    python -m benchmarks.audio_to_audio [--threads 4] [--clips 4] [--first-clip 2000000] [--minutes 1 10]

The music is rendered from a soundfont (see riffdemo/training/render.py), several arrangements joined. Distances are
those of riffdemo/measures.py between the result and the source: mr_db and mr_sc over four window lengths. Memory is
the peak of a process of its own, all libraries and the model included.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from statistics import mean
from unittest.mock import patch

import numba
import numpy as np
import torch

from riffdemo.audio import Audio, concatenate, loop
from riffdemo.engine import Engine, load_engine
from riffdemo.measures import grey_error, multi_resolution_distance
from riffdemo.sweep import sweep
from riffdemo.synth import music
from riffdemo.tasks import audio_to_audio
from riffdemo.training.render import clip_audio

PROMPT = "a string quartet"
STRENGTHS = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
MIB = 2**10  # ru_maxrss is in KiB


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--clips", type=int, default=4)
    parser.add_argument("--first-clip", type=int, default=2_000_000)
    parser.add_argument("--minutes", type=float, nargs="*", default=[1, 10])
    parser.add_argument("--peak-memory", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    numba.set_num_threads(min(arguments.threads, numba.config.NUMBA_NUM_THREADS))
    if arguments.peak_memory:
        print_peak_memory(arguments.peak_memory)
        return
    engine = load_engine()
    print(f"{engine.checkpoint} in {engine.dtype} on {engine.device}, {arguments.threads} threads")
    if arguments.clips:
        first = arguments.first_clip
        song = concatenate([clip_audio(index) for index in range(first, first + arguments.clips)])
        print_strengths(engine, song)
    for minutes in arguments.minutes:
        print_minutes(minutes, arguments.threads)


def print_strengths(engine: Engine, song: Audio) -> None:
    print(f"{song.seconds:.1f} s of music, prompt {PROMPT!r}")
    print(
        f"{'strength':8} {'own phase':9} {'grey':>6} {'mr_db':>6} {'mr_sc':>6} {'SNR (dB)':>9} {'at seams':>9}"
    )
    for strength in STRENGTHS:
        for own_phase in (True, False):
            limit = 1.0 if own_phase else -1.0
            with patch.object(sweep, "STRENGTH_OF_OWN_PHASE", limit):
                after = audio_to_audio(engine, song, PROMPT, strength=strength, seed=1).after.audio
            mels = [engine.converter.mel_from_audio(Audio(a.samples, a.sample_rate)) for a in (after, song)]
            grey = grey_error(mels[0], mels[1], engine.params)
            mr_db, mr_sc = multi_resolution_distance(
                Audio(after.samples, song.sample_rate), song, engine.params
            )
            noise = np.square(after.samples - song.samples).sum()
            snr = 10 * np.log10(np.square(song.samples).sum() / noise)
            used = "yes" if own_phase else "no"
            print(
                f"{strength:8.2f} {used:9} {grey:6.2f} {mr_db:6.2f} {mr_sc:6.3f} {snr:9.1f} "
                f"{seam_ratio(engine, mels[0], len(song.samples[0])):9.2f}"
            )


def seam_ratio(engine: Engine, mel: torch.Tensor, n_samples: int) -> float:
    """Change from column to column where windows begin to differ, over that everywhere."""
    from riffdemo.plan import sweep_starts

    levels = mel[0].clamp_min(0) ** engine.params.image_exponent
    change = levels.diff(dim=-1).abs().mean(dim=0).numpy()
    n_frames = engine.params.n_frames
    starts = sweep_starts(-(-n_samples // engine.params.hop_length), n_frames, overlap=n_frames // 4)
    ends = [start + n_frames for start in starts[:-1]]
    return mean(float(change[end - 40 : end + 8].mean()) for end in ends) / float(change.mean())


def print_minutes(minutes: float, threads: int) -> None:
    command = [sys.executable, "-m", "benchmarks.audio_to_audio", "--threads", str(threads)]
    command += ["--peak-memory", str(minutes)]
    print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def print_peak_memory(minutes: float) -> None:
    engine = load_engine()
    short = music(seconds=5)
    audio_to_audio(engine, short, PROMPT)
    source = loop(short, seconds=60 * minutes)
    started = time.perf_counter()
    audio_to_audio(engine, source, PROMPT, strength=0.5)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    print(f"{minutes:g} min: {seconds:.1f} s, {60 * minutes / seconds:.1f} x real time, peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
