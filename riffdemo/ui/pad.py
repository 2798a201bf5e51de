"""A spectrogram to draw on; the page's part is static/pad.js.

Its value may be {"picture": what `file_for_page` gives} to draw on; its event "drawn" carries `picture`, a PNG as a
data URL.
"""

from __future__ import annotations

import base64
import binascii

import gradio as gr

from riffdemo.errors import ParameterError
from riffdemo.ui.cards import new_folder
from riffdemo.ui.players import mounted

_HEAD = "data:image/png;base64,"
_MAX_CHARACTERS = 2_000_000


def pad(*, elem_id: str) -> gr.HTML:
    """Somewhere to draw a sound."""
    return mounted("pad.js", '<div class="pad"></div>', events=("drawn",), elem_id=elem_id)


def file_from_drawing(data_url: object) -> str:
    """The drawing as a file in Gradio's cache.

    Raises:
        ParameterError: It is none.
    """
    if not isinstance(data_url, str) or not data_url.startswith(_HEAD) or len(data_url) > _MAX_CHARACTERS:
        raise ParameterError("This is no drawing: draw something and try again.")
    path = new_folder() / "drawing.png"
    try:
        path.write_bytes(base64.b64decode(data_url.removeprefix(_HEAD), validate=True))
    except binascii.Error as error:
        raise ParameterError("The drawing did not arrive as a whole: try again.") from error
    return str(path)
