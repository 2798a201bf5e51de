"""A loaded model with everything around it: what each task is given.

Importing this module loads neither torch nor diffusers; making an engine does.

    engine = load_engine()                       # wait for the shipped model
    engine = LazyEngine(); engine.start()        # serve a page meanwhile, engine.wait() when it is needed
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from riffdemo.checkpoint import CheckpointInfo, checkpoint_info
from riffdemo.params import SpectrogramParams
from riffdemo.progress import CancelToken, check_cancelled
from riffdemo.quiet import quiet_libraries

if TYPE_CHECKING:
    import torch
    from PIL import Image

    from riffdemo.pipeline import RiffPipeline
    from riffdemo.spectrogram import SpectrogramConverter

_POLL = 0.1
_TIMED_STEPS = 3
_SLOW = 5.0  # seconds: what takes longer is timed once


@dataclass(frozen=True)
class Speed:
    """How fast an engine is, measured when it warms up.

    Attributes:
        steps_per_second: Denoising steps of one clip with guidance.
        real_time_factor: Seconds of audio made per second of work, at the default settings. Playing live needs
            more than 1.
    """

    steps_per_second: float
    real_time_factor: float


class Engine:
    """A pipeline, a converter that fits it, and one lock.

    Args:
        pipeline: Paints.
        converter: Plays, with the geometry of `info`.
        info: What is known about the checkpoint.

    Attributes:
        lock: Held while painting: the model does one thing at a time.
    """

    def __init__(self, pipeline: RiffPipeline, converter: SpectrogramConverter, info: CheckpointInfo) -> None:
        self.pipeline = pipeline
        self.converter = converter
        self.info = info
        self.lock = threading.Lock()
        self._speed: Speed | None = None

    @property
    def params(self) -> SpectrogramParams:
        """Geometry of the spectrograms it paints."""
        return self.info.params

    @property
    def max_value(self) -> float:
        """Magnitude of black in its spectrograms."""
        from riffdemo.image import DEFAULT_MAX_VALUE

        return self.info.max_value or DEFAULT_MAX_VALUE

    @property
    def checkpoint(self) -> str:
        """Name of the model with a fingerprint of its weights."""
        return self.info.name

    @property
    def default_steps(self) -> int:
        """Steps that suffice."""
        return self.info.default_steps

    @property
    def default_guidance(self) -> float:
        """Guidance scale that suits the model."""
        return self.info.default_guidance

    @property
    def default_scheduler(self) -> str:
        """Scheduler that suits the model."""
        return self.info.default_scheduler

    @property
    def device(self) -> torch.device:
        """Where it paints."""
        return self.pipeline.device

    @property
    def dtype(self) -> str:
        """Number format it paints in: "float32", "bfloat16" or "float16"."""
        return str(self.pipeline.unet.dtype).removeprefix("torch.")

    @property
    def speed(self) -> Speed:
        """Measured once; see `warm_up`."""
        if self._speed is None:
            with self.exclusive():
                self._speed = self._measured()
        return self._speed

    @property
    def steps_per_second(self) -> float:
        """Denoising steps of one clip with guidance, per second."""
        return self.speed.steps_per_second

    @property
    def real_time_factor(self) -> float:
        """Seconds of audio per second of work at the default settings."""
        return self.speed.real_time_factor

    def warm_up(self) -> Speed:
        """Paint and play a little, so that the first click finds everything compiled; measures the speed."""
        return self.speed

    def wait(
        self, *, cancel: CancelToken | None = None, on_wait: Callable[[str], None] | None = None
    ) -> Engine:
        """Itself: a `LazyEngine` takes longer."""
        return self

    @contextmanager
    def exclusive(self, cancel: CancelToken | None = None) -> Iterator[RiffPipeline]:
        """The pipeline, for one caller at a time; the others wait here.

        Raises:
            Cancelled: `cancel` was set before it was this caller's turn.
        """
        while not self.lock.acquire(timeout=_POLL):
            check_cancelled(cancel)
        try:
            check_cancelled(cancel)
            yield self.pipeline
        finally:
            self.lock.release()

    def spectrogram_from_picture(self, picture: Image.Image, n_frames: int | None = None) -> Image.Image:
        """What the model painted as a spectrogram: grey if mono, cut to `n_frames`, with parameters inside."""
        from PIL import Image

        from riffdemo.metadata import KEY, Metadata

        picture = picture.crop((0, 0, n_frames or picture.width, picture.height))
        if self.params.n_channels == 1:
            grey = picture.convert("L")
            image = Image.merge("RGB", (grey, grey, grey))
        else:
            red, green, blue = picture.split()
            image = Image.merge("RGB", (red.point(lambda _: 0), green, blue))
        image.info[KEY] = Metadata(params=self.params, max_value=self.max_value).to_json()
        return image

    def cut_text(self, prompt: str) -> str:
        """The end of a prompt that is too long for the text encoder; "" if it reads all of it."""
        return self.pipeline.prompts.cut_text(prompt)

    def _measured(self) -> Speed:
        from riffdemo.image import mel_from_image
        from riffdemo.pipeline import Recipe

        def paint(n_steps: int) -> Image.Image:
            picture = self.pipeline.paint([Recipe(prompt="")], num_inference_steps=n_steps)[0]
            return self.spectrogram_from_picture(picture)

        mel = mel_from_image(paint(1))
        playing = _seconds(lambda: self.converter.audio_from_mel(mel))
        short, long = _seconds(lambda: paint(1)), _seconds(lambda: paint(1 + _TIMED_STEPS))
        step = (long - short) / _TIMED_STEPS if long > short else long / (1 + _TIMED_STEPS)
        work = short + (self.default_steps - 1) * step + playing
        return Speed(1 / step, self.params.clip_seconds / work)


def _seconds(action: Callable[[], object]) -> float:
    """How long an action takes once everything is compiled: the better of two, after a first one if it was quick."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
        if times[0] > _SLOW:
            break
    return min(times)


