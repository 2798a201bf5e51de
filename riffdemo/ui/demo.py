"""The page: a head, the tabs, how it works, what you may do."""

from __future__ import annotations

import gradio as gr

from riffdemo.limits import HOME, Limits
from riffdemo.ui import help as words
from riffdemo.ui import lab

_HEAD = """
<div class="brand">
  <svg viewBox="0 0 28 24" aria-hidden="true"><rect x="0" y="9" width="3" height="6" rx="1.5"/><rect x="5" y="4"
  width="3" height="16" rx="1.5"/><rect x="10" y="7" width="3" height="10" rx="1.5"/><rect x="15" y="1" width="3"
  height="22" rx="1.5"/><rect x="20" y="6" width="3" height="12" rx="1.5"/><rect x="25" y="10" width="3" height="4"
  rx="1.5"/></svg>
  <h1>riffdemo</h1><p>Say what you want to hear. Watch it being painted.</p>
</div>
"""


def build_demo(*, limits: Limits = HOME) -> gr.Blocks:
    """Lay out the app.

    Args:
        limits: What a visitor may ask for.
    """
    cleaning = (limits.keep_files // 4, limits.keep_files)
    with gr.Blocks(title="riffdemo", delete_cache=cleaning, analytics_enabled=False, fill_width=True) as demo:
        gr.HTML(_HEAD, apply_default_css=False)
        with gr.Tabs(), gr.Tab("Sound and picture", id="lab"):
            lab.build(limits)
        with gr.Row(elem_classes="foot"):
            with gr.Accordion("How this works", open=False):
                gr.Markdown(words.HOW)
            with gr.Accordion("What you may do with it", open=False):
                gr.Markdown(words.LICENCE)
    return demo
