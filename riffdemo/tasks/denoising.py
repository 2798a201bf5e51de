"""Denoising, step by step: what the model expects the finished piece to be, after each step.

Explained in notebook 06.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from riffdemo.progress import CancelToken, OnStep, Step, check_cancelled
from riffdemo.tasks.generate import text_to_audio

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
    from riffdemo.clip import clip_from_image

    pictures: list[Image.Image] = []

    def watch(step: Step) -> None:
        picture = step.preview(0)
        pictures.append(picture)
        if on_step is not None:
            on_step(replace(step, preview=lambda _: picture))

    (finished,) = text_to_audio(engine, prompt, **options, on_step=watch, cancel=cancel)
    clips = []
    for number, picture in enumerate(pictures, 1):
        check_cancelled(cancel)
        settings = {**finished.settings, "task": "denoising", "step": number}
        clips.append(clip_from_image(picture, settings, quality=finished.settings["quality"]))
    gain_db = min(loudness_gain_db(clip.audio) for clip in clips)
    loop = finished.settings["loop"]
    return [replace(clip, audio=amplified(clip.audio, gain_db, loop=loop)) for clip in clips]
