"""A student in a real browser: writes a wrong answer, reads why at its line, mends it, and has full marks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import new_page
from tests.sandboxed import FOREIGN_KEY, REFERENCE
from tests.web.sites import Served

pytestmark = pytest.mark.sandbox


@pytest.fixture
def page():
    with new_page() as found:
        found.set_default_timeout(20_000)
        problems: list[str] = []
        found.on("pageerror", lambda error: problems.append(str(error)))
        found.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        yield found
        assert problems == []


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


def shot(page: Page, name: str) -> None:
    """A picture for people, where ``GRADER_SHOTS`` names a folder."""
    if folder := os.environ.get("GRADER_SHOTS"):
        page.screenshot(path=str(Path(folder, f"{name}.png")), full_page=True)


def test_wrong_then_right(page, demo):
    log_in(page, demo, "student")
    shot(page, "course")
    page.get_by_role("link", name="One to one").first.click()
    shot(page, "assignment")
    write(page, FOREIGN_KEY)
    page.get_by_role("button", name="Try the checks", exact=True).click()
    result = page.get_by_role("region", name="Result")
    expect(result.get_by_role("heading", name="Tried, and not handed in")).to_be_visible(timeout=60_000)
    expect(result.locator(".diagnoses")).to_contain_text("ForeignKey")
    expect(result.locator("tr.noted td")).to_contain_text("ForeignKey")
    expect(result.get_by_role("img", name="Your tables")).to_be_visible()
    expect(result.locator(".drawn li")).to_have_text("Women.husband_id: asked: unique")
    shot(page, "tried")
    write(page, REFERENCE)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(result.get_by_role("heading", name="Graded")).to_be_visible()
    expect(result.locator(".score.big")).to_have_text("20 / 20")
    page.reload()
    expect(page.locator("dl.facts")).to_contain_text("20 / 20")
    expect(page.locator("dl.facts")).to_contain_text("9")  # of ten attempts: the try took none


def test_staff_see_the_class(page, demo):
    log_in(page, demo, "teacher")
    expect(page.get_by_role("row", name="Ivanova")).to_be_visible()
    shot(page, "class")
