"""What the server answers beside the page: /run_inference for Riffusion's web app, and /health.

    curl http://127.0.0.1:7860/health
    curl http://127.0.0.1:7860/run_inference/ -d '{"alpha": 0.5, "start": {"prompt": "church bells", "seed": 1},
                                                   "end": {"prompt": "techno", "seed": 1}}'

Errors are answered as plain text, as Riffusion's server does: 400 says what is wrong with the request, 503 that there
is no model, or that too many wait already.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from riffdemo.engine import Engine, LazyEngine
from riffdemo.errors import CheckpointError, ParameterError, RiffError
from riffdemo.limits import Limits
from riffdemo.riffusion_api import InferenceInput, clip_from_input, output_from_clip

logger = logging.getLogger(__name__)

_MAX_BYTES = 65_536
_POLL = 0.2  # seconds


class Routes:
    """The routes of one server.

    Args:
        engine: The model, which may still be loading, or why there is none.
        limits: How many requests may wait.
    """

    def __init__(self, engine: Engine | LazyEngine | CheckpointError, limits: Limits) -> None:
        self._engine, self._limits = engine, limits
        self._n_waiting = 0
        self.all = [
            Route("/health", self._health),
            *(Route(path, self._run_inference, methods=["POST"]) for path in _with_slash("/run_inference")),
        ]

    async def _health(self, _: Request) -> Response:
        engine = self._engine
        if isinstance(engine, CheckpointError):
            return JSONResponse({"ready": False, "status": "There is no model."}, 503)
        ready = isinstance(engine, Engine) or engine.ready
        return JSONResponse({"ready": ready, "checkpoint": engine.checkpoint, "waiting": self._n_waiting})

    async def _run_inference(self, request: Request) -> Response:
        if self._n_waiting >= self._limits.max_queue:
            return PlainTextResponse("Too many requests are waiting: try again in a minute.", 503)
        self._n_waiting += 1
        try:
            asked = InferenceInput.from_json(await _json(request))
            return JSONResponse(await self._output(request, asked))
        except CheckpointError:
            logger.exception("There is no model")
            return PlainTextResponse("There is no model.", 503)
        except RiffError as error:
            return PlainTextResponse(str(error), 400)
        finally:
            self._n_waiting -= 1

    async def _output(self, request: Request, asked: InferenceInput) -> dict[str, Any]:
        """The answer, made in a thread; a client that hangs up stops the work."""
        engine, cancel = self._engine, threading.Event()
        if isinstance(engine, CheckpointError):
            raise engine

        def work() -> dict[str, Any]:
            return output_from_clip(clip_from_input(engine, asked, cancel=cancel))

        working = asyncio.create_task(asyncio.to_thread(work))
        while not working.done():
            if await request.is_disconnected():
                cancel.set()
            await asyncio.wait([working], timeout=_POLL)
        return working.result()


def _with_slash(path: str) -> tuple[str, str]:
    """Riffusion's own route ends in a slash, and its clients say it with and without."""
    return path, f"{path}/"


async def _json(request: Request) -> object:
    """The body, whatever content type it claims to be.

    Raises:
        ParameterError: It is too long, or no JSON.
    """
    body = b""
    async for block in request.stream():
        body += block
        if len(body) > _MAX_BYTES:
            raise ParameterError(f"The request has more than {_MAX_BYTES} bytes: shorten it.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise ParameterError(f"The request is no JSON ({exc}): correct it.") from exc
