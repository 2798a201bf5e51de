"""Music without end in Chromium, with a tone instead of a model: its clock, its picture, what can go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
import pytest

from riffdemo.audio import load_audio, save_audio
from riffdemo.synth import tone
from tests.ui.live_app import FRAMES, LEVEL, RATE, TONE_HZ, Band, Stage
from tests.ui.live_page import (
    CHROMIUM,
    Pages,
    comes_true,
    drawn,
    listen,
    play,
    quietest,
    replayed,
    say,
    snapshot,
    until,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CLIP = FRAMES / RATE
OPTIONS = {
    "words": {"styles": ["blues"], "leads": ["harp"], "moods": ["calm"]},
    "init_clips": [{"name": "walking-bass", "bpm": 94, "bars": 2, "url": None, "picture": None}],
    "listen_seconds": 2,
}

# The served app runs in this process: what Gradio and its parts warn about is not tested here.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]


@pytest.fixture(scope="module")
def stage(gradio_cache: Path) -> Iterator[Stage]:
    stage = Stage(**OPTIONS)
    with closing(stage.demo):
        yield stage


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield Pages(playwright)


@pytest.fixture
def band() -> Band:
    return Band()


@pytest.fixture
def mark(stage: Stage, band: Band) -> str:
    """The end of an address that this test's band answers."""
    return stage.take(band)


@pytest.fixture
def watched(pages: Pages, request: pytest.FixtureRequest) -> Iterator[Pages]:
    """Pages of which no console may hold more at the end than what was `forgiven`."""
    failed = request.session.testsfailed
    yield pages
    complaints = list(pages.complaints)
    pages.leave(failed=request.session.testsfailed > failed or bool(complaints))
    assert complaints == []


@pytest.fixture
def open_page(watched: Pages, stage: Stage, mark: str) -> Callable[..., Page]:
    """Opens a new view in a page that is loaded already."""
    return lambda kind="2d", **options: watched.open(kind, stage.url, mark, **options)


@pytest.fixture
def load_page(watched: Pages, stage: Stage, mark: str) -> Callable[..., Page]:
    """Loads a page."""
    return lambda query="", **options: watched.load("2d", stage.url + query + mark, **options)


@pytest.mark.parametrize("kind", ["3d", "2d"])
def test_clips_follow_each_other_to_the_sample(open_page: Callable[..., Page], band: Band, kind: str) -> None:
    page = open_page(kind)
    play(page)
    shown = until(page, "s => s.entries.length >= 5")
    ends = [entry["first"] + entry["frames"] - entry["fade"] for entry in shown["entries"]]
    assert [entry["first"] for entry in shown["entries"][1:]] == [
        end + before["fade"] - entry["fade"]
        for end, before, entry in zip(ends, shown["entries"], shown["entries"][1:], strict=False)
    ]
    assert all(entry["frames"] == FRAMES and entry["fade"] == 0 for entry in shown["entries"])
    sound = replayed(page)
    expected = LEVEL * np.sin(2 * np.pi * TONE_HZ * np.arange(sound.size) / RATE)
    assert np.abs(sound - expected).max() < 1e-4  # 16 bits
    later = until(page, f"s => s.now > {shown['now']} + 0.5")
    assert later["underruns"] == 0
    assert later["view"]["kind"] == kind
    assert {request["req"] for request in band.asked} >= {entry["req"] for entry in later["entries"]}


def test_a_crossfade_keeps_the_power(open_page: Callable[..., Page], band: Band) -> None:
    band.overlap = 0.25
    page = open_page()
    play(page, clips=4)
    shown = snapshot(page)
    fades = {entry["fade"] for entry in shown["entries"][1:] if not entry["repeat"]}
    assert fades == {round(0.25 * RATE)}
    sound = replayed(page)
    assert quietest(sound) > 0.97 * LEVEL / np.sqrt(2)
    middle = FRAMES - round(0.125 * RATE)
    around = sound[middle - 200 : middle + 200]
    assert np.sqrt((around**2).mean()) == pytest.approx(
        LEVEL, rel=0.02
    )  # two equal tones at cos 45 degrees each


