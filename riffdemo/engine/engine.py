"""What every task is given."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from riffdemo.engine.checkpoint import CheckpointInfo, checkpoint_info
from riffdemo.engine.quiet import quiet_libraries
from riffdemo.engine.speed import Speed, measured_speed
from riffdemo.params import SpectrogramParams
from riffdemo.progress import CancelToken, check_cancelled

if TYPE_CHECKING:
    import torch
    from PIL import Image

    from riffdemo.pipeline.pipeline import RiffPipeline
    from riffdemo.spectrogram import SpectrogramConverter

_POLL = 0.1


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
                self._speed = measured_speed(self)
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
            "bfloat16" or "float16". On a CPU the number of torch's threads is set to what is fastest now, unless
            OMP_NUM_THREADS chose it.
        report: Told what is being done, one line each.

    Raises:
        CheckpointError: The model is missing, incomplete, pickled, of another kind or cannot be fetched.
        ParameterError: The device or number format does not exist here.
    """
    checkpoint_info(checkpoint)  # a name that is no checkpoint is told at once
    report("Starting PyTorch ...")
    with quiet_libraries():
        import torch

        from riffdemo.engine.hardware import checked_device, checked_dtype, fastest_thread_count
        from riffdemo.engine.loading import load_pipeline
        from riffdemo.spectrogram import SpectrogramConverter

        place = checked_device(device)
        number_format = checked_dtype(dtype, place)
        if place.type == "cpu":
            torch.set_num_threads(fastest_thread_count(number_format))
        report("Loading the model ...")
        pipeline, info = load_pipeline(checkpoint, place, number_format)
    converter = SpectrogramConverter(info.params)
    return Engine(pipeline, converter.to(place) if place.type == "cuda" else converter, info)
