"""What the live page is answered: the next clip, or why there is none."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradio.utils import get_upload_folder

from riffdemo.engine import Engine, LazyEngine
from riffdemo.errors import ParameterError
from riffdemo.live.itinerary import label, position_from_json
from riffdemo.live.pace import Pace
from riffdemo.live.riff import Riff, riff_from_json
from riffdemo.progress import Cancelled
from riffdemo.ui.adapters import error_for_page
from riffdemo.ui.cards import Card, card_from_clip, file_for_page, file_from_card, new_folder
from riffdemo.ui.listeners import Listener, Listeners
from riffdemo.ui.models import AnyEngine

if TYPE_CHECKING:
    from riffdemo.live.step import LiveClip

MAX_AHEAD = 30.0
"""Seconds of buffered sound beyond which nothing more is made."""

MAX_KEPT_SECONDS = 300.0

SOFT_SECONDS = 0.02
"""Blend of a clip with its own repetition."""


class Replies:
    """Answers to the pages of all listeners.

    Args:
        engine: The model, which may still be loading.
    """

    def __init__(self, engine: AnyEngine) -> None:
        self.listeners = Listeners()
        self._engine = engine
        self._pace: Pace | None = None

    def reply(
        self, request: Mapping[str, Any], session: str | None, cancel: threading.Event
    ) -> dict[str, Any]:
        """The next clip of a page, or the error that it shows; see the contract in `riffdemo.ui.live`."""
        asked = {"req": request.get("req"), "epoch": request.get("epoch")}
        engine = self._engine
        if isinstance(engine, LazyEngine) and not engine.ready:
            engine.start()
            return {**asked, "error": engine.status, "retry": True}
        try:
            return {**asked, **self._clip(engine.wait(), request, self.listeners.heard_from(session), cancel)}
        except Cancelled as error:
            return {**asked, "error": str(error), "retry": False}
        except Exception as error:
            message = error_for_page(error).message
            return {**asked, "error": message, "retry": not isinstance(error, ParameterError)}

    def _clip(
        self, engine: Engine, request: Mapping[str, Any], listener: Listener, cancel: threading.Event
    ) -> dict[str, Any]:
        from riffdemo.live.step import measured_pace, next_clip

        riff, ahead = riff_from_json(request.get("riff")), request.get("ahead")
        _check_path(riff)
        ahead = float(ahead) if isinstance(ahead, int | float) else 0.0
        if ahead > MAX_AHEAD:
            raise ParameterError(f"{ahead:.0f} s are waiting to be played: ask again later.")
        position = position_from_json(request["position"]) if request.get("position") else None
        self._pace = self._pace or measured_pace(engine)
        made = next_clip(
            engine,
            riff,
            position=position,
            tail=listener.tails.get(position.token) if position else None,
            pace=self._pace,
            ahead=ahead,
            listeners=self.listeners.n_active,
            cancel=cancel,
        )
        folder = new_folder()
        listener.keep(made, folder.name)
        return _described(made, riff, folder)


def kept_card(takes: Any, seconds: Any) -> Card:
    """Clips that were heard one after the other as one take, of which the last `seconds` are kept.

    A take that follows itself filled in for a late one.

    Raises:
        ParameterError: There are none, too many, or their files are gone.
    """
    from riffdemo.audio import load_audio
    from riffdemo.clip import clip_from_audio, settings_from_file
    from riffdemo.image import load_image, params_from_image
    from riffdemo.live.join import joined

    if not isinstance(takes, list) or not 1 <= len(takes) <= 2 * MAX_KEPT_SECONDS:
        raise ParameterError("There is nothing to keep yet: play a little first.")
    if not isinstance(seconds, int | float) or not 1 <= seconds <= MAX_KEPT_SECONDS:
        raise ParameterError(f"seconds is {seconds!r}: give 1 to {MAX_KEPT_SECONDS:g}.")
    sounds = [file_from_card(take, "wav") for take in takes]
    made = [settings_from_file(sound) for sound in sounds]
    again = [False, *(one == other for one, other in pairwise(takes))]
    overlaps = [SOFT_SECONDS if repeats else s["overlap"] for s, repeats in zip(made, again, strict=True)]
    audio = joined(list(zip(map(load_audio, sounds), overlaps, strict=True)), seconds=seconds)
    params = params_from_image(load_image(file_from_card(takes[-1], "png")))
    names = ("prompt", "seed", "alpha", "num_inference_steps")
    heard = [{name: s[name] for name in names} for s in made]
    settings = {**made[-1], "overlap": 0.0, "seconds": audio.seconds, "clips": heard}
    titles = list(dict.fromkeys(s["prompt"] for s in made))
    title = titles[0] if len(titles) == 1 else f"{titles[0]} → {titles[-1]}"
    return card_from_clip(clip_from_audio(audio, params, settings), title=title)


def _described(made: LiveClip, riff: Riff, folder: Path) -> dict[str, Any]:
    place, clip = made.position.place, made.clip
    walks = place.share < 1 or place.source != place.target
    return {
        "take": folder.name,
        "audio": file_for_page(clip.save(folder / f"{clip.name}.wav")),
        "image": file_for_page(clip.save(folder / f"{clip.name}.png")),
        "seconds": clip.audio.seconds,
        "overlap": made.overlap,
        "label": place.label,
        "changed": made.changed,
        "from_prompt": label(place.source),
        "to_prompt": label(place.target),
        "alpha": place.share if walks else place.alpha,
        "seed": place.seed,
        "position": made.position.to_json(),
        "settings": {**clip.settings, "riff": riff.to_json()},
        "work_seconds": made.work_seconds,
        "real_time_factor": made.real_time_factor,
        "steps": made.steps,
        "queue_taken": made.taken,
        "gain_db": made.position.gain_db,
    }


def _check_path(riff: Riff) -> None:
    """A page may start from what it uploaded, not from any file of the server."""
    if riff.init is None or not riff.init.path:
        return
    uploads = Path(get_upload_folder()).resolve()
    if not Path(riff.init.path).resolve().is_relative_to(uploads):
        raise ParameterError(f"The start {riff.init.path!r} was not uploaded here: upload it again.")
