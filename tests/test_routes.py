"""What the server answers beside the page."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from riffdemo import routes as routes_module
from riffdemo.engine import Engine, LazyEngine
from riffdemo.errors import CheckpointError
from riffdemo.limits import HOME
from riffdemo.progress import Cancelled
from riffdemo.riffusion_api import InferenceInput
from riffdemo.routes import Routes
from riffdemo.testing import random_engine
from tests.test_riffusion_api import REQUEST

pytestmark = pytest.mark.filterwarnings("ignore")  # Starlette's test client, diffusers with NumPy 2


@pytest.fixture(scope="module")
def engine() -> Engine:
    return random_engine()


@pytest.fixture
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=Routes(engine, HOME).all)) as connected:
        yield connected


@pytest.mark.parametrize("path", ["/run_inference", "/run_inference/"])
def test_an_inference_is_answered(client: TestClient, path: str) -> None:
    answer = client.post(path, content=json.dumps(REQUEST))
    assert answer.status_code == 200
    assert answer.json()["duration_s"] == pytest.approx(0.64, abs=0.02)


def test_what_is_wrong_is_told_and_the_next_request_works(client: TestClient) -> None:
    for body, message in (
        ("{", "no JSON"),
        (json.dumps({**REQUEST, "alpha": "half"}), "alpha is 'half'"),
        (" " * 70_000, "more than 65536 bytes"),
    ):
        answer = client.post("/run_inference/", content=body)
        assert (answer.status_code, message in answer.text) == (400, True)
    assert client.post("/run_inference/", json=REQUEST).status_code == 200


def test_who_comes_when_too_many_wait_is_told(engine: Engine) -> None:
    with TestClient(Starlette(routes=Routes(engine, replace(HOME, max_queue=1)).all)) as client:
        first: list[int] = []
        with engine.exclusive():  # as if somebody else had the model
            asking = threading.Thread(
                target=lambda: first.append(client.post("/run_inference", json=REQUEST).status_code)
            )
            asking.start()
            deadline = time.monotonic() + 10
            while client.get("/health").json()["waiting"] == 0:
                assert time.monotonic() < deadline, "the first request does not wait"
            answer = client.post("/run_inference", json=REQUEST)
            assert (answer.status_code, "try again" in answer.text) == (503, True)
        asking.join()
        assert first == [200]
        assert client.post("/run_inference", json=REQUEST).status_code == 200


def test_a_client_that_hangs_up_stops_the_work(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """It leaves while another one has the model: its own turn never comes."""
    painted: list[Any] = []
    monkeypatch.setattr(engine.pipeline, "paint", lambda *a, **_: painted.append(a))

    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    request = Request({"type": "http", "method": "POST", "path": "/run_inference", "headers": []}, gone)
    asked = InferenceInput.from_json(REQUEST)
    with engine.exclusive(), pytest.raises(Cancelled):
        asyncio.run(Routes(engine, HOME)._output(request, asked))
    assert painted == []


def test_health_says_whether_there_is_a_model(engine: Engine) -> None:
    for given, code, ready in (
        (engine, 200, True),
        (LazyEngine("owner/name"), 200, False),
        (CheckpointError("No '/secret/folder'."), 503, False),
    ):
        with TestClient(Starlette(routes=Routes(given, HOME).all)) as client:
            answer = client.get("/health")
            assert (answer.status_code, answer.json()["ready"]) == (code, ready)
            assert "secret" not in answer.text


def test_without_a_model_an_inference_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    with TestClient(Starlette(routes=Routes(CheckpointError("No '/secret/x'."), HOME).all)) as client:
        answer = client.post("/run_inference", json=REQUEST)
    assert (answer.status_code, answer.text) == (503, "There is no model.")
    assert "secret" in caplog.text
    assert routes_module.logger.name in caplog.text
