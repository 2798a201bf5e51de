"""How loud painted clips are when they are levelled by their peak, as is usual, and by their loudness.

    python -m benchmarks.loudness [--seeds 3] [--threads 2]

Then what it costs: the time for a clip, for how long the limiter is at work, and how much of the sound it drives
above the highest band, where nothing was painted, beside cutting the peaks off.
"""

from __future__ import annotations

import argparse
import time
from statistics import mean, median

import numpy as np
import torch

from riffdemo.audio import Audio, loudness, loudness_gain_db, normalize, normalize_loudness
from riffdemo.audio.loudness import PEAK_DBFS
from riffdemo.audio.value import decibels
from riffdemo.engine import load_engine
from riffdemo.image import mel_from_image
from riffdemo.tasks import text_to_audio

PROMPTS = (
    "solo marimba",
    "solo vibraphone",
    "solo music box",
    "solo flute",
    "solo cello",
    "solo piano",
    "funk bassline with a jazzy saxophone",
    "techno",
    "drum loop, breakbeat",
    "ambient pads",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    engine = load_engine()
    ceiling = 10 ** (PEAK_DBFS / 20)
    peaks, levels, seconds, held, limited, cut = [], [], [], [], [], []
    print(
        f"{'LUFS, seeds from 0':38} {'by peak':>{8 * arguments.seeds}} {'by loudness':>{8 * arguments.seeds}}"
    )
    for prompt in PROMPTS:
        clips = [clip for seed in range(arguments.seeds) for clip in text_to_audio(engine, prompt, seed=seed)]
        for clip in clips:
            raw = engine.converter.audio_from_mel(mel_from_image(clip.image), loop=True)
            peaks.append(loudness(normalize([raw], peak_dbfs=PEAK_DBFS)[0]))
            started = time.perf_counter()
            levelled = normalize_loudness(raw, loop=True)
            seconds.append(time.perf_counter() - started)
            levels.append(loudness(levelled))
            roomy = raw.scaled(10 ** (loudness_gain_db(raw) / 20))
            clipped = Audio(np.clip(roomy.samples, -ceiling, ceiling), raw.sample_rate)
            held.append(float(np.mean(np.abs(levelled.samples) < 0.999 * np.abs(roomy.samples))))
            limited.append(share_above(levelled, engine.params.f_max))
            cut.append(share_above(clipped, engine.params.f_max))
        rows = ["".join(f"{level:8.1f}" for level in column[-len(clips) :]) for column in (peaks, levels)]
        print(f"{prompt:38} {rows[0]} {rows[1]}")
    print(
        f"from the faintest to the loudest: {np.ptp(peaks):.1f} dB by peak, {np.ptp(levels):.1f} dB by loudness"
    )
    print(
        f"time for a clip: {1_000 * median(seconds):.0f} ms in the median, {1_000 * max(seconds):.0f} ms at most"
    )
    print(f"the limiter is at work for {mean(held):.1%} of the time, {max(held):.1%} at most")
    shares = f"{decibels(mean(limited)):.0f} dB by the limiter, {decibels(mean(cut)):.0f} dB by cutting the peaks off"
    print(f"above {engine.params.f_max:.0f} Hz: {shares}")


def share_above(audio: Audio, frequency: float) -> float:
    """Part of a sound's amplitude that lies above a frequency (Hz)."""
    power = np.square(np.abs(np.fft.rfft(audio.samples[0])))
    above = np.fft.rfftfreq(audio.n_samples, 1 / audio.sample_rate) > frequency
    return float(np.sqrt(power[above].sum() / power.sum()))


if __name__ == "__main__":
    main()
