"""Sounds from formulas: the signals that tests, notebooks and benchmarks share.

    tone, chirp, chord, clicks, noise, silence     one property each, in closed form or seeded
    two_bar_loop                                   the 5.12 s piece that every notebook plays
    music                                          as long as you like, for measurements that need variety

All of them are mono unless said otherwise, repeat exactly for the same arguments, and stay within [-1, 1].

Explained in notebook 01.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from riffdemo.audio import Audio
from riffdemo.errors import ParameterError
from riffdemo.tape import Samples, Tape, normalised

SAMPLE_RATE = 44_100
LOOP_BEATS = 8
LOOP_BPM = 93.75  # 8 beats in 5.12 s = 512 hops of 10 ms
LOOP_CHORDS = ((0, 7, 10, 15, 22), (-4, 8, 12, 15, 19))  # semitones: minor seventh, then major seventh
MUSIC_SCALE = (0, 3, 5, 7, 10, 12, 15, 17, 19, 22, 24, 27, 29, 31, 34)  # semitones of the minor pentatonic
PEAK = 0.7


def tone(
    frequency: float = 440.0,
    *,
    seconds: float = 1.0,
    amplitude: float = 0.5,
    phase: float = 0.0,
    fade: float = 0.005,
    sample_rate: int = SAMPLE_RATE,
) -> Audio:
    """amplitude * sin(2 pi frequency t + phase).

    Args:
        frequency: Pitch (Hz), above 0 and below half of `sample_rate`.
        seconds: Duration (s).
        amplitude: Peak, in [0, 1].
        phase: Angle at t = 0 (radians).
        fade: Raised-cosine fade at both ends (s), at most half of the sound; 0 leaves the bare formula.
        sample_rate: Samples per second (Hz).

    Raises:
        ParameterError: A value is out of range.
    """
    t = _times(seconds, sample_rate)
    _check_frequency("frequency", frequency, sample_rate)
    return _finish(np.sin(2 * np.pi * frequency * t + phase), amplitude, fade, sample_rate)


def chirp(
    f_start: float = 100.0,
    f_end: float = 8_000.0,
    *,
    seconds: float = 1.0,
    curve: Literal["exponential", "linear"] = "exponential",
    amplitude: float = 0.5,
    fade: float = 0.005,
    sample_rate: int = SAMPLE_RATE,
) -> Audio:
    """A tone that glides from `f_start` to `f_end` (Hz): the sine of its exact phase integral.

        exponential: f = f_start k**(t / T), k = f_end / f_start; phase 2 pi f_start T (k**(t / T) - 1) / ln k
        linear:      f = f_start + c t, c = (f_end - f_start) / T; phase 2 pi (f_start t + c t**2 / 2)

    Equal steps of pitch take equal time on the exponential curve, equal steps of Hz on the linear one.
    The other arguments and the errors are those of `tone`.
    """
    t = _times(seconds, sample_rate)
    _check_frequency("f_start", f_start, sample_rate)
    _check_frequency("f_end", f_end, sample_rate)
    if curve not in ("exponential", "linear"):
        raise ParameterError(f"curve is {curve!r}: give 'exponential' or 'linear'.")
    rate = math.log(f_end / f_start) / seconds
    if curve == "linear" or rate == 0:
        cycles = f_start * t + (f_end - f_start) / seconds * t**2 / 2
    else:
        cycles = f_start * np.expm1(rate * t) / rate
    return _finish(np.sin(2 * np.pi * cycles), amplitude, fade, sample_rate)


def chord(
    frequencies: Sequence[float] = (220.0, 261.63, 329.63),
    *,
    seconds: float = 1.0,
    amplitude: float = 0.5,
    fade: float = 0.005,
    sample_rate: int = SAMPLE_RATE,
) -> Audio:
    """Equally loud tones at `frequencies` (Hz) that share `amplitude`, so that their sum stays below it.

    The other arguments and the errors are those of `tone`. The default is A minor.
    """
    if not frequencies:
        raise ParameterError("frequencies is empty: give one frequency (Hz) or more.")
    t = _times(seconds, sample_rate)
    for frequency in frequencies:
        _check_frequency("frequency", frequency, sample_rate)
    voices = [np.sin(2 * np.pi * frequency * t) for frequency in frequencies]
    return _finish(np.mean(voices, axis=0), amplitude, fade, sample_rate)


def clicks(
    interval: float = 0.25, *, seconds: float = 1.0, amplitude: float = 0.5, sample_rate: int = SAMPLE_RATE
) -> Audio:
    """One sample of height `amplitude` every `interval` seconds from t = 0: all frequencies at one instant.

    Raises:
        ParameterError: `interval` is shorter than one sample, or another value is out of range (see `tone`).
    """
    n_samples = _times(seconds, sample_rate).size
    _check_range("interval", interval, 1 / sample_rate, 3_600.0, "seconds (one sample or more)")
    instants = np.round(np.arange(0.0, n_samples, interval * sample_rate)).astype(int)
    samples = np.zeros(n_samples)
    samples[instants[instants < n_samples]] = 1.0
    return _finish(samples, amplitude, 0.0, sample_rate)


def noise(
    color: Literal["white", "pink"] = "white",
    *,
    seconds: float = 1.0,
    amplitude: float = 0.5,
    fade: float = 0.0,
    seed: int = 0,
    sample_rate: int = SAMPLE_RATE,
) -> Audio:
    """Seeded Gaussian noise with the peak `amplitude`; without a fade, it loops without a seam.

    White noise has equal power per Hz, pink noise equal power per octave (power ~ 1 / f).
    The other arguments and the errors are those of `tone`.
    """
    n_samples = _times(seconds, sample_rate).size
    if color not in ("white", "pink"):
        raise ParameterError(f"color is {color!r}: give 'white' or 'pink'.")
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(n_samples))
    spectrum[0] = 0.0
    if color == "pink":
        spectrum[1:] /= np.sqrt(np.arange(1, spectrum.size))
    return _finish(normalised(np.fft.irfft(spectrum, n_samples)), amplitude, fade, sample_rate)


def silence(*, seconds: float = 1.0, sample_rate: int = SAMPLE_RATE) -> Audio:
    """Zeros. Arguments and errors as in `tone`."""
    return _finish(np.zeros_like(_times(seconds, sample_rate)), 0.0, 0.0, sample_rate)


def two_bar_loop(*, seed: int = 0, sample_rate: int = SAMPLE_RATE) -> Audio:
    """The sound of the notebooks: two bars of chords, clicks and a rising chirp, 5.12 s at 93.75 bpm.

    At 44.1 kHz it lasts exactly 512 hops of 441 samples, the width of one model-sized picture. It repeats
    without a seam, peaks at 0.7, and nothing in it lies above 9.9 kHz.

    Args:
        seed: Chooses the key, the order of the plucked notes and the grain of the clicks.
        sample_rate: Samples per second (Hz), 8,000 to 192,000.
    """
    rng = np.random.default_rng(seed)
    beat = 60 / LOOP_BPM
    tape = Tape(_times(LOOP_BEATS * beat, sample_rate).size, sample_rate=sample_rate)
    root = 110.0 * 2 ** (rng.integers(0, 6) / 12)
    for bar, chord_steps in enumerate(LOOP_CHORDS):
        start = 4 * bar * beat
        pitches = [root * 2 ** (step / 12) for step in chord_steps]
        for string, pitch in enumerate(pitches):
            tape.add(tape.pluck(pitch, decay=1.2), start + 0.02 * string, gain=0.22)
        for eighth, pitch in enumerate(rng.permutation(pitches[1:] * 2)):
            tape.add(tape.pluck(2 * pitch, decay=0.35), start + eighth * beat / 2, gain=0.3)
        for position in (0.0, 2.5):
            tape.add(tape.kick(), start + position * beat, gain=0.8)
        for position in (1.0, 3.0):
            tape.add(tape.hit(rng, decay=0.03), start + position * beat, gain=0.9)
        for position in (0.5, 1.5, 2.5, 3.5):
            tape.add(tape.hit(rng, decay=0.012), start + position * beat, gain=0.4)
    top = min(32 * root, 0.45 * sample_rate)
    riser = chirp(8 * root, top, seconds=2 * beat, fade=beat, amplitude=0.2, sample_rate=sample_rate)
    tape.add(riser.samples[0], 6 * beat)
    return _finish(tape.play(), PEAK, 0.0, sample_rate)


def music(
    *, seconds: float = 10.0, seed: int = 0, n_channels: int = 1, sample_rate: int = SAMPLE_RATE
) -> Audio:
    """Plucked notes of one key at random, with drums: any amount of varied music for measurements.

    Args:
        seconds: Duration (s). What rings on at the end returns at the start.
        seed: Chooses tempo, key, notes and drums.
        n_channels: 1, or 2 to place every note between the speakers.
        sample_rate: Samples per second (Hz), 8,000 to 192,000.
    """
    rng = np.random.default_rng(seed)
    eighth = 30 / rng.uniform(80, 140)
    tape = Tape(_times(seconds, sample_rate).size, n_channels=n_channels, sample_rate=sample_rate)
    root = rng.uniform(55, 110)
    for index, start in enumerate(np.arange(0, seconds, eighth)):
        for step in rng.choice(MUSIC_SCALE, size=rng.integers(0, 4)):
            note = tape.pluck(root * 2 ** (step / 12), decay=rng.uniform(0.1, 0.8))
            tape.add(note, start, gain=rng.uniform(0.1, 0.4), pan=rng.uniform())
        if index % 4 == 0:
            tape.add(tape.kick(), start, gain=0.8)
        if rng.uniform() < 0.6:
            tape.add(tape.hit(rng, decay=rng.choice([0.012, 0.04, 0.15])), start, gain=0.3, pan=rng.uniform())
    return _finish(tape.play(), PEAK, 0.0, sample_rate)


def _times(seconds: float, sample_rate: int) -> Samples:
    """The instant of every sample (s), once both arguments are known to be good."""
    _check_range("sample_rate", sample_rate, 8_000, 192_000, "Hz")
    _check_range("seconds", seconds, 1 / sample_rate, 3_600.0, "seconds (one sample to one hour)")
    return np.arange(round(seconds * sample_rate)) / sample_rate


def _finish(samples: Samples, amplitude: float, fade: float, sample_rate: int) -> Audio:
    """`samples` within [-1, 1] scaled to `amplitude`, faded in and out, as an Audio."""
    _check_range("amplitude", amplitude, 0.0, 1.0, "(1 is full scale)")
    _check_range("fade", fade, 0.0, 3_600.0, "seconds")
    samples = amplitude * np.atleast_2d(samples)
    n_fade = min(round(fade * sample_rate), samples.shape[1] // 2)
    ramp = np.sin(np.pi / 2 * np.arange(n_fade) / max(n_fade, 1)) ** 2
    samples[:, :n_fade] *= ramp
    samples[:, samples.shape[1] - n_fade :] *= ramp[::-1]
    return Audio(samples.astype(np.float32), sample_rate)


def _check_frequency(name: str, value: float, sample_rate: int) -> None:
    if not 0 < value < sample_rate / 2:
        allowed = f"above 0 and below {sample_rate / 2:g} Hz (half of sample_rate)"
        raise ParameterError(f"{name} is {value} Hz: give a number {allowed}, or raise sample_rate.")


def _check_range(name: str, value: Any, low: float, high: float, unit: str) -> None:
    if not low <= value <= high:
        raise ParameterError(f"{name} is {value}: give a number from {low:g} to {high:g} {unit}.")
