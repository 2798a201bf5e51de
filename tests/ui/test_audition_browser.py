"""The tab "Audition" in Chromium: by mouse, by keys, two visitors, a stop, an archive."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.test_browser import CHROMIUM, browser, contrast, fill_number, open_page, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser", "open_page"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]

Opened = Callable[..., "Page"]


def open_tab(open_page: Opened, **options: object) -> Page:
    page = open_page(**options)
    page.get_by_role("tab", name="Audition").click()
    return page


def fill(page: Page, prompts: str, seeds: str) -> None:
    page.get_by_role("textbox", name="Prompts").fill(prompts)
    page.get_by_role("textbox", name="Seeds").fill(seeds)


def make(page: Page, prompts: str, seeds: str, *, count: int) -> None:
    fill(page, prompts, seeds)
    page.get_by_role("button", name="Make all").click()
    page.wait_for_function(f"document.querySelectorAll('#audition .cell').length == {count}")
    page.locator("#audition-progress .easel").wait_for(state="detached")


def selected(page: Page) -> str:
    return page.locator("#audition .cell.selected .pick").get_attribute("aria-label") or ""


def test_a_grid_is_heard_and_starred_by_keys(open_page: Opened, tmp_path: Path) -> None:
    page = open_tab(open_page)
    make(page, "funk\nbells\nfunk", "1-2", count=4)
    assert page.locator("#audition h3", has_text=re.compile("^(funk|bells)$")).all_text_contents()[-2:] == [
        "funk",
        "bells",
    ]
    page.locator("#audition .pick").first.focus()
    page.keyboard.press("Space")
    page.wait_for_function("parseFloat(document.querySelector('.cell.selected .playhead').style.left) > 5")
    page.keyboard.press("ArrowRight")  # what plays goes on with the next one
    page.locator("#audition .detail .play[aria-label=Pause]").wait_for()
    assert selected(page).startswith("funk, seed 2")
    page.keyboard.press("ArrowDown")
    assert selected(page).startswith("bells, seed 2")
    page.keyboard.press("s")
    assert "starred" in selected(page)
    page.keyboard.press("Home")
    assert selected(page).startswith("funk, seed 1")
    page.get_by_role("combobox", name="Order").select_option("starred first")
    assert "bells" in (page.locator("#audition .pick").first.get_attribute("aria-label") or "")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save starred").click()
    assert caught.value.suggested_filename == "audition.zip"
    caught.value.save_as(tmp_path / "audition.zip")
    with zipfile.ZipFile(tmp_path / "audition.zip") as archive:
        (entry,) = json.loads(archive.read("manifest.json"))
    assert (entry["prompt"], entry["seed"], entry["sound"]) == ("bells", 2, "bells_seed-2.flac")


def test_clips_and_stars_outlive_a_reload(open_page: Opened) -> None:
    page = open_tab(open_page)
    make(page, "funk\nbells", "1", count=2)
    page.get_by_role("button", name="Star bells, seed 1").click()
    page.reload()
    page.get_by_role("tab", name="Audition").click()
    page.locator("#audition .count", has_text="2 clips, 1 starred").wait_for()
    assert page.get_by_role("button", name="Star bells, seed 1").get_attribute("aria-pressed") == "true"
    make(page, "funk", "1-2", count=3)  # the first of them is there already
    page.get_by_role("button", name="Clear").click()
    page.locator("#audition .audition").wait_for(state="hidden")
    page.reload()
    page.get_by_role("tab", name="Audition").click()
    page.get_by_role("button", name="Make all").wait_for()
    assert page.locator("#audition .cell").count() == 0


def test_two_clips_are_compared_by_one_key(open_page: Opened) -> None:
    page = open_tab(open_page)
    make(page, "funk", "1-2", count=2)
    page.locator("#audition .pick").first.focus()
    page.keyboard.press("a")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("b")
    for seed in ("1", "2", "1"):
        page.keyboard.press("x")
        page.locator("#audition .detail .play[aria-label=Pause]").wait_for()
        assert selected(page).startswith(f"funk, seed {seed}")


def test_more_is_added_and_a_clip_goes_elsewhere(open_page: Opened) -> None:
    page = open_tab(open_page)
    make(page, "funk", "7", count=1)
    first = page.locator("#audition .cell").get_attribute("data-take")
    make(page, "funk", "7, 8", count=2)
    assert page.locator("#audition .cell").first.get_attribute("data-take") == first
    send(page, "#audition", "Sound and picture")
    page.wait_for_selector("#lab-players .take")
    page.get_by_role("tab", name="Audition").click()
    page.get_by_role("button", name="Clear").click()
    page.locator("#audition .audition").wait_for(state="hidden")


def test_a_stop_keeps_what_is_done(open_page: Opened) -> None:
    page = open_tab(open_page)
    page.locator(".fold > button").locator("visible=true").first.click()
    fill_number(page, "Steps", 100)
    fill_number(page, "Length", 10)
    fill(page, "a\nb\nc", "1-8")
    page.get_by_role("button", name="Make all").click()
    page.locator("#audition .cell").first.wait_for(timeout=120_000)
    page.locator("#audition-progress").get_by_role("button", name="Stop").click()
    page.locator("#audition-progress .easel").wait_for(state="detached")
    count = page.locator("#audition .cell").count()
    assert 1 <= count < 24
    fill_number(page, "Steps", 2)
    fill_number(page, "Length", 1)
    make(page, "d", "1", count=count + 1)


def test_two_visitors_do_not_see_each_other(open_page: Opened) -> None:
    one, other = open_tab(open_page), open_tab(open_page)
    fill(one, "mine", "1")
    fill(other, "yours", "1")
    for page in (one, other):
        page.get_by_role("button", name="Make all").click()
    for page, prompt in ((one, "mine"), (other, "yours")):
        page.locator("#audition .cell").wait_for()
        assert selected(page).startswith(f"{prompt}, seed 1")


def test_a_bad_table_is_told_and_a_good_one_is_read(open_page: Opened, tmp_path: Path) -> None:
    page = open_tab(open_page)
    path = tmp_path / "prompts.csv"
    upload = page.locator("#prompts-file input[type=file]")
    path.write_text("name\nfunk\n", encoding="utf-8")
    upload.set_input_files(path)
    page.get_by_text("has no column 'prompt'").wait_for()
    upload.wait_for(state="attached")  # the place is empty again
    path.write_text('prompt,mood\n"bells, slow",x\nfunk,y\n', encoding="utf-8")
    upload.set_input_files(path)
    page.wait_for_function(
        "[...document.querySelectorAll('textarea')].some(b => b.value == 'bells, slow\\nfunk')"
    )
    fill(page, "", "1")
    page.get_by_role("button", name="Make all").click()
    page.get_by_text("There is no prompt").wait_for()
    page.locator("#audition-progress .easel").wait_for(state="detached")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_everything_fits_and_can_be_read(open_page: Opened, width: int, dark: bool) -> None:
    page = open_page("?__theme=dark" if dark else "", width=width, dark=dark)
    if not page.get_by_role("tab", name="Audition").is_visible():  # a narrow page keeps it in a menu
        page.locator(".overflow-menu button").first.click()
    page.get_by_text("Audition", exact=True).locator("visible=true").last.click()
    make(page, "church bells in a very long prompt that goes on and on", "1-3", count=3)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for selector in (
        "#audition .seed",
        "#audition .heard",
        "#audition .count",
        "#audition .keys",
        "#audition h3",
    ):
        assert contrast(page, selector) >= 4.5, selector
