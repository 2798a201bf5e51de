"""A clip as the page shows it: files to fetch, numbers to draw, words to read.

A card is JSON. Its files lie in a folder of their own inside Gradio's cache, named by a random id, so that they
are cleaned up with everything else there and nobody can guess them. The sound and the picture are written at
once, other formats when they are asked for.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.utils import get_upload_folder

from riffdemo.errors import ParameterError
from riffdemo.ui.settings import link_from_settings

if TYPE_CHECKING:
    from riffdemo.audio import Audio
    from riffdemo.clip import Clip
    from riffdemo.params import SpectrogramParams

FORMATS = ("wav", "flac", "mp3", "ogg", "png")
N_PEAKS = 400
TICKS_HZ = (100, 300, 1_000, 3_000, 10_000)
_CARD, _TAKE = "card.json", re.compile("[0-9a-f]{32}")
_IN_A_TAKE = ("sound", "picture", "title", "facts", "settings")

Card = dict[str, Any]


def card_from_clip(clip: Clip, *, title: str, facts: Sequence[str] = ()) -> Card:
    """Write a clip's sound and picture and describe them.

    Args:
        clip: What to show.
        title: Its headline.
        facts: Short remarks beside it.

    Raises:
        RiffError: A file cannot be written.
    """
    from riffdemo.image import params_from_image

    folder = new_folder()
    return {
        "take": folder.name,
        "name": clip.name,
        "title": title,
        "facts": [*facts, f"{clip.audio.seconds:.2f} s"],
        "seconds": clip.audio.seconds,
        "loop": bool(clip.settings.get("loop")),
        "sound": file_for_page(clip.save(folder / f"{clip.name}.wav")),
        "picture": file_for_page(clip.save(folder / f"{clip.name}.png")),
        "peaks": peaks_from_audio(clip.audio),
        "ticks": ticks_from_params(params_from_image(clip.image)),
        "link": link_from_settings(clip.settings),
        "settings": dict(clip.settings),
    }


def take_from_card(card: Card, notice: str = "") -> dict[str, Any]:
    """What programs are given of a card, with a notice among its facts."""
    take = {name: card[name] for name in _IN_A_TAKE}
    return take | {"facts": [*card["facts"], *filter(None, [notice])]}


def new_folder() -> Path:
    """A folder in Gradio's cache whose name nobody can guess."""
    folder = Path(get_upload_folder()) / uuid.uuid4().hex
    folder.mkdir(parents=True)
    return folder


def file_from_card(take: str, form: str) -> Path:
    """The file of a card in another format, written where it is not there yet.

    Raises:
        ParameterError: There is no such card any more, or no such format.
    """
    if form not in FORMATS:
        raise ParameterError(f"The format is {form!r}: give one of {', '.join(FORMATS)}.")
    target = _part(take, "wav").with_suffix(f".{form}")
    return target if target.exists() else clip_from_card(take).save(target)


def clip_from_card(take: str) -> Clip:
    """The clip of a card, read from its files.

    Raises:
        ParameterError: There is no such card any more.
    """
    from riffdemo.audio import load_audio
    from riffdemo.clip import Clip, settings_from_file
    from riffdemo.image import load_image

    sound, picture = (_part(take, suffix) for suffix in ("wav", "png"))
    return Clip(load_audio(sound), load_image(picture), settings_from_file(picture))


def kept(card: Card) -> Card:
    """A card that `cards_from_takes` finds again: it is written beside its files, and cleaned up with them."""
    path = Path(get_upload_folder()) / card["take"] / _CARD
    path.write_text(json.dumps(card), encoding="utf-8")
    return card


def cards_from_takes(takes: Iterable[object]) -> list[Card]:
    """The kept cards of these takes; those that have been cleaned up are left out."""
    folders = (Path(get_upload_folder()) / take for take in map(str, takes) if _TAKE.fullmatch(take))
    paths = (folder / _CARD for folder in folders)
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.exists()]


def peaks_from_audio(audio: Audio) -> list[int]:
    """Largest absolute sample of each of `N_PEAKS` equal stretches, in percent of full scale."""
    import numpy as np

    edges = np.linspace(0, audio.n_samples, min(N_PEAKS, audio.n_samples) + 1).astype(int)
    return [round(100 * float(np.abs(audio.part(*edge)).max())) for edge in pairwise(edges.tolist())]


def ticks_from_params(params: SpectrogramParams) -> list[dict[str, Any]]:
    """Labels of the frequency axis: `at` is the height in the picture, 0 at the bottom, 1 at the top.

    The two filters that share a frequency say where between their rows it lies.
    """
    from riffdemo.spectrogram.grid import mel_filter_bank

    bank = mel_filter_bank(params).numpy()
    ticks = []
    for hz in (hz for hz in TICKS_HZ if params.f_min <= hz <= params.f_max):
        shares = bank[round(hz * params.n_fft / params.sample_rate)]
        row = float(shares @ range(params.n_mels) / shares.sum()) if shares.any() else params.n_mels
        text = f"{hz}" if hz < 1_000 else f"{hz // 1_000}k"
        ticks.append({"at": min((row + 0.5) / params.n_mels, 1.0), "text": text})
    return ticks


def file_for_page(path: Path | str) -> dict[str, Any]:
    """A file as the page gets it: Gradio adds the address."""
    described: dict[str, Any] = gr.FileData(path=str(path), orig_name=Path(path).name).model_dump()
    return described


def _part(take: str, suffix: str) -> Path:
    """One of the two files that every card has."""
    files: list[Path] = []
    if _TAKE.fullmatch(take):
        files = sorted((Path(get_upload_folder()) / take).glob(f"*.{suffix}"))
    if not files:
        raise ParameterError("This clip's files have been cleaned up: make it again.")
    return files[0]
