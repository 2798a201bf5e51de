"""Which times and frequencies are painted anew: white is, black stays, grey blends.

A mask is a picture of any size that is laid over the spectrogram: its width is the sound's length, its height the
model's band. In the pictures that the model paints it holds back whole patches. In the sound it works exactly: the
spectrum of the difference between the painted sound and the source is weighted by it, so that where the mask is
black the source itself is heard, above the model's band too if the top of the mask is black.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError

from riffdemo.audio.track import Track
from riffdemo.errors import ParameterError
from riffdemo.params import SpectrogramParams
from riffdemo.spectrogram.grid import hann_window, mel_filter_bank
from riffdemo.sweep.columns import mirrored

if TYPE_CHECKING:
    from riffdemo.audio import Audio

_HEAD = "data:image/png;base64,"
_MAX_SIDE = 2**16
_MAX_TEXT = 48_000  # characters
_STRETCH = 512  # frames


@dataclass(frozen=True, eq=False)
class Mask:
    """A mask over a sound.

    Attributes:
        image: Grey ("L"), white where the sound is to be painted anew.
        n_columns: Columns of the spectrogram that it is laid over.
    """

    image: Image.Image
    n_columns: int

    def window(self, first: int, size: tuple[int, int]) -> Image.Image:
        """The mask over the `size` = (columns, rows) from column `first` on; beyond the end it goes on."""
        width, height = self.image.size
        scale = width / self.n_columns
        at = np.minimum(((first + np.arange(size[0]) + 0.5) * scale).astype(int), width - 1)
        rows = ((np.arange(size[1]) + 0.5) * height / size[1]).astype(int)
        return Image.fromarray(np.asarray(self.image)[np.ix_(rows, at)])


def mask_from_settings(text: str) -> Image.Image:
    """The mask that `settings_from_mask` wrote down.

    Raises:
        ParameterError: It is none.
    """
    try:
        image = Image.open(
            io.BytesIO(base64.b64decode(text.removeprefix(_HEAD), validate=True)), formats=["PNG"]
        )
        image.load()
    except (ValueError, OSError, UnidentifiedImageError) as exc:
        raise ParameterError(f"The mask cannot be read ({exc}): paint it again.") from exc
    return image


def settings_from_mask(image: Image.Image) -> str:
    """A mask as text, to stand among the settings of a clip."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return _HEAD + base64.b64encode(buffer.getvalue()).decode()


def checked_mask(mask: Image.Image | str) -> Image.Image:
    """A mask as a grey picture, small enough to travel among the settings.

    Raises:
        ParameterError: It is too large or cannot be read.
    """
    image = mask_from_settings(mask) if isinstance(mask, str) else mask
    if not max(image.size) <= _MAX_SIDE:
        raise ParameterError(
            f"The mask has {image.width} x {image.height} pixels: give up to {_MAX_SIDE} a side."
        )
    if image.has_transparency_data:  # as a canvas gives it: what is not painted on is black
        black = Image.new("RGBA", image.size, "black")
        image = Image.alpha_composite(black, image.convert("RGBA"))
    grey = image.convert("L")
    while len(settings_from_mask(grey)) > _MAX_TEXT:
        grey = grey.reduce(2)
    return grey


def masked(source: Audio, painted: Audio, mask: Mask, params: SpectrogramParams) -> Track:
    """`painted` where the mask is white, `source` where it is black.

    out = source + iSTFT(mask * STFT(painted - source)), which is `source` to the bit where no white is within a
    window's length.

    Args:
        source: What stays.
        painted: Of the same rate, channels and length.
        mask: What is painted.
        params: The geometry of the mask; frames are centred, of `win_length`, one for each column.
    """
    window = torch.from_numpy(hann_window(params.win_length))
    hop, margin = params.hop_length, params.win_length // 2
    rows = _rows(params)
    result = Track(painted.n_channels, painted.sample_rate)
    for first in range(0, -(-painted.n_samples // hop), _STRETCH):
        start, stop = first * hop, min((first + _STRETCH) * hop, painted.n_samples)
        # Frames that reach into [start, stop): half a window more on both sides.
        around = -(-margin // hop)
        n_frames = -(-(stop - start) // hop) + 2 * around + 1
        low = start - around * hop - margin
        high = low + (n_frames - 1) * hop + params.win_length
        change = torch.from_numpy(mirrored(painted, low, high) - mirrored(source, low, high))
        weight = _weight(mask, first - around, n_frames, params)[rows].T  # (n_frames, n_bins)
        frames = torch.fft.rfft(change.unfold(-1, params.win_length, hop) * window) * weight
        parts = torch.fft.irfft(frames, n=params.win_length) * window  # (channels, n_frames, win_length)
        total = _added(parts, hop) / _added(window.square().expand(1, n_frames, -1), hop).clamp_min(1e-6)
        inside = slice(start - low, stop - low)
        kept = source.part(start, stop)
        result.append(kept + total[:, inside].numpy())
    return result


def _weight(mask: Mask, first: int, n_frames: int, params: SpectrogramParams) -> torch.Tensor:
    """(n_mels, n_frames) from 0 to 1, low frequencies first; what lies before the start is as at the start."""
    head = max(-first, 0)
    window = mask.window(first + head, (n_frames - head, params.n_mels))
    weight = torch.from_numpy(np.asarray(window, dtype=np.float32)[::-1] / 255)
    return torch.cat((weight[:, :1].expand(-1, head), weight), dim=1)


def _rows(params: SpectrogramParams) -> torch.Tensor:
    """The mel band that each bin of a window belongs to, (n_bins,); above the band the last one."""
    n_bins = params.win_length // 2 + 1
    exact = torch.arange(n_bins) * params.n_fft / params.win_length
    bank = mel_filter_bank(params)[exact.round().long().clamp(max=params.n_stft - 1)]
    rows = bank.argmax(dim=1)
    loudest = int(rows.argmax())
    rows[loudest:] = params.n_mels - 1
    return rows


def _added(parts: torch.Tensor, hop: int) -> torch.Tensor:
    """Overlap-add of (channels, n_frames, width) to (channels, (n_frames - 1) * hop + width)."""
    n_frames, width = parts.shape[1:]
    columns = parts.transpose(1, 2)
    size = (1, (n_frames - 1) * hop + width)
    return torch.nn.functional.fold(columns, size, (1, width), stride=(1, hop))[:, 0, 0]
