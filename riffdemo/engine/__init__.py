"""A loaded model with everything around it: what each task is given.

    engine = load_engine()                       # wait for the shipped model
    engine = LazyEngine(); engine.start()        # serve a page meanwhile, engine.wait() when it is needed

engine.py       Engine: pipeline, converter, one lock
speed.py        how fast it is
loader.py       load_engine
background.py   LazyEngine

Importing this package loads neither torch nor diffusers; making an engine does.
"""

from riffdemo.engine.background import LazyEngine as LazyEngine
from riffdemo.engine.engine import Engine as Engine
from riffdemo.engine.loader import load_engine as load_engine
from riffdemo.engine.speed import Speed as Speed
