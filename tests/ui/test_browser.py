"""A walk through the app in Chromium: generate, play, save, stop, restore, link; wide, narrow and dark."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from riffdemo.audio import load_audio, save_audio
from riffdemo.clip import settings_from_file
from riffdemo.engine import Engine
from riffdemo.synth import tone
from riffdemo.ui.work import THREAD_NAME

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

PATIENCE = 120  # seconds that a slow machine may take for a click
# The served app runs in this process: what Gradio, pandas and diffusers warn about is not tested here.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]

HARMLESS = ("Method not implemented.",)  # Gradio's own, at every upload


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--headless",
                "--no-sandbox",
                "--autoplay-policy=no-user-gesture-required",
                "--use-fake-device-for-media-stream",  # a microphone that hears a beep every half second
                "--use-fake-ui-for-media-stream",
            ],
        )
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, url: str) -> Iterator[Callable[..., Page]]:
    """Opens pages; afterwards nothing may stand in their consoles and nothing may have been asked of others."""
    complaints: list[str] = []
    contexts = []

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: foreign(request.url))
        page.on("response", lambda answer: answer.ok or complaints.append(f"{answer.status}: {answer.url}"))
        page.on("console", lambda message: heard(message.type, message.text))

    def foreign(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.hostname not in ("127.0.0.1", "localhost"):
            complaints.append(f"request: {address}")

    def heard(kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(HARMLESS):
            complaints.append(f"{kind}: {text}")

    def opened(
        query: str = "", *, width: int = 1280, dark: bool = False, at: str = url, refused: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write", "microphone"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        if not refused:  # an answer of 503 would stand in the console
            listen(page)
        page.goto(at + query)
        for part in ("#prompt textarea", "#ideas .idea"):  # a link may have turned to another tab by now
            page.wait_for_selector(part, state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def generate(page: Page, prompt: str) -> None:
    page.locator("#prompt textarea").fill(prompt)
    page.locator("#go").click()
    page.wait_for_selector(f"#takes .take h3:text-is('{prompt}')")


def painted(page: Page, selector: str) -> int:
    """How many different colours a canvas shows."""
    script = """canvas => {
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        const seen = new Set();
        for (let i = 0; i < data.length; i += 4) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
        return seen.size;
    }"""
    page.wait_for_function("s => document.querySelector(s)?.width > 0", arg=selector)
    page.wait_for_timeout(300)
    count: int = page.locator(selector).first.evaluate(script)
    return count


def test_a_prompt_becomes_a_sound_that_plays(open_page: Callable[..., Page]) -> None:
    page = open_page()
    generate(page, "church bells")
    assert painted(page, "#takes .picture") > 20
    ticks = page.locator("#takes .pitch-axis span").all_text_contents()
    assert ticks[:3] == ["100", "300", "1k"]
    page.locator("#takes .play").click()
    page.wait_for_function("parseFloat(document.querySelector('#takes .playhead').style.left) > 20")
    assert page.locator("#takes .play").get_attribute("aria-label") == "Pause"
    page.locator("#takes .play").click()
    left = page.locator("#takes .playhead").get_attribute("style")
    page.wait_for_timeout(200)
    assert page.locator("#takes .playhead").get_attribute("style") == left


def test_every_format_is_saved_with_its_settings(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page()
    generate(page, "church bells")
    for form in ("wav", "flac", "mp3", "ogg", "png"):
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"Save as {form}").click()
        assert re.fullmatch(rf"church-bells_seed-\d+\.{form}", caught.value.suggested_filename)
        caught.value.save_as(tmp_path / f"clip.{form}")
        assert settings_from_file(tmp_path / f"clip.{form}")["prompt"] == "church bells"


def test_an_example_and_the_dice_run_at_once(open_page: Callable[..., Page]) -> None:
    page = open_page()
    example = page.locator("#ideas .idea").first
    example.click()
    page.wait_for_selector(f"#takes .take h3:text-is('{example.text_content()}')")
    page.get_by_role("button", name="Surprise me").click()
    page.wait_for_function("document.querySelectorAll('#earlier .thumb').length == 2")
    assert page.locator("#takes h3").text_content() == page.locator("#prompt textarea").input_value()


def insist(page: Page, act: Callable[[], object], done: Callable[[], bool]) -> None:
    """Act until it is done and stays so: Gradio sets a component anew some 40 ms after it has drawn it."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "it does not stay"
        act()
        page.wait_for_timeout(300)


