"""A headless browser for tests: the distribution's Chromium, on pages of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PROGRAM = Path("/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")
DESKTOP: ViewportSize = {"width": 1200, "height": 900}


@contextmanager
def new_browser() -> Iterator[Browser]:
    """``RuntimeError`` where there is no Chromium."""
    if not PROGRAM.exists():
        raise RuntimeError(f"{PROGRAM} is missing. Run: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_page() -> Iterator[Page]:
    """A page of a fresh browser."""
    with new_browser() as browser:
        yield browser.new_page(viewport=DESKTOP)
