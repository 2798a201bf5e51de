"""Tabs lead to their notebooks, and notebooks name their tabs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import riffdemo
from riffdemo.notebooks import NOTEBOOKS, notebook_url

FOLDER = Path(riffdemo.__file__).parents[1] / "notebooks"

# In a process of its own: a page that is laid out leaves event loops behind, which would be warned about later.
PAGE = """
import json
from riffdemo.engine import LazyEngine
from riffdemo.ui import build_demo
print(json.dumps(build_demo(LazyEngine('owner/name')).get_config_file(), default=str))
"""


@pytest.fixture(scope="module")
def tabs() -> dict[str, str]:
    """By the name of each tab of the page: its lines that lead to notebooks."""
    page = subprocess.run(
        [sys.executable, "-c", PAGE], cwd=FOLDER.parent, capture_output=True, text=True, check=True
    )
    config = json.loads(page.stdout)
    components = {component["id"]: component for component in config["components"]}
    lines: dict[str, str] = defaultdict(str)

    def walk(node: dict[str, Any], tab: str) -> None:
        component = components.get(node["id"], {"type": "root", "props": {}})
        if component["type"] == "tabitem":
            tab = component["props"]["label"]
        if "explained" in (component["props"].get("elem_classes") or []):
            lines[tab] += component["props"]["value"]
        for child in node.get("children") or []:
            walk(child, tab)

    walk(config["layout"], "")
    return lines


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_and_tabs_name_each_other(name: str, tabs: dict[str, str]) -> None:
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text())["cells"]
    (ledger,) = [source for cell in cells if "**In the app:**" in (source := "".join(cell["source"]))]
    named = {tab for tab in tabs if f"*{tab}*" in ledger}
    assert named
    assert named == {tab for tab, lines in tabs.items() if notebook_url(name) in lines}


def test_every_tab_leads_to_a_notebook(tabs: dict[str, str]) -> None:
    assert list(tabs) == [
        "Text to audio",
        "Interpolation",
        "Audio to audio",
        "Live",
        "Audition",
        "Sound and picture",
    ]
