"""One window of a long sound after the other: from the source's magnitudes to the painted ones.

A window begins with the end of the one before, which the model sees and continues. What it leaves alone keeps the
detail that its autoencoder would lose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from PIL import Image

from riffdemo.image import image_from_mel, mel_from_image
from riffdemo.pipeline.recipe import Progress, Recipe

if TYPE_CHECKING:
    from riffdemo.engine import Engine
    from riffdemo.progress import CancelToken
    from riffdemo.sweep.mask import Mask

_ALIKE = 32.0  # grey levels of change from which on nothing of the source's detail is kept
_AROUND = 9  # columns and rows that count as the neighbourhood of a pixel
_AUDIBLE = 1e-5  # of black: quieter parts of a channel do not say where in the stereo image a sound is

Levels = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False, kw_only=True)
class Window:
    """One window that is to be painted.

    Attributes:
        mel: (channels, n_mels, n_frames) magnitudes of the source.
        start: Its first column in the whole.
        before: (n_mels, n, 3) levels of its first n columns, which are there already; None if there are none.
        after: Likewise of its last columns.
        recipe: What to paint.
    """

    mel: torch.Tensor
    start: int
    recipe: Recipe
    before: Levels | None = None
    after: Levels | None = None


class Painter:
    """Paints windows.

    Args:
        engine: The model.
        gain: From the source's level to the one that the model knows.
        mask: What may change; None lets all.
        options: `strength`, `num_inference_steps`, `guidance_scale`, `scheduler` of `RiffPipeline.paint`.
        cancel: Asked while others use the model.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        gain: float,
        mask: Mask | None,
        options: dict[str, Any],
        cancel: CancelToken | None,
    ) -> None:
        self._engine, self._gain, self._mask, self._options, self._cancel = (
            engine,
            gain,
            mask,
            options,
            cancel,
        )

    def paint(self, window: Window, on_step: Callable[[Progress], None]) -> Levels:
        """The painted window, (n_mels, n_frames, 3) levels.

        Raises:
            Cancelled: By `on_step`, or while waiting.
        """
        init = self.levels(window.mel)
        n_frames = init.shape[1]
        n_before, n_after = (0 if part is None else part.shape[1] for part in (window.before, window.after))
        if window.before is not None:
            init[:, :n_before] = window.before
        if window.after is not None:
            init[:, n_frames - n_after :] = window.after
        changes = self._changes(window, n_before, n_after)
        if not changes.getextrema()[1]:
            return init
        image = Image.fromarray(init)
        with self._engine.exclusive(self._cancel) as pipeline:
            (painted,) = pipeline.paint(
                [window.recipe], init_image=image, mask_image=changes, on_step=on_step, **self._options
            )
            if self._options["strength"] == 1:
                return np.array(self._engine.spectrogram_from_picture(painted))
            (as_it_was,) = pipeline.paint([window.recipe], init_image=image, strength=0.0)
        result, coded = (
            np.asarray(self._engine.spectrogram_from_picture(picture), dtype=np.float32)
            for picture in (painted, as_it_was)
        )
        weight = np.asarray(changes, dtype=np.float32)[..., None] / 255
        untouched = (weight * coded + (1 - weight) * init).astype(np.float32)
        result += self._kept(result - untouched) * (init - untouched)
        return result.clip(0, 255).round().astype(np.uint8)

    def levels(self, mel: torch.Tensor) -> Levels:
        """The picture of magnitudes, (n_mels, n_frames, 3), in the model's channels and at its level."""
        asked = self._in_model_channels(mel) * self._gain
        image = image_from_mel(asked, self._engine.params, max_value=self._engine.max_value, clip=True)
        return np.array(image)

    def mel(self, levels: Levels, source: torch.Tensor) -> torch.Tensor:
        """Magnitudes of a painted picture in the source's channels and at its level.

        What is in the middle of the model's mono picture goes where the source is heard at that time and frequency.
        Where the source was too loud for black, black stands for as much more.
        """
        image = self._engine.spectrogram_from_picture(Image.fromarray(levels))
        painted = mel_from_image(image) / self._gain
        n_channels, black = len(source), self._engine.max_value / self._gain
        painted = painted * (self._in_model_channels(source) / black).clamp(min=1)
        if len(painted) == n_channels:
            return painted
        if len(painted) > n_channels:
            return painted.mean(dim=0, keepdim=True)
        faint = _AUDIBLE * black
        return painted * (source + faint) / (source.mean(dim=0, keepdim=True) + faint)

    def _in_model_channels(self, mel: torch.Tensor) -> torch.Tensor:
        n_channels = self._engine.params.n_channels
        return mel.mean(dim=0, keepdim=True) if n_channels == 1 else mel.expand(n_channels, -1, -1)

    def _changes(self, window: Window, n_before: int, n_after: int) -> Image.Image:
        """White where the window is painted anew; the ends of what is there already blend into it."""
        n_mels, n_frames = window.mel.shape[1:]
        from_start = np.arange(n_frames) + 0.5
        shares = [np.ones(n_frames)]
        for n_there, position in ((n_before, from_start), (n_after, from_start[::-1])):
            n_blend = max(min(self._engine.pipeline.picture_factor, n_there), 1)
            shares.append(np.clip((position - n_there) / n_blend + 1, 0, 1) if n_there else shares[0])
        white = np.full((n_mels, n_frames), 255, np.uint8)
        mask = (
            white if self._mask is None else np.asarray(self._mask.window(window.start, (n_frames, n_mels)))
        )
        return Image.fromarray((np.prod(shares, axis=0) * mask).round().astype(np.uint8))

    def _kept(self, change: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """How much of the source's own detail stays, 0 to 1: all where nothing changed, none where much did.

        Args:
            change: (n_mels, n_frames, 3) levels that the painting added to what the autoencoder gives back.
        """
        alike = _ALIKE * (1 - self._options["strength"])  # levels
        size = torch.from_numpy(np.abs(change)).permute(2, 0, 1)
        margin = _AROUND // 2
        near = F.avg_pool2d(F.pad(size, (margin,) * 4, mode="replicate"), _AROUND, stride=1)
        kept: npt.NDArray[np.float32] = (1 - near / alike).clamp(min=0).permute(1, 2, 0).numpy()
        return kept
