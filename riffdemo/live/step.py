"""One clip of a music without end: paint it, continue the waveform of the one before, bring it to its level.

    riff ──next_place──> place ──paint──> columns ──MelStream──> samples ──levelled──> clip
              position ────┘                 tail ────┘       gain ────┘

What a position says is all that the next clip needs, except for the waveform's last columns: those are the tail.
Where the tail is gone, the clip begins a little before the place where the last one broke off, to be blended in.

Explained in notebook 07.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import riffdemo
from riffdemo.live.itinerary import Place, Position, label, next_place
from riffdemo.live.level import levelled
from riffdemo.live.pace import Cost, Pace
from riffdemo.live.riff import Riff
from riffdemo.live.start import picture_from_start
from riffdemo.live.tail import Tail, continued
from riffdemo.pipeline.recipe import Progress, Recipe
from riffdemo.progress import CancelToken, check_cancelled
from riffdemo.tasks.checks import default

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.clip import Clip
    from riffdemo.engine import Engine


@dataclass(frozen=True, eq=False)
class LiveClip:
    """A clip, and how it follows the one before.

    Attributes:
        clip: Its sound, the columns that are heard, and the settings.
        position: Where it ends.
        tail: What the next one continues.
        overlap: Seconds at its start that are blended with the end of the one before; 0 continues the waveform.
        changed: What is heard has another name than before.
        taken: How many waiting prompts were taken.
        steps: Denoising steps that were run.
        work_seconds: How long it took to make.
    """

    clip: Clip
    position: Position
    tail: Tail
    overlap: float
    changed: bool
    taken: int
    steps: int
    work_seconds: float

    @property
    def real_time_factor(self) -> float:
        """Seconds of new sound per second of work."""
        return (self.clip.audio.seconds - self.overlap) / self.work_seconds


def measured_pace(engine: Engine) -> Pace:
    """The pace of a machine as it was measured when the engine warmed up."""
    speed = engine.speed
    step = 1 / speed.steps_per_second
    work = engine.params.clip_seconds / speed.real_time_factor
    return Pace(Cost(step, max(work - engine.default_steps * step, 0.0)))


def next_clip(
    engine: Engine,
    riff: Riff,
    *,
    position: Position | None = None,
    tail: Tail | None = None,
    pace: Pace | None = None,
    ahead: float = 0.0,
    listeners: int = 1,
    cancel: CancelToken | None = None,
) -> LiveClip:
    """The clip after `position`.

    Args:
        engine: The model.
        riff: What is wished for now.
        position: Where the last clip ended; None at the start.
        tail: Its tail, if it is still there.
        pace: Chooses the steps where the riff leaves them open, and learns; None takes the model's default.
        ahead: How much the listener still has to play (s).
        listeners: How many share the machine.
        cancel: Asked between steps.

    Raises:
        ParameterError: There is no such init clip, or its sound cannot be read.
        Cancelled: `cancel` was set.
    """
    from riffdemo.clip import Clip

    started = time.perf_counter()
    place, taken = next_place(None if position is None else position.place, riff)
    before = None if position is None else position.place.label
    settings = _settings(engine, riff, place, _steps(engine, riff, pace, ahead, listeners))
    ends: list[float] = []

    def on_step(_: Progress) -> None:
        ends.append(time.perf_counter())
        check_cancelled(cancel)

    picture = _painted(engine, riff, place, settings, on_step, cancel)
    painting = ends[-1] - started if ends else 0.0
    check_cancelled(cancel)
    audio, image, tail, overlap = continued(engine, picture, tail, first=position is None)
    audio, gain_db = levelled(audio, None if position is None else position.gain_db)
    work = time.perf_counter() - started
    if pace is not None:
        guided = settings["guidance_scale"] > 1
        pace.note(n_steps=len(ends), guided=guided, painting=painting, rest=work - painting)
    return LiveClip(
        clip=Clip(audio, image, {**settings, "overlap": overlap}),
        position=Position(place, gain_db, secrets.token_hex(8)),
        tail=tail,
        overlap=overlap,
        changed=place.label != before,
        taken=taken,
        steps=len(ends),
        work_seconds=work,
    )


def _steps(engine: Engine, riff: Riff, pace: Pace | None, ahead: float, listeners: int) -> int:
    if riff.steps != "auto":
        return riff.steps
    if pace is None:
        return engine.default_steps
    return pace.steps(
        clip_seconds=engine.params.loop_seconds,
        ahead=ahead,
        most=engine.default_steps,
        strength=1.0 if riff.init is None else riff.strength,
        guided=default(riff.guidance_scale, engine.default_guidance) > 1,
        listeners=listeners,
    )


def _settings(engine: Engine, riff: Riff, place: Place, steps: int) -> dict[str, Any]:
    return {
        "task": "endless",
        "prompt": label(place.blend),
        "blend": place.blend,
        "negative_prompt": riff.negative_prompt,
        "seed": place.seed,
        "alpha": place.alpha,
        "num_inference_steps": steps,
        "guidance_scale": default(riff.guidance_scale, engine.default_guidance),
        "scheduler": engine.default_scheduler,
        "strength": 1.0 if riff.init is None else riff.strength,
        "init": None if riff.init is None else riff.init.title,
        "checkpoint": engine.checkpoint,
        "riffdemo": riffdemo.__version__,
    }


def _painted(
    engine: Engine,
    riff: Riff,
    place: Place,
    settings: Mapping[str, Any],
    on_step: Callable[[Progress], None],
    cancel: CancelToken | None,
) -> Image.Image:
    """The picture of the clip, a loop, so that what comes before its first column is known."""
    recipe = Recipe(
        prompt=place.blend,
        negative_prompt=riff.negative_prompt,
        seed=place.seed,
        end_seed=place.end_seed if place.alpha > 0 else None,
        alpha=place.alpha,
    )
    init_image = None if riff.init is None else picture_from_start(engine, riff.init)
    with engine.exclusive(cancel) as pipeline:
        (picture,) = pipeline.paint(
            [recipe],
            num_inference_steps=settings["num_inference_steps"],
            guidance_scale=settings["guidance_scale"],
            scheduler=settings["scheduler"],
            init_image=init_image,
            strength=settings["strength"],
            loop=True,
            on_step=on_step,
        )
    return engine.spectrogram_from_picture(picture)
