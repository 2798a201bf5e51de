"""Clips of a music without end as one sound.

Explained in notebook 07.
"""

from __future__ import annotations

from collections.abc import Sequence

from riffdemo.audio import Audio, crossfade
from riffdemo.audio.seams import concatenate
from riffdemo.errors import AudioError


def joined(pieces: Sequence[tuple[Audio, float]], *, seconds: float | None = None) -> Audio:
    """Consecutive clips end to end, as they were heard.

    Args:
        pieces: (sound, overlap) of each clip; what overlaps (s) is blended with the one before, if there is one.
        seconds: Keep this much of the end; None keeps all, and so does more than there is.

    Raises:
        AudioError: There are none, or they differ in rate or channels.
    """
    runs: list[list[Audio]] = []  # what goes on without a blend
    blends: list[float] = []
    for audio, overlap in pieces:
        if runs and not overlap:
            runs[-1].append(audio)
        else:
            runs.append([audio])
            blends.append(overlap)
    if not runs:
        raise AudioError("There is no clip to join: play a little first.")
    whole, *rest = [concatenate(run) for run in runs]
    for run, blend in zip(rest, blends[1:], strict=True):
        whole = crossfade(whole, run, blend)
    return whole if seconds is None else whole.cut(max(0.0, whole.seconds - seconds))
