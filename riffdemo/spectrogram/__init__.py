"""Audio to mel spectrogram and back.

converter.py        SpectrogramConverter, what everybody uses
analysis.py         audio to mel
reconstruction.py   mel to audio: the steps, their order
stream.py           mel to audio without end, stretch by stretch
phase.py            the starting phase (phase-gradient heap integration)
griffin_lim.py      the waveform that fits the picture
on_device.py        the same on a GPU
textbook.py         the classic way, to compare with
grid.py, bands.py, frames.py, boundary.py, compiled.py   what they stand on
"""

from riffdemo.qualities import QUALITIES as QUALITIES
from riffdemo.qualities import Quality as Quality
from riffdemo.qualities import QualityName as QualityName
from riffdemo.spectrogram.converter import SpectrogramConverter as SpectrogramConverter
from riffdemo.spectrogram.stream import MelStream as MelStream
