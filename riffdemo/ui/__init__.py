"""The app: `build_demo(engine)` lays out the page, `riffdemo.server` serves it.

demo.py                          the page and its tabs; connections.py: what goes from one to another
text_to_audio.py, lab.py, ...    one tab each; suggestions.py: prompts that run at a click
bench.py                         what every tab does that makes clips: run, stop, history, settings from files
conversion.py, pad.py, denoising.py   the parts of the lab
making.py, reworking.py, audition_work.py, work.py   long work behind the page: progress, previews, stop
api.py, sound_api.py, audition_api.py   the same tasks as named endpoints
cards.py, history.py, models.py  clips as the page shows them, those of a visitor, the models to choose from
widgets.py, players.py           controls and players, each described once
mask_painter.py                  a source, and what may change painted over it
init_picker.py                   where music starts from: bundled loops, own files, the microphone
settings.py, *_settings.py       settings as values of the controls, as arguments and as links
adapters.py                      errors as the visitor sees them
help.py, theme.py                words and looks
"""

import os

# Gradio reads this when it is imported; without it, it calls two hosts at the start.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from riffdemo.ui.demo import build_demo as build_demo
