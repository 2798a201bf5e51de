"""Beats and bars, on rhythms whose tempo is known."""

from __future__ import annotations

import numpy as np
import pytest

from riffdemo.audio import Audio
from riffdemo.bars import bars_from_audio
from riffdemo.errors import AudioError
from riffdemo.synth import noise, tone
from riffdemo.tape import Tape

RATE = 22_050


def beat(bpm: float, *, seconds: float, first: float = 0.0) -> Audio:
    """A kick on one, hats on all beats, starting with a one at `first`."""
    tape = Tape(round(seconds * RATE), sample_rate=RATE)
    rng = np.random.default_rng(0)
    for i, at in enumerate(np.arange(first, seconds - 0.1, 60 / bpm)):
        tape.add(tape.hit(rng, decay=0.03), at, gain=0.5)
        if i % 4 == 0:
            tape.add(tape.kick(), at)
    return Audio(tape.play(), RATE)


@pytest.mark.parametrize(("bpm", "bars"), [(94, 2), (120, 2), (140, 4), (75, 2)])
def test_bars_are_cut_where_the_beat_says(bpm: float, bars: int) -> None:
    found = bars_from_audio(beat(bpm, seconds=16.0, first=0.3), seconds=5.12)
    assert found.bpm == pytest.approx(bpm, rel=0.01)
    assert found.bars == bars
    assert found.audio.seconds == pytest.approx(bars * 4 * 60 / bpm, rel=0.01)


def test_the_cut_begins_with_a_one() -> None:
    whole = beat(
        100, seconds=14.0, first=0.6 + 1.2
    )  # the one is the third beat of a track that starts before
    cut = bars_from_audio(whole, seconds=5.12).audio
    bass = np.abs(cut.samples[0][: round(0.2 * RATE)]).max()
    assert bass > 0.8 * np.abs(cut.samples).max()


@pytest.mark.parametrize("audio", [noise(seconds=1.0), tone(440.0, seconds=0.3)], ids=["noise", "short"])
def test_what_has_no_bars_is_told(audio: Audio) -> None:
    with pytest.raises(AudioError, match=r"No steady beat|shorter than a bar"):
        bars_from_audio(audio, seconds=5.12)
