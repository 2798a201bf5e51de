"""The tab "Audio to audio": a sound of any length painted again, or continued at its ends."""

from __future__ import annotations

import threading
from typing import Any

import gradio as gr
from gradio.components import Component

from riffdemo.limits import Limits
from riffdemo.tasks.audio_to_audio import DEFAULT_STRENGTH, MAX_START
from riffdemo.tasks.extend import MAX_ADDED_SECONDS
from riffdemo.ui import help as words
from riffdemo.ui import widgets
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.audio_to_audio_settings import (
    EXTEND,
    arguments_from_values,
    lost_file,
    part_seconds,
    values_from_settings,
)
from riffdemo.ui.bench import Bench, Values
from riffdemo.ui.connections import Connections
from riffdemo.ui.init_picker import init_from_values, init_picker
from riffdemo.ui.making import Made
from riffdemo.ui.mask_painter import mask_painter, value_from_source
from riffdemo.ui.models import Models
from riffdemo.ui.players import players
from riffdemo.ui.reworking import audio_to_audio_work, extend_work
from riffdemo.ui.settings import random_seed
from riffdemo.ui.suggestions import random_prompt, suggestions
from riffdemo.ui.work import Visitors, Work

_FIRST = "funk groove"


def build(demo: gr.Blocks, models: Models, limits: Limits, connections: Connections) -> None:
    """Lay out the tab and connect its events."""
    visitors, nudge = Visitors(), gr.State(0)  # a nudge is a click that the page makes itself
    with gr.Row(elem_classes="ask", equal_height=True):
        prompt = widgets.prompt_box("What it becomes", words.REWORKS[0], elem_id="prompt-rework")
        go = gr.Button("Transform", variant="primary", size="lg", min_width=140, elem_id="go-rework")
    ideas = suggestions(words.REWORKS, elem_id="ideas-rework")
    picker = init_picker(elem_id="source-rework", value=_FIRST, bars=False)
    picker.file.label = words.OWN_SOUND
    controls: dict[str, Any] = {
        "prompt": prompt,
        **_essentials(limits),
        **picker.controls,
    }
    with gr.Accordion(words.MASK, open=False, elem_classes="fold", elem_id="mask-rework") as fold:
        gr.Markdown(words.MASK_HELP, elem_classes="lead")
        controls["painter"] = painter = mask_painter(elem_id="painter")
    with gr.Accordion("Settings", open=False, elem_classes="fold", elem_id="settings-rework"):
        more, dice, dropped = _settings(models, limits)
        controls |= more
        widgets.notebook_link("07")
    shown, earlier = players(elem_id="takes-rework"), players(shows="strip", elem_id="earlier-rework")

    def make(values: Values, cancel: threading.Event) -> tuple[Work[Made], Values]:
        arguments, engine = arguments_from_values(values, limits), models.engine(values["checkpoint"])
        work = extend_work if values["task"] == EXTEND else audio_to_audio_work
        return work(engine, arguments, cancel=cancel), {"seed": arguments["seed"]}

    def updates(settings: Values) -> list[Any]:
        """A value for each control that `settings` speak of; the others stay."""
        values = values_from_settings(settings) if settings else {}
        if name := lost_file(settings):
            gr.Info(words.lost_file(name))
        if not models.offers(values.get("checkpoint")):
            gr.Warning(words.other_checkpoint(values.pop("checkpoint"), models.info.name))
        return [values.get(name, gr.skip()) for name in controls]

    @shows_errors
    def look(
        picked: str | None, file: str | None, start: float | None, length: float | None
    ) -> dict[str, Any]:
        source = init_from_values({"init": picked, "init_file": file})
        seconds = part_seconds(length, limits)
        return value_from_source(source, models.info.params, start=start or 0.0, seconds=seconds)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    Bench(controls, shown, earlier, dropped, make, updates).connect(
        [go.click, prompt.submit, nudge.change], visitors
    )
    demo.unload(visitors.stop)
    asked = [picker.picked, picker.file, controls["start"], controls["length"]]
    gr.on([fold.expand, *(part.change for part in asked)], look, asked, painter, **quiet)
    controls["task"].change(_fitting, controls["task"], [*_only_once(controls), fold], **quiet)
    dice.click(random_seed, None, controls["seed"], **quiet)
    ideas.pick(pick, nudge, [prompt, nudge], **quiet)
    connections.takes(
        "Audio to audio",
        tab="audio-to-audio",
        outputs=[picker.file, picker.picked],
        receive=lambda sent: [sent.sound, None],
    )
    connections.sends(shown)


