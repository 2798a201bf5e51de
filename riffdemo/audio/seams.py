"""Join sounds so that nobody hears where.

Explained in notebook 07.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from riffdemo.audio.value import Audio
from riffdemo.errors import AudioError, ParameterError

Curve = Literal["equal_power", "equal_gain"]


def concatenate(pieces: Sequence[Audio]) -> Audio:
    """The sounds one after the other.

    Raises:
        AudioError: There are none, or they differ in rate or channels.
    """
    _check_alike(pieces)
    return Audio(np.concatenate([piece.samples for piece in pieces], axis=1), pieces[0].sample_rate)


def crossfade(a: Audio, b: Audio, seconds: float, *, curve: Curve = "equal_power") -> Audio:
    """`a`, blending into `b` over its last `seconds`.

    Args:
        a: What fades out.
        b: What fades in.
        seconds: Length of the blend, rounded to samples: at most the shorter sound.
        curve: "equal_power" (cosine and sine) keeps the loudness of unrelated sounds, whose powers add;
            it lifts equal ones by 3 dB in the middle. "equal_gain" (straight lines) is exact where both are
            the same sound, as in the shared part of overlapping clips; unrelated ones dip by 3 dB.

    Returns:
        A sound of a.n_samples + b.n_samples minus the blend.

    Raises:
        AudioError: The sounds differ in rate or channels.
        ParameterError: `seconds` does not fit.
    """
    _check_alike((a, b))
    n_blend = _blend_samples(seconds, min(a.n_samples, b.n_samples), a.sample_rate)
    head = a.samples[:, : a.n_samples - n_blend]
    blend = _blend(a.samples[:, a.n_samples - n_blend :], b.samples[:, :n_blend], curve)
    return Audio(np.concatenate((head, blend, b.samples[:, n_blend:]), axis=1), a.sample_rate)


def overlap_add(
    windows: Sequence[Audio], hop: int, *, weight: npt.NDArray[np.floating] | None = None
) -> Audio:
    """The sound of which `windows` are stretches that start every `hop` samples.

    Args:
        windows: Stretches of equal length; the last may be shorter.
        hop: Distance of their starts (samples), at most their length.
        weight: (length of a window,) how much each of its samples counts, 0 or more. Default: a triangle,
        which
            trusts the middle of a window most and its ends least, but never not at all.

    Raises:
        AudioError: The windows differ in rate, channels or length.
        ParameterError: `hop` or `weight` leave a sample that no window covers.
    """
    # Let window i be the signal from i hop on, weighted by w:
    #
    #     window 0   ___/\___
    #     window 1        ___/\___        out[t] = sum_i w[t - i hop] x_i[t - i hop] / sum_i w[t - i hop]
    #     window 2             ___/\__
    #
    # Where x_i[t - i hop] = x[t] for every i that covers t, x[t] leaves the sum and the quotient is x[t]: for
    # any w, any hop and at both ends, since nothing asks that the weights add up to a constant. Summed in
    # float64 with weights of one sign, the error is a few 2**-53, so that rounding to float32 gives x
    # exactly. Where the windows disagree (they were generated separately), out is their weighted mean and
    # nothing is proven.
    _check_alike(windows)
    length = windows[0].n_samples
    w = _triangle(length) if weight is None else np.asarray(weight, dtype=np.float64)
    _check_tiling([window.n_samples for window in windows], hop, w)

    starts = [i * hop for i in range(len(windows))]
    n_samples = max(start + window.n_samples for start, window in zip(starts, windows, strict=True))
    total = np.zeros((windows[0].n_channels, n_samples))
    weights = np.zeros(n_samples)
    for start, window in zip(starts, windows, strict=True):
        part = slice(start, start + window.n_samples)
        total[:, part] += w[: window.n_samples] * window.samples
        weights[part] += w[: window.n_samples]
    if not weights.all():
        raise ParameterError(
            f"The weight is 0 for sample {int(np.argmin(weights))} in every window: raise it there."
        )
    return Audio((total / weights).astype(np.float32), windows[0].sample_rate)


def loop(
    audio: Audio, *, n_times: int | None = None, seconds: float | None = None, crossfade: float = 0.0
) -> Audio:
    """`audio` again and again.

    Args:
        audio: What to repeat; a sound made as a loop needs no crossfade.
        n_times: How often: n_times * (n_samples - blend) + blend samples. Give this or `seconds`.
        seconds: How long in all (s), rounded to samples: so much of the endless loop.
        crossfade: Blend of the end into the beginning (s), of equal power, at most half of `audio`.

    Raises:
        ParameterError: A value is out of range, or not exactly one of `n_times` and `seconds` is given.
    """
    if (n_times is None) == (seconds is None):
        raise ParameterError(f"n_times is {n_times} and seconds is {seconds}: give exactly one of them.")
    n_blend = _blend_samples(crossfade, audio.n_samples // 2, audio.sample_rate)
    period = audio.n_samples - n_blend
    if n_times is not None:
        if n_times < 1:
            raise ParameterError(f"n_times is {n_times}: give 1 or more.")
        n_out = n_times * period + n_blend
    else:
        assert seconds is not None
        n_out = round(seconds * audio.sample_rate) if math.isfinite(seconds) else 0
        if n_out < 1:
            raise ParameterError(f"seconds is {seconds}: give at least one sample.")
        n_times = -(-n_out // period)
    first, last = audio.samples[:, :period], audio.samples[:, period:]
    seam = _blend(last, audio.samples[:, :n_blend], "equal_power")
    again = np.concatenate((seam, audio.samples[:, n_blend:period]), axis=1)
    samples = np.concatenate((first, *[again] * (n_times - 1), last), axis=1)
    return Audio(samples[:, :n_out], audio.sample_rate)


def normalize(
    pieces: Sequence[Audio], *, peak_dbfs: float = -1.0, rms_dbfs: float | None = None
) -> list[Audio]:
    """The parts of one piece with one common gain, so that none jumps out.

    Args:
        pieces: The parts, of any rate and length. Silence stays silence.
        peak_dbfs: Highest sample of the whole piece (dB, 0 = full scale, at most 0).
        rms_dbfs: If given, the level of the whole piece, as far as `peak_dbfs` allows.

    Raises:
        ParameterError: A level is above 0 dB or not finite.
    """
    for name, level in (("peak_dbfs", peak_dbfs), ("rms_dbfs", rms_dbfs)):
        if level is not None and not -120 <= level <= 0:
            raise ParameterError(f"{name} is {level}: give -120 to 0 dB.")
    peak = max((piece.peak for piece in pieces), default=0.0)
    if peak == 0:
        return list(pieces)
    gain = 10 ** (peak_dbfs / 20) / peak
    if rms_dbfs is not None:
        gain = min(gain, 10 ** (rms_dbfs / 20) / _rms(pieces))
    return [piece.scaled(gain) for piece in pieces]


def _rms(pieces: Sequence[Audio]) -> float:
    energy = sum(float(np.square(piece.samples, dtype=np.float64).sum()) for piece in pieces)
    return math.sqrt(energy / sum(piece.samples.size for piece in pieces))


def _blend(
    out: npt.NDArray[np.float32], into: npt.NDArray[np.float32], curve: Curve
) -> npt.NDArray[np.float32]:
    """`out` fading into `into`, both (channels, n); symmetric, hence the half sample."""
    position = (np.arange(out.shape[1]) + 0.5) / max(out.shape[1], 1)
    if curve == "equal_power":
        rise, fall = np.sin(np.pi / 2 * position), np.cos(np.pi / 2 * position)
    elif curve == "equal_gain":
        rise, fall = position, 1 - position
    else:
        raise ParameterError(f"curve is {curve!r}: give 'equal_power' or 'equal_gain'.")
    blend: npt.NDArray[np.float32] = (fall * out + rise * into).astype(np.float32)
    return blend


def _blend_samples(seconds: float, longest: int, sample_rate: int) -> int:
    if not 0 <= seconds * sample_rate < longest + 0.5:
        raise ParameterError(f"The crossfade is {seconds} s: give 0 to {longest / sample_rate:g} s.")
    return round(seconds * sample_rate)


def _triangle(length: int) -> npt.NDArray[np.float64]:
    position = (np.arange(length) + 0.5) / length
    return 0.5 - np.abs(position - 0.5)


def _check_tiling(lengths: list[int], hop: int, weight: npt.NDArray[np.float64]) -> None:
    length = lengths[0]
    if not 1 <= hop <= length:
        raise ParameterError(f"hop is {hop}: give 1 to {length} samples (the length of a window).")
    if any(n != length for n in lengths[:-1]) or lengths[-1] > length:
        raise AudioError(f"The windows have {lengths} samples: only the last may be shorter.")
    if weight.shape != (length,) or not np.all(np.isfinite(weight)) or np.any(weight < 0):
        raise ParameterError(
            f"weight has the shape {weight.shape}: give {length} finite numbers of 0 or more."
        )


def _check_alike(pieces: Sequence[Audio]) -> None:
    if not pieces:
        raise AudioError("There is no sound to join: give at least one.")
    kinds = sorted({(piece.sample_rate, piece.n_channels) for piece in pieces})
    if len(kinds) > 1:
        named = " and ".join(f"{rate} Hz with {channels} channel(s)" for rate, channels in kinds)
        raise AudioError(f"The sounds have {named}: use resample and with_channels to make them alike.")
