"""Arguments checked one by one: what is wrong is named, with what would be right."""

from __future__ import annotations

from typing import Any

from riffdemo.errors import ParameterError

MAX_SEED = 2**32 - 1
MAX_STEPS = 100
MAX_GUIDANCE = 30.0
MAX_VARIATIONS = 8
MAX_BARS = 1_000


def default(value: Any, default: Any) -> Any:
    """`value`, or the default where it is None."""
    return default if value is None else value


def whole(name: str, value: Any, low: int, high: int) -> int:
    """`value` as an int in [low, high].

    Raises:
        ParameterError: It is no such number.
    """
    if not _is_number(value) or not low <= value <= high or value != int(value):
        raise ParameterError(f"{name} is {_shown(value)}: give a whole number from {low} to {high}.")
    return int(value)


def number(name: str, value: Any, low: float, high: float) -> float:
    """`value`, a number in [low, high].

    Raises:
        ParameterError: It is no such number.
    """
    if not _is_number(value) or not low <= value <= high:
        raise ParameterError(f"{name} is {_shown(value)}: give a number from {low:g} to {high:g}.")
    return value


def switch(name: str, value: Any) -> bool:
    """`value`, True or False.

    Raises:
        ParameterError: It is neither.
    """
    if not isinstance(value, bool):
        raise ParameterError(f"{name} is {_shown(value)}: give True or False.")
    return value


def text(name: str, value: Any) -> str:
    """`value`, a text, which may be empty.

    Raises:
        ParameterError: It is something else.
    """
    if not isinstance(value, str):
        raise ParameterError(f"{name} is {_shown(value)}: give a text.")
    return value


def choice(name: str, value: Any, choices: tuple[str, ...]) -> str:
    """`value`, one of `choices`.

    Raises:
        ParameterError: It is none of them.
    """
    if value not in choices:
        raise ParameterError(f"{name} is {_shown(value)}: give one of {', '.join(map(repr, choices))}.")
    return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    """What was given, cut to a length that fits into a message."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}..."
