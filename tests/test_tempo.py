"""riffdemo.tempo: pieces whose tempo is known, and pieces that have none."""

from __future__ import annotations

import numpy as np
import pytest

from riffdemo.audio import Audio
from riffdemo.clip import clip_from_audio
from riffdemo.params import SpectrogramParams
from riffdemo.synth import chirp, noise, silence, tone, two_bar_loop
from riffdemo.tempo import tempo_from_image

RATE = 44_100
STEADY = [tone(440.0, seconds=4.0), noise(seconds=4.0), chirp(seconds=4.0), silence(seconds=4.0)]


def tempo(audio: Audio, *, loop: bool = False) -> float | None:
    return tempo_from_image(clip_from_audio(audio, SpectrogramParams(), {}, loop=loop).image, loop=loop)


def hits(bpm: float, *, seconds: float) -> Audio:
    """A burst of noise on every beat."""
    samples = np.zeros(round(seconds * RATE), np.float32)
    burst = 0.3 * np.random.default_rng(0).standard_normal(4_000) * np.exp(-np.arange(4_000) / 900)
    for beat in range(int(seconds * bpm / 60)):
        start = round(beat * 60 / bpm * RATE)
        end = min(start + burst.size, samples.size)
        samples[start:end] += burst[: end - start].astype(np.float32)
    return Audio(samples[None], RATE)


@pytest.mark.parametrize("bpm", [72, 90, 100, 117, 128, 140, 164])
def test_the_tempo_of_hits_is_found(bpm: float) -> None:
    assert tempo(hits(bpm, seconds=8.0)) == pytest.approx(bpm, abs=1.0)


def test_a_loop_has_a_whole_number_of_beats() -> None:
    assert tempo(two_bar_loop(), loop=True) == 60 * 8 / 5.12


@pytest.mark.parametrize("audio", STEADY, ids=["tone", "noise", "chirp", "silence"])
def test_what_has_no_beat_has_no_tempo(audio: Audio) -> None:
    assert tempo(audio) is None


def test_what_is_too_short_has_no_tempo() -> None:
    assert tempo(hits(120, seconds=1.5)) is None
