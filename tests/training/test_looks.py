"""What a person looks at: the page of captions and the contact sheet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from riffdemo.training import looks
from riffdemo.training.corpus import compose


def test_the_page_holds_a_thousand_captions_under_their_clips() -> None:
    lines = looks.caption_page().splitlines()
    headings = [line for line in lines if line.startswith("# ")]
    assert len(headings) == 125
    assert len([line for line in lines if line and not line.startswith("# ")]) == 1_000
    assert headings[3].startswith(f"# 3: {compose(3).style} {compose(3).kind}, {compose(3).bpm} bpm")


def test_the_sheet_shows_every_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "clip_audio", lambda index, *, seed: index)
    monkeypatch.setattr(looks, "grey_from_audio", lambda index: np.full((256, 256), 20 * index, np.uint8))
    looks.contact_sheet(tmp_path / "sheet.png", clips=8)
    with Image.open(tmp_path / "sheet.png") as sheet:
        levels = np.bincount(np.asarray(sheet.convert("L")).ravel(), minlength=256)
    assert all(levels[20 * index] > 10_000 for index in range(8))
