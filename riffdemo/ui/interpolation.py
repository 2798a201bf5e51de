"""The tab "Interpolation": two prompts, two seeds, perhaps two sounds, and the way from one to the other."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.components import Component

from riffdemo.limits import Limits
from riffdemo.tasks.interpolation import DEFAULT_STRENGTHS
from riffdemo.tasks.way import DEFAULT_CLIPS, MAX_POWER, MIN_POWER
from riffdemo.ui import help as words
from riffdemo.ui import widgets
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.bench import Bench, Values
from riffdemo.ui.connections import Connections
from riffdemo.ui.init_picker import OWN_FILE, InitPicker, init_picker
from riffdemo.ui.interpolation_settings import arguments_from_values, lost_files, values_from_settings
from riffdemo.ui.making import Made, interpolation_work
from riffdemo.ui.models import Models
from riffdemo.ui.players import players
from riffdemo.ui.settings import random_seed, settings_from_query
from riffdemo.ui.suggestions import ARROW, random_prompt, suggestions
from riffdemo.ui.work import Visitors, Work

# A link runs at once, as soon as its tab is there: what is not on the page yet cannot be an event's cause.
_RUN_LINK = """() => {
    const run = tries => {
        const go = document.querySelector('#go-ab');
        if (go) go.click(); else if (tries) setTimeout(run, 100, tries - 1);
    };
    if (new URLSearchParams(location.search).get('task') === 'interpolate') run(30);
}"""


def build(
    demo: gr.Blocks,
    tabs: gr.Tabs,
    link: gr.Textbox,
    models: Models,
    limits: Limits,
    connections: Connections,
) -> None:
    """Lay out the tab and connect its events."""
    visitors, nudge = Visitors(), gr.State(0)  # a nudge is a click that the page makes itself
    with gr.Row(elem_classes="ask", equal_height=True):
        prompt = widgets.prompt_box("A: where it begins", f"from {words.PAIRS[0][0]}", elem_id="prompt-a")
        end_prompt = widgets.prompt_box("B: where it leads", f"to {words.PAIRS[0][1]}", elem_id="prompt-b")
        go = gr.Button("Generate", variant="primary", size="lg", min_width=140, elem_id="go-ab")
    ideas = suggestions([ARROW.join(pair) for pair in words.PAIRS], elem_id="ideas-ab")
    with gr.Accordion("Start from sounds", open=False, elem_classes="fold", elem_id="sounds-ab") as sounds:
        start, end, fold, strength = _sounds()
    with gr.Accordion("Settings", open=False, elem_classes="fold", elem_id="settings-ab"):
        controls, dice, dropped = _controls(models, limits)
        widgets.notebook_link("07")
    controls |= {"prompt": prompt, "end_prompt": end_prompt, "strength": strength, **start.controls}
    controls |= {"end_init": end.picked, "end_init_file": end.file}
    shown, earlier = players(elem_id="takes-ab"), players(shows="strip", elem_id="earlier-ab")

    def make(values: Values, cancel: threading.Event) -> tuple[Work[Made], Values]:
        arguments = arguments_from_values(values)
        engine = models.engine(values["checkpoint"])
        version = values["checkpoint"] if values["keep"] else None
        work = interpolation_work(engine, arguments, limits=limits, cancel=cancel, version=version)
        return work, dict(zip(("seed", "end_seed"), arguments["seeds"], strict=True))

    def updates(settings: Values) -> list[Any]:
        """A value for each control that `settings` speak of; the others stay."""
        values = values_from_settings(settings) if settings else {}
        for name in lost_files(settings):
            gr.Warning(words.lost_file(name))
        if not models.offers(values.get("checkpoint")):
            gr.Warning(words.other_checkpoint(values.pop("checkpoint"), models.info.name))
        return [values.get(name, gr.skip()) for name in controls]

    @shows_errors
    def open_link(request: gr.Request) -> list[Any]:
        settings = settings_from_query(request.query_params, task="interpolate")
        runs = bool(settings) and models.is_first(settings.get("checkpoint"))  # no link loads another model
        return [gr.Tabs(selected="interpolation") if runs else gr.skip(), *updates(settings)]

    starts = [go.click, prompt.submit, end_prompt.submit, nudge.change]
    Bench(controls, shown, earlier, dropped, make, updates).connect(starts, visitors)
    demo.unload(visitors.stop)
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    dice.click(
        lambda: (random_seed(), random_seed()), None, [controls["seed"], controls["end_seed"]], **quiet
    )
    ideas.pick(pick, nudge, [prompt, end_prompt, controls["changes"], nudge], **quiet)
    link.change(open_link, None, [tabs, *controls.values()], **quiet).then(js=_RUN_LINK)
    connections.takes(
        "Interpolation: its settings",
        tab="interpolation",
        outputs=[*controls.values()],
        receive=lambda sent: updates(sent.settings),
        needs="seeds",
    )
    _take_sound(connections, "Interpolation: sound A", start, [sounds])
    _take_sound(connections, "Interpolation: sound B", end, [sounds, fold])
    connections.sends(shown)


def pick(event: gr.EventData, nudge: int) -> tuple[str, str, str, int]:
    """The prompts of a chip, or new ones for the dice; and a nudge."""
    start, _, end = event.prompt.partition(ARROW)
    return start or random_prompt(), end or random_prompt(), "both", nudge + 1


def _take_sound(
    connections: Connections, name: str, picker: InitPicker, folds: Sequence[gr.Accordion]
) -> None:
    """Offer a place for a sound; it is seen there, since the folds around it open."""
    connections.takes(
        name,
        tab="interpolation",
        outputs=[picker.file, picker.picked, *folds],
        receive=lambda sent: [sent.sound, OWN_FILE, *(gr.Accordion(open=True) for _ in folds)],
    )


def _sounds() -> tuple[InitPicker, InitPicker, gr.Accordion, gr.Slider]:
    """Lay out what to start from at A and at B, and the fold around B; also the strength."""
    gr.Markdown(words.SOUNDS, elem_classes="lead")
    strength = gr.Slider(0, 1, DEFAULT_STRENGTHS[1], step=0.01, label="Strength", info=words.STRENGTH)
    start = init_picker(elem_id="init-a", none="Pure noise")
    with gr.Accordion(
        "B: turn it into another sound", open=False, elem_classes="fold", elem_id="sound-b"
    ) as fold:
        end = init_picker(elem_id="init-b", none="The same as A", bars=False)
    return start, end, fold, strength


def _controls(models: Models, limits: Limits) -> tuple[dict[str, Component], gr.Button, gr.File]:
    """Lay out the settings; also the dice of the seeds and the zone that takes settings from files."""
    info = models.info
    with gr.Row():
        with gr.Column(min_width=260):
            changes = gr.Radio(words.CHANGES, value="both", label="What changes", info=words.CHANGES_HELP)
            with gr.Row():
                seed, end_seed = widgets.seed_box("Seed A", info=None), widgets.seed_box("Seed B", info=None)
            with gr.Row():
                dice = gr.Button("New seeds", size="sm", min_width=90)
                keep = widgets.keep_box("Keep these seeds")
            negative_prompt = widgets.negative_prompt_box()
        with gr.Column(min_width=260):
            longest = round(limits.max_clips * info.params.loop_seconds)
            length = gr.Slider(
                1, longest, DEFAULT_CLIPS, step=1, label="Length", info=words.clips(info.params)
            )
            unit = gr.Radio(["clips", "seconds"], value="clips", label="Length in")
            power = gr.Slider(MIN_POWER, MAX_POWER, 1, step=0.1, label="Power", info=words.POWER)
            ease = gr.Slider(0, 1, 0, step=0.05, label="Ease", info=words.EASE)
            alphas = gr.Textbox(
                label="Places on the way", info=words.ALPHAS, placeholder="0, 0.4, 0.5, 0.6, 1"
            )
        with gr.Column(min_width=260):
            steps = widgets.steps_slider(info.default_steps)
            guidance = widgets.guidance_slider(info.default_guidance)
            scheduler = widgets.scheduler_choice(info.default_scheduler)
            quality = widgets.quality_choice()
            checkpoint = widgets.checkpoint_choice(models.names)
    dropped = gr.File(label=words.RESTORE, type="filepath", height=84, elem_classes="panel dashed")
    controls: dict[str, Component] = {
        "changes": changes,
        "seed": seed,
        "end_seed": end_seed,
        "keep": keep,
        "negative_prompt": negative_prompt,
        "length": length,
        "unit": unit,
        "power": power,
        "ease": ease,
        "alphas": alphas,
        "num_inference_steps": steps,
        "guidance_scale": guidance,
        "scheduler": scheduler,
        "quality": quality,
        "checkpoint": checkpoint,
    }
    return controls, dice, dropped
