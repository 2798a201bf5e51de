"""A sound goes on beyond its end, or, read backwards, before its beginning.

Each window shows the model half a clip that is there and has the other half painted. The waveform continues that of
the source: the two are the same over the last fifth of a second, where one blends into the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import torch

from riffdemo.audio import Audio
from riffdemo.pipeline.recipe import Progress, Recipe
from riffdemo.progress import Cancelled, check_cancelled
from riffdemo.sweep.columns import Columns
from riffdemo.sweep.painter import Levels, Painter, Window
from riffdemo.sweep.report import Reporter

if TYPE_CHECKING:
    from PIL import Image

    from riffdemo.engine import Engine

Samples = npt.NDArray[np.float32]


class Growth:
    """What follows on a sound.

    Args:
        engine: The model.
        settings: `prompt`, `negative_prompt`, `seed`, `num_inference_steps`, `guidance_scale`, `scheduler` and
            `quality`.
        gain: From the sound's level to the one that the model knows.
        reporter: Told about every step.
    """

    def __init__(
        self, engine: Engine, settings: Mapping[str, Any], *, gain: float, reporter: Reporter
    ) -> None:
        self._engine, self._settings, self._reporter = engine, settings, reporter
        names = ("num_inference_steps", "guidance_scale", "scheduler")
        options = {"strength": 1.0, **{name: settings[name] for name in names}}
        self._painter = Painter(engine, gain=gain, mask=None, options=options, cancel=reporter.cancel)

    @staticmethod
    def n_windows(engine: Engine, n_new: int) -> int:
        """Windows that add `n_new` samples: half a clip each."""
        return -(-n_new // (engine.params.n_frames // 2 * engine.params.hop_length))

    def n_seen(self, n_samples: int) -> int:
        """Length of the end of a sound of `n_samples` that `after` looks at: whole hops, up to a clip."""
        params = self._engine.params
        return min(n_samples // params.hop_length, params.n_frames) * params.hop_length

    def after(
        self, end: Audio, n_new: int, *, first: int = 0, backwards: bool = False
    ) -> tuple[Samples, int]:
        """The last samples of `end`, blending into what follows.

        Args:
            end: The last seconds of a sound, or of the sound read backwards, whole hops.
            n_new: Samples that are wanted beyond its end, 1 or more.
            first: Number of the first window in the whole task.
            backwards: `end` runs backwards; the model is shown it forwards.

        Returns:
            Samples that take the place of the last ones of `end`, and how many of them lie beyond it: fewer than
            wanted if the work was cancelled, none if not one window was done.
        """
        params, half = self._engine.params, self._engine.params.n_frames // 2
        columns, n_hops = Columns(end, self._engine.converter), end.n_samples // params.hop_length
        stream = self._engine.converter.stream(quality=self._settings["quality"], seed=self._settings["seed"])
        start = n_hops - 1 - stream.n_held_back
        stream.continue_from(columns.samples(start, n_hops), columns.mel(start, n_hops))
        context = columns.mel(n_hops - half, n_hops)
        seen, spread = self._painter.levels(context), context.mean(dim=-1, keepdim=True).expand_as(context)
        pieces: list[Samples] = []
        n_windows = self.n_windows(self._engine, n_new)
        for number in range(n_windows):
            try:
                check_cancelled(self._reporter.cancel)
                seen = self._following(seen, first + number, backwards=backwards)
            except Cancelled:
                n_new = max(number * half - 1, 0) * params.hop_length
                break
            mel = self._painter.mel(seen, spread)
            if number == n_windows - 1:
                mel = torch.cat((mel, mel[..., -1:]), dim=-1)
            pieces.append(stream.push(mel).samples)
        if n_new == 0:
            return np.zeros((end.n_channels, 0), np.float32), 0
        n_old = end.n_samples - start * params.hop_length
        grown = np.concatenate([*pieces, stream.finish().samples], axis=1)[:, : n_old + n_new]
        n_blend = n_old - params.hop_length - params.win_length // 2
        rise = (np.arange(n_blend, dtype=np.float32) + 0.5) / n_blend
        own = end.part(end.n_samples - n_old, end.n_samples - n_old + n_blend)
        grown[:, :n_blend] = rise * grown[:, :n_blend] + (1 - rise) * own
        return grown, n_new

    def _following(self, seen: Levels, number: int, *, backwards: bool) -> Levels:
        """The half clip that follows on the half clip `seen`, both outwards, (n_mels, half, 3) levels."""
        settings, half = self._settings, seen.shape[1]
        recipe = Recipe(
            prompt=settings["prompt"],
            negative_prompt=settings["negative_prompt"],
            seed=settings["seed"] + number,
        )
        shown = {"after": seen[:, ::-1]} if backwards else {"before": seen}
        silence = torch.zeros(1, len(seen), 2 * half)

        def on_step(progress: Progress) -> None:
            def preview(_: int = 0) -> Image.Image:
                return self._engine.spectrogram_from_picture(progress.preview(0))

            self._reporter.report(number, progress, preview)

        levels = self._painter.paint(Window(mel=silence, start=0, recipe=recipe, **shown), on_step)
        return np.ascontiguousarray((levels[:, ::-1] if backwards else levels)[:, half:])
