"""The tab "Sound and picture" in Chromium: drop, draw, convert in other ways, hear each step."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.ui.test_browser import CHROMIUM, browser, fill_number, generate, open_page, painted, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser", "open_page"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]

Opened = Callable[..., "Page"]


def open_tab(open_page: Opened) -> Page:
    page = open_page()
    page.get_by_role("tab", name="Sound and picture").click()
    return page


def facts(page: Page) -> dict[str, float]:
    """The figures of the sound that was read back, by their words."""
    line = page.locator("#lab-players header p").last.text_content() or ""
    return {words: float(number) for number, words in re.findall(r"([\d.]+) ([A-Za-z ]+?) ·", line + " ·")}


def test_the_controls_change_the_error_that_is_shown(open_page: Opened) -> None:
    page = open_tab(open_page)
    page.get_by_role("button", name="Try the two-bar loop").click()
    page.wait_for_selector("#lab-players .take:nth-of-type(2)")
    first = facts(page)
    title = page.locator("#lab-players header p").last
    before = title.text_content() or ""
    fill_number(page, "Mel bands", 32)
    page.wait_for_function("t => !document.querySelector('#lab-players').textContent.includes(t)", arg=before)
    assert facts(page)["dB off the sound"] > first["dB off the sound"] + 1
    page.get_by_role("radio", name="Best").check()
    page.locator("#lab-players header p", has_text="best").wait_for()
    assert int(page.get_by_role("spinbutton", name="Iterations").input_value()) > 11


def test_a_drawing_is_heard_and_a_clip_is_drawn_on(open_page: Opened) -> None:
    page = open_tab(open_page)
    page.locator("#draw > button").click()
    canvas = page.locator("#pad canvas")
    canvas.wait_for()
    canvas.focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    page.mouse.move(0, 0)
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 50, steps=8)
    page.mouse.up()
    assert painted(page, "#pad canvas") > 20
    page.get_by_role("button", name="Hear the drawing").click()
    page.locator("#lab-players h3", has_text="drawing.png").wait_for()
    page.get_by_role("button", name="Clear", exact=True).locator("visible=true").last.click()
    page.locator("#draw > button").click()
    canvas.wait_for(state="hidden")
    send(page, "#lab-players", "Sound and picture: draw on it")
    page.wait_for_function(
        """() => {
            const canvas = document.querySelector('#pad canvas');
            const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return data.some((value, i) => i % 4 == 0 && value > 100);
        }"""
    )
    canvas.wait_for()


def test_each_step_of_the_painting_is_heard(open_page: Opened) -> None:
    page = open_tab(open_page)
    page.locator("#watch > button").click()
    page.get_by_role("button", name="Paint step by step").click()
    page.locator("#lab-steps h3", has_text="Step 2 of 2").wait_for()
    assert page.locator("#lab-steps .take").count() == 2
    page.locator("#lab-steps .play").first.click()
    page.locator("#lab-steps .play[aria-label=Pause]").wait_for()


def test_every_clip_goes_everywhere_that_takes_one(open_page: Opened) -> None:
    page = open_page()
    generate(page, "church bells")
    page.locator("#takes .menu summary").click()
    places = page.locator("#takes .choices button").all_text_contents()
    assert {"Sound and picture", "Text to audio: its settings", "Audition: its prompt and settings"} <= set(
        places
    )
    assert len(places) == len(set(places))
