"""Find the beat of a sound and cut whole bars out of it.

Explained in notebook 07.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from riffdemo.audio import Audio
from riffdemo.errors import AudioError
from riffdemo.plan import BEATS_PER_BAR

_COUNTS = (1, 2, 4, 8)
_HOP = 256
_LEAD = 0.02  # an onset is found where it is strongest, after its attack (s)
_BASS = (20.0, 160.0)  # where the drum and the bass that begin a bar are heard (Hz)


@dataclass(frozen=True, eq=False)
class Bars:
    """Whole bars of four beats, cut out of a longer sound.

    Attributes:
        audio: The cut.
        bpm: Its beats per minute.
        bars: How many they are: 1, 2, 4 or 8.
    """

    audio: Audio
    bpm: float
    bars: int


def bars_from_audio(audio: Audio, *, seconds: float) -> Bars:
    """The first whole bars of a sound, as many as come closest to `seconds`.

    Beats: Ellis 2007, "Beat Tracking by Dynamic Programming", as librosa does it. Of the four beats that may begin a
    bar the one with the strongest onsets in the bass is taken.

    Args:
        audio: Music with a steady beat.
        seconds: What the cut should be near to (s); it is cut there, not stretched.

    Raises:
        AudioError: No beat is found, or the sound is shorter than a bar.
    """
    import librosa

    mono = audio.with_channels(1).samples[0]
    options: dict[str, Any] = {"sr": audio.sample_rate, "hop_length": _HOP}
    onsets = librosa.onset.onset_strength(y=mono, **options)
    _, frames = librosa.beat.beat_track(onset_envelope=onsets, trim=False, **options)
    if len(frames) <= BEATS_PER_BAR:
        raise AudioError("No steady beat was found for a whole bar: cut the sound yourself.")
    beats = frames * _HOP / audio.sample_rate
    beat, first = np.polyfit(np.arange(len(beats)), beats, 1)
    bass = librosa.onset.onset_strength(y=mono, fmin=_BASS[0], fmax=_BASS[1], n_mels=8, **options)
    phases = [bass[frames[phase::BEATS_PER_BAR]].mean() for phase in range(BEATS_PER_BAR)]
    start = max(first + beat * int(np.argmax(phases)) - _LEAD, 0.0)
    bar = BEATS_PER_BAR * beat
    fitting = [count for count in _COUNTS if start + count * bar <= audio.seconds + beat / 8]
    if not fitting:
        raise AudioError(f"The sound is shorter than a bar of {bar:.2f} s: give a longer one.")
    count = min(fitting, key=lambda count: abs(math.log(count * bar / seconds)))
    return Bars(audio.cut(start, min(start + count * bar, audio.seconds)), 60 / beat, count)
