"""Where to start when the phase is lost: phase-gradient heap integration.

For a Gaussian window the phase of a spectrogram follows from its magnitude. With s = ln X, and phases counted
from the centre of each frame,

    d phi / dt = 2 pi f + (1 / gamma) ds / df
    d phi / df =        -      gamma  ds / dt

and a Hann window of length L is close to the Gaussian with gamma = 0.25645 L ** 2. The two gradients are summed
outward from the loudest points, because there they are most reliable.

Source: Prusa, Balazs, Sondergaard, "A noniterative method for reconstruction of phase from STFT magnitude",
IEEE/ACM TASLP 25(5), 2017.

Explained in notebook 05.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from riffdemo.spectrogram.compiled import compiled, in_parallel
from riffdemo.spectrogram.grid import FloatArray, WorkingGrid

HANN_GAMMA = 0.25645
"""gamma of the Gaussian closest to a Hann window, in squared window lengths (Prusa et al., Table I)."""

FLOOR = 1e-4
"""Bins below this fraction of the loudest one carry no reliable gradient: their phase is random."""

_LEVELS = 1_024
_SEGMENT_FRAMES = 256
_JOIN_FRAMES = 10
_CLOSING_FRAMES = 40

LevelArray = npt.NDArray[np.int16]


def phase_from_magnitude(
    magnitude: FloatArray,
    grid: WorkingGrid,
    *,
    seed: int = 0,
    loop: bool = False,
    known: FloatArray | None = None,
) -> FloatArray:
    """Estimate the phase of each bin from the magnitudes alone.

    The frames are cut into segments of about 256, which are summed side by side on several threads; at the
    joins the difference is spread over ten frames on either side. The result does not depend on the threads.

    Args:
        magnitude: (n_frames, n_stft), at least zero.
        grid: Hop, window and FFT length of the spectrogram.
        seed: Seed of the random phases given to bins too faint to tell.
        loop: The frames form a circle: the last one leads into the first.
        known: (n_known, n_stft) phases of the first frames, which the rest continues.

    Returns:
        (n_frames, n_stft) phase in radians, referenced to the start of each frame.
    """
    n_frames, n_stft = magnitude.shape
    random = np.random.default_rng(seed).random((n_frames, n_stft), dtype=np.float32)
    phase = random * np.float32(2 * np.pi)
    loudest = float(magnitude.max(initial=0.0))
    if loudest <= 0.0:
        return phase
    to_start = (np.pi * np.arange(n_stft) * (grid.win_length / grid.n_fft) % (2 * np.pi)).astype(np.float32)
    n_known = 0 if known is None else len(known)
    if known is not None:
        phase[:n_known] = known + to_start
    log_magnitude = np.log(np.maximum(magnitude * np.float32(1 / loudest), np.float32(FLOOR)))
    level = ((log_magnitude / -np.float32(np.log(FLOOR)) + 1) * (_LEVELS - 1)).astype(np.int16)
    time_step, frequency_step = _phase_steps(log_magnitude, *_step_scales(grid), _bin_advance(grid), loop)

    n_segments = max(1, n_frames // _SEGMENT_FRAMES)
    edges = [n_frames * i // n_segments for i in range(n_segments + 1)]

    def integrate_segment(i: int) -> None:
        part = slice(edges[i], edges[i + 1])
        n_known_here = min(max(n_known - edges[i], 0), edges[i + 1] - edges[i])
        _integrate(level[part], time_step[part], frequency_step[part], phase[part], n_known_here)

    in_parallel(integrate_segment, n_segments)
    for edge in edges[1:-1]:
        _spread(phase, time_step, edge, before=_JOIN_FRAMES, after=_JOIN_FRAMES)
    if loop:
        _spread(phase, time_step, 0, before=min(_CLOSING_FRAMES, n_frames), after=0)
    phase -= to_start
    return phase


def _spread(phase: FloatArray, time_step: FloatArray, edge: int, *, before: int, after: int) -> None:
    """Make frame `edge` follow from the one before: spread what is missing over the frames around it, in place."""
    missing = phase[edge] - (phase[edge - 1] + time_step[edge - 1])
    missing -= 2 * np.pi * np.round(missing / (2 * np.pi))
    ramp = np.arange(1, before + after + 1, dtype=np.float32)[:, None] / (before + after + 1)
    first = edge - before if edge else len(phase) - before
    phase[first : first + before] += ramp[:before] * missing
    phase[edge : edge + after] += (ramp[before:] - 1) * missing


def _step_scales(grid: WorkingGrid) -> tuple[float, float]:
    """Factors of the central differences of ln X in the steps along time and along frequency."""
    gamma = HANN_GAMMA * (grid.win_length / grid.sample_rate) ** 2
    hop_seconds = grid.hop_length / grid.sample_rate
    return hop_seconds / (gamma * 2 * grid.bin_hz), -gamma * grid.bin_hz / (2 * hop_seconds)


def _bin_advance(grid: WorkingGrid) -> FloatArray:
    """Phase that the centre frequency of each bin gains in one hop, in [-pi, pi): (n_stft,)."""
    turns = np.arange(grid.n_stft) * grid.hop_length / grid.n_fft
    return (2 * np.pi * (turns - np.round(turns))).astype(np.float32)


@compiled
def _phase_steps(
    s: FloatArray, time_scale: float, frequency_scale: float, advance: FloatArray, loop: bool
) -> tuple[FloatArray, FloatArray]:
    """Trapezoid steps of the phase to the next frame and to the next bin, both (n_frames, n_stft)."""
    n_frames, n_stft = s.shape
    along_time = np.zeros_like(s)
    along_frequency = np.zeros_like(s)
    for t in range(n_frames):
        if loop:
            before, after = (t - 1) % n_frames, (t + 1) % n_frames
        else:
            before, after = max(t - 1, 0), min(t + 1, n_frames - 1)
        for k in range(1, n_stft - 1):
            along_time[t, k] = time_scale * (s[t, k + 1] - s[t, k - 1])
            along_frequency[t, k] = frequency_scale * (s[after, k] - s[before, k])
    first = along_time[0].copy()
    for t in range(n_frames):
        following = along_time[t + 1] if t + 1 < n_frames else first
        for k in range(n_stft):
            along_time[t, k] = 0.5 * (along_time[t, k] + following[k]) + advance[k]
        for k in range(n_stft - 1):
            along_frequency[t, k] = 0.5 * (along_frequency[t, k] + along_frequency[t, k + 1])
    return along_time, along_frequency


@compiled
def _integrate(
    level: LevelArray,
    time_step: FloatArray,
    frequency_step: FloatArray,
    phase: FloatArray,
    n_known: int,
) -> None:
    """Sum the steps outward from the loudest bins, in place.

    The queue of the bins whose phase is set but not yet passed on is an array of stacks, one for each level of
    loudness, linked through `below`; it replaces the heap of the paper at a fraction of its time. Only when
    it is empty does the loudest local maximum that no sum has reached start another region.
    """
    n_frames, n_stft = level.shape
    lev, ph = level.ravel(), phase.ravel()
    along_time, along_frequency = time_step.ravel(), frequency_step.ravel()
    below = np.empty(lev.size, np.int32)
    top = np.full(_LEVELS, -1, np.int32)
    current = 0
    waiting = 0
    seeds = _local_maxima(level, n_known)
    next_seed = 0
    for i in range(n_known * n_stft):
        if lev[i] > 0:
            below[i] = top[lev[i]]
            top[lev[i]] = i
            lev[i] = 0
            waiting += 1
            current = _LEVELS - 1
    while True:
        if waiting == 0:
            while next_seed < len(seeds) and lev[seeds[next_seed]] == 0:
                next_seed += 1
            if next_seed == len(seeds):
                return
            i = seeds[next_seed]
            current = lev[i]
            lev[i] = 0
            below[i] = -1
            top[current] = i
            waiting = 1
        while top[current] < 0:
            current -= 1
        i = top[current]
        top[current] = below[i]
        waiting -= 1
        here = ph[i]
        t = i // n_stft
        k = i - t * n_stft
        for direction in range(4):
            if direction == 0 and t + 1 < n_frames:
                j, value = i + n_stft, here + along_time[i]
            elif direction == 1 and t > 0:
                j, value = i - n_stft, here - along_time[i - n_stft]
            elif direction == 2 and k + 1 < n_stft:
                j, value = i + 1, here + along_frequency[i]
            elif direction == 3 and k > 0:
                j, value = i - 1, here - along_frequency[i - 1]
            else:
                continue
            loudness = lev[j]
            if loudness > 0:
                lev[j] = 0
                ph[j] = value
                below[j] = top[loudness]
                top[loudness] = j
                waiting += 1
                current = max(current, loudness)


@compiled
def _local_maxima(level: LevelArray, first: int) -> npt.NDArray[np.int32]:
    """Bins no quieter than their four neighbours, from frame `first` on, the loudest first."""
    n_frames, n_stft = level.shape
    count = np.zeros(_LEVELS + 1, np.int64)
    found = np.empty(level.size, np.int32)
    n_found = 0
    for t in range(first, n_frames):
        for k in range(n_stft):
            here = level[t, k]
            if (
                here > 0
                and (k == 0 or here >= level[t, k - 1])
                and (k == n_stft - 1 or here >= level[t, k + 1])
                and (t == 0 or here >= level[t - 1, k])
                and (t == n_frames - 1 or here >= level[t + 1, k])
            ):
                found[n_found] = t * n_stft + k
                n_found += 1
                count[_LEVELS - here] += 1
    place = np.cumsum(count)
    ordered = np.empty(n_found, np.int32)
    for i in found[:n_found][::-1]:
        slot = _LEVELS - level[i // n_stft, i % n_stft]
        place[slot] -= 1
        ordered[place[slot]] = i
    return ordered