def pick(event: gr.EventData, nudge: int) -> tuple[str, int]:
    """The prompt of a chip, or a new one for the dice; and a nudge."""
    return event.prompt or random_prompt(), nudge + 1


def _only_once(controls: dict[str, Component]) -> list[Component]:
    """The controls that only one of the two tasks has: of painting again, and of adding to the ends."""
    return [controls[name] for name in ("strength", "end_prompt", "start", "length", "left", "right")]


def _fitting(task: str) -> list[Any]:
    """Which of `_only_once` and the mask are seen."""
    extends = task == EXTEND
    return [gr.update(visible=extends == of_extend) for of_extend in (0, 0, 0, 0, 1, 1, 0)]


def _essentials(limits: Limits) -> dict[str, Component]:
    """Lay out what everybody looks at."""
    most = min(MAX_ADDED_SECONDS, limits.max_seconds)
    with gr.Row(elem_classes="essentials"):
        task = gr.Radio(words.SOUND_TASKS, value="audio_to_audio", label="What to do", min_width=240)
        strength = gr.Slider(
            0, 1, DEFAULT_STRENGTH, step=0.01, label="Strength", info=words.REWORK_STRENGTH, min_width=240
        )
        end_prompt = gr.Textbox(label="Turns into", info=words.TURNS_INTO, min_width=240)
        left, right = (
            gr.Slider(0, most, value, step=0.01, label=label, visible=False, min_width=240)
            for label, value in (("Seconds before", 0.0), ("Seconds after", 5.12))
        )
    return {"task": task, "strength": strength, "end_prompt": end_prompt, "left": left, "right": right}


def _settings(models: Models, limits: Limits) -> tuple[dict[str, Component], gr.Button, gr.File]:
    """Lay out the rest; also the dice of the seed and the zone that takes settings from files."""
    info = models.info
    with gr.Row():
        with gr.Column(min_width=260):
            start = gr.Number(0, label="Start", info=words.PART_START, minimum=0, maximum=MAX_START)
            length = gr.Number(
                None, label="Length", info=words.part_length(limits.max_sweep_seconds), minimum=0
            )
            channels = gr.Radio(words.CHANNELS, value="source", label="Channels", info=words.CHANNELS_HELP)
            quality = widgets.quality_choice()
        with gr.Column(min_width=260):
            seed = widgets.seed_box()
            with gr.Row():
                dice = gr.Button("New seed", size="sm", min_width=90)
                keep = widgets.keep_box()
            negative_prompt = widgets.negative_prompt_box()
        with gr.Column(min_width=260):
            steps = widgets.steps_slider(info.default_steps)
            guidance = widgets.guidance_slider(info.default_guidance)
            scheduler = widgets.scheduler_choice(info.default_scheduler)
            checkpoint = widgets.checkpoint_choice(models.names)
    dropped = gr.File(label=words.RESTORE, type="filepath", height=84, elem_classes="panel dashed")
    controls: dict[str, Component] = {
        "start": start,
        "length": length,
        "channels": channels,
        "quality": quality,
        "seed": seed,
        "keep": keep,
        "negative_prompt": negative_prompt,
        "num_inference_steps": steps,
        "guidance_scale": guidance,
        "scheduler": scheduler,
        "checkpoint": checkpoint,
    }
    return controls, dice, dropped
