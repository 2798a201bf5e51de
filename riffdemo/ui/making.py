"""From the arguments of a click to cards: wait for the model, call the task, write the files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from riffdemo.limits import Limits
from riffdemo.progress import OnStep, Step
from riffdemo.tasks.checks import whole
from riffdemo.ui.cards import Card, card_from_clip
from riffdemo.ui.models import AnyEngine
from riffdemo.ui.suggestions import ARROW
from riffdemo.ui.work import MAX_PREVIEWS, Work

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.clip import Clip
    from riffdemo.tasks import Interpolation

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


def interpolation_work(
    engine: AnyEngine,
    arguments: Mapping[str, Any],
    *,
    limits: Limits,
    cancel: threading.Event,
    version: str | None = None,
) -> Work[Made]:
    """Work whose result is the card of a piece with those of its clips; see `text_to_audio_work`."""

    def task(on_step: OnStep, say: Callable[[str], None]) -> Made:
        from riffdemo.tasks import interpolate

        ready = engine.wait(cancel=cancel, on_wait=say)
        count = limits.clips_on_the_way(arguments, ready.params)
        spread = [round(i * (count - 1) / (MAX_PREVIEWS - 1)) for i in range(MAX_PREVIEWS)]

        def show(step: Step) -> None:
            def preview(number: int) -> Image.Image:
                return step.preview(spread[number])

            on_step(replace(step, preview=preview))

        start = time.perf_counter()
        made = interpolate(ready, **arguments, on_step=show, cancel=cancel)
        seconds = time.perf_counter() - start
        prompts = (arguments[name] or "" for name in ("prompt", "end_prompt", "negative_prompt"))
        notices = (
            cut_notice(" ".join(map(ready.cut_text, prompts)).strip()),
            version_notice(version, ready.checkpoint),
            same_notice(made.piece.settings),
        )
        return [card_from_interpolation(made, seconds)], " ".join(filter(None, notices))

    return Work(task, cancel=cancel, n_pictures=MAX_PREVIEWS)


def endless_work(
    engine: AnyEngine, arguments: Mapping[str, Any], *, limits: Limits, cancel: threading.Event
) -> Work[Card]:
    """Work whose result is the card of a stretch of music without end; see `text_to_audio_work`."""

    def task(_: OnStep, say: Callable[[str], None]) -> Card:
        from riffdemo.clip import clip_from_audio
        from riffdemo.live.join import joined
        from riffdemo.tasks import endless

        ready = engine.wait(cancel=cancel, on_wait=say)
        limits.check(arguments, ready.params)
        clips = list(endless(ready, **arguments, cancel=cancel))
        audio = joined([(clip.audio, 0.0) for clip in clips])
        titles = list(dict.fromkeys(clip.settings["prompt"] for clip in clips))
        settings = {**clips[0].settings, "prompts": titles, "seconds": audio.seconds}
        return card_from_clip(clip_from_audio(audio, ready.params, settings), title=ARROW.join(titles))

    return Work(task, cancel=cancel)


def card_from_interpolation(made: Interpolation, seconds: float) -> Card:
    """The card of a piece that took `seconds` to make; its "parts" are the cards of its clips."""
    settings = made.piece.settings
    prompts = dict.fromkeys(settings.get(name) or settings["prompt"] for name in ("prompt", "end_prompt"))
    title = ARROW.join(prompts)
    seeds = dict.fromkeys(map(str, settings["seeds"]))
    facts = [
        f"seed {ARROW.join(seeds)}",
        f"{len(made.clips)} clips",
        f"made in {seconds:.1f} s",
    ]
    parts = [
        card_from_clip(clip, title=f"{title}, at {alpha:.2f}") | {"place": f"{alpha:.2f}"}
        for clip, alpha in zip(made.clips, made.alphas, strict=True)
    ]
    return card_from_clip(made.piece, title=title, facts=facts) | {"parts": parts}


def same_notice(settings: Mapping[str, Any]) -> str:
    """What is said when nothing changes on the way; nothing if something does."""
    changes = (
        settings.get("end_prompt", settings["prompt"]) != settings["prompt"],
        settings["seeds"][0] != settings["seeds"][1],
        settings.get("end_init", settings.get("init")) != settings.get("init"),
    )
    return "" if any(changes) else "A and B are the same, so nothing changes: give B another prompt or seed."
