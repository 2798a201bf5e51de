"""What one visitor may ask for: generous at home, tighter on a public server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.plan import MIN_SECONDS, seconds_from_bars
from riffdemo.tasks.checks import MAX_BARS, number, text, whole
from riffdemo.tasks.way import alphas_from_settings, way_from_arguments


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of the app.

    Attributes:
        max_seconds: Longest clip that is generated (s).
        max_variations: Clips per click.
        max_sweep_seconds: Longest sound that is painted again (s).
        max_clips: Clips on the way of an interpolation.
        max_takes: Clips of one audition.
        max_lab_seconds: Longest sound or picture that the lab reads (s).
        max_file_size: Largest upload, as Gradio writes it.
        max_queue: Requests that may wait.
        keep_files: How long files are kept (s).
    """

    max_seconds: float = 60.0
    max_variations: int = 8
    max_sweep_seconds: float = 600.0
    max_clips: int = 24
    max_takes: int = 100
    max_lab_seconds: float = 120.0
    max_file_size: str = "150mb"
    max_queue: int = 64
    keep_files: int = 24 * 3_600

    def check(self, arguments: Mapping[str, Any], params: SpectrogramParams) -> None:
        """Refuse to make more than is allowed.

        Args:
            arguments: Of a task; those that have no limit here are left to it.
            params: Geometry of the model.

        Raises:
            ParameterError: It is too long, too many clips, or no number.
        """
        seconds, bars, count = (arguments.get(name) for name in ("seconds", "bars", "num_variations"))
        if seconds is not None:
            number("seconds", seconds, MIN_SECONDS, self.max_seconds)
        if bars is not None:
            prompt = text("prompt", arguments["prompt"])
            length = seconds_from_bars(whole("bars", bars, 1, MAX_BARS), prompt, params)
            if length > self.max_seconds:
                raise ParameterError(f"{bars} bars last {length:.4g} s: give up to {self.max_seconds:g} s.")
        if count is not None:
            whole("num_variations", count, 1, self.max_variations)
        prompts, seeds = (set(arguments.get(name, ())) for name in ("prompts", "seeds"))
        if len(prompts) * len(seeds) > self.max_takes:
            raise ParameterError(
                f"{len(prompts)} prompts with {len(seeds)} seeds are {len(prompts) * len(seeds)} clips: give up to "
                f"{self.max_takes}."
            )

    def clips_on_the_way(self, arguments: Mapping[str, Any], params: SpectrogramParams) -> int:
        """How many clips an interpolation has, if they are not too many.

        Args:
            arguments: Of `interpolate`.
            params: Geometry of the model.

        Raises:
            ParameterError: They are too many, or make no sense.
        """
        clips, seconds, alphas = (arguments.get(name) for name in ("num_clips", "seconds", "alphas"))
        way = way_from_arguments(params, num_clips=clips, seconds=seconds, alphas=alphas)
        count = len(alphas_from_settings(way))
        if count > self.max_clips:
            raise ParameterError(f"{count} clips are asked for: give up to {self.max_clips}.")
        return count


HOME = Limits()
HOSTED = Limits(
    max_seconds=20.5,
    max_variations=4,
    max_sweep_seconds=60.0,
    max_clips=6,
    max_takes=16,
    max_lab_seconds=30.0,
    max_file_size="10mb",
    max_queue=16,
    keep_files=3_600,
)
