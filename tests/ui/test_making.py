"""From arguments to cards, and what can go wrong on the way."""

from __future__ import annotations

import errno
import threading
from pathlib import Path
from typing import Any

import pytest

from riffdemo.engine import Engine, LazyEngine
from riffdemo.errors import CheckpointError, ParameterError, RiffError
from riffdemo.limits import HOME
from riffdemo.progress import Cancelled
from riffdemo.testing import write_random_checkpoint
from riffdemo.ui.adapters import error_for_page
from riffdemo.ui.making import Made, cut_notice, text_to_audio_work, version_notice
from riffdemo.ui.models import AnyEngine
from riffdemo.ui.work import Work

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # diffusers, NumPy 2

ARGUMENTS: dict[str, Any] = {
    "prompt": "a tone",
    "negative_prompt": "",
    "seed": 5,
    "num_variations": 2,
    "loop": True,
}


def work(engine: AnyEngine, *, cancel: threading.Event | None = None, **changed: Any) -> Work[Made]:
    return text_to_audio_work(
        engine, {**ARGUMENTS, **changed}, limits=HOME, cancel=cancel or threading.Event()
    )


def test_each_variation_becomes_a_card(engine: Engine) -> None:
    cards, notice = work(engine).run()
    assert [card["settings"]["seed"] for card in cards] == [5, 6]
    assert cards[0]["facts"][:2] == ["seed 5", f"{engine.default_steps} steps"]
    assert notice == ""


def test_what_was_not_read_is_told(engine: Engine) -> None:
    with pytest.warns(UserWarning, match="too long"):
        _, notice = work(engine, prompt="drums " * 500).run()
    assert "drums drums" in notice
    assert len(notice) < 250
    assert cut_notice("") == ""


def test_previews_come_while_it_is_painted(engine: Engine) -> None:
    told = list(work(engine, num_inference_steps=20).progress())
    assert told[-1]["text"].startswith("Step 20 of 20")
    assert len(told[0]["pictures"]) == 2


def test_a_stop_while_the_model_loads(tmp_path: Path) -> None:
    engine = LazyEngine(write_random_checkpoint(tmp_path / "model"), dtype="float32")
    cancel = threading.Event()
    making = work(engine, cancel=cancel)
    progress = making.progress()
    assert next(progress)["share"] == 0
    cancel.set()
    list(progress)
    with pytest.raises(Cancelled):
        making.result()
    assert work(engine, num_variations=1).run()[0]


def test_a_checkpoint_that_vanishes_is_told_and_may_come_back(tmp_path: Path) -> None:
    folder = write_random_checkpoint(tmp_path / "model")
    engine = LazyEngine(folder, dtype="float32")
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(CheckpointError):
        work(engine).run()
    (tmp_path / "elsewhere").rename(folder)
    cards, _ = work(engine).run()
    assert len(cards) == 2


def test_a_full_disk_is_told_and_the_next_click_works(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        with pytest.raises(RiffError) as caught:
            work(engine).run()
    assert "the disk is full" in error_for_page(caught.value).message
    assert len(work(engine).run()[0]) == 2


def test_what_is_too_long_is_refused_before_it_is_painted(engine: Engine) -> None:
    making = work(engine, seconds=1e6)
    assert list(making.progress()) == []
    with pytest.raises(ParameterError, match=r"seconds is 1000000\.0: give"):
        making.result()


def test_another_version_of_the_model_is_told(engine: Engine) -> None:
    own = engine.checkpoint
    assert version_notice("m@1", "m@2") == "It was first made with m@1. This is m@2, so it sounds different."
    assert version_notice("m@1", "m@1") == version_notice("m", "m@1") == version_notice(None, "m@1") == ""
    arguments = {**ARGUMENTS, "num_variations": 1}
    options: dict[str, Any] = {"limits": HOME, "cancel": threading.Event()}
    _, notice = text_to_audio_work(engine, arguments, **options, version=f"{own}@earlier").run()
    assert "first made with" in notice
