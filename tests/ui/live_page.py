"""The live view in Chromium: pages to look at, what is asked of them, and what they draw and play."""

from __future__ import annotations

import base64
import io
import re
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from PIL import Image

from tests.ui.live_app import RATE, TONE_HZ

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PICTURES = {
    "3d": ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    "2d": ["--disable-gpu", "--disable-3d-apis"],
}
SIZES = {"3d": {"width": 640, "height": 700}, "2d": {"width": 1280, "height": 1000}}
PATIENCE = 90  # s; a busy machine takes its time
SNAPSHOT = "window.__live.last.snapshot()"

_REMOUNT = """([mark, options]) => {
    window.__live?.last.close();
    sessionStorage.clear();
    history.replaceState(null, '', location.pathname + mark);
    window.mountLive(options);
}"""


class Pages:
    """Pages of the live view. One of each kind of picture stays loaded: tests get a new view in it."""

    def __init__(self, playwright: Playwright) -> None:
        self._browsers: dict[str, Browser] = {}
        self._playwright = playwright
        self._loaded: dict[str, Page] = {}
        self._opened: list[BrowserContext] = []
        self._forgiven = ""
        self.complaints: list[str] = []

    def open(self, kind: str, url: str, mark: str, *, forgiven: str = "", **options: Any) -> Page:
        """The page of this kind with a new view, given `options` on top of those of the stage."""
        self._forgiven = forgiven
        page = self._loaded.get(kind)
        if page is None:
            page = self._loaded[kind] = self.load(kind, url + mark, forgiven=forgiven)
        page.set_viewport_size(SIZES[kind])  # type: ignore[arg-type]
        page.emulate_media(reduced_motion="no-preference")
        page.evaluate(_REMOUNT, [mark, options])
        page.wait_for_selector(".live-view canvas")
        return page

    def load(self, kind: str, url: str, *, forgiven: str = "", **options: Any) -> Page:
        """A page of its own, in a browser profile with `options`."""
        self._forgiven = forgiven
        if kind not in self._browsers:
            flags = [*FLAGS, *PICTURES[kind]]
            self._browsers[kind] = self._playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        permissions = ["clipboard-read", "clipboard-write", "microphone"]
        options = {"viewport": SIZES[kind], **options}
        context = self._browsers[kind].new_context(permissions=permissions, **options)
        self._opened.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.on("pageerror", lambda error: self._heard("error", str(error)))
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("request", lambda request: self._requested(request.url))
        page.goto(url)
        page.wait_for_selector(".live-view canvas")
        return page

    def leave(self, *, failed: bool) -> None:
        """Close what only one test needs, and after a failed one everything."""
        stays = [] if failed else [page.context for page in self._loaded.values()]
        if failed:
            self._loaded.clear()
        for context in self._opened:
            if context not in stays:
                context.close()
        self._opened = stays
        for page in self._loaded.values():
            page.evaluate("() => { window.__live?.last.close(); window.__live = null; }")
        self.complaints.clear()

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not (self._forgiven and re.search(self._forgiven, text)):
            self.complaints.append(f"{kind}: {text}")

    def _requested(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.hostname not in ("127.0.0.1", "localhost"):
            self.complaints.append(f"request: {address}")


def play(page: Page, clips: int = 2) -> None:
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, f"s => s.entries.length >= {clips} && s.heard !== null")


def until(page: Page, condition: str) -> dict[str, Any]:
    """Wait until the snapshot meets a condition; the snapshot."""
    page.wait_for_function(f"({condition})({SNAPSHOT})", polling=50)
    return snapshot(page)


def snapshot(page: Page) -> dict[str, Any]:
    taken: dict[str, Any] = page.evaluate(SNAPSHOT)
    return taken


def comes_true(page: Page, condition: Callable[[], bool]) -> bool:
    """Wait for something outside of the page."""
    for _ in range(20 * PATIENCE):
        if condition():
            return True
        page.wait_for_timeout(50)
    return condition()


def say(page: Page, prompt: str, key: str = "Enter") -> None:
    line = page.get_by_role("textbox", name="Prompt", exact=True)
    line.fill(prompt)
    line.press(key)


def drawn(page: Page) -> np.ndarray[Any, Any]:
    """The canvas as it is drawn now, red, green and blue of each pixel."""
    script = (
        "() => { const {view} = window.__live.last; view.draw(); return view.canvas.toDataURL('image/png'); }"
    )
    data = page.evaluate(script).split(",")[1]
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")).astype(int)


def replayed(page: Page) -> np.ndarray[Any, Any]:
    """The schedule as it stands, played by the page's own functions into an offline context."""
    script = """async () => {
        const {player} = window.__live.last;
        const folder = document.querySelector('link[href*="live.css"]').href;
        const {sound, fadeOut} = await import(folder.replace('live.css', 'player.js'));
        const origin = player.entries[0].first;
        const entries = player.entries.map(entry => ({...entry, first: entry.first - origin}));
        const last = entries.at(-1);
        const context = new OfflineAudioContext(1, last.first + last.frames, player.rate);
        const sounds = entries.map(entry => sound(context, context.destination, entry));
        entries.slice(1).forEach((entry, i) => fadeOut(sounds[i], entry, player.rate));
        return [...(await context.startRendering()).getChannelData(0)];
    }"""
    return np.asarray(page.evaluate(script))


def quietest(samples: np.ndarray[Any, Any]) -> float:
    """RMS of the quietest two periods of the tone."""
    width = round(2 * RATE / TONE_HZ)
    whole = samples[: samples.size // width * width].reshape(-1, width)
    return float(np.sqrt((whole**2).mean(axis=1)).min())


def listen(page: Page) -> None:
    """Count silent stretches of 128 samples in what is really played."""
    page.evaluate("""async () => {
        const {player} = window.__live.last;
        const code = `registerProcessor('ear', class extends AudioWorkletProcessor {
            process([input]) {
                const loud = (input[0] || []).some(value => Math.abs(value) > 1e-4);
                this.port.postMessage(loud);
                return true;
            }
        });`;
        await player.context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], {type: 'text/javascript'})));
        const ear = new AudioWorkletNode(player.context, 'ear');
        player.output.connect(ear);
        window.ear = {heard: 0, silent: 0};
        ear.port.onmessage = ({data}) => { window.ear[data ? 'heard' : 'silent'] += 1; };
    }""")
