"""The page: a head, the tabs, how it works, what you may do."""

from __future__ import annotations

import html
from collections.abc import Callable

import gradio as gr

from riffdemo.engine import LazyEngine
from riffdemo.errors import CheckpointError
from riffdemo.limits import HOME, Limits
from riffdemo.ui import audio_to_audio, audition, interpolation, lab, live, text_to_audio
from riffdemo.ui import help as words
from riffdemo.ui.api import Api
from riffdemo.ui.connections import Connections
from riffdemo.ui.models import AnyEngine, Models
from riffdemo.ui.work import ENGINE_LINE, Visitors

_STATUS_EVERY = 1.0  # seconds, until the model is loaded

_HEAD = """
<div class="brand">
  <svg viewBox="0 0 28 24" aria-hidden="true"><rect x="0" y="9" width="3" height="6" rx="1.5"/><rect x="5" y="4"
  width="3" height="16" rx="1.5"/><rect x="10" y="7" width="3" height="10" rx="1.5"/><rect x="15" y="1" width="3"
  height="22" rx="1.5"/><rect x="20" y="6" width="3" height="12" rx="1.5"/><rect x="25" y="10" width="3" height="4"
  rx="1.5"/></svg>
  <h1>riffdemo</h1><p>Say what you want to hear. Watch it being painted.</p>
</div>
"""


def build_demo(
    engine: AnyEngine | CheckpointError,
    *,
    limits: Limits = HOME,
    load: Callable[[str], AnyEngine] | None = None,
) -> gr.Blocks:
    """Lay out the app.

    Args:
        engine: The model, which may still be loading, or why there is none.
        limits: What a visitor may ask for.
        load: Makes the engine of another checkpoint; None where visitors may not choose one.
    """
    cleaning = (limits.keep_files // 4, limits.keep_files)
    with gr.Blocks(title="riffdemo", delete_cache=cleaning, analytics_enabled=False, fill_width=True) as demo:
        with gr.Row(elem_classes="masthead"):
            gr.HTML(_HEAD, apply_default_css=False)
            _status(engine)
        link = _link(demo)
        connections = Connections()
        models = None if isinstance(engine, CheckpointError) else Models(engine, load=load)
        with gr.Tabs() as tabs:
            with gr.Tab("Text to audio", id="text"):
                if isinstance(engine, CheckpointError):
                    gr.HTML(_problem(engine), apply_default_css=False)
                elif models is not None:
                    visitors = Visitors()
                    text_to_audio.build(link, models, visitors, limits, connections)
            if models is not None:
                with gr.Tab("Interpolation", id="interpolation"):
                    interpolation.build(demo, tabs, link, models, limits, connections)
                with gr.Tab("Audio to audio", id="audio-to-audio"):
                    audio_to_audio.build(demo, models, limits, connections)
                with gr.Tab("Live", id="live"):
                    live.build(demo, tabs, link, models, connections)
                with gr.Tab("Audition", id="audition"):
                    audition.build(demo, models, limits, connections)
            with gr.Tab("Sound and picture", id="lab"):
                lab.build(demo, models, limits, connections)
        Api(None if isinstance(engine, CheckpointError) else engine, limits, engine_line=ENGINE_LINE)
        connections.connect(tabs)
        if not isinstance(engine, CheckpointError):
            demo.unload(visitors.stop)
        with gr.Row(elem_classes="foot"):
            with gr.Accordion("How this works", open=False):
                gr.Markdown(words.HOW)
            with gr.Accordion("What you may do with it", open=False):
                gr.Markdown(words.LICENCE)
    return demo


def _problem(error: CheckpointError) -> str:
    return f'<div class="notice" role="alert"><b>There is no model here.</b> {html.escape(str(error))}</div>'


def _link(demo: gr.Blocks) -> gr.Textbox:
    """Unseen; changes once the page is there if its address has a query, and asks the server nothing otherwise."""
    query = gr.Textbox(elem_classes="unseen")
    demo.load(None, None, query, js="() => location.search")
    return query


def _status(engine: AnyEngine | CheckpointError) -> None:
    """A line about the model, up to date while it loads."""
    if not isinstance(engine, LazyEngine):
        return
    line = gr.Markdown(engine.status, elem_classes="status")
    timer = gr.Timer(_STATUS_EVERY)
    timer.tick(
        lambda: (engine.status, gr.Timer(active=not engine.ready)),
        None,
        [line, timer],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )
