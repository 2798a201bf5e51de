"""Players: clips with spectrogram, axes, waveform, moving playhead and downloads.

The page's part is static/takes.js; it draws what `cards.py` describes and sends back four events:
"save" (take, form), "send" (take, to), "restore" (take) from the strip, and "stop".
"""

from __future__ import annotations

from typing import Any

import gradio as gr

import riffdemo
from riffdemo.ui.adapters import shows_errors
from riffdemo.ui.cards import file_for_page, file_from_card
from riffdemo.ui.theme import STATIC

_MOUNT = """
const events = ['save', 'restore', 'send', 'stop'];
const root = new URL(window.gradio_config?.root || '.', document.baseURI).href.replace(/\\/$/, '');
import(`${root}/gradio_api/file=${props.folder}/takes.js?v=${props.version}`)
    .then(takes => takes.mount({element, props, trigger, watch}));
"""

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
    """A list of players, or a strip of small pictures.

    Its value is {"cards": [...]}, with "progress" while something is being made.

    Args:
        shows: "players" or "strip".
        elem_id: Its id in the page.
    """
    gr.set_static_paths([STATIC])
    shown = gr.HTML(
        value=None,
        html_template=f'<div class="{shows}"></div>',
        js_on_load=_MOUNT,
        apply_default_css=False,
        elem_id=elem_id,
        shows=shows,
        folder=STATIC.as_posix(),
        version=riffdemo.__version__,
        destinations=[],
    )
    connect_downloads(shown)
    return shown


def connect_downloads(shown: gr.HTML) -> None:
    """Let the page save what `shown` asks for by its event "save"."""
    download = gr.HTML(value=None, html_template="", js_on_load=_DOWNLOAD, elem_classes="unseen")
    shown.save(saved_file, None, download, queue=False, show_progress="hidden", api_visibility="private")


@shows_errors
def saved_file(event: gr.EventData) -> dict[str, Any]:
    """The file that was asked for, ready to be downloaded."""
    return file_for_page(file_from_card(event.take, event.form))
