"""Cutting a signal into windowed frames, and adding windowed frames up to a signal."""

from __future__ import annotations

from riffdemo.spectrogram.compiled import compiled_in_parts
from riffdemo.spectrogram.grid import FloatArray


@compiled_in_parts
def cut_frames(
    signal: FloatArray, window: FloatArray, hop: int, frames: FloatArray, first: int, last: int
) -> None:
    """frames[t, :win] <- window * signal from t * hop on; what lies behind the window is left as it is."""
    for t in range(first, last):
        source, frame = signal[t * hop : t * hop + len(window)], frames[t]
        for n in range(len(window)):
            frame[n] = source[n] * window[n]


@compiled_in_parts
def overlap_add(
    frames: FloatArray, window: FloatArray, hop: int, signal: FloatArray, first: int, last: int
) -> None:
    """signal[first:last] <- sum of the windowed frames that reach there."""
    win = len(window)
    signal[first:last] = 0.0
    for t in range(max(0, (first - win) // hop + 1), min(len(frames), (last - 1) // hop + 1)):
        low = max(first - t * hop, 0)
        high = min(last - t * hop, win)
        target = signal[t * hop + low : t * hop + high]
        frame, weight = frames[t, low:high], window[low:high]
        for n in range(len(target)):
            target[n] += frame[n] * weight[n]