def load_engine(
    checkpoint: str | Path | None = None,
    *,
    device: str = "auto",
    dtype: str = "auto",
    report: Callable[[str], None] = lambda message: None,
) -> Engine:
    """Load a model.

    Args:
        checkpoint: None for the shipped model; a folder in diffusers' layout; or a model on the Hugging Face hub,
            "owner/name" or, pinned, "owner/name@revision". Weights must be safetensors.
        device: "auto", "cpu", "cuda", "cuda:1", "mps".
        dtype: "auto" (float16 on CUDA; on a CPU bfloat16 where a short measurement finds it faster), "float32",
            "bfloat16" or "float16".
        report: Told what is being done, one line each.

    Raises:
        CheckpointError: The model is missing, incomplete, pickled, of another kind or cannot be fetched.
        ParameterError: The device or number format does not exist here.
    """
    checkpoint_info(checkpoint)  # a name that is no checkpoint is told at once
    report("Starting PyTorch ...")
    with quiet_libraries():
        from riffdemo.loading import load_pipeline
        from riffdemo.probe import checked_device, checked_dtype
        from riffdemo.spectrogram import SpectrogramConverter

        place = checked_device(device)
        number_format = checked_dtype(dtype, place)
        report("Loading the model ...")
        pipeline, info = load_pipeline(checkpoint, place, number_format)
    converter = SpectrogramConverter(info.params)
    return Engine(pipeline, converter.to(place) if place.type == "cuda" else converter, info)


class LazyEngine:
    """An engine that is loaded in the background, so that a page can be served at once.

    Args:
        checkpoint: As for `load_engine`, and so are the others.
        device: Where to paint.
        dtype: Number format.

    Attributes:
        defaults: Name and defaults of the checkpoint, known before it is loaded.
        status: One line for the page: what is being done, how fast it is, or what went wrong.

    Raises:
        CheckpointError: There is no such checkpoint.
    """

    def __init__(
        self, checkpoint: str | Path | None = None, *, device: str = "auto", dtype: str = "auto"
    ) -> None:
        self.defaults = checkpoint_info(checkpoint)
        self.status = "The model is not loaded yet."
        self._load = partial(load_engine, checkpoint, device=device, dtype=dtype, report=self._report)
        self._engine: Engine | None = None
        self._error: Exception | None = None
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether `wait` returns at once."""
        return self._engine is not None

    def start(self) -> None:
        """Begin to load, unless that is done or under way; after a failure it begins anew."""
        with self._guard:
            if self._engine is None and (self._thread is None or not self._thread.is_alive()):
                self._error = None
                self._thread = threading.Thread(target=self._run, name="load-engine", daemon=True)
                self._thread.start()

    def wait(
        self, *, cancel: CancelToken | None = None, on_wait: Callable[[str], None] | None = None
    ) -> Engine:
        """The engine, as soon as it is there.

        Args:
            cancel: Stops the waiting, not the loading.
            on_wait: Told each new `status` meanwhile.

        Raises:
            Cancelled: `cancel` was set.
            CheckpointError: The model cannot be loaded.
        """
        self.start()
        thread, told = self._thread, ""
        assert thread is not None
        while thread.is_alive():
            check_cancelled(cancel)
            if on_wait is not None and self.status != told:
                told = self.status
                on_wait(told)
            thread.join(_POLL)
        if self._engine is None:
            assert self._error is not None
            raise self._error
        return self._engine

    def _report(self, message: str) -> None:
        self.status = message

    def _run(self) -> None:
        try:
            engine = self._load()
            self._report("Warming up ...")
            engine.warm_up()
        except Exception as exc:  # every error is told to whoever waits
            self._error, self.status = exc, str(exc)
        else:
            self._engine = engine
            self.status = (
                f"{engine.checkpoint} in {engine.dtype} on {engine.device}: "
                f"{engine.steps_per_second:.0f} steps per second, {engine.real_time_factor:.1f} x real time"
            )
