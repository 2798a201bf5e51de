"""The source of a task with its picture, and a mask painted over it.

The page's part is static/mask.js. The value is {"card": the source's card, "mask": a PNG as text, or ""}; in the PNG
white is what may change.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

import riffdemo
from riffdemo.params import SpectrogramParams
from riffdemo.ui.cards import card_from_clip
from riffdemo.ui.players import connect_downloads
from riffdemo.ui.theme import STATIC

_MOUNT = """
const events = ['save'];
const root = new URL(window.gradio_config?.root || '.', document.baseURI).href.replace(/\\/$/, '');
import(`${root}/gradio_api/file=${props.folder}/mask.js?v=${props.version}`)
    .then(mask => mask.mount({element, props, trigger, watch}));
"""


def mask_painter(*, elem_id: str) -> gr.HTML:
    """A picture to paint on, empty until its value has a card."""
    gr.set_static_paths([STATIC])
    painter = gr.HTML(
        value=None,
        html_template='<div class="source"></div>',
        js_on_load=_MOUNT,
        apply_default_css=False,
        elem_id=elem_id,
        folder=STATIC.as_posix(),
        version=riffdemo.__version__,
    )
    connect_downloads(painter)
    return painter


def value_from_source(
    source: str | None, params: SpectrogramParams, *, start: float, seconds: float
) -> dict[str, Any]:
    """The part of a source that is going to be painted, with nothing painted on it yet.

    Raises:
        RiffError: It cannot be read, or has no such part.
    """
    if source is None:
        return {"card": None, "mask": ""}
    from riffdemo.clip import Clip
    from riffdemo.spectrogram import SpectrogramConverter
    from riffdemo.sweep.columns import picture_from_audio
    from riffdemo.tasks.audio_to_audio import source_track
    from riffdemo.tasks.inits import name_of_init

    track = source_track(source, params, start=start, seconds=seconds, stereo=None)
    name = name_of_init(source)
    clip = Clip(track, picture_from_audio(track, SpectrogramConverter(params)), {"source": name})
    return {"card": card_from_clip(clip, title=name), "mask": ""}
