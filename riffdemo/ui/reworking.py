"""From the arguments of a click to cards, for the tasks from sound to sound; see making.py."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from riffdemo.progress import OnStep
from riffdemo.ui.cards import Card, card_from_clip
from riffdemo.ui.making import Made, cut_notice
from riffdemo.ui.models import AnyEngine
from riffdemo.ui.suggestions import ARROW
from riffdemo.ui.work import Work

if TYPE_CHECKING:
    from riffdemo.clip import Clip
    from riffdemo.tasks import BeforeAfter


def audio_to_audio_work(
    engine: AnyEngine, arguments: Mapping[str, Any], *, cancel: threading.Event
) -> Work[Made]:
    """Work whose result is the card of the result; those before and of the difference are "beside" it.

    Args:
        engine: The model, which may still be loading.
        arguments: Of the task.
        cancel: Stops the work when set; what is done by then is the result.
    """

    def task(on_step: OnStep, say: Callable[[str], None]) -> Made:
        from riffdemo.tasks import audio_to_audio

        ready = engine.wait(cancel=cancel, on_wait=say)
        start = time.perf_counter()
        made = audio_to_audio(ready, **arguments, on_step=on_step, cancel=cancel)
        seconds = time.perf_counter() - start
        say("Drawing the pictures ...")
        return [card_from_before_after(made, seconds)], _notice(ready.cut_text, arguments, made.after)

    return Work(task, cancel=cancel)


def extend_work(engine: AnyEngine, arguments: Mapping[str, Any], *, cancel: threading.Event) -> Work[Made]:
    """Work whose result is the card of a longer sound; see `audio_to_audio_work`."""

    def task(on_step: OnStep, say: Callable[[str], None]) -> Made:
        from riffdemo.tasks import extend

        ready = engine.wait(cancel=cancel, on_wait=say)
        start = time.perf_counter()
        clip = extend(ready, **arguments, on_step=on_step, cancel=cancel)
        settings = clip.settings
        added = f"{settings['left']:.1f} s before, {settings['right']:.1f} s after"
        facts = [*_facts(clip, time.perf_counter() - start), added]
        card = card_from_clip(clip, title=f"{settings['source']}, longer", facts=facts) | {"link": None}
        return [card], _notice(ready.cut_text, arguments, clip)

    return Work(task, cancel=cancel)


def card_from_before_after(made: BeforeAfter, seconds: float) -> Card:
    """The card of what came out after `seconds` of work, with what went in and what lies between beside it."""
    settings = made.after.settings
    title = ARROW.join(filter(None, (settings["prompt"], settings.get("end_prompt"))))
    facts = [*_facts(made.after, seconds), f"strength {settings['strength']:g}"]
    before = card_from_clip(made.before, title=f"Before: {settings['source']}")
    difference = card_from_clip(made.difference, title="Difference")
    beside = [card | {"link": None} for card in (before, difference)]
    return card_from_clip(made.after, title=title, facts=facts) | {"link": None, "beside": beside}


def _facts(clip: Clip, seconds: float) -> list[str]:
    settings = clip.settings
    facts = [f"seed {settings['seed']}", f"made in {seconds:.1f} s"]
    return [*facts, "stopped early"] if settings.get("partial") else facts


def _notice(cut_text: Callable[[str], str], arguments: Mapping[str, Any], clip: Clip) -> str:
    prompts = (arguments.get(name) or "" for name in ("prompt", "end_prompt", "negative_prompt"))
    stopped = f"Stopped: these are the {clip.audio.seconds:.1f} s that were done."
    return " ".join(
        filter(
            None,
            (
                cut_notice(" ".join(map(cut_text, prompts)).strip()),
                stopped if clip.settings.get("partial") else "",
            ),
        )
    )
