"""What people do on the site in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser import DESKTOP
from tests.web.sites import Served

_CLIPBOARD = ["clipboard-read", "clipboard-write"]
_GRADED_SECONDS = 120.0


@contextmanager
def visitor(browser: Browser, **options: Any) -> Iterator[Page]:
    """Somebody new, who is not logged in. ``AssertionError`` where a page failed or the browser complained of one.

    ``options``: as ``Browser.new_context`` takes them.
    """
    with browser.new_context(viewport=DESKTOP, permissions=_CLIPBOARD, **options) as context:
        context.set_default_timeout(20_000)
        problems: list[str] = []
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on("console", lambda said: problems.append(said.text) if _is_trouble(said) else None)
        yield context.new_page()
        assert problems == []


def _is_trouble(said: ConsoleMessage) -> bool:
    """Chromium calls it an error too that a page was answered with 404 or 429, as it should be."""
    own_status = said.location["url"] == said.page.url and "responded with a status of 4" in said.text
    return said.type == "error" and not own_status


def log_in(page: Page, site: Served, name: str) -> None:
    page.goto(site.url)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(site.passwords[name])
    page.get_by_role("button", name="Log in").click()


def write(page: Page, text: str) -> None:
    """Into the editor, as somebody pastes it."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def wait_until_graded(page: Page, site: Served) -> None:
    """The demo's own submissions. For staff."""
    until = time.monotonic() + _GRADED_SECONDS
    page.goto(f"{site.url}/c/demo/class/?only=ungraded")
    while page.locator("#count").inner_text() != "0 students":
        assert time.monotonic() < until
        time.sleep(0.5)
        page.reload()


@contextmanager
def changed_assignment(site: Served, slug: str) -> Iterator[None]:
    """Until the end of the block the check that stands first in its file is worth one point more."""
    file = site.assignments / slug / "assignment.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^points = (.+)$", lambda found: f"points = {float(found[1]) + 1:g}", text, count=1))
    try:
        yield
    finally:
        file.write_text(text)


def regrade(page: Page, site: Served, slug: str) -> None:
    """Begin it, and wait until it shows what would change. For owners."""
    page.goto(f"{site.url}/c/demo/class/regrades/")
    page.get_by_label("Assignment").select_option(slug)
    page.get_by_role("button", name="Grade again").click()
    expect(page.get_by_role("button", name="Let it count")).to_be_enabled(timeout=60_000)
