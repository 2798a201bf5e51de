"""Denoising, step by step: what the model expects the finished piece to be, after each step.

Explained in notebook 06.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from riffdemo.progress import CancelToken, OnStep, Step, check_cancelled
from riffdemo.tasks.generate import text_to_audio
from riffdemo.tasks.painting import audio_from_picture

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.clip import Clip
    from riffdemo.engine import Engine, LazyEngine


def denoising(
    engine: Engine | LazyEngine,
    prompt: str,
    *,
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
    **options: Any,
) -> list[Clip]:
    """The piece as the model expects it after each step.

    Args:
        engine: The model.
        prompt: What to hear.
        on_step: Told about every denoising step.
        cancel: Asked between steps.
        options: Further arguments of `text_to_audio`; its variations are of no use here.

    Returns:
        A clip for each step, all with one gain, "step" among their settings; the last is close to the finished
        piece.

    Raises:
        ParameterError: An argument is out of range.
        Cancelled: `cancel` was set.
        CheckpointError: The model, still loading, turned out not to load.
    """
    from riffdemo.audio import amplified, loudness_gain_db
    from riffdemo.clip import Clip

    pictures: list[Image.Image] = []

    def watch(step: Step) -> None:
        picture = step.preview(0)
        pictures.append(picture)
        if on_step is not None:
            on_step(replace(step, preview=lambda _: picture))

    (finished,) = text_to_audio(engine, prompt, **options, on_step=watch, cancel=cancel)
    engine = engine.wait(cancel=cancel)
    quality, loop = finished.settings["quality"], finished.settings["loop"]
    sounds = []
    for picture in pictures:
        check_cancelled(cancel)
        sounds.append(audio_from_picture(engine, picture, quality=quality, loop=loop))
    gain_db = min(loudness_gain_db(sound) for sound in sounds)
    return [
        Clip(
            amplified(sound, gain_db, loop=loop),
            picture,
            {**finished.settings, "task": "denoising", "step": number},
        )
        for number, (sound, picture) in enumerate(zip(sounds, pictures, strict=True), 1)
    ]
