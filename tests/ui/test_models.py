"""Which models the page can use."""

from __future__ import annotations

from typing import Any

import pytest

from riffdemo.engine import Engine, LazyEngine
from riffdemo.errors import CheckpointError, ParameterError
from riffdemo.testing import random_engine
from riffdemo.ui.models import RIFFUSION, Models


def test_the_apps_own_model_comes_first(engine: Engine) -> None:
    models = Models(engine, load=None)
    assert models.names == [engine.info.name]
    assert models.engine(engine.info.name) is engine
    assert models.engine(None) is engine
    assert models.engine(" ") is engine


def test_where_visitors_may_not_choose_they_are_told(engine: Engine) -> None:
    with pytest.raises(ParameterError, match=engine.info.name):
        Models(engine, load=None).engine("someone/else")


@pytest.mark.parametrize("load", [None, LazyEngine])
def test_a_version_of_the_apps_own_folder_is_the_apps_own(load: Any) -> None:
    shipped = LazyEngine()
    models = Models(shipped, load=load)
    assert models.engine("riffdemo-small@0123456789ab") is shipped
    assert models.is_first("riffdemo-small")
    assert not models.is_first("riffdemo-large@0123456789ab")
    assert not models.is_first("someone/riffdemo-small")


def test_on_the_hub_another_version_is_another_model() -> None:
    own, other = "a/b@main", "a/b@0123"
    models = Models(LazyEngine(own), load=LazyEngine)
    assert models.is_first(own)
    assert not models.is_first(other)
    assert models.engine(other) is not models.first
    assert Models(LazyEngine(own), load=None).is_first(other)  # where there can be no other


def test_what_is_offered(engine: Engine) -> None:
    assert Models(engine, load=LazyEngine).offers("someone/else")
    assert not Models(engine, load=None).offers("someone/else")
    assert Models(engine, load=None).offers(None)


def test_another_model_is_loaded_once_and_replaced_by_the_next(engine: Engine) -> None:
    asked: list[str] = []

    def load(name: str) -> Engine:
        asked.append(name)
        return random_engine()

    models = Models(engine, load=load)
    assert models.names[1] == RIFFUSION
    first = models.engine("a/b")
    assert models.engine("a/b") is first
    models.engine("c/d")
    assert models.engine("a/b") is not first
    assert asked == ["a/b", "c/d", "a/b"]


def test_a_model_that_does_not_exist_leaves_the_others(engine: Engine) -> None:
    models = Models(engine, load=LazyEngine)
    with pytest.raises(CheckpointError, match="no checkpoint"):
        models.engine("no such folder")
    assert models.engine("") is engine
