"""The tab "Text to audio": a prompt, a button, players."""

from __future__ import annotations

import threading
from typing import Any

import gradio as gr
from gradio.components import Component

from riffdemo.limits import Limits
from riffdemo.ui import help as words
from riffdemo.ui import widgets
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.bench import Bench, Values
from riffdemo.ui.connections import Connections
from riffdemo.ui.making import Made, text_to_audio_work
from riffdemo.ui.models import Models
from riffdemo.ui.players import players
from riffdemo.ui.settings import (
    arguments_from_values,
    random_seed,
    settings_from_query,
    values_from_settings,
)
from riffdemo.ui.suggestions import random_prompt, suggestions
from riffdemo.ui.work import Visitors, Work


def build(
    link: gr.Textbox, models: Models, visitors: Visitors, limits: Limits, connections: Connections
) -> None:
    """Lay out the tab and connect its events."""
    with gr.Row(elem_classes="ask", equal_height=True):
        prompt = widgets.prompt_box()
        go = gr.Button("Generate", variant="primary", size="lg", min_width=140, elem_id="go")
    ideas = suggestions()
    with gr.Accordion("Settings", open=False, elem_classes="fold", elem_id="settings"):
        controls, dice, dropped = _controls(prompt, models, limits)
        widgets.notebook_link("06", "08")
    shown = players(elem_id="takes")
    earlier = players(shows="strip", elem_id="earlier")
    nudge = gr.State(0)  # a click that the page makes itself

    def make(values: Values, cancel: threading.Event) -> tuple[Work[Made], Values]:
        arguments = arguments_from_values(values)
        engine = models.engine(values["checkpoint"])
        version = values["checkpoint"] if values["keep"] else None
        work = text_to_audio_work(engine, arguments, limits=limits, cancel=cancel, version=version)
        return work, {"seed": arguments["seed"]}

    def updates(settings: Values) -> list[Any]:
        """A value for each control that `settings` speak of; the others stay."""
        values = values_from_settings(settings) if settings else {}
        if not models.offers(values.get("checkpoint")):
            gr.Warning(words.other_checkpoint(values.pop("checkpoint"), models.info.name))
        return [values.get(name, gr.skip()) for name in controls]

    @shows_errors
    def open_link(request: gr.Request) -> list[Any]:
        settings = settings_from_query(request.query_params)
        runs = bool(settings) and models.is_first(settings.get("checkpoint"))  # no link loads another model
        return [int(runs), *updates(settings)]

    starts = [go.click, prompt.submit, nudge.change]
    Bench(controls, shown, earlier, dropped, make, updates).connect(starts, visitors)
    dice.click(random_seed, None, controls["seed"], api_visibility="private")
    ideas.pick(pick, nudge, [prompt, nudge], show_progress="hidden", api_visibility="private")
    link.change(
        open_link, None, [nudge, *controls.values()], show_progress="hidden", api_visibility="private"
    )
    connections.takes(
        "Text to audio: its settings",
        tab="text",
        outputs=[*controls.values()],
        receive=lambda sent: updates(sent.settings),
        needs="prompt",
    )
    connections.sends(shown)


def pick(event: gr.EventData, nudge: int) -> tuple[str, int]:
    """The prompt of a chip, or a new one for the dice; and a nudge."""
    return event.prompt or random_prompt(), nudge + 1


def _controls(
    prompt: gr.Textbox, models: Models, limits: Limits
) -> tuple[dict[str, Component], gr.Button, gr.File]:
    """Lay out the controls; also the dice of the seed and the zone that takes settings from files."""
    info = models.info
    with gr.Row():
        with gr.Column(min_width=260):
            seed = widgets.seed_box()
            with gr.Row():
                dice = gr.Button("New seed", size="sm", min_width=90)
                keep = widgets.keep_box()
            variations = widgets.variations_slider(limits.max_variations)
            negative_prompt = widgets.negative_prompt_box()
        with gr.Column(min_width=260):
            length = widgets.length_slider(info.params, limits.max_seconds)
            unit = widgets.unit_choice(info.params)
            loop = widgets.loop_box(info.params)
            quality = widgets.quality_choice()
        with gr.Column(min_width=260):
            steps = widgets.steps_slider(info.default_steps)
            guidance = widgets.guidance_slider(info.default_guidance)
            scheduler = widgets.scheduler_choice(info.default_scheduler)
            checkpoint = widgets.checkpoint_choice(models.names)
    dropped = gr.File(label=words.RESTORE, type="filepath", height=84, elem_classes="panel dashed")
    controls: dict[str, Component] = {
        "prompt": prompt,
        "negative_prompt": negative_prompt,
        "seed": seed,
        "keep": keep,
        "num_inference_steps": steps,
        "guidance_scale": guidance,
        "scheduler": scheduler,
        "length": length,
        "unit": unit,
        "loop": loop,
        "num_variations": variations,
        "quality": quality,
        "checkpoint": checkpoint,
    }
    return controls, dice, dropped
