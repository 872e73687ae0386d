"""A student in a real browser: writes a wrong answer, reads why at its line, mends it, and has full marks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.sandboxed import FOREIGN_KEY, REFERENCE
from tests.web.browsing import log_in, write

pytestmark = pytest.mark.sandbox


def test_wrong_then_right(page, demo):
    log_in(page, demo, "student")
    page.get_by_role("link", name="One to one").first.click()
    left = page.locator("dl.facts dd").nth(1)
    before = int(left.inner_text())
    write(page, FOREIGN_KEY)
    page.get_by_role("button", name="Try the checks", exact=True).click()
    result = page.get_by_role("region", name="Result")
    expect(result.get_by_role("heading", name="Tried, and not handed in")).to_be_visible(timeout=60_000)
    expect(result.locator(".diagnoses")).to_contain_text("ForeignKey")
    expect(result.locator("tr.noted td")).to_contain_text("ForeignKey")
    expect(result.get_by_role("img", name="Your tables")).to_be_visible()
    expect(result.locator(".drawn li")).to_have_text("Women.husband_id: asked: unique")
    write(page, REFERENCE)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(result.get_by_role("heading", name="Graded")).to_be_visible()
    expect(result.locator(".score.big")).to_have_text("20 / 20")
    page.reload()
    expect(page.locator("dl.facts")).to_contain_text("20 / 20")
    expect(left).to_have_text(str(before - 1))  # the try took none
