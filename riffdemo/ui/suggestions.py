"""Prompts that run at a click, and dice for more of them."""

from __future__ import annotations

import html
import random
from collections.abc import Sequence

import gradio as gr

from riffdemo.ui.help import EXAMPLES

ARROW = " → "
"""Between the two prompts of a pair."""

STYLES = (
    "bossa nova", "blues", "chiptune", "deep house", "disco", "drum and bass", "funk", "folk", "gospel", "hip hop",
    "lo-fi beats", "reggae", "salsa", "ska", "swing", "synthwave", "tango", "techno", "trance", "waltz",
)  # fmt: skip
LEADS = (
    "accordion", "acoustic guitar", "banjo", "cello", "choir", "clarinet", "electric piano", "flute", "harp",
    "marimba", "music box", "organ", "piano", "saxophone", "sitar", "synth lead", "trumpet", "vibraphone", "violin",
)  # fmt: skip
MOODS = (
    "bright",
    "calm",
    "dark",
    "dreamy",
    "energetic",
    "happy",
    "melancholic",
    "slow and sad",
    "tense",
    "warm",
)

_DICE = """<svg viewBox="0 0 24 24" aria-hidden="true"><path fill-rule="evenodd" d="M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0
1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zm2 3.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zm4 4a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0
0-3zm4 4a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z"/></svg>"""
_PICK = """
const events = ['pick'];
element.addEventListener('click', event => {
    const chip = event.target.closest('button');
    if (chip) trigger('pick', {prompt: chip.dataset.prompt});
});
"""


def suggestions(prompts: Sequence[str] = EXAMPLES, *, elem_id: str = "ideas") -> gr.HTML:
    """Chips with prompts; its event "pick" carries `prompt`, empty for the dice."""
    chips = [_chip(prompt, html.escape(prompt)) for prompt in prompts]
    dice = _chip("", f"{_DICE}Surprise me")
    return gr.HTML(
        value=None,
        html_template=f'<div class="ideas">{"".join(chips)}{dice}</div>',
        js_on_load=_PICK,
        apply_default_css=False,
        elem_id=elem_id,
    )


def random_prompt() -> str:
    """A style, an instrument and a mood."""
    return f"{random.choice(STYLES)} with {random.choice(LEADS)}, {random.choice(MOODS)}"


def _chip(prompt: str, content: str) -> str:
    return f'<button type="button" class="idea" data-prompt="{html.escape(prompt)}">{content}</button>'