def test_nothing_is_silent_through_a_change(open_page: Callable[..., Page], band: Band) -> None:
    band.overlap = 0.25
    page = open_page()
    play(page, clips=3)
    until(page, "s => s.now > 0.2")  # faded in
    listen(page)
    say(page, "something else")
    heard = until(page, "s => s.entries.find(entry => entry.req === s.heard)?.label === 'something else'")
    until(page, f"s => s.now > {heard['now']} + 0.5")
    ear = page.evaluate("window.ear")
    assert ear["silent"] == 0
    assert ear["heard"] * 128 / RATE > 1


@pytest.mark.parametrize("kind", ["3d", "2d"])
def test_the_picture_shows_the_sound_and_moves(open_page: Callable[..., Page], kind: str) -> None:
    page = open_page(kind)
    assert drawn(page).mean() < 25  # a dark room
    play(page)
    shown = until(page, "s => s.now > 0.5")
    one = drawn(page)
    until(page, f"s => s.now > {shown['now']} + 0.4")
    other = drawn(page)
    assert one.max() > 180
    assert len(np.unique(one @ (1, 256, 65_536))) > 200
    assert np.abs(one - other).mean() > 2
    page.get_by_role("combobox", name="Colours").select_option("ice")
    blue = drawn(page)
    tint = [(picture[..., 0] - picture[..., 2]).mean() for picture in (other, blue)]
    assert tint[1] < tint[0] - 1


@pytest.mark.parametrize("kind", ["3d", "2d"])
def test_a_pause_freezes_everything(open_page: Callable[..., Page], band: Band, kind: str) -> None:
    page = open_page(kind)
    play(page)
    page.get_by_role("button", name="Pause").click()
    until(page, "s => s.context === 'suspended'")
    page.evaluate("""() => {
        const {view} = window.__live.last;
        if (view.view.pacer) view.view.pacer.frame = (_, level) => level;
        for (let i = 0; i < 20; i++) view.draw();  // the light of the playhead goes out
    }""")
    before, picture, asked = snapshot(page), drawn(page), len(band.asked)
    page.wait_for_timeout(700)
    assert snapshot(page)["now"] == before["now"]
    assert np.abs(drawn(page) - picture).mean() < 0.6
    assert len(band.asked) == asked
    assert band.left[-1] == "paused"
    page.get_by_role("button", name="Play", exact=True).click()
    after = until(page, f"s => s.now > {before['now']} + 0.5")
    assert after["underruns"] == 0
    page.get_by_role("button", name=re.compile("Stop")).click()
    until(page, "s => s.state === 'stopped' && s.entries.length === 0")
    play(page)
    assert band.asked[-1]["position"] is None or len(band.asked) > asked + 1


