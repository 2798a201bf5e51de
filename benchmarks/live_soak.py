"""An endless riff in a real browser: underruns, memory, seams and work, measured minute by minute.

    python -m benchmarks.live_soak [--minutes 10] [--checkpoint FOLDER] [--port 7890] [--screenshot FILE]

Run it on a machine that does nothing else. It starts the app in a process of its own, opens it in Chromium, presses
play, and asks for other prompts on the way, as a visitor does. What was heard is rebuilt from the page's own schedule
and the files that it fetched; what is printed about the seams is explained in benchmarks/live_seams.py.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from benchmarks.live_seams import print_seams
from riffdemo.audio import Audio, load_audio
from riffdemo.image import load_image

if TYPE_CHECKING:
    from playwright.sync_api import Page

MIB = 2**20
EVERY = 1.0  # seconds between looks at the page
CHANGE_EVERY = 30.0  # seconds between wishes
WISHES = ("church bells", "techno", "solo cello, low and sad", "bossa nova with a flute, warm")

_FACTS = """() => {
    const {player, asking} = window.__live.last;
    return {
        underruns: player.underruns, ahead: player.ahead, now: player.now, rate: player.rate,
        heap: performance.memory?.usedJSHeapSize ?? 0, view: window.__live.last.view.facts,
        entries: player.entries.map(({clip, first, frames, fade, repeat}) => ({first, frames, fade, repeat,
            take: clip.take, audio: clip.audio.url, image: clip.image.url, overlap: clip.overlap,
            seconds: clip.seconds, work: clip.work_seconds, steps: clip.steps})),
    };
}"""


@dataclass
class Log:
    """What was seen on the way.

    Attributes:
        rows: (minute, server MiB, page MiB, seconds ahead at least, underruns, repeats) so far.
        entries: The page's schedule, by first sample.
        files: What was fetched: sound and columns of each clip, by take.
    """

    rows: list[tuple[float, float, float, float, int, int]] = field(default_factory=list)
    entries: dict[int, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[Audio, Image.Image]] = field(default_factory=dict)

    def note(self, facts: dict[str, Any]) -> None:
        """Take over what is new in the schedule; files are fetched while the server has them."""
        for entry in facts["entries"]:
            self.entries[entry["first"]] = entry
            if entry["take"] not in self.files:
                self.files[entry["take"]] = (_sound(entry["audio"]), _picture(entry["image"]))

    @property
    def repeats(self) -> int:
        """How often the last clip had to fill in."""
        return sum(entry["repeat"] for entry in self.entries.values())


def main() -> None:
    """Run, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="how long to listen (default 10)")
    parser.add_argument("--checkpoint", help="another model than the shipped one")
    parser.add_argument("--port", type=int, default=7890, help="of the app (default 7890)")
    parser.add_argument("--screenshot", type=Path, help="save a picture of the page at the end")
    arguments = parser.parse_args()
    command = [sys.executable, "app.py", "--port", str(arguments.port)]
    command += ["--checkpoint", arguments.checkpoint] if arguments.checkpoint else []
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        soak(server.pid, f"http://127.0.0.1:{arguments.port}", arguments.minutes, arguments.screenshot)
    finally:
        server.terminate()
        server.wait()


def soak(server: int, url: str, minutes: float, screenshot: Path | None) -> None:
    """Play for `minutes` and print what happened."""
    from playwright.sync_api import sync_playwright

    _wait_for(url)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=[
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-3d-apis",
                "--enable-precise-memory-info",
            ],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(url)
        page.get_by_text("x real time").wait_for(timeout=300_000)
        page.get_by_role("tab", name="Live").click()
        play = page.get_by_role("button", name="Play", exact=True)
        play.wait_for(timeout=120_000)
        clicked = time.monotonic()
        play.click()
        page.wait_for_function("window.__live.last.player.entries.length", timeout=120_000)
        print(f"first sound {time.monotonic() - clicked:.1f} s after the click (bar 3)")
        log = listen(page, server, minutes)
        if screenshot is not None:
            page.screenshot(path=screenshot, full_page=True)
        browser.close()
    print_table(log)
    print_seams([[log.files[entry["take"]] for entry in run] for run in _runs(log)])


def listen(page: Page, server: int, minutes: float) -> Log:
    """Look at the page again and again, and wish for something else from time to time."""
    log, started, wished, shortest = Log(), time.monotonic(), 0, float("inf")
    next_row = 0.0
    while (seconds := time.monotonic() - started) < 60 * minutes:
        facts = page.evaluate(_FACTS)
        log.note(facts)
        shortest = min(shortest, facts["ahead"])
        if seconds >= next_row:
            memory = (_resident(server), facts["heap"] / MIB)
            log.rows.append((seconds / 60, *memory, shortest, facts["underruns"], log.repeats))
            next_row, shortest = seconds + max(6 * minutes, 15), float("inf")
        if seconds > CHANGE_EVERY * (wished + 1):
            _wish(page, wished)
            wished += 1
        page.wait_for_timeout(1_000 * EVERY)
    return log


def print_table(log: Log) -> None:
    """Memory, buffer, underruns and work."""
    print("minute   server MiB   page MiB   least ahead s   underruns   repeats")
    for minute, server, page, ahead, underruns, repeats in log.rows:
        print(f"{minute:6.1f} {server:12.0f} {page:10.1f} {ahead:15.1f} {underruns:11d} {repeats:9d}")
    fresh = list({entry["take"]: entry for entry in log.entries.values()}.values())
    work, seconds = sum(e["work"] for e in fresh), sum(e["seconds"] - e["overlap"] for e in fresh)
    steps = sorted({e["steps"] for e in fresh})
    print(f"{len(fresh)} clips of {seconds:.0f} s: work {work / seconds:.2f} of real time, {steps} steps")
    ordered = [log.entries[first] for first in sorted(log.entries)]
    gaps = [b["first"] + b["fade"] - (a["first"] + a["frames"]) for a, b in pairwise(ordered)]
    blended = sum(entry["fade"] > 0 for entry in ordered)
    print(
        f"largest gap between two clips: {max(gaps, default=0)} samples; {blended} of {len(ordered)} blended"
    )


def _runs(log: Log) -> list[list[dict[str, Any]]]:
    """Stretches of clips that follow one another to the sample."""
    runs: list[list[dict[str, Any]]] = []
    for first in sorted(log.entries):
        entry = log.entries[first]
        follows = bool(runs) and runs[-1][-1]["first"] + runs[-1][-1]["frames"] == first and not entry["fade"]
        if follows and not entry["repeat"]:
            runs[-1].append(entry)
        elif not entry["repeat"]:
            runs.append([entry])
    return [run for run in runs if len(run) > 1]


def _wish(page: Page, number: int) -> None:
    """What a visitor does: queue a prompt, then ask for another one at once."""
    line = page.get_by_role("textbox", name="Prompt", exact=True).first
    line.fill(WISHES[number % len(WISHES)])
    page.get_by_role("button", name="Queue" if number % 2 == 0 else "Play now", exact=True).click()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The app did not start.")


def _resident(process: int) -> float:
    """Memory of a process (MiB)."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def _sound(url: str) -> Audio:
    with _fetched(url) as path:
        return load_audio(path)


def _picture(url: str) -> Image.Image:
    with _fetched(url) as path:
        return load_image(path)


@contextmanager
def _fetched(url: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder, urllib.request.urlopen(url, timeout=30) as answer:
        path = Path(folder) / url.rsplit("/", 1)[-1].split("?")[0]
        path.write_bytes(answer.read())
        yield path


if __name__ == "__main__":
    main()
