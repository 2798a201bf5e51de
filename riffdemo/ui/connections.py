"""What goes from one tab to another: any clip, with its settings, to any tab that takes one.

`build_demo` makes one `Connections` and gives it to every tab. A tab that takes clips says so where it lays out its
controls, and a tab that shows players lets them send:

    connections.takes(
        "Audio to audio",                 # how the list "Send to" of every player calls it
        tab="audio-to-audio",             # id of the gr.Tab to open
        outputs=[source, prompt],
        receive=lambda sent: [sent.sound, sent.settings.get("prompt", gr.skip())],
    )
    connections.sends(shown)              # what `players(...)` returned

`receive` gets a `Sent` and returns one value or update for each of `outputs`; a change of theirs starts what their
tab starts then. A tab with two places for a clip takes twice, under two names. With `needs="prompt"` a destination
is offered only for clips whose settings have a prompt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.blocks import Block

from riffdemo.errors import ParameterError
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.cards import file_from_card


@dataclass(frozen=True)
class Sent:
    """A clip on its way.

    Attributes:
        sound: Path of its wav file, with the settings inside.
        picture: Path of its png file, likewise.
        settings: What made it; empty for a file without any.
    """

    sound: str
    picture: str
    settings: dict[str, Any]


@dataclass(frozen=True)
class _Destination:
    name: str
    tab: str
    outputs: Sequence[Block]
    receive: Callable[[Sent], Sequence[Any]]
    needs: str | None


class Connections:
    """Who takes clips and who sends them; `connect` joins them once all tabs are laid out."""

    def __init__(self) -> None:
        self._destinations: list[_Destination] = []
        self._senders: list[gr.HTML] = []

    def takes(
        self,
        name: str,
        *,
        tab: str,
        outputs: Sequence[Block],
        receive: Callable[[Sent], Sequence[Any]],
        needs: str | None = None,
    ) -> None:
        """Offer a place for clips.

        Args:
            name: Its line in the list "Send to"; each only once.
            tab: Id of the tab that is opened.
            outputs: What is set there.
            receive: Gives a value for each of `outputs`.
            needs: A setting without which a clip is of no use there; None takes every clip.
        """
        self._destinations.append(_Destination(name, tab, outputs, receive, needs))

    def sends(self, shown: gr.HTML) -> None:
        """Let players send what they show."""
        self._senders.append(shown)

    def connect(self, tabs: gr.Tabs) -> None:
        """Give every sender the list of destinations and carry what it sends."""
        outputs = [tabs, *(output for place in self._destinations for output in place.outputs)]

        @shows_errors
        def send(event: gr.EventData) -> list[Any]:
            return self.updates(event.to, sent_from_card(event.take))

        for shown in self._senders:
            shown.props["destinations"] = [{"name": d.name, "needs": d.needs} for d in self._destinations]
            shown.send(send, None, outputs, show_progress="hidden", api_visibility="private")

    def updates(self, to: str, sent: Sent) -> list[Any]:
        """A value for the tabs and for each output of each destination; all but those of one stay as they are.

        Raises:
            ParameterError: There is no such destination.
        """
        if to not in [place.name for place in self._destinations]:
            raise ParameterError(f"There is no place {to!r}: reload the page.")
        updates: list[Any] = []
        for place in self._destinations:
            if place.name == to:
                updates = [gr.Tabs(selected=place.tab), *updates, *place.receive(sent)]
            else:
                updates += [gr.skip()] * len(place.outputs)
        return updates


def sent_from_card(take: str) -> Sent:
    """The clip of a card, ready for another tab.

    Raises:
        RiffError: Its files have been cleaned up.
    """
    from riffdemo.clip import metadata_from_file

    sound, picture = file_from_card(take, "wav"), file_from_card(take, "png")
    return Sent(str(sound), str(picture), dict(metadata_from_file(picture).settings))
