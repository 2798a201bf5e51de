"""The bundled init clips: two-bar loops out of the composer, played with a soundfont, as files of the package.

`python -m riffdemo.training.init_clips` writes them again, the same to the sample: sounds (Ogg Vorbis, at half of the
usual rate, since the model's pictures end at 10 kHz), small grey pictures, and one list of what each of them is.

Explained in notebook 08.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from PIL import Image

from riffdemo.audio import Audio, loop, resample, save_audio
from riffdemo.errors import RiffError
from riffdemo.files import write_atomically
from riffdemo.init_clips import FOLDER, INDEX
from riffdemo.training.corpus import compose
from riffdemo.training.render import clip_audio, grey_from_audio
from riffdemo.training.styles import STYLES

SEED = 8
CHOSEN = {
    "drum break": 3,
    "funk groove": 256,
    "lo-fi chords": 257,
    "synthwave saxophone": 108,
    "bossa nova guitar": 349,
    "gospel choir": 186,
    "church bells": 287,
    "music box": 341,
    "string quartet": 181,
    "sad waltz": 171,
}
"""Numbers of clips of the corpus grown from `SEED`, which is not the one that the shipped model was trained on."""

N_BARS = 2
_RATE = 22_050
_PICTURE = (192, 96)
_log = logging.getLogger(__name__)


def write_init_clips(folder: Path = FOLDER) -> None:
    """Write all files, and the list."""
    folder.mkdir(parents=True, exist_ok=True)
    described = [_write(folder, name, index) for name, index in CHOSEN.items()]
    text = json.dumps(described, indent=2) + "\n"
    write_atomically(folder / INDEX, text.encode(), error=RiffError)


def _write(folder: Path, name: str, index: int) -> dict[str, Any]:
    arrangement = compose(index, seed=SEED)
    beats = arrangement.n_beats // N_BARS
    assert beats == (3 if STYLES[arrangement.style].triple else 4)
    audio = clip_audio(index, seed=SEED)
    about = {
        "name": name,
        "bpm": arrangement.bpm,
        "bars": N_BARS,
        "beats_per_bar": beats,
        "seconds": audio.seconds,
    }
    stem = name.replace(" ", "-")
    settings = {"task": "init_clip", "source": name, "loop": True, **about, "licence": "CC0-1.0"}
    save_audio(_half_rate(audio), folder / f"{stem}.ogg", settings=settings)
    picture = Image.fromarray(grey_from_audio(audio)).resize(_PICTURE, Image.Resampling.BOX)
    picture.save(folder / f"{stem}.png", optimize=True)
    _log.info("%s: %s", name, ", ".join(arrangement.instruments) or "drums")
    return about


def _half_rate(audio: Audio) -> Audio:
    """One turn of a loop at `_RATE`, cut from three: the filter hears no edge."""
    turns = resample(loop(audio, n_times=3), _RATE)
    return turns.cut(audio.seconds, 2 * audio.seconds)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    write_init_clips()