def test_a_new_prompt_is_heard_within_one_clip(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page()
    play(page, clips=5)
    say(page, "church bells")
    before = until(page, "s => s.epoch === 1")
    after = until(page, "s => s.entries.some(entry => entry.label === 'church bells')")
    begin = next(entry for entry in after["entries"] if entry["label"] == "church bells")["first"]
    waiting = [entry for entry in after["entries"] if before["now"] * RATE < entry["first"] < begin]
    late = [entry for entry in waiting if entry["repeat"]]  # on a machine without time for this
    assert len(waiting) - len(late) <= 1
    assert (
        begin / RATE - before["now"] < (2 + len(late)) * CLIP
    )  # what sounds, and one more where that is nearly over
    after = until(page, "s => s.entries.find(entry => entry.req === s.heard)?.label === 'church bells'")
    assert after["underruns"] == 0
    first = next(request for request in band.asked if request["riff"]["prompts"][0]["text"] == "church bells")
    assert first["epoch"] == 1
    page.get_by_role("heading", name="church bells").wait_for()
    until(page, "s => s.view.labels.includes('church bells')")


def test_an_answer_to_older_wishes_is_dropped(open_page: Callable[..., Page], band: Band) -> None:
    band.slow = 1.5
    page = open_page()
    play(page, clips=1)
    until(page, "s => s.waiting")
    say(page, "church bells")
    known = {entry["req"] for entry in until(page, "s => s.epoch === 1")["entries"]}
    after = until(page, "s => s.entries.some(entry => entry.label === 'church bells')")
    assert {entry["req"] for entry in after["entries"] if entry["epoch"] == 0} <= known


def test_an_error_is_shown_and_survived(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page()
    play(page)
    band.errors = ["The model is out of paint."] * 2
    page.get_by_role("alert").filter(has_text="The model is out of paint. Trying again in 1 s.").wait_for()
    page.get_by_role("alert").filter(has_text="Trying again in 2 s.").wait_for()
    known = snapshot(page)["number"]
    shown = until(page, f"s => s.entries.some(entry => +entry.req.split('.')[1] > {known})")
    page.locator(".live-trouble").wait_for(state="hidden")
    assert shown["underruns"] == 0


def test_an_error_that_stays_waits_for_the_visitor(open_page: Callable[..., Page], band: Band) -> None:
    band.errors, band.retry = ["All prompts have the weight 0: raise one of them."], False
    page = open_page()
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("alert").filter(has_text="raise one of them.").wait_for()
    page.wait_for_timeout(1500)  # longer than the first wait before a new try
    assert len(band.asked) == 1
    page.get_by_role("button", name="Try now").click()
    until(page, "s => s.entries.length > 1")


def test_a_lost_request_is_asked_again(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page(patience_seconds=2)
    play(page)
    band.lost = 1
    page.get_by_role("alert").filter(has_text="No answer came.").wait_for()
    shown = until(page, f"s => s.number > {len(band.asked)} && s.entries.length > 2")
    assert shown["underruns"] == 0


def test_a_full_queue_is_told_and_waited_for(open_page: Callable[..., Page], stage: Stage) -> None:
    page = open_page(forgiven="503")
    play(page, clips=3)
    queue = stage.demo._queue
    room, queue.max_size = queue.max_size, 0
    try:
        page.get_by_role("alert").filter(has_text="The server is busy. Trying again in 1 s.").wait_for()
        page.get_by_role("alert").filter(has_text="The server is busy. Trying again in 2 s.").wait_for()
    finally:
        queue.max_size = room
    known = snapshot(page)["number"]
    shown = until(page, f"s => s.entries.some(entry => +entry.req.split('.')[1] > {known})")
    page.locator(".live-trouble").wait_for(state="hidden")
    assert shown["underruns"] == 0


def test_a_clip_whose_file_is_gone_is_asked_again(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page(forgiven="40[34]")
    play(page)
    band.gone = 1
    page.get_by_role("alert").filter(has_text="The clip did not arrive: 40").wait_for()
    page.locator(".live-trouble").wait_for(state="hidden")
    assert snapshot(page)["underruns"] == 0


def test_a_slow_model_repeats_and_never_falls_silent(open_page: Callable[..., Page], band: Band) -> None:
    band.slow = 2.5
    page = open_page()
    play(page, clips=1)
    until(page, "s => s.now > 0.2")  # faded in
    listen(page)
    until(page, "s => s.entries.some(entry => entry.repeat && entry.first / s.rate < s.now)")
    page.get_by_text(re.compile(r"0\.8 × real time: repeating the last clip")).wait_for()
    shown = until(
        page,
        "s => s.entries.findLastIndex(entry => !entry.repeat) > s.entries.findIndex(entry => entry.repeat)",
    )
    assert shown["underruns"] == 0
    assert page.evaluate("window.ear.silent") == 0


@pytest.mark.parametrize("samples", [-441, 441, 4_000])
def test_a_clip_that_comes_while_a_repeat_begins_leaves_no_gap(
    open_page: Callable[..., Page], band: Band, samples: int
) -> None:
    band.slow = 2.5
    page = open_page()
    play(page, clips=2)
    schedule = page.evaluate(
        """samples => {
            const {player} = window.__live.last;
            const repeat = player.entries.findLast(entry => entry.repeat);
            Object.defineProperty(player, 'sample', {value: repeat.first - samples});
            player.add({...player.last, overlap: 0.25});
            return player.entries.map(({first, frames, fade}) => ({first, frames, fade}));
        }""",
        samples,
    )
    for one, other in pairwise(schedule):
        assert one["first"] + one["frames"] == other["first"] + other["fade"]


def test_a_connection_that_goes_and_comes_back(load_page: Callable[..., Page]) -> None:
    page = load_page(forgiven=".")
    say(page, "church bells")
    until(page, "s => s.entries.length > 1 && s.heard !== null")
    page.evaluate("window.old = true")
    page.context.set_offline(True)
    page.get_by_role("alert").filter(has_text="The server does not answer.").wait_for()
    shown = until(page, "s => s.entries.some(entry => entry.repeat && entry.first / s.rate < s.now)")
    assert shown["underruns"] == 0
    page.context.set_offline(False)
    page.wait_for_function("!window.old && window.__live")  # Gradio loads the page again
    assert snapshot(page)["riff"]["prompts"] == [{"text": "church bells", "weight": 1}]
    until(page, "s => s.state === 'playing' && s.entries.length > 0")
    assert page.evaluate("window.__live.last.player.entries[0].clip.position.sample") > FRAMES


def test_a_server_that_was_restarted_is_gone_on_with(watched: Pages, band: Band, gradio_cache: Path) -> None:
    before = Stage(**OPTIONS)
    page = watched.load("2d", before.url + before.take(band), forgiven=".")
    say(page, "church bells")
    until(page, "s => s.entries.length > 1 && s.heard !== null")
    before.demo.close()
    page.get_by_role("alert").filter(has_text="The server does not answer.").wait_for()
    after, other = Stage(**OPTIONS, port=urlsplit(before.url).port), Band()
    with closing(after.demo):
        after.take(other)
        # Gradio loads the page again where it was waiting for an answer.
        assert comes_true(page, lambda: len(other.asked) > 2)
        until(page, "s => s.state === 'playing' && s.heard !== null")
        assert [row["text"] for row in other.asked[0]["riff"]["prompts"]] == ["church bells"]
        assert other.asked[0]["position"]["sample"] >= FRAMES


def test_a_page_that_may_not_sound_invites_to_go_on(load_page: Callable[..., Page]) -> None:
    page = load_page(forgiven="AbortError|errored out")  # what Gradio had under way
    play(page)
    page.add_init_script("""
        const [shape, {get}] = [BaseAudioContext.prototype,
            Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, 'state')];
        Object.defineProperty(shape, 'state', {configurable: true, get: () => 'suspended'});
        window.allowSound = () => Object.defineProperty(shape, 'state', {get});
    """)
    page.reload()
    page.get_by_role("alertdialog", name="Go on?").wait_for()
    page.wait_for_timeout(1000)
    assert snapshot(page)["state"] == "stopped"
    assert page.evaluate("document.activeElement.textContent") == "Go on"
    page.evaluate("window.allowSound()")
    page.keyboard.press("Enter")
    until(page, "s => s.state === 'playing' && s.heard !== null")


def test_nobody_there_means_no_more_work(open_page: Callable[..., Page], band: Band) -> None:
    band.slow = 0.5
    page = open_page(idle_seconds=2)
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("alertdialog", name="Still riffing?").wait_for()
    assert comes_true(page, lambda: band.left == ["idle"])
    asked = len(band.asked)
    until(page, "s => s.state === 'paused'")
    assert len(band.asked) <= asked
    page.get_by_role("button", name="Go on").click()
    assert comes_true(page, lambda: len(band.asked) > asked)


def drag(source: Locator, target: Locator) -> None:
    script = """(source, target) => {
        const options = {dataTransfer: new DataTransfer(), bubbles: true, cancelable: true};
        source.dispatchEvent(new DragEvent('dragstart', options));
        target.dispatchEvent(new DragEvent('drop', options));
    }"""
    source.evaluate(script, target.element_handle())


def test_waiting_prompts_come_one_after_the_other(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page()
    for prompt in ("first", "second", "third", "fourth"):
        say(page, prompt, "Shift+Enter")
    page.get_by_role("button", name="Delete: second").click()
    page.get_by_role("button", name="Earlier: fourth").click()
    assert snapshot(page)["riff"]["queue"] == ["first", "fourth", "third"]
    drag(page.locator("li[draggable] span").nth(2), page.locator("li[draggable] span").nth(0))
    assert snapshot(page)["riff"]["queue"] == ["third", "first", "fourth"]
    play(page)
    until(page, "s => s.riff.queue.length === 0")
    labels = [request["riff"]["prompts"][0]["text"] for request in band.asked]
    assert list(dict.fromkeys(labels))[1:] in (["third", "first"], ["third", "first", "fourth"])
    assert page.get_by_role("textbox", name="Prompt 1").input_value() == "fourth"
    until(page, "s => s.entries.find(entry => entry.req === s.heard)?.label === 'fourth'")
    page.get_by_text("Heard so far").click()
    heard = page.locator(".live-heard li")
    heard.first.filter(has_text="fourth").wait_for()
    assert heard.all_text_contents()[:3] == ["fourth", "first", "third"]
    page.get_by_role("button", name="Play again: third").click()
    until(page, "s => s.riff.prompts[0].text === 'third'")


def test_a_jump_and_the_dice(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page()
    page.get_by_role("button", name="Dice").click()
    assert snapshot(page)["riff"]["queue"] == ["blues with harp, calm"]
    say(page, "jumped to", "Shift+Enter")
    play(page, clips=1)
    page.get_by_role("button", name="Play now: jumped to").click()
    shown = until(page, "s => s.entries.some(entry => entry.label === 'jumped to')")
    assert "jumped to" not in shown["riff"]["queue"]


def test_the_mixer_moves_while_it_plays(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page()
    play(page, clips=4)
    page.get_by_role("button", name="+ Prompt").click()
    page.get_by_role("textbox", name="Prompt 2").fill("rain")
    page.keyboard.press("Enter")
    page.get_by_role("slider", name="Weight of prompt 1").fill("0.25")
    until(page, "s => s.epoch > 0 && s.entries.some(entry => entry.epoch === s.epoch)")
    prompts = band.asked[-1]["riff"]["prompts"]
    assert [(row["text"], row["weight"]) for row in prompts[1:]] == [("rain", 0.5)]
    assert prompts[0]["weight"] == 0.25
    page.get_by_role("button", name="Remove prompt 1").click()
    until(page, "s => s.riff.prompts.length === 1 && s.riff.prompts[0].text === 'rain'")


def test_settings_reach_the_next_request(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page()
    page.get_by_role("slider", name="Walking speed").fill("0.5")
    page.get_by_role("slider", name="Guidance").fill("6")
    page.get_by_role("textbox", name="Not this").fill("drums")
    page.get_by_role("spinbutton", name="Seed").fill("7")
    page.get_by_role("spinbutton", name="Steps").fill("5")
    page.get_by_role("textbox", name="Not this").press("Enter")
    play(page, clips=1)
    riff = band.asked[-1]["riff"]
    wanted = {"speed": 0.5, "guidance_scale": 6, "negative_prompt": "drums", "seed": 7, "quality": 5}
    assert {name: riff[name] for name in wanted} == wanted


def test_a_start_of_ones_own(open_page: Callable[..., Page], band: Band, tmp_path: Path) -> None:
    path = save_audio(tone(440.0), tmp_path / "tone.flac")
    page = open_page()
    page.get_by_role("radio", name=re.compile("walking bass")).click()
    page.get_by_role("slider", name="How far from it").fill("0.3")
    play(page, clips=1)
    assert band.asked[-1]["riff"]["init"] == {"name": "walking-bass"}
    assert band.asked[-1]["riff"]["strength"] == 0.3
    page.locator("input[type=file]").set_input_files(path)
    until(page, "s => s.riff.init?.path && s.entries.some(entry => entry.epoch === s.epoch)")
    own = band.asked[-1]["riff"]["init"]["path"]
    assert Path(own).read_bytes() == path.read_bytes()
    page.get_by_role("button", name="Microphone").click()
    until(page, f"s => s.riff.init.path !== {own!r}")
    assert load_audio(snapshot(page)["riff"]["init"]["path"]).seconds > 1


def test_a_link_starts_the_same_riff(
    open_page: Callable[..., Page], load_page: Callable[..., Page], band: Band
) -> None:
    page = open_page()
    line = page.get_by_role("textbox", name="Prompt 1")
    line.fill('50% "jazz" & blues? #1 +soul')
    line.press("Enter")
    say(page, "later", "Shift+Enter")
    page.get_by_role("slider", name="Walking speed").fill("0.4")
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    again = load_page("?" + urlsplit(link).query)
    assert snapshot(again)["riff"] == snapshot(page)["riff"]
    assert snapshot(again)["riff"]["speed"] == 0.4
    play(again, clips=1)
    assert band.asked[0]["riff"] == snapshot(page)["riff"]


def test_a_broken_link_starts_the_usual_riff(
    open_page: Callable[..., Page], load_page: Callable[..., Page]
) -> None:
    usual = snapshot(open_page())["riff"]
    page = load_page("?riff={oh")
    assert snapshot(page)["riff"] == usual
    page.goto(page.url.replace("{oh", '{"prompts":7,"seed":"x","speed":9,"queue":{"a":1},"init":3}'))
    page.wait_for_selector(".live-view canvas")
    assert snapshot(page)["riff"] == {**usual, "speed": 1}


def test_the_last_seconds_and_a_recording_are_kept(
    open_page: Callable[..., Page], band: Band, tmp_path: Path
) -> None:
    page = open_page()
    play(page, clips=1)
    page.get_by_role("button", name="Record").click()
    until(page, f"s => s.now > {3.3 * CLIP}")
    page.get_by_role("button", name="Keep the last 5 seconds").click()
    assert comes_true(page, lambda: bool(band.kept))
    assert band.kept[-1]["seconds"] == 5
    assert len(band.kept[-1]["clips"]) == 3
    with page.expect_download() as caught:
        page.get_by_role("button", name=re.compile("Recording 0:0")).click()
    assert re.fullmatch(r"riff-session_[\d_-]+\.webm", caught.value.suggested_filename)
    caught.value.save_as(tmp_path / "session.webm")
    assert (tmp_path / "session.webm").stat().st_size > 20_000


def test_keys(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.keyboard.press("Space")
    until(page, "s => s.state === 'playing' && s.entries.length > 0")
    page.keyboard.press("m")
    assert snapshot(page)["level"]["muted"]
    page.keyboard.press("ArrowDown")
    assert snapshot(page)["level"] == {"volume": pytest.approx(0.85), "muted": False}
    page.keyboard.press("d")
    page.keyboard.press("n")
    until(page, "s => s.riff.prompts[0].text === 'blues with harp, calm'")
    page.keyboard.press("c")
    assert page.get_by_role("combobox", name="Colours").input_value() == "ember"
    page.get_by_role("textbox", name="Prompt", exact=True).press_sequentially("m d s")
    assert snapshot(page)["state"] == "playing"
    page.locator(".live-canvas").focus()
    page.keyboard.press("Space")
    until(page, "s => s.state === 'paused'")
    page.keyboard.press("s")
    until(page, "s => s.state === 'stopped'")


def test_a_lost_context_falls_back_to_the_flat_picture(open_page: Callable[..., Page]) -> None:
    page = open_page("3d")
    play(page)
    assert snapshot(page)["view"]["kind"] == "3d"
    page.evaluate(
        "window.__live.last.view.view.renderer.getContext().getExtension('WEBGL_lose_context').loseContext()"
    )
    until(page, "s => s.view.kind === '2d'")
    assert drawn(page).max() > 180
    page.get_by_role("button", name="Flat picture").click()  # asks for three dimensions again
    until(page, "s => s.view.kind === '3d'")


def test_the_view_is_turned_brought_near_and_reset(open_page: Callable[..., Page]) -> None:
    page = open_page("3d")
    goal = "({...window.__live.last.view.view.orbit.goal})"
    first = page.evaluate(goal)
    camera = "window.__live.last.view.view.camera.position.toArray()"
    seen = page.evaluate(f"(window.__live.last.view.draw(), {camera})")
    canvas = page.locator("canvas.live-canvas")
    box = canvas.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 120, middle[1] + 30, steps=4)
    page.mouse.up()
    turned = page.evaluate(goal)
    canvas.press("+")
    nearer = page.evaluate(goal)
    assert first != turned != nearer
    page.wait_for_function(
        f"([x, y, z]) => {{ window.__live.last.view.draw(); const at = {camera};"
        " return Math.hypot(at[0] - x, at[1] - y, at[2] - z) > 0.1; }",
        arg=seen,
    )
    page.get_by_role("button", name="Back to the first view").click()
    assert page.evaluate(goal) == first
    page.wait_for_function(
        f"([x, y, z]) => {{ window.__live.last.view.draw(); const at = {camera};"
        " return Math.hypot(at[0] - x, at[1] - y, at[2] - z) < 0.05; }",
        arg=seen,
    )


@pytest.mark.parametrize("call", ["pause", "stop"])
def test_a_view_may_go_while_its_sound_fades(open_page: Callable[..., Page], call: str) -> None:
    page = open_page()
    play(page)
    page.evaluate(f"""async () => {{
        const fading = window.__live.last.player.{call}();
        window.__live.last.close();
        await fading;
    }}""")


def test_the_memory_stays_bounded(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page("3d")
    play(page)
    shown = until(page, f"s => s.now > {8 * CLIP}")
    assert len(band.asked) > 8
    assert shown["entries"][0]["first"] / RATE > shown["now"] - 12 - CLIP - 1  # what was before is forgotten
    assert shown["ahead"] < 8 + CLIP
    view = until(page, "s => s.view.meshes === s.entries.length")["view"]
    assert view["geometries"] <= 4
    assert view["textures"] <= view["meshes"] + 3


def test_another_tab_of_the_app_and_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    play(page)
    page.get_by_role("tab", name="Other").click()
    page.wait_for_function("!window.__live.last.view.awake")
    before = snapshot(page)
    frames = before["view"]["frames"]
    shown = until(page, f"s => s.now > {before['now']} + 1")
    assert shown["view"]["frames"] == frames  # nobody looks
    assert shown["underruns"] == 0
    page.get_by_role("tab", name="Live").click()
    until(page, f"s => s.view.frames > {frames} + 3")


def test_a_hidden_page_goes_on_playing(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page()
    play(page)
    page.evaluate("""() => {
        Object.defineProperty(document, 'hidden', {configurable: true, get: () => true});
        document.dispatchEvent(new Event('visibilitychange'));
    }""")
    page.wait_for_function("!window.__live.last.view.awake")
    frames, asked = snapshot(page)["view"]["frames"], len(band.asked)
    assert comes_true(page, lambda: len(band.asked) > asked + 1)
    assert snapshot(page)["view"]["frames"] == frames
    page.evaluate("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }")
    until(page, f"s => s.view.frames > {frames} + 3")


def test_sound_that_was_taken_away_comes_back_at_a_click(open_page: Callable[..., Page], band: Band) -> None:
    page = open_page()
    play(page)
    page.evaluate("window.__live.last.player.context.suspend()")
    page.get_by_role("alert").filter(has_text="The browser has taken the sound away.").wait_for()
    assert band.left[-1] == "interrupted"
    page.get_by_role("alert").get_by_role("button", name="Go on").click()
    until(page, "s => s.state === 'playing' && s.context === 'running'")
    page.locator(".live-trouble").wait_for(state="hidden")


def test_reduced_motion_keeps_the_picture_still(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.emulate_media(reduced_motion="reduce")
    play(page, clips=3)
    place = "window.__live.last.view.view.place(2 - window.__live.last.player.now).x"
    one = page.evaluate(f"(window.__live.last.view.draw(), {place})")
    until(page, f"s => s.now > {snapshot(page)['now']} + 0.4")  # 30 pixels of the moving picture
    assert page.evaluate(f"(window.__live.last.view.draw(), {place})") == pytest.approx(one, abs=8)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, False), (390, True)])
def test_everything_fits_and_has_a_name(
    open_page: Callable[..., Page], load_page: Callable[..., Page], width: int, dark: bool
) -> None:
    page = load_page("?__theme=dark", color_scheme="dark") if dark else open_page()
    page.set_viewport_size({"width": width, "height": 900})
    play(page)
    page.get_by_role("button", name="+ Prompt").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    nameless = """() => [...document.querySelectorAll('.live :is(button, input, select, canvas.live-canvas)')]
        .filter(node => !(node.ariaLabel || node.getAttribute('aria-label') || node.textContent.trim()
            || node.labels?.[0]?.textContent.trim())).length"""
    assert page.evaluate(nameless) == 0
    small = """() => [...document.querySelectorAll('.live-row .live-round, .live-list .live-round, .live-primary')]
        .filter(node => node.checkVisibility())
        .filter(node => Math.min(node.offsetWidth, node.offsetHeight) < 24).length"""
    assert page.evaluate(small) == 0


def test_the_detail_follows_the_frame_rate(open_page: Callable[..., Page]) -> None:
    page = open_page()
    levels = page.evaluate("""async () => {
        const sheet = document.querySelector('link[href*="live.css"]').href;
        const {Pacer} = await import(sheet.replace('live.css', 'pacer.js'));
        const pacer = new Pacer(4);
        let [time, level] = [0, 1];
        const run = (rate, seconds) => {
            for (let i = 0; i < rate * seconds; i++) level = pacer.frame(time += 1000 / rate, level);
            return level;
        };
        return [run(60, 5), run(60, 10), run(10, 3), run(40, 30), run(60, 60), run(5, 30)];
    }""")
    assert levels == [1, 0, 1, 1, 1, 3]  # what was too slow once is not tried again
