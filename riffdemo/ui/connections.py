"""What goes from one tab to another."""

from __future__ import annotations

from typing import Any

import gradio as gr

from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.cards import file_from_card
from riffdemo.ui.lab import Lab
from riffdemo.ui.text_to_audio import TextToAudio


def connect(tabs: gr.Tabs, text: TextToAudio, lab: Lab) -> None:
    """Clips go to the lab, and the settings inside files go back into the controls."""

    @shows_errors
    def send(event: gr.EventData) -> list[Any]:
        return [gr.Tabs(selected="lab"), str(file_from_card(event.take, "wav"))]

    @shows_errors
    def restore(event: gr.EventData) -> list[Any]:
        from riffdemo.clip import settings_from_file

        return [
            gr.Tabs(selected="text"),
            *text.updates(settings_from_file(file_from_card(event.take, "png"))),
        ]

    text.shown.send(send, None, [tabs, lab.file], show_progress="hidden", api_visibility="private")
    lab.shown.restore(
        restore, None, [tabs, *text.controls.values()], show_progress="hidden", api_visibility="private"
    )
