"""Which models the page can use."""

from __future__ import annotations

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
