"""What the model expects after each step, with a tiny model."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from riffdemo.audio import loudness
from riffdemo.audio.loudness import TARGET_LOUDNESS
from riffdemo.engine import Engine
from riffdemo.errors import ParameterError
from riffdemo.image import mel_from_image
from riffdemo.progress import Cancelled, Step
from riffdemo.tasks import text_to_audio
from riffdemo.tasks.denoising import denoising
from riffdemo.testing import random_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(scope="module")
def tiny() -> Engine:
    return random_engine()


def test_each_step_is_a_clip_on_the_way_to_the_finished_one(tiny: Engine) -> None:
    steps: list[Step] = []
    clips = denoising(tiny, "funk", seed=3, num_inference_steps=5, scheduler="DDIM", on_step=steps.append)
    assert [clip.settings["step"] for clip in clips] == [1, 2, 3, 4, 5]
    assert [step.index for step in steps] == [1, 2, 3, 4, 5]
    (finished,) = text_to_audio(tiny, "funk", seed=3, num_inference_steps=5, scheduler="DDIM")
    end = np.asarray(finished.image, dtype=int)
    away = [np.abs(np.asarray(clip.image, dtype=int) - end).mean() for clip in clips]
    assert away[-1] < 1 < away[0]
    loudest = max(loudness(clip.audio) for clip in clips)
    assert loudest == pytest.approx(TARGET_LOUDNESS, abs=0.1)


def test_loud_steps_keep_their_distance_to_the_others() -> None:
    loud = random_engine()
    loud.info = replace(loud.info, max_value=20_000.0)
    clips = denoising(loud, "funk", seed=3, num_inference_steps=4, scheduler="DDIM")
    painted = [loud.converter.audio_from_mel(mel_from_image(clip.image), loop=True) for clip in clips]
    assert min(audio.peak for audio in painted) > 1
    gains_db = [clip.audio.rms_dbfs - audio.rms_dbfs for clip, audio in zip(clips, painted, strict=True)]
    assert gains_db == pytest.approx([gains_db[0]] * 4, abs=0.5)  # peaks are held down


def test_a_stop_and_mistakes_are_told(tiny: Engine) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        denoising(tiny, "funk", cancel=cancel)
    with pytest.raises(ParameterError, match="seed"):
        denoising(tiny, "funk", seed=-1)
