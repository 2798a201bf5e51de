"""riffdemo: paint a spectrogram from a text prompt, hear it as music."""

from riffdemo.errors import AudioError as AudioError
from riffdemo.errors import CheckpointError as CheckpointError
from riffdemo.errors import MetadataError as MetadataError
from riffdemo.errors import ParameterError as ParameterError
from riffdemo.errors import RiffError as RiffError
from riffdemo.params import SpectrogramParams as SpectrogramParams

__version__ = "0.1.0"
