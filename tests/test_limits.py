"""What one visitor may ask for."""

from __future__ import annotations

from typing import Any

import pytest

from riffdemo.errors import ParameterError
from riffdemo.limits import HOME, HOSTED
from riffdemo.params import SpectrogramParams

PARAMS = SpectrogramParams()


@pytest.mark.parametrize("arguments", [{}, {"seconds": None}, {"seconds": 20}, {"bars": 8, "prompt": "x"}])
def test_what_is_allowed_passes(arguments: dict[str, Any]) -> None:
    HOSTED.check({"num_variations": 4, **arguments}, PARAMS)


@pytest.mark.parametrize(
    "arguments",
    [
        {"seconds": 21.0},
        {"seconds": float("nan")},
        {"seconds": "long"},
        {"seconds": "long", "bars": None},
        {"bars": "two", "prompt": "x"},
        {"bars": 1, "prompt": None},
        {"bars": 1, "prompt": "x, 10 bpm"},
        {"num_variations": "many"},
        {"bars": 9, "prompt": "x"},
        {"bars": 8, "prompt": "slow, 60 bpm"},
        {"num_variations": 5},
    ],
)
def test_what_is_too_much_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ParameterError, match="give"):
        HOSTED.check(arguments, PARAMS)


def test_a_public_server_allows_less() -> None:
    assert HOSTED.max_seconds < HOME.max_seconds
    assert HOSTED.max_variations < HOME.max_variations
    assert HOSTED.max_queue < HOME.max_queue
    assert HOSTED.keep_files < HOME.keep_files
