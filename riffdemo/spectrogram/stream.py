"""Sound without end: each stretch of columns continues the waveform of the one before.

Stretches that are reconstructed apart do not fit together: their phases differ, and a crossfade only smears that.
Here each stretch begins at the last settled column of the one before, with the samples and phases found there. The
newest columns are held back until their right-hand neighbours are known: a window reaches 50 ms past the column
that it makes, and what was found with one side missing is found again with both.

Explained in notebook 07.
"""

from __future__ import annotations

import numpy as np
import torch

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.grid import working_grid
from riffdemo.spectrogram.reconstruction import (
    Known,
    Quality,
    checked_mel,
    samples_from_signal,
    signal_with_margins,
)


class MelStream:
    """Stretches of mel columns in, pieces of one continuous sound out.

    The pieces joined end to end are as long as the sound of all columns: one hop for each column but the last.
    Each piece lags its columns by two windows (200 ms): at a seam that gives 1.16 grey levels of error, one window
    1.5, against 1.15 of one reconstruction.

    Args:
        params: The geometry.
        quality: How much work.
        seed: Seed of the phases that nothing determines.
    """

    def __init__(self, params: SpectrogramParams, quality: Quality, *, seed: int = 0) -> None:
        self._params = params
        self._quality = quality
        self._seed = seed
        self._grid = working_grid(params, pad=quality.pad)
        self._known: Known | None = None
        self._n_held_back = 2 * -(-params.win_length // params.hop_length)

    @property
    def n_held_back(self) -> int:
        """Columns whose sound comes with the next stretch: the first piece is one hop more than that shorter."""
        return self._n_held_back

    def copy(self) -> MelStream:
        """A stream that goes on from here too: this one stays where it is."""
        other = MelStream(self._params, self._quality, seed=self._seed)
        other._known = self._known
        return other

    def push(self, mel: torch.Tensor) -> Audio:
        """The sound that follows the last piece, up to the columns held back.

        Args:
            mel: (channels, n_mels, n_frames) the next columns, two more than are held back or more.

        Raises:
            ParameterError: Wrong shape or values, or too few columns.
        """
        new = checked_mel(mel, self._params)
        if new.shape[-1] < self._n_held_back + 2:
            raise ParameterError(
                f"The stretch has {new.shape[-1]} columns: give {self._n_held_back + 2} or more at a time."
            )
        known = self._known
        columns = new if known is None else np.concatenate((known.mel, new), axis=-1)
        signal = signal_with_margins(columns, self._grid, self._quality, known=known, seed=self._seed)
        last = columns.shape[-1] - 1 - self._n_held_back
        self._known = Known(columns[..., last:], signal[:, last * self._grid.hop_length :].copy())
        samples = samples_from_signal(signal, self._grid, n_frames=last)
        return Audio(samples.numpy(), self._params.sample_rate)

    def finish(self) -> Audio:
        """The last piece: the sound of the columns held back. After it the stream starts anew.

        Raises:
            ParameterError: Nothing was pushed.
        """
        known, self._known = self._known, None
        if known is None:
            raise ParameterError("The stream is empty: push a spectrogram before finish.")
        samples = samples_from_signal(known.signal, self._grid, n_frames=known.mel.shape[-1] - 1)
        return Audio(samples.numpy(), self._params.sample_rate)