def fill_number(page: Page, label: str, value: int) -> None:
    box = page.get_by_role("spinbutton", name=re.compile(label))

    def type_it() -> None:
        box.fill(str(value))
        box.press("Tab")

    insist(page, type_it, lambda: box.input_value() == str(value))


def open_settings(page: Page) -> None:
    page.locator("#settings > button").click()
    page.get_by_role("button", name="New seed").wait_for()


@pytest.mark.usefixtures("slow_steps")
def test_a_stop_ends_the_work_and_the_next_click_works(open_page: Callable[..., Page]) -> None:
    page = open_page()
    open_settings(page)
    fill_number(page, "Steps", 100)
    fill_number(page, "Length", 3)
    page.locator("#prompt textarea").fill("a very long piece")
    page.locator("#go").click()
    page.locator(".easel p", has_text=re.compile(r"Step \d+ of 100, about .* left")).wait_for()
    assert painted(page, ".easel .picture") > 20
    page.locator(".easel").get_by_role("button", name="Stop").click()
    page.locator(".easel").wait_for(state="detached")
    assert page.locator("#takes .take").count() == 0
    fill_number(page, "Steps", 2)
    fill_number(page, "Length", 1)
    generate(page, "a short piece")


def test_two_visitors_take_turns(open_page: Callable[..., Page]) -> None:
    one, other = open_page(), open_page()
    for page, prompt in ((one, "mine"), (other, "yours")):
        page.locator("#prompt textarea").fill(prompt)
    one.locator("#go").click()
    other.locator("#go").click()
    one.wait_for_selector("#takes .take h3:text-is('mine')")
    other.wait_for_selector("#takes .take h3:text-is('yours')")
    assert one.locator("#earlier .thumb").count() == 1


def test_a_full_queue_is_told_and_the_next_click_works(
    open_page: Callable[..., Page], busy_url: str, engine: Engine
) -> None:
    working, waiting, late = (open_page(at=busy_url, refused=True) for _ in range(3))
    with engine.exclusive():
        for page in (working, waiting):
            page.locator("#prompt textarea").fill("patience")
            page.locator("#go").click()
            page.locator(".easel p", has_text="Getting ready").wait_for()
            page.wait_for_timeout(1_000)
        late.locator("#prompt textarea").fill("too late")
        late.locator("#go").click()
        late.get_by_text("This application is currently busy. Please try again.").wait_for()  # just one
        late.locator(".easel").wait_for(state="detached")
    for page in (working, waiting):
        page.wait_for_selector("#takes .take h3:text-is('patience')", timeout=120_000)
    generate(late, "too late")


