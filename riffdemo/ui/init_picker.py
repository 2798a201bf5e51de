"""Where music starts from: bundled loops to listen to and pick, an own sound or picture, the microphone.

The page's part is static/init_clips.js; it draws the loops and sets the value, the name of the one that was picked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.components import Component

import riffdemo
from riffdemo.init_clips import FOLDER, init_clip, init_clips
from riffdemo.ui import help as words
from riffdemo.ui.theme import STATIC

OWN_FILE = "own file"
"""Value of the list of loops while an own file counts."""

# What it shows is written into the script: a component that is not on the page yet loses its properties at an update.
_MOUNT = """
const events = ['pick'];
const own = OWN;
const root = new URL(window.gradio_config?.root || '.', document.baseURI).href.replace(/\\/$/, '');
import(`${root}/gradio_api/file=${own.folder}/init_clips.js?v=${own.version}`)
    .then(clips => clips.mount({element, props, trigger, watch, root, ...own}));
"""


@dataclass(frozen=True)
class InitPicker:
    """The controls; their values go through `init_from_values`.

    Attributes:
        picked: Its value is the name of a bundled loop, "" for none, `OWN_FILE` where the file counts.
        file: An own sound or picture, which goes before a bundled loop.
        whole_bars: Whether an own sound is cut to bars.
    """

    picked: gr.HTML
    file: gr.File
    whole_bars: gr.Checkbox

    @property
    def controls(self) -> dict[str, Component]:
        """The controls by name."""
        return {"init": self.picked, "init_file": self.file, "whole_bars": self.whole_bars}


def init_picker(*, elem_id: str, none: str = "", value: str = "", bars: bool = True) -> InitPicker:
    """Lay out the loops, a zone for own files and a microphone.

    Args:
        elem_id: Of the list of loops in the page.
        none: What the choice of no loop is called; "" leaves it out.
        value: Name of the loop that is picked at first.
        bars: Offer to cut whole bars.
    """
    gr.set_static_paths([STATIC])
    own = {
        "clips": _described(),
        "none": none,
        "folder": STATIC.as_posix(),
        "version": riffdemo.__version__,
    }
    picked = gr.HTML(
        value=value,
        html_template='<div class="loops" role="radiogroup" aria-label="Bundled loops"></div>',
        js_on_load=_MOUNT.replace("OWN", json.dumps(own)),
        apply_default_css=False,
        elem_id=elem_id,
    )
    with gr.Row(equal_height=True):
        file = gr.File(
            label=words.OWN_INIT,
            type="filepath",
            height=96,
            scale=3,
            min_width=200,
            elem_classes="panel dashed",
        )
        microphone = gr.Audio(
            label="Or record",
            sources=["microphone"],
            type="filepath",
            scale=2,
            min_width=200,
            elem_classes="panel",
        )
        whole_bars = gr.Checkbox(
            False, label="Cut to whole bars", info=words.WHOLE_BARS, min_width=200, visible=bars
        )
    microphone.stop_recording(
        lambda path: (path, OWN_FILE), microphone, [file, picked], api_visibility="private"
    )
    file.upload(lambda: OWN_FILE, None, picked, show_progress="hidden", api_visibility="private")
    file.clear(lambda: value, None, picked, show_progress="hidden", api_visibility="private")
    picked.pick(lambda: None, None, file, show_progress="hidden", api_visibility="private")
    return InitPicker(picked, file, whole_bars)


def init_from_values(values: Mapping[str, Any], name: str = "init") -> str | None:
    """What to start from, as the tasks take it: an own file, the name of a bundled loop, or None.

    Args:
        values: Of the controls by name.
        name: Of the list of loops; that of the file is "<name>_file".

    Raises:
        ParameterError: There is no such loop.
    """
    picked = values[name]
    bundled = (
        init_clip(picked).name if picked and picked != OWN_FILE else None
    )  # no path: a page can say anything
    return values[f"{name}_file"] or bundled


def _described() -> list[dict[str, Any]]:
    return [
        {
            "name": clip.name,
            "about": f"{clip.bpm} bpm · {clip.bars} bars",
            "seconds": clip.seconds,
            "sound": clip.sound.relative_to(FOLDER.parent).as_posix(),
            "picture": clip.picture.relative_to(FOLDER.parent).as_posix(),
        }
        for clip in init_clips()
    ]
