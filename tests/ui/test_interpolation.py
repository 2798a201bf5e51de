"""A walk through the tab "Interpolation" in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from riffdemo.audio import save_audio
from riffdemo.clip import settings_from_file
from riffdemo.synth import tone
from tests.ui.test_browser import (
    CHROMIUM,
    browser,  # noqa: F401
    contrast,
    fill_number,
    open_page,  # noqa: F401
    painted,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]


def opened(page: Page) -> Page:
    page.get_by_role("tab", name="Interpolation").click()
    page.wait_for_selector("#ideas-ab .idea")
    return page


def generate(page: Page, start: str, end: str) -> None:
    page.locator("#prompt-a textarea").fill(start)
    page.locator("#prompt-b textarea").fill(end)
    page.locator("#go-ab").click()
    page.wait_for_selector(f"#takes-ab .take h3:text-is('{start} → {end}')")


def settings(page: Page) -> dict[str, str]:
    one = page.locator("#takes-ab .inside").first
    return dict(
        zip(one.locator("dt").all_text_contents(), one.locator("dd").all_text_contents(), strict=True)
    )


def test_an_example_becomes_a_piece_with_a_strip_of_clips(open_page: Callable[..., Page]) -> None:  # noqa: F811
    page = opened(open_page())
    example = page.locator("#ideas-ab .idea").first
    example.click()
    page.wait_for_selector(f"#takes-ab .take h3:text-is('{example.text_content()}')")
    assert page.locator("#takes-ab .part span").all_text_contents() == [
        "0.00", "0.20", "0.40", "0.60", "0.80", "1.00",
    ]  # fmt: skip
    assert painted(page, "#takes-ab .part .picture") > 20
    page.locator("#takes-ab .play").click()
    page.wait_for_function(
        "document.querySelectorAll('#takes-ab .part')[1].getAttribute('aria-current') == 'true'"
    )


def test_each_clip_opens_by_itself_and_is_saved(open_page: Callable[..., Page], tmp_path: Path) -> None:  # noqa: F811
    page = opened(open_page())
    generate(page, "bells", "funk")
    page.locator("#takes-ab .part").nth(2).click()
    inner = page.locator("#takes-ab .opened .take")
    assert inner.locator("h3").text_content() == "bells → funk, at 0.40"
    with page.expect_download() as caught:
        inner.get_by_role("button", name="Save as flac").click()
    caught.value.save_as(tmp_path / "clip.flac")
    assert settings_from_file(tmp_path / "clip.flac")["alphas"] == [0.4]
    page.locator("#takes-ab .part").nth(2).click()
    assert inner.count() == 0


@pytest.mark.usefixtures("slow_steps")
def test_a_stop_ends_the_work_and_the_next_click_works(open_page: Callable[..., Page]) -> None:  # noqa: F811
    page = opened(open_page())
    page.locator("#settings-ab > button").click()
    fill_number(page, "Steps", 100)
    page.locator("#prompt-a textarea").fill("long")
    page.locator("#go-ab").click()
    page.locator("#takes-ab .easel p", has_text=re.compile(r"Step \d+ of 100")).wait_for()
    page.locator("#takes-ab .easel").get_by_role("button", name="Stop").click()
    page.locator("#takes-ab .easel").wait_for(state="detached")
    assert page.locator("#takes-ab .take").count() == 0
    fill_number(page, "Steps", 2)
    generate(page, "short", "piece")


def test_loops_and_own_sounds_start_it(open_page: Callable[..., Page], tmp_path: Path) -> None:  # noqa: F811
    page = opened(open_page())
    page.locator("#sounds-ab > button").click()
    page.locator("#init-a .listen").first.click()
    page.locator("#init-a .listen[aria-label='Pause drum break']").wait_for()
    page.locator("#init-a .choice", has_text="music box").click()
    generate(page, "bells", "funk")
    assert settings(page)["init"] == "music box"
    own = save_audio(tone(440.0), tmp_path / "own.wav")
    page.locator("#sounds-ab input[type=file]").first.set_input_files(own)
    page.wait_for_function("!document.querySelector('#init-a .choice[aria-checked=true]')")
    generate(page, "bells", "rock")
    assert settings(page)["init"] == "own.wav"


def test_a_file_and_a_link_make_the_same_piece_again(open_page: Callable[..., Page], tmp_path: Path) -> None:  # noqa: F811
    page = opened(open_page())
    page.locator("#settings-ab > button").click()
    fill_number(page, "Length", 2)
    generate(page, "bells", "funk")
    first = settings(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save as png").click()
    caught.value.save_as(tmp_path / "piece.png")
    page.get_by_role("button", name="Copy link").click()
    link: str = page.evaluate("navigator.clipboard.readText()")
    again = open_page("?" + link.partition("?")[2])
    again.wait_for_selector("#takes-ab .take")
    assert settings(again) == first
    other = opened(open_page())
    other.locator("#settings-ab > button").click()
    other.locator("#settings-ab input[type=file]").set_input_files(tmp_path / "piece.png")
    other.wait_for_function("document.querySelector('#prompt-a textarea').value == 'bells'")
    other.locator("#go-ab").click()
    other.wait_for_selector("#takes-ab .take")
    assert settings(other) == first


def test_a_equal_to_b_and_an_empty_prompt_are_told(open_page: Callable[..., Page]) -> None:  # noqa: F811
    page = opened(open_page())
    page.locator("#go-ab").click()
    page.get_by_text("The prompt of A is empty").wait_for()
    page.locator("#settings-ab > button").click()
    page.get_by_role("radio", name="Prompt", exact=True).check()
    generate(page, "bells", "funk")
    page.locator("#prompt-b textarea").fill("bells")
    page.locator("#go-ab").click()
    page.get_by_text("A and B are the same").wait_for()


def test_two_visitors_take_turns(open_page: Callable[..., Page]) -> None:  # noqa: F811
    one, other = opened(open_page()), opened(open_page())
    for page, start in ((one, "mine"), (other, "yours")):
        page.locator("#prompt-a textarea").fill(start)
        page.locator("#go-ab").click()
    one.wait_for_selector("#takes-ab .take h3:text-is('mine')")
    other.wait_for_selector("#takes-ab .take h3:text-is('yours')")


def test_a_clip_comes_from_another_tab(open_page: Callable[..., Page]) -> None:  # noqa: F811
    page = open_page()
    page.locator("#prompt textarea").fill("tone")
    page.locator("#go").click()
    page.locator("#takes .menu summary").click()
    page.get_by_role("button", name="Interpolation: sound A").click()
    page.locator("#sounds-ab").get_by_text(re.compile("tone_seed")).wait_for()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, False), (390, True)])
def test_everything_fits_and_can_be_read(
    open_page: Callable[..., Page],  # noqa: F811
    width: int,
    dark: bool,
) -> None:
    page = opened(open_page("?__theme=dark" if dark else "", width=width, dark=dark))
    generate(page, "bells", "funk")
    page.locator("#takes-ab .part").nth(1).click()
    page.locator("#sounds-ab > button").click()
    page.locator("#init-a .loop").first.wait_for()
    page.locator("#settings-ab > button").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for selector in (
        "#takes-ab h3",
        ".part span",
        ".loop b",
        ".loop .choice span",
        "#settings-ab .block span",
    ):
        assert contrast(page, selector) >= 4.5, selector
