"""The lab without a browser: drawings that arrive broken, and what the controls say."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from riffdemo.errors import ParameterError
from riffdemo.limits import HOME
from riffdemo.ui.conversion import conversion_from_values, iterations_slider
from riffdemo.ui.lab import cards_from_file, example_loop
from riffdemo.ui.pad import file_from_drawing

VALUES: dict[str, Any] = {
    "image_exponent": 0.25,
    "n_mels": 512,
    "win_ms": 100,
    "quality": "fast",
    "n_passes": 4,
}


def data_url(image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def test_a_drawing_becomes_a_file() -> None:
    path = file_from_drawing(data_url(Image.new("RGB", (64, 64), "white")))
    with Image.open(path) as image:
        assert image.size == (64, 64)
    (card,) = cards_from_file(path, conversion_from_values(**VALUES), HOME)
    assert set(card["peaks"]) == {0}


@pytest.mark.parametrize(
    "sent", [None, 7, "", "data:text/html;base64,PGI+", "data:image/png;base64,!", "x" * 3_000_000]
)
def test_what_is_no_drawing_is_told(sent: object) -> None:
    with pytest.raises(ParameterError):
        file_from_drawing(sent)


def test_the_example_shows_what_is_lost() -> None:
    given, heard = cards_from_file(example_loop(), conversion_from_values(**VALUES), HOME)
    assert given["title"] == "two-bar loop"
    assert any(fact.endswith("dB off the sound") for fact in heard["facts"])
    assert heard["settings"]["n_passes"] == 4
    assert Path(heard["sound"]["path"]).exists()


def test_the_textbook_has_its_own_number_of_iterations() -> None:
    assert conversion_from_values(**{**VALUES, "quality": "textbook"}).n_passes is None
    assert iterations_slider("textbook").interactive is False
    assert iterations_slider("best").value > iterations_slider("fast").value
