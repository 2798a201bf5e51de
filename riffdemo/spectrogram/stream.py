"""Sound without end: each stretch of columns continues the waveform of the one before.

Stretches that are reconstructed apart do not fit together: their phases differ, and a crossfade only smears that.
Here each stretch begins at the last settled column of the one before, with the samples and phases found there. The
newest columns are held back until their right-hand neighbours are known: a window reaches 50 ms past the column
that it makes, and what was found with one side missing is found again with both. Over one hop the new goes over into
what was found before, from which it may differ where no sound has exactly the columns that are wanted.

Explained in notebook 07.
"""

from __future__ import annotations

import numpy as np
import torch

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.qualities import Quality
from riffdemo.spectrogram.grid import FloatArray, working_grid
from riffdemo.spectrogram.reconstruction import (
    Known,
    checked_mel,
    samples_from_signal,
    signal_from_samples,
    signal_with_margins,
    spectrum_of_guide,
)


class MelStream:
    """Stretches of mel columns in, pieces of one continuous sound out.

    The pieces joined end to end are as long as the sound of all columns: one hop for each column but the last.
    Each piece lags its columns by two windows (200 ms): then a seam errs no more than one reconstruction of all
    columns does at that place. One window is not enough.

    Args:
        params: The geometry.
        quality: How much work.
        seed: Seed of the phases that nothing determines.

    Attributes:
        params: The geometry.
    """

    def __init__(self, params: SpectrogramParams, quality: Quality, *, seed: int = 0) -> None:
        self.params = params
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
        other = MelStream(self.params, self._quality, seed=self._seed)
        other._known = self._known
        return other

    def continue_from(self, samples: torch.Tensor, mel: torch.Tensor) -> None:
        """Start at the end of a sound that exists: the first piece repeats it from the first of these columns on.

        Args:
            samples: (channels, (n_frames - 1) * hop_length + win_length), half a window more than the centres of
                the columns at both ends.
            mel: (channels, n_mels, n_frames) its columns, as many as are held back or more.
        """
        self._known = Known(checked_mel(mel, self.params), signal_from_samples(samples, self._grid))

    def push(self, mel: torch.Tensor, *, guide: torch.Tensor | None = None) -> Audio:
        """The sound that follows the last piece, up to the columns held back.

        Args:
            mel: (channels, n_mels, n_frames) the next columns, two more than are held back or more.
            guide: (channels, (n_frames - 1) * hop_length + win_length) a sound much like the one wanted, half a
                window more than the columns' centres at both ends: its phase is taken over. Every stretch has one
                or none has.

        Raises:
            ParameterError: Wrong shape or values, or too few columns.
        """
        new = checked_mel(mel, self.params)
        if new.shape[-1] < self._n_held_back + 2:
            raise ParameterError(
                f"The stretch has {new.shape[-1]} columns: give {self._n_held_back + 2} or more at a time."
            )
        known = self._known
        columns = new if known is None else np.concatenate((known.mel, new), axis=-1)
        spectrum = None if guide is None else spectrum_of_guide(guide, self._grid)
        if spectrum is not None and known is not None and known.guide is not None:
            spectrum = np.concatenate((known.guide, spectrum), axis=1)
        signal = signal_with_margins(
            columns, self._grid, self._quality, known=known, guide=spectrum, seed=self._seed
        )
        if known is not None:
            signal = self._crossfaded(known.signal, signal)
        last = columns.shape[-1] - 1 - self._n_held_back
        end = signal[:, last * self._grid.hop_length :].copy()
        self._known = Known(columns[..., last:], end, None if spectrum is None else spectrum[:, last:])
        samples = samples_from_signal(signal, self._grid, n_frames=last)
        return Audio(samples.numpy(), self.params.sample_rate)

    def _crossfaded(self, before: FloatArray, signal: FloatArray) -> FloatArray:
        """`signal`, which over its first hop fades in from what was found `before`, where the last piece ended."""
        start, n_blended = self._grid.win_length // 2, self._grid.hop_length
        part = slice(start, start + n_blended)
        share = ((np.arange(n_blended) + 0.5) / n_blended).astype(np.float32)
        blended = signal.copy()
        blended[:, part] = (1 - share) * before[:, part] + share * signal[:, part]
        return blended

    def finish(self) -> Audio:
        """The last piece: the sound of the columns held back. After it the stream starts anew.

        Raises:
            ParameterError: Nothing was pushed.
        """
        known, self._known = self._known, None
        if known is None:
            raise ParameterError("The stream is empty: push a spectrogram before finish.")
        samples = samples_from_signal(known.signal, self._grid, n_frames=known.mel.shape[-1] - 1)
        return Audio(samples.numpy(), self.params.sample_rate)
