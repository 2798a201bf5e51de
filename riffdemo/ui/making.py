"""From the arguments of a click to cards: wait for the model, call the task, write the files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from riffdemo.limits import Limits
from riffdemo.progress import OnStep
from riffdemo.tasks.checks import whole
from riffdemo.ui.cards import Card, card_from_clip
from riffdemo.ui.models import AnyEngine
from riffdemo.ui.work import Work

if TYPE_CHECKING:
    from riffdemo.clip import Clip

Made = tuple[list[Card], str]


def text_to_audio_work(
    engine: AnyEngine,
    arguments: Mapping[str, Any],
    *,
    limits: Limits,
    cancel: threading.Event,
    version: str | None = None,
) -> Work[Made]:
    """Work whose result is the cards, and a notice of what is not as asked for.

    Args:
        engine: The model, which may still be loading.
        arguments: Of the task.
        limits: What may be asked for.
        cancel: Stops the work when set.
        version: The checkpoint that made the clip which is to be made again.
    """

    def task(on_step: OnStep, say: Callable[[str], None]) -> Made:
        from riffdemo.tasks import text_to_audio

        ready = engine.wait(cancel=cancel, on_wait=say)
        limits.check(arguments, ready.params)
        start = time.perf_counter()
        clips = text_to_audio(ready, **arguments, on_step=on_step, cancel=cancel)
        seconds = time.perf_counter() - start
        cut = " ".join(ready.cut_text(arguments[name]) for name in ("prompt", "negative_prompt")).strip()
        notices = (cut_notice(cut), version_notice(version, ready.checkpoint))
        return [card_from_made(clip, seconds) for clip in clips], " ".join(filter(None, notices))

    n_pictures = whole("num_variations", arguments["num_variations"], 1, limits.max_variations)
    return Work(task, cancel=cancel, n_pictures=n_pictures)


def card_from_made(clip: Clip, seconds: float) -> Card:
    """The card of a clip that took `seconds` to make, alone or with others."""
    settings = clip.settings
    facts = [
        f"seed {settings['seed']}",
        f"{settings['num_inference_steps']} steps",
        f"made in {seconds:.1f} s",
    ]
    return card_from_clip(clip, title=settings["prompt"], facts=facts)


def cut_notice(cut: str) -> str:
    """What is said when the end of a prompt was not read; nothing if all was."""
    shown = cut if len(cut) <= 120 else f"{cut[:120]} ..."
    return f"The prompt was too long for the text encoder, which did not read: “{shown}”" if cut else ""


def version_notice(asked: str | None, made_with: str) -> str:
    """What is said when another version of the model made the first clip; nothing if none is named."""
    if asked is None or "@" not in asked or asked == made_with:
        return ""
    return f"It was first made with {asked}. This is {made_with}, so it sounds different."
