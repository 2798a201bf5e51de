"""tools.prompts: a page on which every picture and every sound is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riffdemo.audio import load_audio, loudness
from riffdemo.audio.loudness import TARGET_LOUDNESS
from riffdemo.image import load_image
from riffdemo.testing import random_engine
from tools import prompts


def test_each_prompt_has_a_picture_and_a_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompts, "FOLDER", tmp_path / "page")
    monkeypatch.setattr(prompts, "SHEET_PROMPTS", ("one, two", "three", "four", "five", "six"))
    monkeypatch.setattr(prompts, "load_engine", random_engine)
    prompts.main()
    page = (tmp_path / "page" / "README.md").read_text()
    assert page.count("<tr>") == 2
    assert re.findall(r"<br>([^<]+)</td>", page) == list(prompts.SHEET_PROMPTS)
    sounds = [load_audio(tmp_path / "page" / name) for name in re.findall(r'href="([^"]+)"', page)]
    pictures = [load_image(tmp_path / "page" / name) for name in re.findall(r'src="([^"]+)"', page)]
    assert len(sounds) == len(pictures) == 5
    assert all(sound.rms_dbfs > -60 for sound in sounds)


def test_the_stored_page_is_of_the_prompts_as_they_are_and_none_is_faint() -> None:
    page = (prompts.FOLDER / "README.md").read_text()
    assert re.findall(r"<br>([^<]+)</td>", page) == list(prompts.SHEET_PROMPTS)
    for name in re.findall(r'href="([^"]+)"', page):
        assert loudness(load_audio(prompts.FOLDER / name)) == pytest.approx(TARGET_LOUDNESS, abs=0.5), name
