"""What a task may start from, as the picture that the model starts from.

Explained in notebook 07.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from riffdemo.init_clips import init_clip, init_clips

if TYPE_CHECKING:
    import torch
    from PIL import Image

    from riffdemo.audio import Audio
    from riffdemo.engine import Engine

Init: TypeAlias = "str | os.PathLike[str] | Audio | Image.Image"
"""A bundled clip by its name, a file with a sound or a picture, a sound, or a picture."""

LEVEL_DBFS = -18.0
"""RMS level of the music that the shipped model learned from: sounds are brought there before they are painted."""


def picture_from_init(engine: Engine, init: Init, *, whole_bars: bool = False) -> Image.Image:
    """One model-sized picture of what a task starts from, as `RiffPipeline.paint` takes it.

    Args:
        engine: Gives the geometry.
        init: A bundled clip by its name, a file, a sound or a picture. What is longer than a clip is cut, what is
            shorter is repeated. A picture without a spectrogram's parameters is stretched to the size of a clip.
        whole_bars: Find the beat of a sound, cut whole bars out of it and stretch them to the length of a clip,
            pitch unchanged.

    Returns:
        RGB, `engine.params.n_frames` columns and `engine.params.n_mels` rows.

    Raises:
        ParameterError: No bundled clip and no file has that name.
        RiffError: The file cannot be read, or no bars were found.
    """
    from riffdemo.audio import Audio

    init = _opened(init)
    if isinstance(init, Audio):
        return _picture_from_audio(engine, init, whole_bars=whole_bars)
    return _picture_from_picture(engine, init)


def name_of_init(init: Init) -> str:
    """How settings call it: the name of a bundled clip or of a file, without its folder."""
    from riffdemo.audio import Audio

    if isinstance(init, str | os.PathLike):
        return Path(init).name
    return "a sound" if isinstance(init, Audio) else "a picture"


def _opened(init: Init) -> Audio | Image.Image:
    from riffdemo.audio import load_audio
    from riffdemo.clip import is_picture
    from riffdemo.image import load_image

    if not isinstance(init, str | os.PathLike):
        return init
    bundled = str(init) in {clip.name for clip in init_clips()}
    if bundled or not os.path.exists(init):
        return init_clip(str(init)).audio()
    return load_image(init) if is_picture(init) else load_audio(init)


def _picture_from_audio(engine: Engine, audio: Audio, *, whole_bars: bool) -> Image.Image:
    from riffdemo.audio import loop, resample
    from riffdemo.bars import bars_from_audio

    params = engine.params
    audio = resample(audio, params.sample_rate).with_channels(params.n_channels)
    if whole_bars:
        audio = bars_from_audio(audio, seconds=params.loop_seconds).audio
    if audio.peak > 0:
        audio = audio.scaled(10 ** ((LEVEL_DBFS - audio.rms_dbfs) / 20))
    seconds = audio.seconds if whole_bars else params.loop_seconds
    n_hops = round(seconds * params.frames_per_second)
    closes = whole_bars or audio.n_samples == n_hops * params.hop_length
    audio = loop(audio, seconds=n_hops * params.hop_length / params.sample_rate)
    return _painted(engine, engine.converter.mel_from_audio(audio, loop=closes), stretched=whole_bars)


def _picture_from_picture(engine: Engine, picture: Image.Image) -> Image.Image:
    from riffdemo.image import mel_from_image
    from riffdemo.metadata import metadata_from_image
    from riffdemo.spectrogram import SpectrogramConverter

    params = metadata_from_image(picture).params
    if params is None:
        size = (engine.params.n_frames, engine.params.n_mels)
        return engine.spectrogram_from_picture(picture.convert("RGB").resize(size))
    mel = mel_from_image(picture)
    if replace(params, n_frames=engine.params.n_frames) == engine.params:
        return _painted(engine, mel)
    return _picture_from_audio(engine, SpectrogramConverter(params).audio_from_mel(mel), whole_bars=False)


def _painted(engine: Engine, mel: torch.Tensor, *, stretched: bool = False) -> Image.Image:
    """A picture one clip wide of (channels, n_mels, n_frames) magnitudes, which are repeated, cut or stretched."""
    from riffdemo.image import image_from_mel

    params = engine.params
    if not stretched:
        mel = mel.repeat(1, 1, -(-params.n_frames // mel.shape[-1]))[..., : params.n_frames]
    image = image_from_mel(mel, params, max_value=engine.max_value, clip=True)
    return image.resize((params.n_frames, params.n_mels))
