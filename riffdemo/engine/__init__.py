"""A loaded model with everything around it: what each task is given.

    engine = load_engine()                       # wait for the shipped model
    engine = LazyEngine(); engine.start()        # serve a page meanwhile, engine.wait() when it is needed

engine.py       Engine: pipeline, converter, one lock
speed.py        how fast it is
checkpoint.py   which checkpoints there are and what they say of themselves
loading.py      from a folder or the hub to a pipeline
probe.py        which precision this machine is fast in
quiet.py        no progress bars and notices of the libraries below
loader.py       load_engine
background.py   LazyEngine

Importing this package loads neither torch nor diffusers; making an engine does.
"""

from riffdemo.engine.background import LazyEngine as LazyEngine
from riffdemo.engine.engine import Engine as Engine
from riffdemo.engine.loader import load_engine as load_engine
from riffdemo.engine.speed import Speed as Speed
