"""Pictures of the site for its documentation, ``docs/images/site-*.png``: of the demo, by day and by night.

python -m tests.web.shots [FOLDER]
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, new_browser
from tests.sandboxed import FOREIGN_KEY, ROOT
from tests.web.browsing import changed_assignment, log_in, regrade, visitor, wait_until_graded, write
from tests.web.sites import Served, served

_DRAWN_MS = 500  # names that stay beside a wide table are drawn apart, and later
_WIDTHS = {"desktop": DESKTOP, "phone": {"width": 375, "height": 812}}


def _course(page: Page, site: Served) -> None:
    page.goto(f"{site.url}/c/demo/")


def _assignment(page: Page, site: Served) -> None:
    """With its result below it."""
    page.goto(f"{site.url}/c/demo/a/one_to_one/")
    write(page, FOREIGN_KEY)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("#result .score")).to_be_visible(timeout=60_000)


def _class(page: Page, site: Served) -> None:
    wait_until_graded(page, site)
    page.goto(f"{site.url}/c/demo/class/")


def _insight(page: Page, site: Served) -> None:
    page.goto(f"{site.url}/c/demo/class/a/one_to_one/")


def _regrade(page: Page, site: Served) -> None:
    with changed_assignment(site, "parent_link"):
        regrade(page, site, "parent_link")


# By the picture's name: whose page it is, how it is reached, and what stands at its top where the page is long.
_SHOTS: dict[str, tuple[str, Callable[[Page, Served], None], str]] = {
    "assignment": ("student", _assignment, "#result"),
    "course": ("student", _course, "body"),
    "class": ("teacher", _class, "body"),
    "insight": ("teacher", _insight, "#heat"),
    "regrade": ("teacher", _regrade, "body"),
}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    with tempfile.TemporaryDirectory() as home, served(Path(home, "site")) as site, new_browser() as browser:
        for name, (who, come_to, top) in _SHOTS.items():
            with visitor(browser, reduced_motion="reduce") as page:
                log_in(page, site, who)
                come_to(page, site)
                _take(page, folder, name, top)


def _take(page: Page, folder: Path, name: str, top: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width, size in _WIDTHS.items():
            page.set_viewport_size(size)
            whole = math.ceil(page.locator("body").bounding_box()["height"])
            page.set_viewport_size(size | {"height": min(size["height"], whole)})  # no picture of an empty half
            page.locator(top).evaluate("one => one.scrollIntoView()")
            page.wait_for_timeout(_DRAWN_MS)
            page.screenshot(path=folder / f"site-{name}-{width}-{scheme}.png")


if __name__ == "__main__":
    main()
