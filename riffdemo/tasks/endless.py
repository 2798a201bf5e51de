"""Music without end, clip by clip: what the live tab plays, for Python and the command line.

Explained in notebook 07.
"""

from __future__ import annotations

import math
import os
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from riffdemo.errors import ParameterError
from riffdemo.init_clips import init_clips
from riffdemo.progress import CancelToken

if TYPE_CHECKING:
    from riffdemo.clip import Clip
    from riffdemo.engine import Engine, LazyEngine
    from riffdemo.live.riff import Riff, Start

MIN_SECONDS = 0.5


def endless(
    engine: Engine | LazyEngine,
    prompt: str | Sequence[str] | Riff,
    *,
    negative_prompt: str = "",
    seed: int = 0,
    speed: float = 0.25,
    init: str | os.PathLike[str] | None = None,
    strength: float = 0.6,
    num_inference_steps: int | None = None,
    guidance_scale: float | None = None,
    seconds: float | None = None,
    cancel: CancelToken | None = None,
) -> Generator[Clip, Riff | None, None]:
    """Clips that are one sound when they are put end to end.

    They wander from seed to seed + 1 and on, or to the next prompt while one waits. What is wished for can be
    changed between two clips: `clips.send(riff)` gives the next clip, made by another `Riff`.

        clips = endless(engine, ["deep house", "church bells"], seconds=60)
        whole = joined([(clip.audio, 0.0) for clip in clips])

    Args:
        engine: The model.
        prompt: What to hear; of several the first begins, and each of the others is walked to in its turn. Or all
            wishes as a `Riff`, which the other arguments then leave as they are.
        negative_prompt: What not to hear.
        seed: Where the walk begins.
        speed: Part of the way to the next prompt or seed that one clip covers, 0.05 to 1.
        init: A bundled loop by its name, or a file with a sound, from which every clip starts.
        strength: How far the clips go from `init`, 0 to 1.
        num_inference_steps: 1 to 100. None takes the model's default.
        guidance_scale: How strictly to follow the prompt, 0 to 30. None takes the model's default.
        seconds: Length of all clips together, 0.5 or more; the last one is cut. None goes on for ever.
        cancel: Asked between steps.

    Yields:
        The next clip.

    Raises:
        ParameterError: An argument is out of range.
        Cancelled: `cancel` was set.
    """
    from riffdemo.live.riff import Riff

    if not isinstance(prompt, Riff):
        first, *waiting = [prompt] if isinstance(prompt, str) else prompt
        prompt = Riff(
            blend=((first, 1.0),),
            waiting=tuple(waiting),
            negative_prompt=negative_prompt,
            seed=seed,
            speed=speed,
            init=None if init is None else _start(init),
            strength=strength,
            guidance_scale=guidance_scale,
            steps="auto" if num_inference_steps is None else num_inference_steps,
        )
    if seconds is not None and not seconds >= MIN_SECONDS:
        raise ParameterError(
            f"seconds is {seconds}: give {MIN_SECONDS} or more, or None for music without end."
        )
    return _walk(engine, prompt, seconds, cancel)


def _walk(
    engine: Engine | LazyEngine, riff: Riff, seconds: float | None, cancel: CancelToken | None
) -> Generator[Clip, Riff | None, None]:
    from riffdemo.live.step import LiveClip, next_clip

    engine = engine.wait(cancel=cancel)
    n_left = math.inf if seconds is None else round(seconds * engine.params.sample_rate)
    made: LiveClip | None = None
    while n_left > 0:
        position, tail = (None, None) if made is None else (made.position, made.tail)
        made = next_clip(engine, riff, position=position, tail=tail, cancel=cancel)
        if made.taken:
            riff = replace(riff, blend=((riff.waiting[0], 1.0),), waiting=riff.waiting[1:])
        clip = _beginning(made.clip, n_left)
        n_left -= clip.audio.n_samples
        riff = (yield clip) or riff


def _start(init: str | os.PathLike[str]) -> Start:
    from riffdemo.live.riff import Start

    bundled = str(init) in {clip.name for clip in init_clips()}
    return Start(name=str(init)) if bundled else Start(path=os.fspath(init))


def _beginning(clip: Clip, n_samples: float) -> Clip:
    """What is heard of a clip in so many samples; a picture keeps two columns."""
    from riffdemo.audio import Audio
    from riffdemo.clip import Clip

    if clip.audio.n_samples <= n_samples:
        return clip
    audio = Audio(clip.audio.samples[:, : int(n_samples)], clip.audio.sample_rate)
    width = max(2, round(clip.image.width * audio.n_samples / clip.audio.n_samples))
    image = clip.image.crop((0, 0, width, clip.image.height))
    return Clip(audio, image, clip.settings)
