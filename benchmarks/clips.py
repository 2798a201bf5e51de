"""What the converters are measured on."""

from __future__ import annotations

import torch

import riffdemo as riff
from riffdemo import measures, synth
from riffdemo.audio import Audio

PARAMS = riff.SpectrogramParams()
CONVERT = riff.SpectrogramConverter(PARAMS)


def music_clips(first: int) -> list[Audio]:
    """Ten full arrangements, the first of ten styles in the composer's order."""
    from riffdemo.training.corpus import compose
    from riffdemo.training.render import clip_audio

    clips: dict[str, Audio] = {}
    index = first
    while len(clips) < 10:
        arrangement = compose(index)
        if arrangement.attributes()["kind"] == "band" and arrangement.style not in clips:
            clips[arrangement.style] = clip_audio(index)
        index += 1
    return list(clips.values())


def synthetic_clips() -> list[Audio]:
    seconds = PARAMS.clip_seconds
    return [
        synth.two_bar_loop(),
        synth.chirp(100, 8_000, seconds=seconds),
        synth.chord((220.0, 277.2, 329.6), seconds=seconds),
        synth.clicks(seconds=seconds),
        synth.noise(seconds=seconds),
    ]


def eight_bit(mel: torch.Tensor) -> torch.Tensor:
    """The magnitudes that come back from a picture."""
    return riff.mel_from_image(riff.image_from_mel(mel, PARAMS))


def column_errors(audio: Audio, mel: torch.Tensor, *, loop: bool = False) -> torch.Tensor:
    """Mean grey error of each column, (n_frames,)."""
    found = CONVERT.mel_from_audio(audio, loop=loop)
    n_frames = min(found.shape[-1], mel.shape[-1])
    found, mel = found[..., :n_frames], mel[..., :n_frames]
    return (
        measures.grey_difference(found * measures.fitted_gain(found, mel), mel, PARAMS).abs().mean(dim=(0, 1))
    )
