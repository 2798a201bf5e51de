"""The app as a program: it is served at once, honours its options and opens no folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "app.py"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A process that serves the app on a free port, without a model, in hosted mode."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(APP), "--hosted", "--checkpoint", "no such model"]
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port)}
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            _wait(url, process)
            yield url
        finally:
            process.terminate()


def _wait(url: str, process: subprocess.Popen[str]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            output = process.stdout.read() if process.stdout else ""
            pytest.fail(f"The app ended: {output}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("The app did not answer.")


def test_without_a_model_the_page_is_served_and_says_so(address: str) -> None:
    with urllib.request.urlopen(address) as page:
        text = page.read().decode()
    assert "There is no model here." in text
    assert "no such model" in text
    assert "Drop a sound or a picture" in text


def test_the_other_routes_are_served_too(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/health")
    assert caught.value.code == 503
    assert caught.value.read() == b'{"ready":false,"status":"There is no model."}'
    caught.value.close()


@pytest.mark.parametrize("path", ["app.py", "pyproject.toml", "riffdemo/ui/demo.py"])
def test_the_projects_files_are_not_served(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/gradio_api/file={APP.parent / path}")
    assert caught.value.code in (403, 404)
    caught.value.close()


def test_the_pages_own_files_are_served(address: str) -> None:
    with urllib.request.urlopen(f"{address}/gradio_api/file={APP.parent}/riffdemo/static/takes.js") as script:
        assert script.status == 200
        assert "javascript" in script.headers["content-type"]


def test_laying_out_the_page_imports_no_torch() -> None:
    code = (
        "import sys\n"
        "from riffdemo.engine import LazyEngine\n"
        "from riffdemo.server import serve\n"
        "from riffdemo.ui import build_demo\n"
        "build_demo(LazyEngine('owner/name'), load=LazyEngine)\n"
        "print(sorted({'torch', 'diffusers', 'transformers', 'matplotlib', 'numba'} & set(sys.modules)))\n"
        "import os; print(os.environ['GRADIO_ANALYTICS_ENABLED'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "False"]
