"""Let the shipped model play its page of prompts: a picture and a sound for each, to look at and to hear.

    python -m tools.prompts

Writes docs/prompts/, whose README.md shows all of it.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from riffdemo.audio import save_audio
from riffdemo.clip import Clip
from riffdemo.engine import load_engine
from riffdemo.tasks import text_to_audio
from riffdemo.training.prompts import SHEET_PROMPTS

FOLDER = Path(__file__).parents[1] / "docs" / "prompts"
SEED = 0
_COLUMNS = 4
_THUMBNAIL = 224  # pixels
_HEAD = """# What the shipped model makes of {n} prompts

Seed {seed}, everything else as it comes: every style, solos, and words that it has never read. Click on a picture to
hear it. All are equally loud, as in the app. Made by `python -m tools.prompts`.

"""


def main() -> None:
    engine = load_engine()
    FOLDER.mkdir(parents=True, exist_ok=True)
    cells = []
    for prompt in SHEET_PROMPTS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the coder of ogg files rounds a peak beyond full scale
            cells.append(cell(prompt, text_to_audio(engine, prompt, seed=SEED, quality="best")[0]))
    rows = [cells[start : start + _COLUMNS] for start in range(0, len(cells), _COLUMNS)]
    table = "\n".join(f"<tr>\n{''.join(row)}</tr>" for row in rows)
    page = _HEAD.format(n=len(cells), seed=SEED) + f"<table>\n{table}\n</table>\n"
    (FOLDER / "README.md").write_text(page, encoding="utf-8")


def cell(prompt: str, clip: Clip) -> str:
    """A table cell; its picture and its sound are written beside the page."""
    name = re.sub(r"[^a-z0-9]+", "-", prompt.lower()).strip("-")
    save_audio(clip.audio, FOLDER / f"{name}.ogg")
    clip.image.resize((_THUMBNAIL, _THUMBNAIL)).convert("L").save(FOLDER / f"{name}.jpg", quality=70)
    return (
        f'<td><a href="{name}.ogg"><img src="{name}.jpg" width="{_THUMBNAIL}" alt="Spectrogram"></a><br>'
        f"{prompt}</td>\n"
    )


if __name__ == "__main__":
    main()
