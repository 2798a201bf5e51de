"""Engines: what they report, one caller at a time, loading in the background."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from riffdemo.engine import Engine, LazyEngine, Speed, checkpoint, load_engine
from riffdemo.errors import CheckpointError, ParameterError
from riffdemo.image import max_value_from_image, params_from_image
from riffdemo.params import SpectrogramParams
from riffdemo.progress import Cancelled
from riffdemo.testing import random_engine, write_random_checkpoint

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_random_checkpoint(tmp_path_factory.mktemp("models") / "riffdemo-small")


@pytest.fixture(scope="module")
def tiny() -> Engine:
    return random_engine()


def test_an_engine_says_what_it_is(folder: Path) -> None:
    messages: list[str] = []
    loaded = load_engine(folder, device="cpu", dtype="float32", report=messages.append)
    assert (loaded.device, loaded.dtype) == (torch.device("cpu"), "float32")
    assert loaded.checkpoint.startswith("riffdemo-small@")
    assert (loaded.default_steps, loaded.default_guidance, loaded.default_scheduler) == (2, 3.5, "DPM++ 2M")
    assert loaded.max_value == 100.0
    assert loaded.params == SpectrogramParams() == loaded.converter.params
    assert messages == ["Starting PyTorch ...", "Loading the model ..."]


def test_the_shipped_model_is_never_replaced_by_chance(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(checkpoint, "CHECKPOINTS", tmp_path)
    for make in (load_engine, LazyEngine):
        with pytest.raises(CheckpointError, match="not in this installation"):
            make()


@pytest.mark.parametrize("options", [{"device": "tpu"}, {"dtype": "int4"}])
def test_unknown_devices_and_formats_are_refused(folder: Path, options: dict[str, str]) -> None:
    with pytest.raises(ParameterError, match=next(iter(options.values()))):
        load_engine(folder, **{"device": "cpu", **options})  # type: ignore[arg-type]


def test_the_speed_is_what_a_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forward pass that sleeps 20 ms makes at most 50 steps per second."""
    slow = random_engine()
    forward = slow.pipeline.unet.forward

    def sleepy(*args: object, **options: object) -> object:
        time.sleep(0.02)
        return forward(*args, **options)

    monkeypatch.setattr(slow.pipeline.unet, "forward", sleepy)
    assert 0 < slow.steps_per_second < 50
    assert slow.real_time_factor < slow.params.clip_seconds / (slow.default_steps * 0.02)
    assert slow.speed is slow.warm_up()


def test_mono_pictures_become_grey_and_carry_how_to_read_them(tiny: Engine) -> None:
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    image = tiny.spectrogram_from_picture(picture, 40)
    levels = np.asarray(image)
    assert image.size == (40, 64)
    assert (levels == levels[..., :1]).all()
    assert np.array_equal(levels[..., 0], np.asarray(picture.convert("L"))[:, :40])
    assert params_from_image(image) == tiny.params
    assert max_value_from_image(image) == tiny.max_value


def test_stereo_pictures_keep_green_and_blue() -> None:
    stereo = random_engine(params=SpectrogramParams(n_mels=64, n_frames=64, n_channels=2))
    image = stereo.spectrogram_from_picture(Image.new("RGB", (64, 64), (10, 20, 30)))
    assert image.getpixel((5, 5)) == (0, 20, 30)


def test_one_caller_at_a_time(tiny: Engine) -> None:
    inside, most = 0, 0

    def use() -> None:
        nonlocal inside, most
        with tiny.exclusive():
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_who_waits_for_the_engine_can_give_up(tiny: Engine) -> None:
    cancel = threading.Event()
    cancel.set()
    with tiny.exclusive(), pytest.raises(Cancelled), tiny.exclusive(cancel):
        pytest.fail("it was not this caller's turn")
    with pytest.raises(Cancelled), tiny.exclusive(cancel):
        pytest.fail("it had been cancelled")
    with tiny.exclusive():
        pass


# --- in the background ---


def test_a_lazy_engine_knows_its_defaults_at_once_and_is_ready_later(folder: Path) -> None:
    lazy = LazyEngine(folder, device="cpu", dtype="float32")
    assert lazy.defaults.name == "riffdemo-small"
    assert (lazy.defaults.default_steps, lazy.ready) == (2, False)
    lazy.start()
    told: list[str] = []
    loaded = lazy.wait(on_wait=told.append)
    assert lazy.ready
    assert lazy.wait() is loaded is loaded.wait()
    assert "steps/s" in lazy.status
    assert "Warming up ..." in told


def test_waiting_can_be_cancelled_and_loading_goes_on(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    release = threading.Event()

    def slow(*_: object, **__: object) -> Engine:
        release.wait(10)
        made = random_engine()
        made._speed = Speed(1, 1)
        return made

    monkeypatch.setattr("riffdemo.engine.lazy.load_engine", slow)
    lazy, cancel = LazyEngine(folder), threading.Event()
    threading.Timer(0.05, cancel.set).start()
    with pytest.raises(Cancelled):
        lazy.wait(cancel=cancel)
    release.set()
    assert isinstance(lazy.wait(), Engine)


def test_a_failure_is_told_to_everyone_and_the_next_click_tries_again(folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "riffdemo-small"
    lazy = LazyEngine(folder, device="cpu", dtype="float32")
    folder.rename(moved)
    for _ in range(2):
        with pytest.raises(CheckpointError):
            lazy.wait()
        assert "model" in lazy.status or "checkpoint" in lazy.status
    moved.rename(folder)
    assert lazy.wait().dtype == "float32"


def test_start_begins_only_once(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    calls = 0

    def count(*_: object, **__: object) -> Engine:
        nonlocal calls
        calls += 1
        time.sleep(0.05)
        made = random_engine()
        made._speed = Speed(1, 1)
        return made

    monkeypatch.setattr("riffdemo.engine.lazy.load_engine", count)
    lazy = LazyEngine(folder)
    for _ in range(5):
        lazy.start()
    lazy.wait()
    lazy.start()
    lazy.wait()
    assert calls == 1
