"""What the page says."""

from __future__ import annotations

from pathlib import Path

import riffdemo
from riffdemo.notebooks import NOTEBOOKS, REPOSITORY
from riffdemo.ui.help import notebook_link

FOLDER = Path(riffdemo.__file__).parents[1] / "notebooks"


def test_a_line_leads_to_the_notebooks_in_question() -> None:
    line = notebook_link("05", "04")
    address = f"{REPOSITORY}/blob/main/notebooks"
    assert f"[04 A spectrogram is a picture]({address}/04_picture.ipynb)" in line
    assert f"[05 The lost phase]({address}/05_phase.ipynb)" in line
    assert line.count("](") == 2


def test_no_line_leads_nowhere() -> None:
    assert notebook_link("99") == ""
    assert {f"{name}.ipynb" for name in NOTEBOOKS} == {path.name for path in FOLDER.glob("*.ipynb")}
