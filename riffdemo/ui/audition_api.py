"""The audition for programs."""

from __future__ import annotations

import threading
from typing import Any

import gradio as gr

from riffdemo.limits import Limits
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.audition_work import audition_arguments, audition_work
from riffdemo.ui.cards import Card, take_from_card
from riffdemo.ui.models import AnyEngine


class AuditionApi:
    """Its endpoint.

    Args:
        engine: The model.
        limits: What may be asked for.
        engine_line: Name of the queue that all users of the model share.
    """

    def __init__(self, engine: AnyEngine, limits: Limits, *, engine_line: str) -> None:
        self._engine, self._limits = engine, limits
        gr.on(
            [],
            self.audition,
            [gr.JSON(visible=False, label=label) for label in ("Prompts", "Seeds", "Options")],
            gr.JSON(visible=False, label="Takes"),
            api_name="audition",
            concurrency_id=engine_line,
            concurrency_limit=1,
        )

    @shows_errors
    def audition(
        self, prompts: list[str], seeds: list[int], options: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Every prompt with every seed.

        Args:
            prompts: A list of texts.
            seeds: A list of numbers, 0 to 4294967295.
            options: For all alike, any of negative_prompt, num_inference_steps, guidance_scale, scheduler, seconds,
                loop and quality; see /text_to_audio.

        Returns:
            One take for each pair, with its measured level (dB RMS below full scale) and tempo (bpm, or none).
        """
        arguments = audition_arguments(prompts, seeds, options or {})
        cards: list[Card] = []
        cancel = threading.Event()
        audition_work(self._engine, arguments, limits=self._limits, cancel=cancel, cards=cards).run()
        return [
            take_from_card(card) | {name: card[name] for name in ("level_dbfs", "tempo_bpm")}
            for card in cards
        ]
