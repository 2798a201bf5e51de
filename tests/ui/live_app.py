"""Pages with nothing but the live view, whose music is made without a model and can fail on demand."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
from gradio.utils import get_upload_folder
from PIL import Image

from riffdemo.audio import Audio, save_audio
from riffdemo.limits import HOME
from riffdemo.server import serve
from riffdemo.ui.live import REFUSED
from riffdemo.ui.theme import STATIC

RATE = 44_100
FRAMES = 2 * RATE
TONE_HZ = 220.0
LEVEL = 0.25

# What a view asks for carries the number of its band, which stands behind the "#" of the address. `mountLive` puts a
# new view into a page that is there already.
_MOUNT = """
const events = ['next_clip', 'stopped', 'keep'];
const root = new URL(window.gradio_config?.root || '.', document.baseURI).href.replace(/\\/$/, '');
import(`${root}/gradio_api/file=${props.folder}/live/live.js?v=${props.version}`).then(live => {
    window.mountLive = options => {
        const band = location.hash;
        live.mount({element, props, watch, upload, options: {...props.options, ...options},
            trigger: (name, data) => trigger(name, {...data, band})});
    };
    window.mountLive();
});
"""


@dataclass
class Band:
    """A tone without end, cut into clips of 2 s; what it does wrong is set by the tests.

    Attributes:
        asked: Every request.
        left: Every "stopped".
        kept: Every "keep".
        slow: Seconds of work per clip.
        overlap: Seconds that clips share.
        errors: Messages of the next replies.
        lost: How many of the next requests are never answered.
        gone: How many of the next clips have no file.
    """

    asked: list[dict[str, Any]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    slow: float = 0.1
    overlap: float = 0.0
    errors: list[str] = field(default_factory=list)
    lost: int = 0
    gone: int = 0
    retry: bool = True

    def next_clip(self, request: dict[str, Any]) -> Any:
        """A reply as the app's server gives it."""
        self.asked.append(request)
        time.sleep(self.slow)
        if self.errors:
            return {"req": request["req"], "error": self.errors.pop(0), "retry": self.retry}
        if self.lost:
            self.lost -= 1
            return gr.skip()
        return self._reply(request)

    def _reply(self, request: dict[str, Any]) -> dict[str, Any]:
        riff, before = request["riff"], request["position"] or {"sample": 0, "prompt": None}
        waiting = riff["queue"] and before["prompt"] == riff["prompts"][0]["text"]
        prompt = riff["queue"][0] if waiting else riff["prompts"][0]["text"]
        first = before["sample"] - round(self.overlap * RATE) * (request["position"] is not None)
        sound, picture = _files(first)
        if self.gone:
            self.gone -= 1
            sound = sound.with_name("gone.wav")
        return {
            "req": request["req"],
            "epoch": request["epoch"],
            "audio": gr.FileData(path=str(sound)).model_dump(),
            "image": gr.FileData(path=str(picture)).model_dump(),
            "seconds": FRAMES / RATE,
            "overlap": self.overlap if request["position"] else 0.0,
            "label": prompt,
            "changed": prompt != before["prompt"],
            "from_prompt": before["prompt"] or prompt,
            "to_prompt": prompt,
            "alpha": 0.0,
            "seed": riff["seed"],
            "position": {"sample": first + FRAMES, "prompt": prompt},
            "settings": {},
            "take": uuid.uuid4().hex,
            "work_seconds": self.slow,
            "real_time_factor": FRAMES / RATE / self.slow,
            "steps": 8,
            "queue_taken": int(bool(waiting)),
            "gain_db": 0.0,
        }


class Stage:
    """Served pages with nothing but the live view in one tab, and something else in another.

    Args:
        port: Port; None takes a free one.
        options: What the view is given.
    """

    def __init__(self, *, port: int | None = None, **options: Any) -> None:
        self._bands: dict[str, Band] = {}
        self.demo = self._built(options)
        self.url = serve(self.demo, limits=HOME, port=port, block=False)

    def take(self, band: Band) -> str:
        """Let `band` answer the pages whose address ends on what is returned."""
        mark = f"#{len(self._bands)}"
        self._bands[mark] = band
        return mark

    def _built(self, options: dict[str, Any]) -> gr.Blocks:
        gr.set_static_paths([STATIC])
        with gr.Blocks(analytics_enabled=False, fill_width=True) as demo, gr.Tabs():
            with gr.Tab("Live"):
                live = gr.HTML(
                    value=None,
                    html_template="<div></div>",
                    js_on_load=_MOUNT,
                    apply_default_css=False,
                    elem_id="live",
                    folder=STATIC.as_posix(),
                    version=uuid.uuid4().hex,
                    options=options,
                )
            with gr.Tab("Other"):
                gr.Markdown("Something else")
            quiet: Any = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "multiple"}
            asked = live.next_clip(self._next_clip, None, live, concurrency_limit=4, **quiet)
            asked.failure(None, None, live, js=REFUSED, **quiet)
            live.keep(self._keep, None, None, **quiet)
            live.stopped(self._stopped, None, None, queue=False, **quiet)
        return demo

    def _next_clip(self, event: gr.EventData) -> Any:
        return self._bands[event.band].next_clip(dict(event._data))

    def _keep(self, event: gr.EventData) -> None:
        self._bands[event.band].kept.append(dict(event._data))

    def _stopped(self, event: gr.EventData) -> None:
        self._bands[event.band].left.append(event.why)


def tone(first: int, count: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Samples `first` and following of the tone."""
    wave = LEVEL * np.sin(2 * np.pi * TONE_HZ * np.arange(first, first + count) / RATE)
    return wave.astype(np.float32)


def _files(first: int) -> tuple[Path, Path]:
    folder = Path(get_upload_folder()) / uuid.uuid4().hex
    folder.mkdir(parents=True)
    _picture().save(folder / "clip.png")
    return save_audio(Audio(tone(first, FRAMES)[None], RATE), folder / "clip.wav"), folder / "clip.png"


def _picture() -> Image.Image:
    """Bands of sound that come and go; white is silence."""
    columns, rows = np.meshgrid(np.arange(200), np.arange(128))
    loud = np.exp(-(((rows % 32) - 16) ** 2) / 40) * (0.6 + 0.4 * np.sin(columns / 9)) * rows / 128
    return Image.fromarray(np.uint8(255 * (1 - loud))).convert("RGB")
