"""Where the clips of an interpolation lie between A and B.

Explained in notebook 07.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.plan import MAX_SECONDS, alphas_from_curve
from riffdemo.tasks.checks import default, number, whole

MAX_CLIPS = 60
DEFAULT_CLIPS = 6
MIN_POWER, MAX_POWER = 0.2, 5.0


def way_from_arguments(
    params: SpectrogramParams,
    *,
    num_clips: int | None = None,
    seconds: float | None = None,
    alphas: Sequence[float] | None = None,
    power: float = 1.0,
    ease: float = 0.0,
) -> dict[str, Any]:
    """Settings that say where the clips lie: a number of clips with a curve, or alphas; see `interpolate`.

    Raises:
        ParameterError: One is out of range, or more than one of the first three is given.
    """
    lengths = {"num_clips": num_clips, "seconds": seconds, "alphas": alphas}
    given = [name for name, value in lengths.items() if value is not None]
    if len(given) > 1:
        raise ParameterError(f"{' and '.join(given)} are given: give one of them.")
    if alphas is not None:
        if not 1 <= len(alphas) <= MAX_CLIPS:
            raise ParameterError(f"There are {len(alphas)} alphas: give 1 to {MAX_CLIPS}.")
        return {"alphas": [number("alpha", alpha, 0, 1) for alpha in alphas]}
    if seconds is not None:
        seconds = number("seconds", seconds, params.loop_seconds / 2, MAX_SECONDS)
        num_clips = max(1, round(seconds / params.loop_seconds))
    return {
        "num_clips": whole("num_clips", default(num_clips, DEFAULT_CLIPS), 1, MAX_CLIPS),
        "power": number("power", power, MIN_POWER, MAX_POWER),
        "ease": number("ease", ease, 0, 1),
    }


def alphas_from_settings(settings: Mapping[str, Any]) -> tuple[float, ...]:
    """Where each clip of a piece lies between A (0) and B (1)."""
    if "alphas" in settings:
        return tuple(settings["alphas"])
    return alphas_from_curve(settings["num_clips"], power=settings["power"], ease=settings["ease"])
