"""What a clip costs on the command line: a longer sound to a picture and back, less what a shorter one takes.

    python -m benchmarks.command_line [--clips 24] [--rounds 3]

Both commands run in fresh processes. What they need to start stands apart from what each clip adds. Music is composed
and rendered from a soundfont (needs FluidSynth).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from riffdemo.audio import concatenate, save_audio
from riffdemo.params import SpectrogramParams
from riffdemo.training.render import clip_audio

SHORT = 2
FIRST_CLIP = 5_200_000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clips", type=int, default=24, help="length of the longer sound")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sounds = {n: Path(folder) / f"{n}.flac" for n in (SHORT, arguments.clips)}
        for n_clips, path in sounds.items():
            save_audio(concatenate([clip_audio(FIRST_CLIP + i) for i in range(n_clips)]), path)
        print(f"clips of {SpectrogramParams().clip_seconds:.2f} s, medians of {arguments.rounds} rounds")
        for quality in ("fast", "balanced", "best"):
            print_cost(sounds, quality, arguments.rounds)


def print_cost(sounds: dict[int, Path], quality: str, rounds: int) -> None:
    """Seconds to start and milliseconds for each clip, both ways together."""
    times: dict[int, list[float]] = {n_clips: [] for n_clips in sounds}
    for number in range(rounds):
        for n_clips, path in sounds.items():
            picture = path.with_name(f"{n_clips}_{quality}_{number}.png")
            started = time.perf_counter()
            run("image-from-audio", str(path), str(picture))
            run("audio-from-image", str(picture), str(picture.with_suffix(".flac")), "--quality", quality)
            times[n_clips].append(time.perf_counter() - started)
    (few, short), (many, long) = ((n_clips, median(found)) for n_clips, found in times.items())
    per_clip = (long - short) / (many - few)
    print(
        f"{quality:>9}: {1_000 * per_clip:.0f} ms a clip, {short - few * per_clip:.1f} s to start both commands"
    )


def run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "riffdemo", *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    main()
