"""One gain for a sound without end: it moves slowly, so that no join is heard and nothing clips.

Explained in notebook 07.
"""

from __future__ import annotations

import numpy as np

from riffdemo.audio import Audio

RMS_DBFS = -18.0
MAX_LIFT_DB = 12.0
MAX_RISE_DB = 1.5
MAX_FALL_DB = 6.0
KNEE = 0.8
"""Samples up to this are left as they are; what is above is bent so that it stays below 1."""


def levelled(audio: Audio, gain_db: float | None) -> tuple[Audio, float]:
    """The next piece of a sound at its level.

    The gain goes, evenly in dB, from where it was to what brings this piece to `RMS_DBFS` or, if that comes first,
    to a peak of 1; but by no more than `MAX_RISE_DB` up or `MAX_FALL_DB` down, and never above `MAX_LIFT_DB`.

    Args:
        audio: The piece as it was painted.
        gain_db: Gain at the end of the piece before (dB); None at the start.

    Returns:
        The piece, all samples within (-1, 1), and the gain at its end (dB).
    """
    wanted = min(MAX_LIFT_DB, RMS_DBFS - max(audio.rms_dbfs, -120.0), -max(audio.peak_dbfs, -120.0))
    start = wanted if gain_db is None else gain_db
    end = min(max(wanted, start - MAX_FALL_DB), start + MAX_RISE_DB)
    gain = 10 ** (np.linspace(start, end, audio.n_samples, endpoint=False, dtype=np.float32) / 20)
    samples = audio.samples * gain
    over = np.maximum(np.abs(samples) - KNEE, 0)
    room = np.float32(1 - KNEE)
    bent = np.clip(samples, -KNEE, KNEE) + np.sign(samples) * room * over / (over + room)
    return Audio(bent.astype(np.float32), audio.sample_rate), end
