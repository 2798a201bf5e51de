"""Clips on their way between tabs."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import pytest

from riffdemo.audio import load_audio
from riffdemo.clip import Clip, clip_from_audio, settings_from_file
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.synth import tone
from riffdemo.ui.cards import card_from_clip
from riffdemo.ui.connections import Connections, Sent, sent_from_card

SETTINGS = {"task": "text_to_audio", "prompt": "funk", "seed": 7}


def clip(**settings: object) -> Clip:
    return clip_from_audio(tone(440.0, seconds=0.5), SpectrogramParams(), settings)


def test_a_clip_travels_with_its_settings() -> None:
    sent = sent_from_card(card_from_clip(clip(**SETTINGS), title="funk")["take"])
    assert sent.settings == SETTINGS == settings_from_file(sent.sound) == settings_from_file(sent.picture)
    assert load_audio(sent.sound).seconds == pytest.approx(0.5)
    assert Path(sent.picture).suffix == ".png"


def test_a_clip_without_settings_travels_too() -> None:
    assert sent_from_card(card_from_clip(clip(), title="a tone")["take"]).settings == {}


@pytest.mark.parametrize("take", ["", "0" * 32, "../" * 10, "a" * 31])
def test_a_clip_that_is_gone_is_told(take: str) -> None:
    with pytest.raises(ParameterError, match="make it again"):
        sent_from_card(take)


@pytest.fixture
def connections() -> Connections:
    made = Connections()
    file, box = gr.File(), gr.Textbox()
    made.takes("One", tab="one", outputs=[file, box], receive=lambda s: [s.sound, s.settings["prompt"]])
    made.takes("Two", tab="two", outputs=[box], receive=lambda s: [s.settings["seed"]], needs="seed")
    return made


@pytest.mark.parametrize(
    ("to", "tab", "values"), [("One", "one", ["a.wav", "funk", None]), ("Two", "two", [None, None, 7])]
)
def test_only_the_destination_changes(
    connections: Connections, to: str, tab: str, values: list[object]
) -> None:
    opened, *updates = connections.updates(to, Sent("a.wav", "a.png", SETTINGS))
    assert opened.selected == tab
    assert updates == [gr.skip() if value is None else value for value in values]


def test_an_unknown_destination_is_told(connections: Connections) -> None:
    with pytest.raises(ParameterError, match="'Three'"):
        connections.updates("Three", Sent("a.wav", "a.png", SETTINGS))
