"""Keep the notebooks: run them, strip what git should not hold, build pages with sound.

    python -m tools.notebooks execute [01 ...]    run in place, keep the figures, strip the rest
    python -m tools.notebooks strip [01 ...]      strip only
    python -m tools.notebooks html [01 ...]       run and write pages with players to build/notebooks

Figures stay as PNG with 64 colours. Sound, widgets and execution counts go. Notebooks run as a student runs them,
from their own folder and offline, except that a warning from the package is an error.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import io
import math
import os
import queue
import re
import time
from pathlib import Path
from typing import Any

import latex2mathml.converter
import nbformat
from jupyter_client.asynchronous.client import AsyncKernelClient
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

from riffdemo.notebooks import REPOSITORY as REPOSITORY

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
TIMEOUT = 1_200  # seconds for one cell, on a machine as busy as may be

_STRICT = "import warnings; warnings.filterwarnings('error', module=r'riffdemo(\\.|$)')"
_KEPT = ("image/png", "text/plain", "text/markdown")
_COLORS = 64
_WIDGET = "application/vnd.jupyter.widget-view+json"


class _Client(NotebookClient):
    """A client that looks again every second: on a busy machine a reply may arrive without waking its reader."""

    async def async_start_new_kernel_client(self, **kwargs: Any) -> AsyncKernelClient:
        client: AsyncKernelClient = await super().async_start_new_kernel_client(**kwargs)
        channel = client.shell_channel
        wait = channel.get_msg

        async def get_msg(timeout: float) -> dict[str, Any]:
            for _ in range(math.ceil(timeout) - 1):
                with contextlib.suppress(queue.Empty):
                    return await wait(timeout=1)
            return await wait(timeout=1)

        channel.get_msg = get_msg
        return client


def paths(prefixes: list[str] | None = None) -> list[Path]:
    """The notebooks whose names begin with one of `prefixes`, or all of them, in their order."""
    return sorted(
        path for path in FOLDER.glob("[0-9]*.ipynb") if path.name.startswith(tuple(prefixes or [""]))
    )


def executed(notebook: NotebookNode, *, folder: Path = FOLDER) -> NotebookNode:
    """The same notebook after a run from top to bottom in a fresh kernel, in `folder`."""
    notebook.cells.insert(0, nbformat.v4.new_code_cell(_STRICT))
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "2"),
        "OMP_WAIT_POLICY": "passive",  # a thread that waits actively keeps a busy machine from its work
        "HF_HUB_OFFLINE": "1",
    }
    client = _Client(notebook, timeout=TIMEOUT, resources={"metadata": {"path": str(folder)}})
    try:
        client.execute(env=environment)
    finally:
        del notebook.cells[0]
    return notebook


def stripped(notebook: NotebookNode) -> NotebookNode:
    """The same notebook with text and figures as its only outputs."""
    language = {"name": "python"}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = NotebookNode(kernelspec=kernel, language_info=language)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02}"
        cell.metadata = NotebookNode()
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = _joined([output for output in map(_stripped_output, cell.outputs) if output])
    return notebook


def text_of(cell: NotebookNode) -> str:
    """What a code cell printed."""
    return "".join(output.get("text", "") for output in cell.outputs)


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Text that a kernel sent in pieces, in one."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if joined and output.output_type == "stream" and output.get("name") == joined[-1].get("name"):
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _stripped_output(output: NotebookNode) -> NotebookNode | None:
    if output.output_type == "stream":
        return output
    if output.output_type == "error":
        raise ValueError(f"A cell ended with {output.ename}: run the notebook again once that is repaired.")
    data = {kind: value for kind, value in output.data.items() if kind in _KEPT}
    if "image/png" in data:
        data = {"image/png": _few_colors(data["image/png"])}
    elif output.output_type == "execute_result" or len(output.data) > len(data):
        return None  # a player, a widget or the repr of an object
    return nbformat.v4.new_output("display_data", data=data)


def _few_colors(png: str) -> str:
    image = Image.open(io.BytesIO(base64.b64decode(png)))
    if image.mode == "P":
        return png
    buffer = io.BytesIO()
    method = Image.Quantize.MAXCOVERAGE  # the others give up a mark of few pixels for one more shade of grey
    few = image.convert("RGB").quantize(_COLORS, method, dither=Image.Dither.NONE)
    few.save(buffer, "PNG", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode()


def for_page(notebook: NotebookNode) -> NotebookNode:
    """For a page in build/notebooks: links lead from there, and what needs a kernel or a network is left out."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            pages = re.sub(r"\]\((\d\d_\w+)\.ipynb\)", r"](\1.html)", cell.source)
            pages = pages.replace("](../", "](../../").replace("](README.md)", "](../../notebooks/README.md)")
            cell.source = re.sub(r"`[^`]*`|(\$\$?)(.+?)\1", _mathml, pages)
        else:
            cell.outputs = [output for output in cell.outputs if _WIDGET not in output.get("data", {})]
    return notebook


def _mathml(formula: re.Match[str]) -> str:
    """What a browser draws by itself instead of TeX, which needs MathJax; code between backticks stays."""
    dollars, tex = formula.groups()
    display = "block" if dollars == "$$" else "inline"
    return latex2mathml.converter.convert(tex, display=display) if tex else formula[0]


def write_page(notebook: NotebookNode, path: Path) -> None:
    """A page with everything in it."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        mathjax_url="",  # formulas are MathML, and no control needs a script
        require_js_url="",
    )
    page, _ = exporter.from_notebook_node(for_page(notebook), {"metadata": {"name": path.stem}})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["execute", "strip", "html"])
    parser.add_argument("notebooks", nargs="*", help="beginnings of names, such as 01; default: all")
    arguments = parser.parse_args()
    for path in paths(arguments.notebooks):
        start = time.perf_counter()
        notebook = nbformat.read(path, as_version=4)
        if arguments.command != "strip":
            notebook = executed(notebook)
        if arguments.command == "html":
            path = ROOT / "build" / "notebooks" / f"{path.stem}.html"
            write_page(notebook, path)
        else:
            nbformat.write(stripped(notebook), path)
        size = path.stat().st_size / 1024
        print(f"{path.relative_to(ROOT)}: {time.perf_counter() - start:.0f} s, {size:.0f} KB")


if __name__ == "__main__":
    main()