def test_a_closed_tab_does_not_keep_the_others_waiting(open_page: Callable[..., Page]) -> None:
    gone, page = open_page(), open_page()
    open_settings(gone)
    fill_number(gone, "Steps", 100)
    fill_number(gone, "Length", 30)  # a minute of work or more
    gone.locator("#prompt textarea").fill("never heard")
    gone.locator("#go").click()
    gone.locator(".easel p", has_text="of 100").wait_for()
    gone.close()
    deadline = time.monotonic() + 20
    while any(thread.name == THREAD_NAME for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "the work goes on"
        page.wait_for_timeout(100)
    generate(page, "heard at once")


def test_an_empty_prompt_is_told_and_the_next_click_works(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.locator("#go").click()
    page.get_by_text("The prompt is empty").wait_for()
    page.locator(".easel").wait_for(state="detached")
    generate(page, "something")


def test_what_was_made_before_comes_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    generate(page, "first")
    facts = page.locator("#takes header p").text_content()
    generate(page, "second")
    page.locator("#earlier .thumb", has_text="first").click()
    page.wait_for_selector("#takes .take h3:text-is('first')")
    assert page.locator("#takes header p").text_content() == facts
    assert page.locator("#prompt textarea").input_value() == "first"


def shown_settings(page: Page) -> dict[str, str]:
    names = page.locator("#takes dt").all_text_contents()
    return dict(zip(names, page.locator("#takes dd").all_text_contents(), strict=True))


def test_a_link_makes_the_same_clip_again(open_page: Callable[..., Page]) -> None:
    page = open_page()
    prompt = "50% jazz & blues? #1 +soul"
    generate(page, prompt)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link: str = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query)["prompt"] == [prompt]
    again = open_page("?" + urlsplit(link).query)
    again.wait_for_selector("#takes .take")
    assert shown_settings(again) == shown_settings(page)


def test_a_link_to_another_model_says_so_and_the_next_click_works(open_page: Callable[..., Page]) -> None:
    page = open_page("?prompt=from+afar&seed=7&checkpoint=someone/else@0123")
    page.get_by_text("This was made with someone/else@0123. This server has").wait_for()
    page.wait_for_function("document.querySelector('#prompt textarea').value == 'from afar'")
    assert page.locator("#takes .take, .easel").count() == 0
    page.locator("#go").click()
    page.wait_for_selector("#takes .take h3:text-is('from afar')")
    assert shown_settings(page)["seed"] == "7"


def test_a_file_brings_its_settings_back(open_page: Callable[..., Page], tmp_path: Path) -> None:
    settings: dict[str, Any] = {
        "prompt": "from a file",
        "negative_prompt": "drums",
        "seed": 77,
        "num_inference_steps": 5,
        "guidance_scale": 2.5,
        "scheduler": "Euler a",
        "seconds": 1.25,
        "loop": False,
        "quality": "best",
    }
    path = save_audio(tone(440.0), tmp_path / "tone.flac", settings=settings)
    page = open_page()
    open_settings(page)
    page.locator("#settings input[type=file]").set_input_files(path)
    page.wait_for_function("document.querySelector('#prompt textarea').value == 'from a file'")
    assert page.get_by_role("spinbutton", name="Seed").input_value() == "77"
    page.locator("#prompt textarea").press("Enter")
    page.wait_for_selector("#takes .take h3:text-is('from a file')")
    shown = shown_settings(page)
    for name, value in settings.items():
        assert shown[name.replace("_", " ")] == str(value).replace("False", "false")


def test_a_clip_goes_to_the_lab_and_its_settings_come_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    generate(page, "church bells")
    page.locator("#prompt textarea").fill("something else")
    send(page, "#takes", "Sound and picture")
    page.wait_for_selector("#lab-players .take:nth-of-type(2)")
    assert "grey levels off" in (page.locator("#lab-players header p").nth(1).text_content() or "")
    send(page, "#lab-players", "Text to audio: its settings")
    page.wait_for_function("document.querySelector('#prompt textarea').value == 'church bells'")
    assert page.locator("#prompt textarea").is_visible()


def send(page: Page, players: str, place: str) -> None:
    menu = page.locator(f"{players} .menu").first
    choice = menu.get_by_role("button", name=place, exact=True)
    insist(page, menu.locator("summary").click, choice.is_visible)
    choice.click()


def test_the_lab_reads_a_sound_that_is_dropped(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page()
    page.get_by_role("tab", name="Sound and picture").click()
    page.get_by_role("button", name="Try the two-bar loop").click()
    page.wait_for_selector("#lab-players .take:nth-of-type(2)")
    assert page.locator("#lab-players h3").first.text_content() == "two-bar loop"
    assert painted(page, "#lab-players .picture") > 100


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, False), (390, True)])
def test_everything_fits_and_can_be_read(open_page: Callable[..., Page], width: int, dark: bool) -> None:
    page = open_page("?__theme=dark" if dark else "", width=width, dark=dark)
    generate(page, "church bells")
    open_settings(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for selector in (".brand h1", "#takes h3", "#takes header p", ".idea", "#go", "#settings .block span"):
        assert contrast(page, selector) >= 4.5, selector


def contrast(page: Page, selector: str) -> float:
    """Contrast ratio of a text with what is behind it (WCAG 2.1, 1.4.3)."""
    ratio: float = page.locator(selector).first.evaluate(
        """node => {
            const parse = color => color.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            let behind = node;
            const clear = node => (parse(getComputedStyle(node).backgroundColor)[3] ?? 1) === 0;
            while (behind && clear(behind)) behind = behind.parentElement;
            const [a, b] = [getComputedStyle(node).color, getComputedStyle(behind || document.body).backgroundColor]
                .map(parse).map(light).sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
        }"""
    )
    return ratio


def open_tab(page: Page, name: str) -> None:
    """Open a tab, from the menu where the page is too narrow for all."""
    tab = page.get_by_role("tab", name=name, exact=True)
    if not tab.count() or not tab.first.is_visible():
        page.locator(".overflow-menu > button").first.click()
        tab = page.locator(".overflow-dropdown button", has_text=name)
    tab.first.click()


def drag_over(page: Page, selector: str, start: float, end: float) -> None:
    """Drag over a part of the width of an element, half-way up."""
    place = page.locator(selector)
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], y, steps=3)
    page.mouse.up()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_a_sound_is_painted_again_where_the_mask_lets_it(
    open_page: Callable[..., Page], tmp_path: Path, width: int, dark: bool
) -> None:
    page = open_page(width=width, dark=dark)
    open_tab(page, "Audio to audio")
    page.locator("#mask-rework > button").click()
    page.wait_for_selector("#painter .take")
    drag_over(page, "#painter .veil", 0.6, 0.9)
    page.wait_for_selector("#painter .told:text-is('Only what is painted changes.')")
    page.locator("#prompt-rework textarea").fill("church organ")
    page.locator("#go-rework").click()
    page.wait_for_selector("#takes-rework .group .take >> nth=2")
    titles = page.locator("#takes-rework .take h3").all_text_contents()
    assert titles == ["church organ", "Before: funk groove", "Difference"]
    samples = []
    for number in range(2):
        with page.expect_download() as caught:
            take = page.locator("#takes-rework .take").nth(number)
            take.get_by_role("button", name="Save as wav").click()
        caught.value.save_as(tmp_path / f"{number}.wav")
        samples.append(load_audio(tmp_path / f"{number}.wav").samples[0])
    after, before = samples
    third = len(after) // 3
    assert (after[:third] == before[:third]).all()
    assert (after[2 * third :] != before[2 * third :]).any()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    settings = settings_from_file(tmp_path / "0.wav")
    page.locator("#painter .tools button", has_text="Clear").click()
    page.wait_for_selector("#painter .told:has-text('Nothing is painted')")
    page.locator("#earlier-rework .thumb").first.click()
    page.wait_for_selector("#painter .told:text-is('Only what is painted changes.')")
    assert settings["task"] == "audio_to_audio"


