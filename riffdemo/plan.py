"""Numbers only: where the windows of a long piece lie, how long it is, which steps are run.

Explained in notebook 07.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams

BEATS_PER_BAR = 4
BARS_PER_CLIP = 2
MIN_SECONDS = 0.5
MAX_SECONDS = 300.0


@dataclass(frozen=True)
class Window:
    """A model-sized stretch of a longer piece, in columns; `stop` may lie beyond the end of a loop."""

    start: int
    width: int

    @property
    def stop(self) -> int:
        """The first column that no longer belongs to it."""
        return self.start + self.width


@dataclass(frozen=True)
class Canvas:
    """What is painted in one go: a width and the windows that cover it.

    Music on a grid of whole beats per clip has a beat, or the middle of one, half a clip later too, so that
    windows half a clip apart agree where the beats are.

    Attributes:
        width: Columns, a multiple of half a window, at least one.
        window: Columns of a window, even.
        loop: The last column is followed by the first; windows lie across the seam too.
    """

    width: int
    window: int
    loop: bool = False

    @property
    def windows(self) -> tuple[Window, ...]:
        """Windows of equal width that start every half width and cover all columns."""
        half = self.window // 2
        last = self.width - (half if self.loop and self.width > self.window else self.window)
        return tuple(Window(start, self.window) for start in range(0, last + 1, half))

    def enlarged(self, factor: int) -> Canvas:
        """The same canvas with `factor` columns for each."""
        return Canvas(self.width * factor, self.window * factor, self.loop)


def canvas_from_frames(n_frames: int, clip_frames: int) -> int:
    """Columns to paint for a piece of `n_frames`: whole half clips, at least one clip."""
    half = clip_frames // 2
    return max(2, -(-n_frames // half)) * half


def sweep_starts(n_frames: int, clip_frames: int, *, overlap: int) -> list[int]:
    """Where windows of a clip's width start that cover `n_frames` columns to the last one.

    Neighbours share `overlap` columns or somewhat more, all alike; a piece of up to a clip needs one window.
    """
    n_steps = max(0, -(-(n_frames - clip_frames) // (clip_frames - overlap)))
    return [0, *(round((n_frames - clip_frames) * i / n_steps) for i in range(1, n_steps + 1))]


def frames_from_seconds(seconds: float, params: SpectrogramParams, *, loop: bool = False) -> int:
    """Picture columns of a piece; a loop is rounded to half clips, and is one clip at least.

    Raises:
        ParameterError: `seconds` is out of range.
    """
    half = params.n_frames // 2
    shortest = params.loop_seconds / 2 if loop else MIN_SECONDS
    if not shortest <= seconds <= MAX_SECONDS:
        raise ParameterError(f"seconds is {seconds:g}: give {shortest:g} to {MAX_SECONDS:g} s.")
    n_frames = round(seconds * params.frames_per_second)
    return max(2, round(n_frames / half)) * half if loop else max(2, n_frames)


def seconds_from_bars(bars: int, prompt: str, params: SpectrogramParams) -> float:
    """Length of whole bars of four beats at the tempo that `prompt` names: "120 bpm".

    A prompt without a tempo has two bars per clip: 94 bpm, a tempo that the shipped model likes.

    Raises:
        ParameterError: There is less than one bar.
    """
    if bars < 1:
        raise ParameterError(f"bars is {bars}: give 1 or more.")
    tempo = re.search(r"(?<![\d.])([1-9]\d{1,2}(?:\.\d+)?)\s*bpm\b", prompt, re.IGNORECASE)
    bar = params.loop_seconds / BARS_PER_CLIP if tempo is None else 60 * BEATS_PER_BAR / float(tempo[1])
    return bars * bar


def alphas_from_curve(num_clips: int, *, power: float = 1.0, ease: float = 0.0) -> tuple[float, ...]:
    """Positions of `num_clips` clips on the way from 0 to 1; one alone stays at 0.

    With t = i / (num_clips - 1):  s = (1 - ease) t + ease t**2 (3 - 2 t),  alpha = s**power.

    Args:
        num_clips: 1 or more.
        power: Above 1 stays longer near 0, below 1 nearer to 1.
        ease: 0 to 1: how much longer both ends last than the middle.
    """
    positions = [i / max(num_clips - 1, 1) for i in range(num_clips)]
    return tuple(((1 - ease) * t + ease * t**2 * (3 - 2 * t)) ** power for t in positions)


def steps_from_strength(num_inference_steps: int, strength: float) -> tuple[int, int]:
    """How many steps to run, and the length of the schedule of which they are the last.

    The picture starts with the noise of the schedule's position run / total, which is as close to `strength` as
    whole steps allow. Even a weak change runs one step, of a longer schedule, where diffusers runs none.

    Args:
        num_inference_steps: Steps that strength 1 would run, 1 or more.
        strength: 0 (run nothing) to 1 (start from pure noise).
    """
    if strength == 0:
        return 0, num_inference_steps
    run = max(1, round(num_inference_steps * strength))
    return run, max(round(run / strength), run + (strength < 1))
