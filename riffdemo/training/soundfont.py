"""FluidSynth plays an arrangement once; what rings past the end is folded back to the beginning.

The fold makes the loop exact: the end runs on into the beginning, sample by sample, as in a loop that has been
playing for ever. FluidSynth's own reverberation and chorus stay off, since their state would leak from one clip
into the next; mastering.py adds a room.

Explained in notebook 08.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from riffdemo.errors import RiffError
from riffdemo.training.corpus import Arrangement

SAMPLE_RATE = 44_100
N_SAMPLES = 512 * 441
_TAIL_BLOCKS = 2_700
_BLOCK = 64
_SETTLING_BLOCKS = 16
_GAIN = 0.4
_DRUM_CHANNEL = 9
_SOUNDFONTS = (
    Path("/usr/share/sounds/sf3/MuseScore_General_Lite.sf3"),
    Path("/usr/share/sounds/sf3/MuseScore_General.sf3"),
)
_REPAIR = (
    "on Debian or Ubuntu: apt install fluidsynth musescore-general-soundfont-small; pip install pyfluidsynth"
)


class _Event(NamedTuple):
    """A call to FluidSynth; at the same time, lower orders go first."""

    order: int
    call: Callable[..., Any]
    arguments: tuple[int, ...]


class Soundfont:
    """FluidSynth with General MIDI instruments.

    Args:
        path: A General MIDI soundfont (.sf2, .sf3); None takes MuseScore General from where Debian puts it.

    Raises:
        RiffError: FluidSynth, its Python binding or the soundfont is missing.
    """

    def __init__(self, path: Path | None = None) -> None:
        path = path or _default_soundfont()
        if not path.is_file():
            raise RiffError(f"There is no soundfont {str(path)!r}: give the path of a .sf2 or .sf3 file.")
        fluidsynth = _fluidsynth()
        self._write_float = _write_float(fluidsynth)
        self._synth = fluidsynth.Synth(gain=_GAIN, samplerate=SAMPLE_RATE, **{"synth.polyphony": 512})
        self._synth.setting("synth.reverb.active", 0)
        self._synth.setting("synth.chorus.active", 0)
        self._font = self._synth.sfload(str(path))
        if self._font < 0:
            raise RiffError(f"FluidSynth cannot read {str(path)!r}: give a .sf2 or .sf3 soundfont.")
        self._samples(_BLOCK)

    def loop_from_arrangement(self, arrangement: Arrangement) -> np.ndarray:
        """The dry sound of one turn of the loop: float32, (225792,), mono, not normalised."""
        self._silence()
        events = self._events(arrangement)
        n_blocks = N_SAMPLES // _BLOCK + _TAIL_BLOCKS
        chunks, played = [], 0
        for block in sorted(events):
            chunks.append(self._samples((min(block, n_blocks) - played) * _BLOCK))
            played = min(block, n_blocks)
            for event in sorted(events[block], key=lambda event: event.order):
                event.call(*event.arguments)
        chunks.append(self._samples((n_blocks - played) * _BLOCK))
        return _folded(np.concatenate(chunks))

    def _silence(self) -> None:
        """Stop every voice, and let the block in which they stop pass."""
        self._synth.system_reset()
        self._samples(_SETTLING_BLOCKS * _BLOCK)

    def _events(self, arrangement: Arrangement) -> dict[int, list[_Event]]:
        """Calls to FluidSynth by block of 64 samples, its own grid; a note ends before the next begins."""
        blocks_per_beat = N_SAMPLES / _BLOCK / arrangement.n_beats
        events: dict[int, list[_Event]] = {}
        for number, part in enumerate(arrangement.parts):
            channel = number if number < _DRUM_CHANNEL else number + 1
            self._synth.program_select(channel, self._font, *part.preset)
            for note in part.notes:
                on = round(note.start * blocks_per_beat)
                off = max(on + 1, round((note.start + note.duration) * blocks_per_beat))
                strike = _Event(1, self._synth.noteon, (channel, note.pitch, note.velocity))
                release = _Event(0, self._synth.noteoff, (channel, note.pitch))
                events.setdefault(on, []).append(strike)
                events.setdefault(off, []).append(release)
        return events

    def _samples(self, n_samples: int) -> np.ndarray:
        """The next samples, both channels averaged (float32)."""
        stereo = np.zeros((n_samples, 2), dtype=np.float32)
        pointer = stereo.ctypes.data_as(ctypes.c_void_p)
        self._write_float(self._synth.synth, n_samples, pointer, 0, 2, pointer, 1, 2)
        return stereo.mean(axis=1)


def _folded(samples: np.ndarray) -> np.ndarray:
    """Add what rings past the loop's end to its beginning; the tail fades out in its last second."""
    tail = samples[N_SAMPLES:].copy()
    tail[-SAMPLE_RATE:] *= np.linspace(1, 0, SAMPLE_RATE, dtype=np.float32)
    loop = samples[:N_SAMPLES].copy()
    loop[: len(tail)] += tail
    return loop


def _default_soundfont() -> Path:
    for path in _SOUNDFONTS:
        if path.is_file():
            return path
    raise RiffError(
        f"The soundfont {_SOUNDFONTS[0].name} is missing: install it ({_REPAIR}), or give its path."
    )


def _fluidsynth() -> Any:
    try:
        import fluidsynth
    except ImportError as error:
        raise RiffError(
            f"FluidSynth plays the training corpus and is missing ({error}): {_REPAIR}"
        ) from error
    return fluidsynth


def _write_float(fluidsynth: Any) -> Any:
    """fluid_synth_write_float, which pyfluidsynth leaves out: its 16-bit twin dithers."""
    pointer, number = ctypes.c_void_p, ctypes.c_int
    left = (("left", pointer), ("left_offset", number), ("left_step", number))
    right = (("right", pointer), ("right_offset", number), ("right_step", number))
    arguments = (("synth", pointer), ("length", number), *left, *right)
    return fluidsynth.cfunc("fluid_synth_write_float", number, *((name, kind, 1) for name, kind in arguments))
