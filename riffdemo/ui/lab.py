"""The tab "Sound and picture": from a sound to its picture and from a picture to its sound. Needs no model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from riffdemo.limits import Limits
from riffdemo.ui import help as words
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.cards import Card, card_from_clip, new_folder
from riffdemo.ui.connections import Connections
from riffdemo.ui.players import players
from riffdemo.ui.widgets import notebook_link, quality_choice

if TYPE_CHECKING:
    from riffdemo.roundtrip import RoundTrip


def build(limits: Limits, connections: Connections) -> None:
    """Lay out the tab and connect its events."""
    gr.Markdown(words.LAB, elem_classes="lead")
    with gr.Row(equal_height=True):
        file = gr.File(
            label="Drop a sound or a picture",
            type="filepath",
            height=120,
            scale=3,
            elem_classes="panel dashed",
        )
        microphone = gr.Audio(
            label="Or record", sources=["microphone"], type="filepath", scale=2, elem_classes="panel"
        )
    with gr.Row(elem_classes="between"):
        quality = quality_choice()
        example = gr.Button("Try the two-bar loop", elem_classes="chip", scale=0)
    notebook_link("04", "05")
    shown = players(elem_id="lab-players")

    @shows_errors
    def convert(path: str | None, quality: Any) -> dict[str, Any] | None:
        return None if path is None else {"cards": cards_from_file(path, quality, limits)}

    example.click(example_loop, None, file, api_visibility="private")
    microphone.stop_recording(lambda path: path, microphone, file, api_visibility="private")
    gr.on([file.change, quality.change], convert, [file, quality], shown, api_visibility="private")
    connections.takes("Sound and picture", tab="lab", outputs=[file], receive=lambda sent: [sent.sound])
    connections.sends(shown)


def cards_from_file(path: str, quality: Any, limits: Limits) -> list[Card]:
    """The sound in a file, if it is one, and the sound read back from its picture.

    Raises:
        RiffError: The file cannot be read.
    """
    from riffdemo.roundtrip import round_trip

    trip = round_trip(path, quality=quality, max_seconds=limits.max_lab_seconds)
    return _cards_from_round_trip(trip, max_seconds=limits.max_lab_seconds)


def _cards_from_round_trip(trip: RoundTrip, *, max_seconds: float) -> list[Card]:
    settings = trip.heard.settings
    name = str(settings.get("prompt") or settings.get("source") or trip.heard.name)
    cut = [f"first {max_seconds:g} s"] if trip.is_cut else []
    facts = [settings["quality"], f"{trip.work_seconds:.2f} s of work", f"{trip.error:.1f} grey levels off"]
    heard = card_from_clip(trip.heard, title=f"Read back from the picture: {name}", facts=[*facts, *cut])
    if trip.source is None:
        return [heard]
    source = card_from_clip(trip.source, title=name, facts=["as given", *cut])
    return [source, heard]


def example_loop() -> str:
    """The sound of the notebooks, as a file."""
    from riffdemo.audio import save_audio
    from riffdemo.synth import two_bar_loop

    path = new_folder() / "two-bar loop.wav"
    settings = {"task": "example", "source": "two-bar loop", "loop": True}
    return str(save_audio(two_bar_loop(), path, settings=settings))
