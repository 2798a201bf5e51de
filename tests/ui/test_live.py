"""The live tab in Chromium with the app's own server and a toy model: clips, keeping, sending, faults, visitors."""

from __future__ import annotations

import json
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import numpy as np
import pytest

from riffdemo.audio import load_audio
from riffdemo.limits import HOME
from riffdemo.params import SpectrogramParams
from riffdemo.server import serve
from riffdemo.testing import Faults, random_engine
from riffdemo.ui import build_demo

if TYPE_CHECKING:
    from gradio import Blocks
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-3d-apis"]
PARAMS = SpectrogramParams(  # clips of 2.56 s
    n_mels=64, n_frames=64, sample_rate=22_050, win_length=8_820, hop_length=882, n_fft=17_640
)
ENTRIES = """() => window.__live.last.player.entries.map(({clip, first, frames, fade, repeat}) =>
    ({take: clip.take, first, frames, fade, repeat, label: clip.label, path: clip.audio.path}))"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]


@pytest.fixture(scope="session")
def app(gradio_cache: Path) -> Iterator[tuple[str, Faults, Blocks]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        engine = random_engine(params=PARAMS)
        faults = Faults(engine)
        demo = build_demo(engine)
        yield serve(demo, limits=HOME, block=False), faults, demo
        demo.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def faults(app: tuple[str, Faults, Blocks]) -> Iterator[Faults]:
    found = app[1]
    yield found
    found.errors.clear()
    found.delay = 0.0


@pytest.fixture
def open_live(app: tuple[str, Faults, Blocks], browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages with the live tab before them; nothing of the page itself may fail."""
    problems: list[str] = []
    contexts = []

    def opened(query: str = "", *, click: bool = True) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(app[0] + query)
        page.wait_for_selector("#ideas .idea", state="attached")  # a link may have opened another tab
        if click:
            page.get_by_role("tab", name="Live").click()
            play_button(page).wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


def play_button(page: Page) -> Any:
    return page.get_by_role("button", name="Play", exact=True)


def play(page: Page, n_clips: int = 1) -> list[dict[str, Any]]:
    play_button(page).click()
    return clips(page, n_clips)


def clips(page: Page, n_clips: int) -> list[dict[str, Any]]:
    page.wait_for_function(
        f"new Set(({ENTRIES})().map(entry => entry.take)).size >= {n_clips}", timeout=180_000
    )
    entries: list[dict[str, Any]] = page.evaluate(ENTRIES)
    return entries


def test_clips_continue_each_other_in_the_page(open_live: Callable[..., Page]) -> None:
    entries = play(open_live(), 3)
    for one, other in pairwise(entries):
        assert other["first"] == one["first"] + one["frames"] - other["fade"]
        if not other["repeat"]:
            assert other["fade"] == 0


def test_what_was_heard_is_kept_as_one_sound(open_live: Callable[..., Page]) -> None:
    page = open_live()
    play(page, 3)
    page.wait_for_function("window.__live.last.player.now > 4")
    page.get_by_role("button", name="Keep the last 5 seconds").click()
    page.wait_for_selector("#live-kept .take", timeout=180_000)
    with page.expect_download() as caught:
        page.locator("#live-kept").get_by_role("button", name="Save as flac").click()
    audio = load_audio(caught.value.path())
    assert 2 < audio.seconds <= 5
    assert np.abs(audio.samples).max() > 0.01


def test_a_link_opens_the_tab_with_its_riff(open_live: Callable[..., Page]) -> None:
    riff = {"prompts": [{"text": "50% jazz & blues? #1", "weight": 1}], "seed": 77, "speed": 0.5}
    page = open_live("?" + urlencode({"riff": json.dumps(riff)}), click=False)
    play_button(page).wait_for()
    entries = play(page)
    assert entries[0]["label"] == "50% jazz & blues? #1"
    assert page.evaluate("window.__live.last.snapshot().riff.seed") == 77


def test_a_broken_link_is_told_and_the_page_works(open_live: Callable[..., Page]) -> None:
    page = open_live("?riff=%7B")
    page.get_by_text("The link's riff cannot be read").wait_for()
    play(page)


def test_a_clip_of_another_tab_becomes_the_start(open_live: Callable[..., Page]) -> None:
    page = open_live(click=False)
    page.locator("#prompt textarea").fill("church bells")
    page.locator("#go").click()
    page.wait_for_selector("#takes .take h3:text-is('church bells')")
    page.locator("#takes .menu summary").click()
    page.locator("#takes").get_by_role("button", name="Live: start from it").click()
    play_button(page).wait_for()
    page.wait_for_function("window.__live?.last?.snapshot().riff.init?.path")
    play(page)


def test_errors_are_shown_and_survived(open_live: Callable[..., Page], faults: Faults) -> None:
    faults.errors.append(RuntimeError("out of memory"))
    page = open_live()
    play_button(page).click()
    page.get_by_text("Something went wrong").first.wait_for()
    clips(page, 1)


def test_a_full_queue_is_told_and_waited_for(
    app: tuple[str, Faults, Blocks], open_live: Callable[..., Page]
) -> None:
    page, queue = open_live(), app[2]._queue
    room, queue.max_size = queue.max_size, 0
    try:
        play_button(page).click()
        page.get_by_role("alert").filter(has_text="The server is busy.").wait_for()
    finally:
        queue.max_size = room
    clips(page, 1)


def test_a_slow_model_never_falls_silent(open_live: Callable[..., Page], faults: Faults) -> None:
    page = open_live()
    play(page, 2)
    faults.delay = 3.0
    page.wait_for_function("window.__live.last.player.entries.some(entry => entry.repeat)", timeout=180_000)
    assert page.evaluate("window.__live.last.player.underruns") == 0


def test_nothing_is_made_for_a_closed_page(open_live: Callable[..., Page], faults: Faults) -> None:
    page = open_live()
    play(page)
    faults.delay = 2.0
    page.wait_for_function("window.__live.last.asking.waiting", timeout=180_000)
    time.sleep(1)
    page.context.close()
    deadline, begun = time.monotonic() + 30, -1
    while begun != faults.n_begun or time.monotonic() < deadline - 20:
        begun = faults.n_begun
        time.sleep(5)
        assert time.monotonic() < deadline, "clips are still made"


def test_visitors_have_a_riff_each(open_live: Callable[..., Page]) -> None:
    one, other = open_live(), open_live()
    for page, prompt in ((one, "mine"), (other, "yours")):
        page.locator("#live .live-ask input").fill(prompt)
        page.get_by_role("button", name="Play now").click()
    for page, prompt in ((one, "mine"), (other, "yours")):
        assert {entry["label"] for entry in clips(page, 2)} == {prompt}
