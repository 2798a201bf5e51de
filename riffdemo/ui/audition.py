"""The tab "Audition": every prompt with every seed, a grid to listen to, and an archive of the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr
from gradio.components import Component

from riffdemo.errors import ParameterError
from riffdemo.limits import Limits
from riffdemo.lists import prompts_from_file, prompts_from_text, seeds_from_text
from riffdemo.ui import help as words
from riffdemo.ui import widgets
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.audition_work import audition_work
from riffdemo.ui.cards import Card, cards_from_takes, clip_from_card, file_for_page, new_folder
from riffdemo.ui.connections import Connections
from riffdemo.ui.models import Models
from riffdemo.ui.players import downloads, players
from riffdemo.ui.settings import values_from_settings
from riffdemo.ui.work import ENGINE_LINE, WAITING, Visitors

_SAME = ("num_inference_steps", "guidance_scale", "scheduler", "loop", "quality")


def build(demo: gr.Blocks, models: Models, limits: Limits, connections: Connections) -> None:
    """Lay out the tab and connect its events."""
    visitors = Visitors()
    gr.Markdown(words.AUDITION, elem_classes="lead")
    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=300):
            prompts = widgets.prompts_box()
        with gr.Column(scale=2, min_width=260):
            seeds = widgets.seeds_box()
            dropped = gr.File(
                label=words.PROMPTS_FILE,
                type="filepath",
                file_types=[".csv", ".json"],
                height=84,
                elem_classes="panel dashed",
                elem_id="prompts-file",
            )
    with gr.Accordion("Settings", open=False, elem_classes="fold"):
        controls = {"prompts": prompts, "seeds": seeds, **_controls(models, limits)}
        widgets.notebook_link("06")
    go = gr.Button("Make all", variant="primary", size="lg", elem_id="audition-go")
    progress = players(elem_id="audition-progress")
    grid = players(shows="audition", elem_id="audition")
    archive, made = downloads(), gr.State([])

    @shows_errors
    def generate(request: gr.Request, made: list[Card], *values: Any) -> Iterator[list[Any]]:
        cards = list(made)
        with visitors.turn(request) as cancel:
            arguments = arguments_from_values(dict(zip(controls, values, strict=True)))
            work = audition_work(models.first, arguments, limits=limits, cancel=cancel, cards=cards)
            for news in work.progress():
                new = len(cards) > len(made)
                made = cards[:]
                yield [{"progress": news}, {"cards": made} if new else gr.skip(), made]
        kept = cards[-2 * limits.max_takes :]
        yield [None, {"cards": kept}, kept]
        work.result()

    @shows_errors
    def export(event: gr.EventData) -> dict[str, Any]:
        from riffdemo.manifest import zip_from_clips

        clips = (clip_from_card(str(take)) for take in event.takes[: 2 * limits.max_takes])
        return file_for_page(zip_from_clips(clips, new_folder() / "audition.zip"))

    @shows_errors
    def bring_back(event: gr.EventData) -> tuple[dict[str, Any], list[Card]]:
        found = cards_from_takes(event.takes[: 2 * limits.max_takes])
        return {"cards": found}, found

    gr.on([go.click], None, None, progress, js=WAITING)
    go.click(visitors.expect, queue=False, show_progress="hidden", api_visibility="private")
    run = go.click(
        generate,
        [made, *controls.values()],
        [progress, grid, made],
        concurrency_id=ENGINE_LINE,
        concurrency_limit=1,
        trigger_mode="always_last",
        show_progress="hidden",
        api_visibility="private",
    )
    run.failure(lambda: None, None, progress, show_progress="hidden", api_visibility="private")
    progress.stop(visitors.stop, queue=False, show_progress="hidden", api_visibility="private")
    demo.unload(visitors.stop)
    grid.export(export, None, archive, show_progress="hidden", api_visibility="private")
    grid.restore(
        bring_back, None, [grid, made], queue=False, show_progress="hidden", api_visibility="private"
    )
    grid.clear(
        lambda: ({"cards": []}, []), None, [grid, made], show_progress="hidden", api_visibility="private"
    )
    read = dropped.upload(read_prompts, dropped, [prompts, dropped], api_visibility="private")
    read.failure(lambda: None, None, dropped, show_progress="hidden", api_visibility="private")
    connections.takes(
        "Audition: its prompt and settings",
        tab="audition",
        outputs=[*controls.values()],
        receive=lambda sent: _updates(controls, sent.settings),
        needs="prompt",
    )
    connections.sends(grid)


@shows_errors
def read_prompts(path: str) -> tuple[str, None]:
    """The prompts of a file, one per line, and an empty place for the next file."""
    return "\n".join(prompts_from_file(path)), None


def arguments_from_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `audition` from the values of the controls.

    Raises:
        ParameterError: There is no prompt, or the seeds cannot be read.
    """
    prompts = prompts_from_text(values["prompts"] or "")
    if not prompts:
        raise ParameterError("There is no prompt: write one per line, or drop a file.")
    return {
        "prompts": prompts,
        "seeds": seeds_from_text(values["seeds"] or ""),
        "seconds": values["length"],
        "negative_prompt": values["negative_prompt"] or "",
        **{name: values[name] for name in _SAME},
    }


def _updates(controls: Mapping[str, Component], settings: Mapping[str, Any]) -> list[Any]:
    values = values_from_settings(settings)
    values |= {"prompts": settings["prompt"], "seeds": str(settings.get("seed", 0))}
    return [values.get(name, gr.skip()) for name in controls]


def _controls(models: Models, limits: Limits) -> dict[str, Component]:
    info = models.info
    with gr.Row():
        with gr.Column(min_width=260):
            negative_prompt = widgets.negative_prompt_box()
            length = widgets.length_slider(info.params, limits.max_seconds)
        with gr.Column(min_width=260):
            loop = widgets.loop_box(info.params)
            quality = widgets.quality_choice()
        with gr.Column(min_width=260):
            steps = widgets.steps_slider(info.default_steps)
            guidance = widgets.guidance_slider(info.default_guidance)
            scheduler = widgets.scheduler_choice(info.default_scheduler)
    return {
        "negative_prompt": negative_prompt,
        "length": length,
        "loop": loop,
        "quality": quality,
        "num_inference_steps": steps,
        "guidance_scale": guidance,
        "scheduler": scheduler,
    }
