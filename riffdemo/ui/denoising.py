"""The part of the lab in which a piece is heard while it is painted: one small player for each step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import gradio as gr

from riffdemo.errors import ParameterError
from riffdemo.progress import OnStep
from riffdemo.ui import help as words
from riffdemo.ui import widgets
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.cards import Card, card_from_clip
from riffdemo.ui.connections import Connections
from riffdemo.ui.models import AnyEngine, Models
from riffdemo.ui.players import players
from riffdemo.ui.work import ENGINE_LINE, WAITING, Visitors, Work

_MAX_STEPS = 20


def build(demo: gr.Blocks, models: Models, connections: Connections) -> None:
    """Lay out the controls and connect their events."""
    visitors, info = Visitors(), models.info
    gr.Markdown(words.DENOISING, elem_classes="lead")
    with gr.Row():
        prompt = gr.Textbox(words.EXAMPLES[0], label="Prompt", scale=3, min_width=240)
        seed = widgets.seed_box()
        steps = gr.Slider(
            2, _MAX_STEPS, min(info.default_steps, _MAX_STEPS), step=1, label="Steps", min_width=160
        )
    with gr.Row(elem_classes="between"):
        widgets.notebook_link("06")
        go = gr.Button("Paint step by step", variant="primary", elem_classes="compact")
    shown = players(elem_id="lab-steps")

    @shows_errors
    def paint(request: gr.Request, prompt: str, seed: float, steps: int) -> Iterator[dict[str, Any] | None]:
        with visitors.turn(request) as cancel:
            arguments = {"prompt": prompt, "seed": seed, "num_inference_steps": steps, "loop": True}
            work = denoising_work(models.first, arguments, cancel=cancel)
            for news in work.progress():
                yield {"progress": news}
        yield None if cancel.is_set() else {"cards": work.result()}

    go.click(None, None, shown, js=WAITING)
    go.click(visitors.expect, queue=False, show_progress="hidden", api_visibility="private")
    run = go.click(
        paint,
        [prompt, seed, steps],
        shown,
        concurrency_id=ENGINE_LINE,
        concurrency_limit=1,
        show_progress="hidden",
        api_visibility="private",
    )
    run.failure(lambda: None, None, shown, show_progress="hidden", api_visibility="private")
    shown.stop(visitors.stop, queue=False, show_progress="hidden", api_visibility="private")
    demo.unload(visitors.stop)
    connections.sends(shown)


def denoising_work(
    engine: AnyEngine, arguments: Mapping[str, Any], *, cancel: threading.Event
) -> Work[list[Card]]:
    """Work whose result is a card for each step.

    Raises:
        ParameterError: There is no prompt.
    """
    if not (arguments["prompt"] or "").strip():
        raise ParameterError("The prompt is empty: say what you want to hear.")

    def task(on_step: OnStep, say: Callable[[str], None]) -> list[Card]:
        from riffdemo.tasks import denoising

        ready = engine.wait(cancel=cancel, on_wait=say)
        clips = denoising(ready, **arguments, on_step=on_step, cancel=cancel)
        total = len(clips)
        cards = [card_from_clip(clip, title=f"Step {clip.settings['step']} of {total}") for clip in clips]
        return [card | {"link": None} for card in cards]  # a link makes the finished piece

    return Work(task, cancel=cancel)
