"""The next clip: it follows the one before to the sample, and says what it is."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from riffdemo.audio import save_audio
from riffdemo.engine import Engine
from riffdemo.image import mel_from_image
from riffdemo.live.itinerary import Position
from riffdemo.live.join import joined
from riffdemo.live.pace import Cost, Pace
from riffdemo.live.riff import Riff, Start
from riffdemo.live.step import LiveClip, measured_pace, next_clip
from riffdemo.progress import Cancelled
from riffdemo.synth import tone
from riffdemo.testing import random_engine

RIFF = Riff(blend=(("church bells", 1.0),), seed=3, speed=0.5)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return random_engine()


def played(engine: Engine, n_clips: int, riff: Riff = RIFF) -> list[LiveClip]:
    clips: list[LiveClip] = []
    for _ in range(n_clips):
        last = clips[-1] if clips else None
        clips.append(next_clip(engine, riff, position=last and last.position, tail=last and last.tail))
    return clips


def test_clips_are_one_sound_without_gap_or_overlap(engine: Engine) -> None:
    clips = played(engine, 3)
    assert [clip.overlap for clip in clips] == [0, 0, 0]
    hop, n_frames = engine.params.hop_length, engine.params.n_frames
    lag = engine.converter.stream().n_held_back + 1
    assert [clip.clip.audio.n_samples for clip in clips] == [
        (n_frames - lag) * hop,
        n_frames * hop,
        n_frames * hop,
    ]
    samples = joined([(clip.clip.audio, clip.overlap) for clip in clips]).samples[0]
    join = clips[0].clip.audio.n_samples
    steps = np.abs(np.diff(samples))
    assert steps[join - 2 : join + 1].max() <= 1.5 * steps[join - 500 : join + 500].max()


def test_the_picture_is_what_is_heard(engine: Engine) -> None:
    clips = played(engine, 2)
    for made in clips:
        clip, hop = made.clip, engine.params.hop_length
        assert clip.image.width * hop == clip.audio.n_samples
        heard = engine.converter.mel_from_audio(clip.audio)[..., : clip.image.width].flatten()
        painted = mel_from_image(clip.image).flatten()
        assert np.corrcoef(heard, painted)[0, 1] > 0.6


def test_a_lost_tail_is_bridged_and_the_beat_stays(engine: Engine) -> None:
    first, second = played(engine, 2)
    bridged = next_clip(engine, RIFF, position=first.position, tail=None)
    assert bridged.overlap == pytest.approx(0.25, abs=0.01)
    net = bridged.clip.audio.seconds - bridged.overlap
    assert net == pytest.approx(second.clip.audio.seconds)
    whole = bridged.clip.image
    # After the blend it shows the columns that the continued clip shows.
    n_new = whole.width - round(bridged.overlap * engine.params.frames_per_second)
    shown = whole.crop((whole.width - n_new, 0, whole.width, whole.height))
    turned = first.tail.columns.width + first.tail.again.width
    assert turned < shown.width
    assert np.array_equal(np.asarray(shown)[:, turned:], np.asarray(second.clip.image)[:, turned:])


def test_a_picture_turns_into_the_next_one(engine: Engine) -> None:
    riff = replace(RIFF, speed=1.0)
    first, second = played(engine, 2, riff)
    alone = next_clip(engine, replace(riff, seed=4)).clip.image  # what the second was painted as
    lag, n = first.tail.columns.width, first.tail.again.width
    heard = np.asarray(second.clip.image, dtype=float)[:, lag:]
    n_known = min(heard.shape[1], alone.width)
    before, after = np.asarray(first.tail.again, dtype=float), np.asarray(alone, dtype=float)
    share = ((np.arange(n) + 0.5) / n)[:, None]
    assert np.abs(heard[:, :n] - ((1 - share) * before + share * after[:, :n])).max() <= 1.5
    assert np.array_equal(heard[:, n:n_known], after[:, n:n_known])


def test_an_older_position_goes_on_from_its_own_tail(engine: Engine) -> None:
    first, _, _ = played(engine, 3)
    again = next_clip(engine, RIFF, position=first.position, tail=first.tail)
    second = played(engine, 2)[1]
    assert np.array_equal(again.clip.audio.samples, second.clip.audio.samples)


def test_the_same_riff_makes_the_same_music(engine: Engine) -> None:
    one, other = (played(engine, 2)[1].clip for _ in range(2))
    assert np.array_equal(one.audio.samples, other.audio.samples)
    assert one.settings["seed"] == 3
    assert one.settings["alpha"] == 0.5


def test_every_wish_is_heard(engine: Engine, tmp_path: Path) -> None:
    sound = save_audio(tone(440.0, seconds=1.0), tmp_path / "tone.wav")
    start = Start(path=str(sound))
    one = next_clip(engine, RIFF).clip.audio.samples
    wishes = [
        replace(RIFF, blend=(("techno", 1.0),)),
        replace(RIFF, blend=(("church bells", 1.0), ("techno", 1.0))),
        replace(RIFF, negative_prompt="drums"),
        replace(RIFF, seed=4),
        replace(RIFF, guidance_scale=9.0),
        replace(RIFF, steps=5),
        replace(RIFF, init=start, strength=0.5),
        replace(RIFF, init=start, strength=0.0),
    ]
    sounds = [one, *(next_clip(engine, riff).clip.audio.samples for riff in wishes)]
    for i, a in enumerate(sounds):
        for b in sounds[i + 1 :]:
            assert not np.array_equal(a, b)


def test_a_taken_prompt_is_told(engine: Engine) -> None:
    riff = replace(RIFF, waiting=("techno",), speed=1.0)
    first, second = played(engine, 2, riff)
    assert (first.taken, second.taken) == (0, 1)
    assert (first.changed, second.changed) == (True, True)
    assert second.clip.settings["prompt"] == "techno"


def test_the_steps_follow_the_machine(engine: Engine) -> None:
    slow = Pace(Cost(step=0.05, rest=0.0))
    assert next_clip(engine, replace(RIFF, steps=7), pace=slow).steps == 7
    assert next_clip(engine, RIFF, pace=slow).steps == engine.default_steps
    assert slow.cost != Cost(step=0.05, rest=0.0)  # it learned
    assert measured_pace(engine).cost.step > 0


def test_a_clip_that_nobody_waits_for_is_stopped(engine: Engine) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        next_clip(engine, RIFF, cancel=cancel)


def test_a_position_alone_suffices(engine: Engine) -> None:
    first, second = played(engine, 2)
    fresh = next_clip(engine, RIFF, position=Position(first.position.place, first.position.gain_db, "?"))
    assert fresh.position.place == second.position.place
    assert fresh.overlap > 0
