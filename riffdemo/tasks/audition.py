"""Audition: every prompt with every seed, to listen and to choose from.

Explained in notebook 06.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from riffdemo.errors import ParameterError
from riffdemo.progress import CancelToken, OnStep, Step
from riffdemo.tasks.checks import MAX_VARIATIONS, whole
from riffdemo.tasks.generate import complete_settings, warn_of_cut
from riffdemo.tasks.painting import clips_from_settings

if TYPE_CHECKING:
    from riffdemo.clip import Clip
    from riffdemo.engine import Engine, LazyEngine
    from riffdemo.spectrogram import QualityName

AT_ONCE = 4
"""Clips in one batch: more is a little faster, but the first is heard later and a stop loses more."""

Skip = Callable[[Mapping[str, Any]], bool]


def audition(
    engine: Engine | LazyEngine,
    prompts: Sequence[str],
    seeds: Sequence[int],
    *,
    negative_prompt: str = "",
    num_inference_steps: int | None = None,
    guidance_scale: float | None = None,
    scheduler: str | None = None,
    seconds: float | None = None,
    loop: bool = False,
    quality: QualityName = "balanced",
    at_once: int = AT_ONCE,
    skip: Skip | None = None,
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
) -> Iterator[tuple[str, int, Clip]]:
    """Every prompt with every seed, as they finish.

    A clip equals the one that `text_to_audio` makes, up to the rounding of the model's arithmetic.

    Args:
        engine: The model.
        prompts: One or more; a repeated one counts once.
        seeds: One or more, each 0 to 2**32 - 1; a repeated one counts once.
        negative_prompt: And the rest, for all alike: see `text_to_audio`.
        at_once: Clips in one batch, 1 to 8.
        skip: Asked with the complete settings of each clip before it is made; True leaves it out.
        on_step: Told about every denoising step; the steps of all batches count.
        cancel: Asked between steps. What was yielded before stays.

    Yields:
        (prompt, seed, clip), the seeds of the first prompt first.

    Raises:
        ParameterError: An argument is out of range; before anything is painted.
        Cancelled: `cancel` was set.
        CheckpointError: The model, still loading, turned out not to load.
    """
    if isinstance(prompts, str) or not prompts or not seeds:
        raise ParameterError(
            f"prompts is {prompts!r} and seeds is {seeds!r}: give a list of one or more each."
        )
    at_once = whole("at_once", at_once, 1, MAX_VARIATIONS)
    ready = engine.wait(cancel=cancel)
    warn_of_cut(ready, negative_prompt, *dict.fromkeys(prompts))
    options = {
        "negative_prompt": negative_prompt,
        "num_inference_steps": num_inference_steps,
        "guidance_scale": guidance_scale,
        "scheduler": scheduler,
        "seconds": seconds,
        "loop": loop,
        "quality": quality,
    }
    pairs = dict.fromkeys((prompt, seed) for prompt in prompts for seed in seeds)
    wanted = [complete_settings(ready, prompt, seed=seed, **options) for prompt, seed in pairs]  # type: ignore[arg-type]
    wanted = [settings for settings in wanted if skip is None or not skip(settings)]
    batches = [wanted[i : i + at_once] for i in range(0, len(wanted), at_once)]
    return _made(ready, batches, on_step, cancel)


def _made(
    engine: Engine,
    batches: Sequence[Sequence[Mapping[str, Any]]],
    on_step: OnStep | None,
    cancel: CancelToken | None,
) -> Iterator[tuple[str, int, Clip]]:
    start = time.perf_counter()
    for number, batch in enumerate(batches):

        def report(step: Step, number: int = number) -> None:
            index, total = number * step.total + step.index, len(batches) * step.total
            eta = (time.perf_counter() - start) * (total - index) / index
            assert on_step is not None
            on_step(replace(step, index=index, total=total, eta=eta))

        for clip in clips_from_settings(engine, batch, on_step=on_step and report, cancel=cancel):
            yield clip.settings["prompt"], clip.settings["seed"], clip
