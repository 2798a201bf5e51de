"""From the arguments of an audition to cards, one by one as clips finish."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from riffdemo.errors import ParameterError
from riffdemo.limits import Limits
from riffdemo.progress import OnStep
from riffdemo.tasks.checks import MAX_SEED, text, whole
from riffdemo.ui.cards import Card, card_from_clip, kept
from riffdemo.ui.models import AnyEngine
from riffdemo.ui.work import Work

if TYPE_CHECKING:
    from riffdemo.clip import Clip

_AUDITION_OPTIONS = (
    "negative_prompt",
    "num_inference_steps",
    "guidance_scale",
    "scheduler",
    "seconds",
    "loop",
    "quality",
)


def audition_work(
    engine: AnyEngine,
    arguments: Mapping[str, Any],
    *,
    limits: Limits,
    cancel: threading.Event,
    cards: list[Card],
) -> Work[None]:
    """Work that adds the cards of an audition to those that are there, and makes none of them twice.

    Args:
        engine: The model, which may still be loading.
        arguments: Of the task.
        limits: What may be asked for.
        cancel: Stops the work when set; the cards that were added stay.
        cards: Grows as clips finish.
    """
    known = [card["settings"] for card in cards]

    def task(on_step: OnStep, say: Callable[[str], None]) -> None:
        from riffdemo.tasks import audition

        ready = engine.wait(cancel=cancel, on_wait=say)
        limits.check(arguments, ready.params)
        for _, _, clip in audition(
            ready, **arguments, skip=known.__contains__, on_step=on_step, cancel=cancel
        ):
            cards.append(card_from_take(clip))

    return Work(task, cancel=cancel)


def audition_arguments(prompts: Any, seeds: Any, options: Any) -> dict[str, Any]:
    """Arguments of an audition from what a program sent.

    Raises:
        ParameterError: These are no lists, or there is no such option.
    """
    if not (isinstance(prompts, list) and isinstance(seeds, list) and isinstance(options, dict)):
        raise ParameterError("Give a list of prompts, a list of seeds, and the options by name.")
    if not set(options) <= set(_AUDITION_OPTIONS):
        unknown = ", ".join(sorted(set(map(str, options)) - set(_AUDITION_OPTIONS)))
        raise ParameterError(
            f"The options have {unknown[:60]!r}: give any of {', '.join(_AUDITION_OPTIONS)}."
        )
    return {
        "prompts": [text("prompt", p) for p in prompts],
        "seeds": [whole("seed", s, 0, MAX_SEED) for s in seeds],
        **options,
    }


def card_from_take(clip: Clip) -> Card:
    """The card of a clip of an audition, with its measured level and tempo."""
    from riffdemo.manifest import measured

    found = measured(clip)
    facts = [f"seed {clip.settings['seed']}"]
    if found["tempo_bpm"] is not None:
        facts.append(f"about {found['tempo_bpm']:.0f} bpm")
    if found["level_dbfs"] is not None:
        facts.append(f"{found['level_dbfs']:.0f} dB RMS")
    return kept(card_from_clip(clip, title=clip.settings["prompt"], facts=facts) | found)
