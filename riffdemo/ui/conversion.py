"""How a sound becomes a picture and a picture becomes a sound: controls, each group with its notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from riffdemo.params import SpectrogramParams
from riffdemo.qualities import MAX_PASSES, QUALITIES, TEXTBOOK_ITERATIONS
from riffdemo.ui import help as words
from riffdemo.ui import widgets

if TYPE_CHECKING:
    from riffdemo.roundtrip import Conversion

_DEFAULTS = SpectrogramParams()


def conversion_controls() -> dict[str, Any]:
    """Lay them out; by the names that `Conversion` gives them."""
    with gr.Row():
        with gr.Column(min_width=240):
            exponent = gr.Slider(
                0.05, 1, _DEFAULTS.image_exponent, step=0.05, label="Exponent", info=words.EXPONENT
            )
            widgets.notebook_link("04")
        with gr.Column(min_width=240):
            n_mels = gr.Slider(16, 1_024, _DEFAULTS.n_mels, step=16, label="Mel bands", info=words.MEL_BANDS)
            widgets.notebook_link("03")
        with gr.Column(min_width=240):
            win_ms = gr.Slider(20, 400, _DEFAULTS.win_ms, step=10, label="Window (ms)", info=words.WINDOW)
            widgets.notebook_link("02")
    with gr.Row():
        with gr.Column(min_width=240, scale=2):
            method = widgets.method_choice()
            widgets.notebook_link("05")
        with gr.Column(min_width=240):
            iterations = iterations_slider("balanced")
    return {
        "image_exponent": exponent,
        "n_mels": n_mels,
        "win_ms": win_ms,
        "quality": method,
        "n_passes": iterations,
    }


def iterations_slider(quality: str) -> gr.Slider:
    """At what a method takes by itself; the textbook's number is fixed."""
    settings = QUALITIES[quality]  # type: ignore[index]
    return gr.Slider(
        0,
        MAX_PASSES,
        TEXTBOOK_ITERATIONS if settings is None else settings.n_passes,
        step=1,
        label="Iterations",
        info=words.ITERATIONS,
        interactive=settings is not None,
    )


def conversion_from_values(**values: Any) -> Conversion:
    """What the controls say.

    Raises:
        ParameterError: A value is out of range.
    """
    from riffdemo.roundtrip import Conversion

    is_textbook = values["quality"] == "textbook"
    return Conversion(**{**values, "n_passes": None if is_textbook else values["n_passes"]})
