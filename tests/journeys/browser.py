"""People in a real browser: one context each, what they do on the page, and the pictures that are taken of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NoReturn
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZE = {"width": 1060, "height": 800}
PATIENCE_MS = 15_000  # for a busy machine; on a quiet one everything is there in tenths of a second
LARGEST_PICTURE = 120_000


@contextmanager
def chromium(executable: str | None = CHROMIUM, *, ci: str = os.environ.get("CI", "")) -> Iterator[Browser]:
    """A running Chromium. Without one the test is skipped, but fails where CI must not lose it silently."""
    if executable is None:
        _do_without(ci)
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def _do_without(ci: str) -> NoReturn:
    if ci:
        pytest.fail("Chromium is not installed, and CI does not go without the browser journey")
    pytest.skip("Chromium is not installed")


class Person:
    """Somebody with the page open: what they do there, by mouse and by keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.form = page.get_by_role("dialog")
        self.log = page.get_by_role("log")

    def write(self, text: str) -> None:
        composer = self.page.get_by_label("Message", exact=True)
        composer.fill(text)
        composer.press("Enter")

    def pick_by_keyboard(self, field: str, typed: str, words: str) -> None:
        """Types ahead, goes down to the option with the arrow keys, and takes it with Enter."""
        combobox = self.form.get_by_role("combobox", name=field, exact=True)
        combobox.press_sequentially(typed)
        option = self.page.get_by_role("option", name=words)
        expect(option).to_be_visible()
        while combobox.get_attribute("aria-activedescendant") != option.get_attribute("id"):
            combobox.press("ArrowDown")
        combobox.press("Enter")

    def pick_by_mouse(self, field: str, typed: str, words: str) -> None:
        self.form.get_by_role("combobox", name=field, exact=True).click()
        self.page.keyboard.type(typed)
        self.page.get_by_role("option", name=words).click()

    def field(self, name: str) -> Locator:
        return self.form.get_by_label(name, exact=True).and_(self.form.locator("input, textarea"))

    def tab_to(self, name: str) -> None:
        """Tab, and Tab again, until the field or button of this name has the focus."""
        for _ in range(40):
            self.page.keyboard.press("Tab")
            if (
                self.page.evaluate(
                    "[...document.activeElement.labels ?? [], document.activeElement].map(n => n.innerText.trim())[0]"
                )
                == name
            ):
                return
        pytest.fail(f"The Tab key does not lead to {name}")

    def ask(self) -> None:
        self.form.get_by_role("button", name="Ask", exact=True).click()

    def message(self, words: str) -> Locator:
        """The newest message that says this."""
        return self.log.get_by_role("article").filter(has_text=words).last

    def today(self) -> str:
        return self.page.locator("#today").inner_text()

    def next_day(self) -> None:
        before = self.today()
        self.page.get_by_role("button", name="Next day").click()
        expect(self.page.locator("#today")).not_to_have_text(before)

    def needs_no_sideways_scrolling(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


class People:
    """Everybody with a page of this workspace open, and whatever goes wrong in any of their browsers."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url, self._host = browser, url, urlsplit(url).netloc
        self._contexts: list[BrowserContext] = []
        self._troubles: list[str] = []

    def open(self, who: str, place: str = "@bot", *, scheme: Literal["light", "dark"] = "light") -> Person:
        context = self._browser.new_context(viewport=SIZE, color_scheme=scheme, reduced_motion="reduce", locale="en-GB")
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda error: self._troubles.append(f"{who}: {error.error}"))
        context.on("console", lambda said: self._troubles.append(f"{who}: {said.text}") if said.type == "error" else None)
        context.on("request", self._watch)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        self._contexts.append(context)
        page = context.new_page()
        page.goto(f"{self._url}/?as={who}&in={place}")
        page.evaluate("document.body.dataset.neverReloaded = 'yes'")
        return Person(page)

    def _watch(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "data" and address.netloc != self._host:
            self._troubles.append(f"asked another host: {request.url}")

    def _failed(self, request: Request) -> None:
        """The stream of news ends with its page, and only that may."""
        if urlsplit(request.url).path != "/news":
            self._troubles.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._troubles.append(f"answered {response.status}: {response.url}")

    def close(self) -> None:
        """Closes every page, and fails for whatever could not be drawn, was reloaded or went wrong in one of them."""
        for context in self._contexts:
            for page in context.pages:
                self._troubles += page.locator(".undrawable").all_inner_texts()
            if context.pages[0].locator("body[data-never-reloaded]").count() == 0:
                self._troubles.append(f"was reloaded: {context.pages[0].url}")
            context.close()
        assert not self._troubles, "\n".join(self._troubles)


class Album:
    """Pictures of parts of pages, small enough for a README; without a folder none are taken."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder) if folder else None

    def keep(self, name: str, page: Page, *shown: Locator, room: int = 0) -> None:
        """The smallest rectangle around what is shown, with some room."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        page.mouse.move(0, 0)
        boxes = [box for box in (part.bounding_box() for part in shown) if box]
        left, top = (max(0, min(box[side] for box in boxes) - room) for side in ("x", "y"))
        size = page.viewport_size or SIZE
        right = min(max(box["x"] + box["width"] for box in boxes) + room, size["width"])
        bottom = min(max(box["y"] + box["height"] for box in boxes) + room, size["height"])
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        picture = page.screenshot(path=self._folder / name, clip=clip, animations="disabled", caret="hide")
        assert len(picture) < LARGEST_PICTURE, f"{name} has {len(picture):,} bytes"
