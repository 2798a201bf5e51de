"""Players: clips with spectrogram, axes, waveform, moving playhead and downloads.

The page's part is static/takes.js, or static/audition.js for a grid to choose from; it draws what `cards.py`
describes and sends back events: "save" (take, form), "send" (take, to), "restore" (take) from the strip, "stop",
and "export" (takes) and "clear" from the grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

import riffdemo
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.cards import file_for_page, file_from_card
from riffdemo.ui.theme import STATIC

_MOUNT = """
const events = [EVENTS];
const root = new URL(window.gradio_config?.root || '.', document.baseURI).href.replace(/\\/$/, '');
import(`${root}/gradio_api/file=${props.folder}/${props.module}?v=${props.version}`)
    .then(module => module.mount({element, props, trigger, watch}));
"""

_MODULES = {"audition": "audition.js"}

_DOWNLOAD = """
watch('value', () => {
    if (!props.value) return;
    const link = document.createElement('a');
    link.href = props.value.url;
    link.download = props.value.orig_name;
    link.click();
});
"""


def players(*, shows: str = "players", elem_id: str) -> gr.HTML:
    """A list of players, a strip of small pictures, or a grid to choose from.

    Its value is {"cards": [...]}, with "progress" while something is being made.

    Args:
        shows: "players", "strip" or "audition".
        elem_id: Its id in the page.
    """
    shown = mounted(
        _MODULES.get(shows, "takes.js"),
        f'<div class="{shows}"></div>',
        events=("save", "restore", "send", "stop", "export", "clear"),
        elem_id=elem_id,
        shows=shows,
        destinations=[],
    )
    connect_downloads(shown)
    return shown


def connect_downloads(shown: gr.HTML) -> None:
    """Let the page save what `shown` asks for by its event "save"."""
    shown.save(saved_file, None, downloads(), queue=False, show_progress="hidden", api_visibility="private")


def mounted(module: str, template: str, *, events: Sequence[str], elem_id: str, **props: Any) -> gr.HTML:
    """Something that a module in static/ draws: its `mount({element, props, trigger, watch})` is called.

    Args:
        module: Name of the file.
        template: What is there before.
        events: What it may trigger.
        elem_id: Its id in the page.
        props: What it is told.
    """
    gr.set_static_paths([STATIC])
    return gr.HTML(
        value=None,
        html_template=template,
        js_on_load=_MOUNT.replace("EVENTS", ", ".join(f"'{event}'" for event in events)),
        apply_default_css=False,
        elem_id=elem_id,
        module=module,
        folder=STATIC.as_posix(),
        version=riffdemo.__version__,
        **props,
    )


def downloads() -> gr.HTML:
    """Unseen; a file that becomes its value, see `file_for_page`, is downloaded."""
    return gr.HTML(value=None, html_template="", js_on_load=_DOWNLOAD, elem_classes="unseen")


@shows_errors
def saved_file(event: gr.EventData) -> dict[str, Any]:
    """The file that was asked for, ready to be downloaded."""
    return file_for_page(file_from_card(event.take, event.form))