def test_a_sound_is_continued(open_page: Callable[..., Page]) -> None:
    page = open_page()
    open_tab(page, "Audio to audio")
    page.get_by_label("Add to its ends").check()
    page.get_by_label("Seconds before").first.wait_for(state="visible")
    assert not page.locator("#mask-rework").is_visible()
    page.locator("#ideas-rework .idea").first.click()
    page.wait_for_selector(
        "#takes-rework .take h3:text-is('funk groove, longer')", timeout=90_000
    )  # 16 windows
    assert "10.24 s" in (page.locator("#takes-rework .take header p").text_content() or "")


def test_a_stop_keeps_the_windows_that_are_done(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page()
    open_tab(page, "Audio to audio")
    source = save_audio(tone(440.0, seconds=60.0), tmp_path / "long.wav")
    page.locator(".panel.dashed:visible input[type=file]").first.set_input_files(source)
    page.locator(".panel").get_by_text("long.wav").wait_for()
    page.locator("#settings-rework > button").click()
    fill_number(page, "Steps", 100)
    page.locator("#prompt-rework textarea").fill("church organ")
    page.locator("#go-rework").click()
    progress = page.locator("#takes-rework .easel p", has_text=re.compile(r"Window ([3-9]|\d\d) of \d+"))
    progress.wait_for(timeout=120_000)
    page.locator("#takes-rework .easel").get_by_role("button", name="Stop").click()
    page.locator("#takes-rework .notice", has_text="Stopped: these are the").wait_for(timeout=120_000)
    facts = page.locator("#takes-rework .take header p").first.text_content() or ""
    assert "stopped early" in facts
    seconds = float(facts.split(" \u00b7 ")[-1].removesuffix(" s"))
    assert 0.5 < seconds < 60
    fill_number(page, "Steps", 2)
    fill_number(page, "Length", 1)
    page.locator("#go-rework").click()
    page.locator("#takes-rework .take header p", has_text="1.00 s").first.wait_for()


def test_the_microphone_is_a_source(open_page: Callable[..., Page]) -> None:
    page = open_page()
    open_tab(page, "Audio to audio")
    page.locator("#mask-rework > button").click()
    page.locator("#painter h3", has_text="funk groove").wait_for()
    page.get_by_role("button", name="Record").locator("visible=true").click()
    page.wait_for_timeout(1_500)  # of sound
    page.get_by_role("button", name="Stop", exact=True).locator("visible=true").click()
    page.locator("#painter h3", has_text="audio.wav").wait_for()
    assert page.locator("#source-rework [aria-checked=true]").count() == 0
    assert painted(page, "#painter .picture") > 20
    page.locator("#prompt-rework textarea").fill("church organ")
    page.locator("#go-rework").click()
    page.locator("#takes-rework h3", has_text="Before: audio.wav").wait_for()
