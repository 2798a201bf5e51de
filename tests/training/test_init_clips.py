"""The bundled loops are what the composer and the soundfont make."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from riffdemo.audio import load_audio
from riffdemo.init_clips import FOLDER, INDEX
from riffdemo.training import init_clips
from tests.training.test_render import needs_fluidsynth


@needs_fluidsynth
def test_the_script_makes_the_files_that_are_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init_clips, "CHOSEN", {"music box": init_clips.CHOSEN["music box"]})
    init_clips.write_init_clips(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"music-box.ogg", "music-box.png", INDEX}
    (described,) = json.loads((tmp_path / INDEX).read_text())
    assert described in json.loads((FOLDER / INDEX).read_text())
    made, shipped = (load_audio(folder / "music-box.ogg").samples for folder in (tmp_path, FOLDER))
    assert np.square(made - shipped).sum() < 10**-3 * np.square(shipped).sum()
