"""The way along a long sound: paint a window, settle what no later window changes, turn it into sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from PIL import Image

from riffdemo.audio.track import Track
from riffdemo.pipeline.recipe import Progress, Recipe
from riffdemo.plan import sweep_starts
from riffdemo.progress import Cancelled, CancelToken, OnStep, check_cancelled
from riffdemo.sweep.columns import Columns
from riffdemo.sweep.mask import Mask
from riffdemo.sweep.painter import Levels, Painter, Window
from riffdemo.sweep.report import Reporter

if TYPE_CHECKING:
    from riffdemo.engine import Engine
    from riffdemo.spectrogram import MelStream

STRENGTH_OF_OWN_PHASE = 0.5
"""Up to this strength the result takes over the source's phase; `benchmarks/audio_to_audio.py` shows what for."""

_OVERLAP = 4  # a quarter of a clip is what a window sees of the one before
_SKETCH = (1_024, 256)  # columns and rows of the picture of the whole


class Sweep:
    """One sound on its way.

    Args:
        engine: The model.
        source: What is painted again, at the model's rate.
        settings: `prompt`, `end_prompt`, `negative_prompt`, `seed`, `strength`, `num_inference_steps`,
            `guidance_scale`, `scheduler` and `quality`.
        gain: From its level to the one that the model knows.
        mask: What may change; None lets all.
        on_step: Told about every denoising step, with a picture of the whole.
        cancel: Asked between steps.
    """

    def __init__(
        self,
        engine: Engine,
        source: Track,
        settings: Mapping[str, Any],
        *,
        gain: float,
        mask: Image.Image | None = None,
        on_step: OnStep | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._engine, self._source, self._settings = engine, source, settings
        params = engine.params
        self._columns = Columns(source, engine.converter)
        n_columns = -(-source.n_samples // params.hop_length)
        self.mask = None if mask is None else Mask(mask, n_columns)
        overlap = params.n_frames // _OVERLAP
        self._starts = sweep_starts(max(n_columns, params.n_frames), params.n_frames, overlap=overlap)
        names = ("strength", "num_inference_steps", "guidance_scale", "scheduler")
        options = {name: settings[name] for name in names}
        self._painter = Painter(engine, gain=gain, mask=self.mask, options=options, cancel=cancel)
        self._sketch = Image.new("RGB", _SKETCH, "white")
        self._reporter = Reporter(len(self._starts), on_step, cancel)

    def run(self) -> tuple[Track, bool]:
        """The painted sound, and whether it ends early because the work was cancelled.

        Raises:
            Cancelled: Before one window was done.
        """
        guided = self._settings["strength"] <= STRENGTH_OF_OWN_PHASE
        stream = self._engine.converter.stream(quality=self._settings["quality"])
        sound = _Sound(stream, self._source.n_channels, follows=self._columns if guided else None)
        done = self._painted(0, None)
        is_partial = False
        for number in range(1, len(self._starts)):
            try:
                following = self._painted(number, done)
            except Cancelled:
                is_partial = True
                break
            sound.push(done.mel[..., : following.start - done.start])
            done = following
        sound.push(torch.cat((done.mel, done.mel[..., -1:]), dim=-1))
        hops = done.start + done.mel.shape[-1]
        n_samples = min(hops * self._engine.params.hop_length, self._source.n_samples)
        return sound.finished(n_samples), is_partial

    def _painted(self, number: int, last: _Done | None) -> _Done:
        check_cancelled(self._reporter.cancel)
        start, n_frames = self._starts[number], self._engine.params.n_frames
        mel = self._columns.mel(start, start + n_frames)
        before = None if last is None else last.levels[:, start - last.start :]
        window = Window(mel=mel, start=start, recipe=self._recipe(number), before=before)
        levels = self._painter.paint(window, lambda progress: self._report(number, progress))
        self._draw(self._engine.spectrogram_from_picture(Image.fromarray(levels)), start)
        return _Done(start, levels, self._painter.mel(levels, mel))

    def _recipe(self, number: int) -> Recipe:
        settings, n_windows = self._settings, len(self._starts)
        return Recipe(
            prompt=settings["prompt"],
            negative_prompt=settings["negative_prompt"],
            seed=settings["seed"],
            end_prompt=settings.get("end_prompt"),
            alpha=number / (n_windows - 1) if n_windows > 1 else 0.5,
        )

    def _report(self, number: int, progress: Progress) -> None:
        def preview(_: int = 0) -> Image.Image:
            picture = self._engine.spectrogram_from_picture(progress.preview(0))
            self._draw(picture, self._starts[number])
            return self._sketch

        self._reporter.report(number, progress, preview)

    def _draw(self, picture: Image.Image, start: int) -> None:
        """Put a window into the picture of the whole."""
        n_columns = self._starts[-1] + self._engine.params.n_frames
        left, right = (round(at * _SKETCH[0] / n_columns) for at in (start, start + picture.width))
        self._sketch.paste(picture.resize((max(right - left, 1), _SKETCH[1])), (left, 0))


@dataclass(frozen=True, eq=False)
class _Done:
    """A painted window: its first column, its levels, and its magnitudes (channels, n_mels, n_frames)."""

    start: int
    levels: Levels
    mel: torch.Tensor


class _Sound:
    """Columns in, one sound on disk out.

    Args:
        stream: Turns columns into sound.
        n_channels: Of the sound.
        follows: The columns of the sound whose phase is taken over; None if none is.
    """

    def __init__(self, stream: MelStream, n_channels: int, *, follows: Columns | None) -> None:
        self._stream, self._follows = stream, follows
        self._track = Track(n_channels, stream.params.sample_rate)
        self._waiting: list[torch.Tensor] = []  # too few columns for the stream
        self._n_pushed = 0

    def push(self, mel: torch.Tensor) -> None:
        self._waiting.append(mel)
        if sum(part.shape[-1] for part in self._waiting) < self._stream.n_held_back + 2:
            return
        columns, self._waiting = torch.cat(self._waiting, dim=-1), []
        first, last = self._n_pushed, self._n_pushed + columns.shape[-1]
        guide = None if self._follows is None else self._follows.samples(first, last)
        self._track.append(self._stream.push(columns, guide=guide).samples)
        self._n_pushed = last

    def finished(self, n_samples: int) -> Track:
        """The first `n_samples` of it."""
        self._track.append(self._stream.finish().samples)
        return self._track.cut_to(n_samples)
