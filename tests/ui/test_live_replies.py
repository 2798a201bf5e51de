"""What the live page is answered, and what is kept for each listener."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradio.utils import get_upload_folder

from riffdemo.audio import load_audio, save_audio
from riffdemo.clip import settings_from_file
from riffdemo.engine import Engine, LazyEngine
from riffdemo.errors import ParameterError
from riffdemo.live.riff import Riff
from riffdemo.synth import tone
from riffdemo.ui import listeners
from riffdemo.ui.listeners import Listeners
from riffdemo.ui.live_replies import MAX_AHEAD, SOFT_SECONDS, Replies, kept_card

# What clients and apps of other modules leave to the garbage collector is not tested here.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

RIFF = Riff(blend=(("church bells", 1.0),), seed=3, speed=0.5).to_json()


def ask(replies: Replies, session: str = "me", **request: Any) -> dict[str, Any]:
    asked = {"req": 1, "epoch": 0, "riff": RIFF, "position": None, "ahead": 0, **request}
    reply: dict[str, Any] = replies.reply(asked, session, threading.Event())
    json.dumps(reply)  # it goes to a page
    return reply


def heard(reply: dict[str, Any]) -> Path:
    return Path(reply["audio"]["path"])


def test_an_answer_holds_what_the_page_needs(engine: Engine) -> None:
    replies = Replies(engine)
    first = ask(replies, req="a", epoch=7)
    assert (first["req"], first["epoch"], first["label"], first["overlap"]) == ("a", 7, "church bells", 0)
    assert heard(first).suffix == ".wav"
    audio = load_audio(heard(first))
    assert audio.seconds == pytest.approx(first["seconds"], abs=1e-4)
    assert settings_from_file(first["image"]["path"])["seed"] == 3
    second = ask(replies, position=json.loads(json.dumps(first["position"])))
    assert (second["overlap"], second["alpha"], second["changed"]) == (0, 0.5, False)
    assert second["real_time_factor"] == pytest.approx(second["seconds"] / second["work_seconds"])
    assert second["settings"]["riff"] == RIFF


def test_a_walk_to_another_prompt_is_told(engine: Engine) -> None:
    replies = Replies(engine)
    first = ask(replies)
    second = ask(replies, position=first["position"], riff={**RIFF, "queue": ["techno"]})
    assert (second["from_prompt"], second["to_prompt"]) == ("church bells", "techno")
    assert (second["alpha"], second["queue_taken"], second["changed"]) == (0.5, 1, True)
    third = ask(replies, position=second["position"], riff={**RIFF, "prompts": [{"text": "techno"}]})
    assert (third["alpha"], third["queue_taken"]) == (1.0, 0)


def test_clips_thrown_away_are_replaced_without_a_seam(engine: Engine) -> None:
    replies = Replies(engine)
    first = ask(replies)
    position = first["position"]
    for _ in range(3):
        position = ask(replies, position=position)["position"]
    again = ask(replies, position=first["position"])
    assert again["overlap"] == 0


def test_a_server_that_forgot_goes_on_with_a_blend(engine: Engine) -> None:
    first = ask(Replies(engine))
    assert ask(Replies(engine), position=first["position"])["overlap"] > 0.2


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"riff": None}, "riff is None"),
        ({"riff": {"prompts": []}}, "0 prompts"),
        ({"riff": {**RIFF, "speed": 9}}, "speed is 9"),
        ({"position": {"seed": 1}}, "position"),
        ({"position": 3}, "position"),
        ({"ahead": MAX_AHEAD + 1}, "ask again later"),
        ({"riff": {**RIFF, "init": {"path": "/etc/passwd"}}}, "not uploaded here"),
        ({"riff": {**RIFF, "init": {"path": "../secret"}}}, "not uploaded here"),
    ],
)
def test_a_wrong_request_is_answered(engine: Engine, request_: dict[str, Any], message: str) -> None:
    reply = ask(Replies(engine), **request_)
    assert message in reply["error"]
    assert reply["retry"] is False


def test_a_bug_is_an_apology_and_worth_a_retry(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of memory at /secret/path")

    monkeypatch.setattr(engine.pipeline, "paint", broken)
    reply = ask(Replies(engine))
    assert reply["retry"] is True
    assert "secret" not in reply["error"]


def test_a_model_that_is_still_loading_says_so() -> None:
    engine = LazyEngine()
    engine.start = lambda: None  # type: ignore[method-assign]
    reply = ask(Replies(engine))
    assert (reply["error"], reply["retry"]) == (engine.status, True)


def test_a_sound_of_ones_own_is_read_from_the_uploads(engine: Engine, gradio_cache: Path) -> None:
    path = save_audio(tone(440.0, seconds=1.0), Path(get_upload_folder()) / "tone.wav")
    reply = ask(Replies(engine), riff={**RIFF, "init": {"path": str(path)}})
    assert "error" not in reply


def test_stopped_work_is_no_error_to_retry(engine: Engine) -> None:
    cancel = threading.Event()
    cancel.set()
    reply = Replies(engine).reply({"req": 1, "riff": RIFF}, "me", cancel)
    assert reply["retry"] is False


def test_clips_are_kept_as_one_take(engine: Engine) -> None:
    replies = Replies(engine)
    clips = [ask(replies)]
    for _ in range(2):
        clips.append(ask(replies, position=clips[-1]["position"]))
    card = kept_card([clip["take"] for clip in clips], 60)
    whole = np.concatenate([load_audio(heard(clip)).samples for clip in clips], axis=1)
    kept = load_audio(card["sound"]["path"])
    assert np.array_equal(kept.samples, whole)
    settings = settings_from_file(card["sound"]["path"])
    assert [clip["alpha"] for clip in settings["clips"]] == [0, 0.5, 0]
    assert settings["prompt"] == "church bells"
    assert kept_card([clip["take"] for clip in clips], 1)["seconds"] == 1
    repeated = kept_card([clips[0]["take"], clips[0]["take"], clips[1]["take"]], 60)
    wanted = 2 * clips[0]["seconds"] + clips[1]["seconds"] - SOFT_SECONDS
    assert repeated["seconds"] == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize(
    ("takes", "seconds"), [([], 5), (None, 5), (["../etc"], 5), (["0" * 32], 5), (["0" * 32], -1)]
)
def test_what_cannot_be_kept_is_told(takes: Any, seconds: Any) -> None:
    with pytest.raises(ParameterError):
        kept_card(takes, seconds)


def test_what_is_kept_for_a_listener_is_bounded(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "MAX_TAKES", 3)
    monkeypatch.setattr(listeners, "MAX_TAILS", 2)
    replies = Replies(engine)
    clips = [ask(replies)]
    for _ in range(4):
        clips.append(ask(replies, position=clips[-1]["position"]))
    assert [heard(clip).exists() for clip in clips] == [False, False, True, True, True]
    assert len(replies.listeners.heard_from("me").tails) == 2
    replies.listeners.forget("me")
    assert not any(heard(clip).exists() for clip in clips)
    assert len(replies.listeners) == 0


def test_listeners_that_are_gone_are_forgotten() -> None:
    now = [0.0]
    crowd = Listeners(clock=lambda: now[0])
    crowd.heard_from("one")
    now[0] = 10.0
    crowd.heard_from("two")
    assert crowd.n_active == 2
    now[0] = 20.0
    assert crowd.n_active == 1
    now[0] = listeners.IDLE_SECONDS + 5
    crowd.heard_from("three")
    assert len(crowd) == 2
    for number in range(2 * listeners.MAX_LISTENERS):
        crowd.heard_from(str(number))
    assert len(crowd) == listeners.MAX_LISTENERS
