"""riffdemo: paint a spectrogram from a text prompt, hear it as music.

    import riffdemo as riff

    convert = riff.SpectrogramConverter()
    audio = riff.load_audio("loop.wav", sample_rate=convert.params.sample_rate, n_channels=1)
    image = riff.image_from_mel(convert.mel_from_audio(audio), convert.params)
    again = convert.audio_from_mel(riff.mel_from_image(image))

Names are loaded on first use, so that `import riffdemo` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riffdemo.audio import Audio as Audio
    from riffdemo.audio import crossfade as crossfade
    from riffdemo.audio import load_audio as load_audio
    from riffdemo.audio import loop as loop
    from riffdemo.audio import loudness as loudness
    from riffdemo.audio import normalize as normalize
    from riffdemo.audio import normalize_loudness as normalize_loudness
    from riffdemo.audio import overlap_add as overlap_add
    from riffdemo.audio import resample as resample
    from riffdemo.audio import save_audio as save_audio
    from riffdemo.clip import Clip as Clip
    from riffdemo.clip import load_clip as load_clip
    from riffdemo.clip import settings_from_file as settings_from_file
    from riffdemo.engine import Engine as Engine
    from riffdemo.engine import LazyEngine as LazyEngine
    from riffdemo.engine import load_engine as load_engine
    from riffdemo.errors import AudioError as AudioError
    from riffdemo.errors import CheckpointError as CheckpointError
    from riffdemo.errors import MetadataError as MetadataError
    from riffdemo.errors import ParameterError as ParameterError
    from riffdemo.errors import RiffError as RiffError
    from riffdemo.image import image_from_mel as image_from_mel
    from riffdemo.image import load_image as load_image
    from riffdemo.image import mel_from_image as mel_from_image
    from riffdemo.image import params_from_image as params_from_image
    from riffdemo.image import save_image as save_image
    from riffdemo.live.join import joined as joined
    from riffdemo.live.riff import Riff as Riff
    from riffdemo.params import SpectrogramParams as SpectrogramParams
    from riffdemo.spectrogram import MelStream as MelStream
    from riffdemo.spectrogram import SpectrogramConverter as SpectrogramConverter
    from riffdemo.tasks import Interpolation as Interpolation
    from riffdemo.tasks import interpolate as interpolate
    from riffdemo.tasks import text_to_audio as text_to_audio
    from riffdemo.tasks.audio_to_audio import audio_to_audio as audio_to_audio
    from riffdemo.tasks.audition import audition as audition
    from riffdemo.tasks.denoising import denoising as denoising
    from riffdemo.tasks.endless import endless as endless
    from riffdemo.tasks.extend import extend as extend

__version__ = "0.1.0"

_MODULES = {
    "riffdemo.audio": (
        "Audio crossfade load_audio loop loudness normalize normalize_loudness overlap_add resample save_audio"
    ),
    "riffdemo.clip": "Clip load_clip settings_from_file",
    "riffdemo.engine": "Engine LazyEngine load_engine",
    "riffdemo.errors": "AudioError CheckpointError MetadataError ParameterError RiffError",
    "riffdemo.image": "image_from_mel load_image mel_from_image params_from_image save_image",
    "riffdemo.live.join": "joined",
    "riffdemo.live.riff": "Riff",
    "riffdemo.params": "SpectrogramParams",
    "riffdemo.spectrogram": "MelStream SpectrogramConverter",
    "riffdemo.tasks": "Interpolation audio_to_audio audition denoising endless extend interpolate text_to_audio",
}
_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = ["__version__", *sorted(_HOME)]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'riffdemo' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value
