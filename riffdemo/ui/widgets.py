"""Controls, each with its label, range and help described once."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from riffdemo.params import SpectrogramParams
from riffdemo.pipeline.schedulers import SCHEDULERS
from riffdemo.plan import MIN_SECONDS
from riffdemo.tasks.checks import MAX_SEED
from riffdemo.ui import help as words
from riffdemo.ui.settings import random_seed


def prompt_box(
    label: str = "Prompt", placeholder: str = words.EXAMPLES[0], *, elem_id: str = "prompt"
) -> gr.Textbox:
    """What to make."""
    return gr.Textbox(
        placeholder=placeholder,
        show_label=False,
        label=label,
        lines=1,
        max_lines=5,
        container=False,
        scale=5,
        elem_id=elem_id,
        elem_classes="prompt",
        html_attributes=gr.InputHTMLAttributes(enterkeyhint="go"),
    )


def negative_prompt_box() -> gr.Textbox:
    """What to stay away from."""
    return gr.Textbox(
        label="Negative prompt", info=words.NEGATIVE_PROMPT, placeholder="drums, distorted guitar"
    )


def seed_box(label: str = "Seed", *, info: str | None = words.SEED) -> gr.Number:
    """The noise to start from."""
    return gr.Number(
        random_seed(),
        label=label,
        info=info,
        minimum=0,
        maximum=MAX_SEED,
        precision=None,
        step=1,
        min_width=110,
    )


def keep_box(label: str = "Keep this seed") -> gr.Checkbox:
    """Whether the next click uses the same seed."""
    return gr.Checkbox(False, label=label, info=words.KEEP)


def variations_slider(most: int) -> gr.Slider:
    """How many clips at once."""
    return gr.Slider(1, most, 1, step=1, label="Variations", info=words.VARIATIONS)


def length_slider(params: SpectrogramParams, longest: float) -> gr.Slider:
    """How long."""
    value, info = params.loop_seconds, words.length(params)
    return gr.Slider(MIN_SECONDS, longest, value, step=0.01, label="Length", info=info)


def unit_choice(params: SpectrogramParams) -> gr.Radio:
    """What the length counts."""
    return gr.Radio(["seconds", "bars"], value="seconds", label="Length in", info=words.unit(params))


def loop_box(params: SpectrogramParams) -> gr.Checkbox:
    """Whether the end leads into the start."""
    return gr.Checkbox(True, label="Seamless loop", info=words.loop(params))


def steps_slider(default: int) -> gr.Slider:
    """How many denoising steps."""
    return gr.Slider(1, 100, default, step=1, label="Steps", info=words.steps(default))


def guidance_slider(default: float) -> gr.Slider:
    """How literally the prompt is taken."""
    return gr.Slider(0, 30, default, step=0.1, label="Guidance", info=words.guidance(default))


def scheduler_choice(default: str) -> gr.Dropdown:
    """The way from noise to a picture."""
    return gr.Dropdown(list(SCHEDULERS), value=default, label="Scheduler", info=words.scheduler(default))


def quality_choice() -> gr.Radio:
    """How much work goes from the picture back to sound."""
    choices = [("Fast", "fast"), ("Balanced", "balanced"), ("Best", "best")]
    return gr.Radio(choices, value="balanced", label="Quality of the sound", info=words.QUALITY)


def method_choice() -> gr.Radio:
    """How the lab gets from the picture back to sound."""
    choices = [("Fast", "fast"), ("Balanced", "balanced"), ("Best", "best"), ("Textbook", "textbook")]
    return gr.Radio(choices, value="balanced", label="Method", info=words.METHOD)


def checkpoint_choice(names: Sequence[str]) -> gr.Dropdown:
    """The model."""
    return gr.Dropdown(
        list(names),
        value=names[0],
        allow_custom_value=True,
        label="Checkpoint",
        info=words.CHECKPOINT,
        visible=len(names) > 1,
    )


def prompts_box() -> gr.Textbox:
    """What to make, line by line."""
    return gr.Textbox(
        "\n".join(words.AUDITION_EXAMPLE), label="Prompts", info=words.PROMPTS, lines=5, max_lines=12
    )


def seeds_box() -> gr.Textbox:
    """Which noises to start from."""
    return gr.Textbox("1-2", label="Seeds", info=words.SEEDS)


def notebook_link(*numbers: str) -> gr.Markdown:
    """A line that leads to the notebooks that explain a tab or a group of controls: "05", or several."""
    line = words.notebook_link(*numbers)
    return gr.Markdown(line, elem_classes="explained", visible=bool(line))
