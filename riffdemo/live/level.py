"""One gain for a sound without end: it moves slowly, so that no join is heard and nothing clips.

Explained in notebook 07.
"""

from __future__ import annotations

import numpy as np

from riffdemo.audio import Audio, limit, loudness_gain_db

MAX_LIFT_DB = 12.0
MAX_RISE_DB = 1.5
MAX_FALL_DB = 6.0


def levelled(audio: Audio, gain_db: float | None) -> tuple[Audio, float]:
    """The next piece of a sound at its level.

    The gain goes, evenly in dB, from where it was to what brings this piece to the loudness of all clips; but by no
    more than `MAX_RISE_DB` up or `MAX_FALL_DB` down, and never above `MAX_LIFT_DB`. Peaks are held down on the way.

    Args:
        audio: The piece as it was painted.
        gain_db: Gain at the end of the piece before (dB); None at the start.

    Returns:
        The piece, without peaks above -1 dBFS, and the gain at its end (dB).
    """
    wanted = min(MAX_LIFT_DB, loudness_gain_db(audio))
    start = wanted if gain_db is None else gain_db
    end = min(max(wanted, start - MAX_FALL_DB), start + MAX_RISE_DB)
    gain = 10 ** (np.linspace(start, end, audio.n_samples, endpoint=False, dtype=np.float32) / 20)
    return limit(Audio((audio.samples * gain).astype(np.float32), audio.sample_rate)), end
