"""Controls, each with its label, range and help described once."""

from __future__ import annotations

import gradio as gr

from riffdemo.ui import help as words


def quality_choice() -> gr.Radio:
    """How much work goes from the picture back to sound."""
    choices = [("Fast", "fast"), ("Balanced", "balanced"), ("Best", "best")]
    return gr.Radio(choices, value="balanced", label="Quality of the sound", info=words.QUALITY)
