"""A loaded model with everything around it: what each task is given.

    engine = load_engine()                       # wait for the shipped model
    engine = LazyEngine(); engine.start()        # serve a page meanwhile, engine.wait() when it is needed

engine.py       Engine: pipeline, converter, one lock; load_engine
lazy.py         LazyEngine
checkpoint.py   which checkpoints there are and what they say of themselves, without loading them
loading.py      from a folder or the hub to a pipeline
hardware.py     which device, number format and threads this machine is fast with
speed.py        how fast a loaded engine is
quiet.py        no progress bars and notices of the libraries below

Importing this package loads neither torch nor diffusers; making an engine does.
"""

from riffdemo.engine.engine import Engine as Engine
from riffdemo.engine.engine import load_engine as load_engine
from riffdemo.engine.lazy import LazyEngine as LazyEngine
from riffdemo.engine.speed import Speed as Speed
