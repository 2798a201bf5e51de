"""The tasks from sound to sound for programs; see api.py."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.components import Component

from riffdemo.limits import Limits
from riffdemo.tasks.audio_to_audio import DEFAULT_STRENGTH
from riffdemo.tasks.checks import choice, number
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.audio_to_audio_settings import CHANNELS, part_seconds
from riffdemo.ui.cards import take_from_card
from riffdemo.ui.models import AnyEngine
from riffdemo.ui.reworking import audio_to_audio_work, extend_work


class SoundApi:
    """The endpoints that take a sound and use the model.

    Args:
        engine: The model.
        limits: What may be asked for.
        engine_line: Name of the queue that all users of the model share.
    """

    def __init__(self, engine: AnyEngine, limits: Limits, *, engine_line: str) -> None:
        self._engine, self._limits = engine, limits
        for task in (self.audio_to_audio, self.extend):
            inputs, takes = _inputs(task), gr.JSON(visible=False, label="Takes")
            line: dict[str, Any] = {"concurrency_id": engine_line, "concurrency_limit": 1}
            gr.on([], task, inputs, takes, api_name=task.__name__, **line)

    @shows_errors
    def audio_to_audio(
        self,
        source: str,
        prompt: str = "",
        end_prompt: str = "",
        negative_prompt: str = "",
        strength: float = DEFAULT_STRENGTH,
        seed: int = 0,
        start: float = 0.0,
        seconds: float | None = None,
        stereo: str = "source",
        mask: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        quality: str = "balanced",
    ) -> list[dict[str, Any]]:
        """A sound painted again from a text, window by window.

        Args:
            source: A sound (wav, flac, ogg, mp3, aiff) of any length.
            prompt: What to hear.
            end_prompt: What to hear at the end; empty keeps the prompt.
            negative_prompt: What not to hear.
            strength: 0 leaves the source, 1 leaves nothing of it.
            seed: 0 to 4294967295; the same seed makes the same sound.
            start: Where the part begins (s).
            seconds: How long it is. None takes all that is there and allowed.
            stereo: "source", "mono" or "stereo".
            mask: A picture laid over the part: white is painted anew, black stays what it is. None paints all.
            num_inference_steps: 1 to 100; more is cleaner and slower. None takes the model's default.
            guidance_scale: How strictly to follow the prompt, 0 to 30. None takes the model's default.
            scheduler: "DPM++ 2M", "Euler", "Euler a", "DDIM", "PNDM" or "UniPC". None: the model's default.
            quality: How much work goes into the sound: "fast", "balanced" or "best".

        Returns:
            Three takes: after, before and the difference.
        """
        from riffdemo.image import load_image

        arguments = _given(locals())
        arguments["seconds"] = part_seconds(seconds, self._limits)
        arguments["mask"] = None if mask is None else load_image(mask)
        (card,), notice = audio_to_audio_work(self._engine, arguments, cancel=threading.Event()).run()
        return [take_from_card(card, notice), *map(take_from_card, card["beside"])]

    @shows_errors
    def extend(
        self,
        source: str,
        prompt: str = "",
        left: float = 0.0,
        right: float = 5.12,
        negative_prompt: str = "",
        seed: int = 0,
        stereo: str = "source",
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        quality: str = "balanced",
    ) -> list[dict[str, Any]]:
        """A sound with more of it before its beginning and after its end.

        Args:
            source: A sound (wav, flac, ogg, mp3, aiff) of 1 s or more.
            prompt: What the new parts are like.
            left: Seconds before the beginning.
            right: Seconds after the end.
            negative_prompt: What not to hear.
            seed: 0 to 4294967295; the same seed makes the same sound.
            stereo: "source", "mono" or "stereo".
            num_inference_steps: 1 to 100; more is cleaner and slower. None takes the model's default.
            guidance_scale: How strictly to follow the prompt, 0 to 30. None takes the model's default.
            scheduler: "DPM++ 2M", "Euler", "Euler a", "DDIM", "PNDM" or "UniPC". None: the model's default.
            quality: How much work goes into the sound: "fast", "balanced" or "best".

        Returns:
            One take.
        """
        arguments = _given(locals())
        for side in ("left", "right"):
            number(side, arguments[side], 0, self._limits.max_seconds)
        cards, notice = extend_work(self._engine, arguments, cancel=threading.Event()).run()
        return [take_from_card(card, notice) for card in cards]


def _given(arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments of an endpoint as the task takes them: what is empty was not given."""
    empty = {name for name in ("num_inference_steps", "guidance_scale", "scheduler") if not arguments[name]}
    kept = {name: None if name in empty else value for name, value in arguments.items()}
    kept["stereo"] = CHANNELS[choice("stereo", kept["stereo"], tuple(CHANNELS))]
    return {name: value for name, value in kept.items() if name not in ("self", "load_image")}


def _inputs(task: Callable[..., Any]) -> list[Component]:
    """A hidden component for each parameter of an endpoint, with its default."""
    return [_input(name, parameter.default) for name, parameter in inspect.signature(task).parameters.items()]


def _input(name: str, default: Any) -> Component:
    if name in ("source", "mask"):
        return gr.File(label=name, visible=False)
    if isinstance(default, str) or name == "scheduler":
        return gr.Textbox(default, label=name, visible=False)
    return gr.Number(default, label=name, visible=False)
