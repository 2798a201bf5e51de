"""The tab "Sound and picture": from a sound to its picture and from a picture to its sound, and what gets lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from riffdemo.limits import Limits
from riffdemo.ui import denoising
from riffdemo.ui import help as words
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.cards import Card, card_from_clip, file_for_page, new_folder
from riffdemo.ui.connections import Connections
from riffdemo.ui.conversion import conversion_controls, conversion_from_values, iterations_slider
from riffdemo.ui.models import Models
from riffdemo.ui.pad import file_from_drawing, pad
from riffdemo.ui.players import players
from riffdemo.ui.widgets import notebook_link

if TYPE_CHECKING:
    from riffdemo.roundtrip import Conversion, RoundTrip


def build(demo: gr.Blocks, models: Models | None, limits: Limits, connections: Connections) -> None:
    """Lay out the tab and connect its events; without a model there is no painting to watch."""
    gr.Markdown(words.LAB, elem_classes="lead")
    with gr.Row(equal_height=True):
        file = gr.File(
            label="Drop a sound or a picture",
            type="filepath",
            height=120,
            scale=3,
            min_width=280,
            elem_classes="panel dashed",
        )
        microphone = gr.Audio(
            label="Or record",
            sources=["microphone"],
            type="filepath",
            scale=2,
            min_width=280,
            elem_classes="panel",
        )
    with gr.Row(elem_classes="between"):
        notebook_link("01")
        example = gr.Button("Try the two-bar loop", elem_classes="chip", scale=0)
    with gr.Accordion("Draw a sound", open=False, elem_classes="fold", elem_id="draw") as fold:
        gr.Markdown(words.DRAW, elem_classes="lead")
        drawing = pad(elem_id="pad")
        notebook_link("04")
    with gr.Accordion("How it is converted", open=True, elem_classes="fold", elem_id="conversion"):
        controls = conversion_controls()
    shown = players(elem_id="lab-players")
    if models is not None:
        with gr.Accordion(
            "Hear a piece while it is painted", open=False, elem_classes="fold", elem_id="watch"
        ):
            denoising.build(demo, models, connections)

    @shows_errors
    def convert(path: str | None, *values: Any) -> dict[str, Any] | None:
        if path is None:
            return None
        conversion = conversion_from_values(**dict(zip(controls, values, strict=True)))
        return {"cards": cards_from_file(path, conversion, limits)}

    sliders = [control for control in controls.values() if isinstance(control, gr.Slider)]
    example.click(example_loop, None, file, api_visibility="private")
    microphone.stop_recording(lambda path: path, microphone, file, api_visibility="private")
    drawing.drawn(drawn, None, file, api_visibility="private")
    inputs = [file, *controls.values()]
    gr.on(
        [file.change, *(slider.release for slider in sliders)],
        convert,
        inputs,
        shown,
        trigger_mode="always_last",
        api_visibility="private",
    )
    controls["quality"].input(
        iterations_slider, controls["quality"], controls["n_passes"], api_visibility="private"
    ).then(convert, inputs, shown, api_visibility="private")
    connections.takes("Sound and picture", tab="lab", outputs=[file], receive=lambda sent: [sent.sound])
    connections.takes(
        "Sound and picture: draw on it",
        tab="lab",
        outputs=[drawing, fold],
        receive=lambda sent: [{"picture": file_for_page(sent.picture)}, gr.Accordion(open=True)],
    )
    connections.sends(shown)


@shows_errors
def drawn(event: gr.EventData) -> str:
    """The drawing as a file."""
    return file_from_drawing(event.picture)


def cards_from_file(path: str, conversion: Conversion, limits: Limits) -> list[Card]:
    """The sound in a file, if it is one, and the sound read back from its picture.

    Raises:
        RiffError: The file cannot be read.
    """
    from riffdemo.roundtrip import round_trip

    trip = round_trip(path, conversion, max_seconds=limits.max_lab_seconds)
    return _cards_from_round_trip(trip)


def _cards_from_round_trip(trip: RoundTrip) -> list[Card]:
    settings = trip.heard.settings
    name = str(settings.get("prompt") or settings.get("source") or trip.heard.name)
    cut = [f"first {trip.heard.audio.seconds:.0f} s"] if trip.is_cut else []
    facts = [settings["quality"], f"{trip.work_seconds:.2f} s of work", f"{trip.error:.1f} grey levels off"]
    if trip.distance is not None:
        facts.append(f"{trip.distance:.1f} dB off the sound")
    heard = card_from_clip(trip.heard, title=f"Read back from the picture: {name}", facts=[*facts, *cut])
    if trip.source is None:
        return [heard]
    return [card_from_clip(trip.source, title=name, facts=["as given", *cut]), heard]


def example_loop() -> str:
    """The sound of the notebooks, as a file."""
    from riffdemo.audio import save_audio
    from riffdemo.synth import two_bar_loop

    path = new_folder() / "two-bar loop.wav"
    settings = {"task": "example", "source": "two-bar loop", "loop": True}
    return str(save_audio(two_bar_loop(), path, settings=settings))
