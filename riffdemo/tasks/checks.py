"""Arguments checked one by one: what is wrong is named, with what would be right."""

from __future__ import annotations

from typing import Any

from riffdemo.errors import ParameterError

MAX_SEED = 2**32 - 1
MAX_STEPS = 100
MAX_GUIDANCE = 30.0
MAX_VARIATIONS = 8


def default(value: Any, default: Any) -> Any:
    """`value`, or the default where it is None."""
    return default if value is None else value


def whole(name: str, value: Any, low: int, high: int) -> int:
    """`value` as an int in [low, high].

    Raises:
        ParameterError: It is no such number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise ParameterError(f"{name} is {value!r}: give a whole number from {low} to {high}.")
    return int(number(name, value, low, high))


def number(name: str, value: Any, low: float, high: float) -> float:
    """`value`, a number in [low, high].

    Raises:
        ParameterError: It is no such number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ParameterError(f"{name} is {value!r}: give a number from {low:g} to {high:g}.")
    return value


def choice(name: str, value: Any, choices: tuple[str, ...]) -> str:
    """`value`, one of `choices`.

    Raises:
        ParameterError: It is none of them.
    """
    if value not in choices:
        raise ParameterError(f"{name} is {value!r}: give one of {', '.join(map(repr, choices))}.")
    return str(value)
