"""From complete settings to clips: paint them in one batch, then play them.

Explained in notebook 06.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from riffdemo.plan import canvas_from_frames, frames_from_seconds
from riffdemo.progress import CancelToken, OnStep, Step, check_cancelled

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.clip import Clip
    from riffdemo.engine import Engine
    from riffdemo.pipeline.pipeline import Progress

_PEAK_DBFS = -1.0
_MAX_LIFT = 4.0  # 12 dB


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
    from riffdemo.pipeline.pipeline import Recipe

    common = wanted[0]
    n_frames = frames_from_seconds(common["seconds"], engine.params, loop=common["loop"])
    recipes = [
        Recipe(prompt=s["prompt"], negative_prompt=s["negative_prompt"], seed=s["seed"]) for s in wanted
    ]
    with engine.exclusive(cancel) as pipeline:
        started = time.perf_counter()

        def report(progress: Progress) -> None:
            if on_step is not None:
                on_step(_step(engine, progress, n_frames, time.perf_counter() - started))
            check_cancelled(cancel)

        pictures = pipeline.paint(
            recipes,
            width=canvas_from_frames(n_frames, engine.params.n_frames),
            num_inference_steps=common["num_inference_steps"],
            guidance_scale=common["guidance_scale"],
            scheduler=common["scheduler"],
            loop=common["loop"],
            on_step=report,
        )
    for settings, picture in zip(wanted, pictures, strict=True):
        check_cancelled(cancel)
        yield _clip(engine, engine.spectrogram_from_picture(picture, n_frames), settings)


def _clip(engine: Engine, image: Image.Image, settings: Mapping[str, Any]) -> Clip:
    from riffdemo.clip import Clip
    from riffdemo.image import mel_from_image

    audio = engine.converter.audio_from_mel(
        mel_from_image(image), quality=settings["quality"], loop=settings["loop"]
    )
    gain = min(_MAX_LIFT, 10 ** (_PEAK_DBFS / 20) / audio.peak) if audio.peak > 0 else 1.0
    return Clip(audio.scaled(gain), image, settings)


def _step(engine: Engine, progress: Progress, n_frames: int, elapsed: float) -> Step:
    def preview(variation: int = 0) -> Image.Image:
        return engine.spectrogram_from_picture(progress.preview(variation), n_frames)

    eta = elapsed * (progress.total - progress.index) / progress.index
    return Step(progress.index, progress.total, eta, preview)
