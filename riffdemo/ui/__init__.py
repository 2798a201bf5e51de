"""The app: `build_demo(engine)` lays out the page, `riffdemo.server` serves it.

demo.py             the page and its tabs
text_to_audio.py, lab.py     one tab each
adapters.py         between Gradio's values and the package's
widgets.py, players.py       controls and players, each described once
settings.py         settings as widget values and as links
help.py, theme.py   words and looks
"""

import os

# Gradio reads this when it is imported; without it, it calls two hosts at the start.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from riffdemo.ui.demo import build_demo as build_demo
