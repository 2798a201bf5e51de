"""A served app with a model of random weights, at toy size: its sounds are noise."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from riffdemo.engine import Engine
from riffdemo.limits import HOME, Limits
from riffdemo.routes import Routes
from riffdemo.server import serve
from riffdemo.testing import Faults, random_engine
from riffdemo.ui import build_demo


@pytest.fixture(scope="session", autouse=True)
def gradio_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Files of the app in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("gradio")
        patch.setenv("GRADIO_TEMP_DIR", str(folder))
        yield folder


@pytest.fixture(scope="session")
def engine() -> Engine:
    """A model that knows nothing, but takes every step."""
    return random_engine()


@pytest.fixture
def slow_steps(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each denoising step takes long enough for a page to show it: a hundred at toy size are over in a blink."""
    monkeypatch.setattr(engine.pipeline, "paint", engine.pipeline.paint)
    Faults(engine).delay = 0.05


@pytest.fixture(scope="session")
def url(engine: Engine, gradio_cache: Path) -> Iterator[str]:
    """The address of a served app."""
    yield from served(engine, HOME)


@pytest.fixture
def busy_url(engine: Engine, gradio_cache: Path) -> Iterator[str]:
    """The address of an app where one visitor may wait for another."""
    yield from served(engine, replace(HOME, max_queue=1))


def served(engine: Engine, limits: Limits) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        demo = build_demo(engine, limits=limits)
        yield serve(demo, limits=limits, routes=Routes(engine, limits).all, block=False)
        demo.close()
