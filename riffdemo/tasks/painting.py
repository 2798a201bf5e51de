"""From complete settings to clips: paint them in one batch, then play them.

Explained in notebook 06.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from riffdemo.pipeline.recipe import Progress, Recipe
from riffdemo.plan import canvas_from_frames, frames_from_seconds
from riffdemo.progress import CancelToken, OnStep, Step, check_cancelled

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.audio import Audio
    from riffdemo.clip import Clip
    from riffdemo.engine import Engine
    from riffdemo.spectrogram import QualityName

MAX_BATCH = 8


def clips_from_settings(
    engine: Engine,
    wanted: Sequence[Mapping[str, Any]],
    *,
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
) -> Iterator[Clip]:
    """Clips painted in one batch, one by one as they can be heard.

    Args:
        engine: The model.
        wanted: What `complete_settings` gave; different in prompt, negative prompt and seed only.
        on_step: Told about every denoising step.
        cancel: Asked between steps and clips.

    Raises:
        Cancelled: `cancel` was set.
    """
    common = wanted[0]
    n_frames = frames_from_seconds(common["seconds"], engine.params, loop=common["loop"])
    recipes = [
        Recipe(prompt=s["prompt"], negative_prompt=s["negative_prompt"], seed=s["seed"]) for s in wanted
    ]
    images = painted(
        engine,
        recipes,
        n_frames=n_frames,
        num_inference_steps=common["num_inference_steps"],
        guidance_scale=common["guidance_scale"],
        scheduler=common["scheduler"],
        loop=common["loop"],
        on_step=on_step,
        cancel=cancel,
    )
    for settings, image in zip(wanted, images, strict=True):
        check_cancelled(cancel)
        yield _clip(engine, image, settings)


def painted(
    engine: Engine,
    recipes: Sequence[Recipe],
    *,
    n_frames: int,
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
    **options: Any,
) -> list[Image.Image]:
    """Spectrograms of recipes, `MAX_BATCH` of them at a time, so that memory does not grow with their number.

    Args:
        engine: The model; free for others between two batches.
        recipes: What to paint.
        n_frames: Columns of each.
        on_step: Told about every denoising step; its previews are those of `recipes`, white until their turn.
        cancel: Asked between steps.
        options: Further arguments of `RiffPipeline.paint`.

    Raises:
        Cancelled: `cancel` was set.
    """
    images: list[Image.Image] = []
    started = time.perf_counter()
    n_batches = -(-len(recipes) // MAX_BATCH)
    for number, first in enumerate(range(0, len(recipes), MAX_BATCH)):

        def report(
            progress: Progress, number: int = number, done: Sequence[Image.Image] = tuple(images)
        ) -> None:
            if on_step is not None:
                elapsed = time.perf_counter() - started
                on_step(_step(engine, progress, n_frames, elapsed, done, number, n_batches))
            check_cancelled(cancel)

        with engine.exclusive(cancel) as pipeline:
            pictures = pipeline.paint(
                recipes[first : first + MAX_BATCH],
                width=canvas_from_frames(n_frames, engine.params.n_frames),
                on_step=report,
                **options,
            )
        images += [engine.spectrogram_from_picture(picture, n_frames) for picture in pictures]
    return images


def joined(engine: Engine, images: Sequence[Image.Image]) -> Image.Image:
    """Loops side by side as one picture; over the first quarter of each, the one before goes on and fades."""
    import torch

    from riffdemo.image import image_from_mel, mel_from_image

    mels = [mel_from_image(image) for image in images]
    n_blend = engine.params.n_frames // 4
    fade_in = (torch.arange(n_blend) + 0.5) / n_blend
    blends = [before[..., :n_blend].lerp(after[..., :n_blend], fade_in) for before, after in pairwise(mels)]
    heads = [mels[0][..., :n_blend], *blends]
    parts = [part for head, mel in zip(heads, mels, strict=True) for part in (head, mel[..., n_blend:])]
    return image_from_mel(torch.cat(parts, dim=-1), engine.params, max_value=engine.max_value)


def audio_from_picture(engine: Engine, image: Image.Image, *, quality: QualityName, loop: bool) -> Audio:
    """What a painted spectrogram sounds like, as loud as it is painted: peaks above 1 are left as they are."""
    from riffdemo.image import mel_from_image

    return engine.converter.audio_from_mel(mel_from_image(image), quality=quality, loop=loop)


def _clip(engine: Engine, image: Image.Image, settings: Mapping[str, Any]) -> Clip:
    from riffdemo.audio import normalize_loudness
    from riffdemo.clip import Clip

    loop = settings["loop"]
    audio = audio_from_picture(engine, image, quality=settings["quality"], loop=loop)
    return Clip(normalize_loudness(audio, loop=loop), image, settings)


def _step(
    engine: Engine,
    progress: Progress,
    n_frames: int,
    elapsed: float,
    done: Sequence[Image.Image],
    batch: int,
    n_batches: int,
) -> Step:
    from PIL import Image

    def preview(number: int = 0) -> Image.Image:
        if number < len(done):
            return done[number]
        if number >= len(done) + MAX_BATCH:
            return Image.new("RGB", (n_frames, engine.params.n_mels), "white")
        return engine.spectrogram_from_picture(progress.preview(number - len(done)), n_frames)

    index, total = progress.index + batch * progress.total, progress.total * n_batches
    return Step(index, total, elapsed * (total - index) / index, preview)
