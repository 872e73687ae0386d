"""Everything by keyboard alone: what has the focus is always seen, and what came of a key is announced."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.proving import only_when_proving
from tests.sandboxed import FOREIGN_KEY, REFERENCE
from tests.web.browsing import wait_until_graded

pytestmark = pytest.mark.sandbox

_MOST = 150  # presses of a key: a page of which somebody needs more is in need of a shorter way
# The editor shows its focus at its frame.
_SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one.closest(".cm-editor") ?? one);
  const box = one.getBoundingClientRect();
  return one !== document.body && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
# Asked by a student of the example, about a check of an attempt that was graded.
_QUESTION = """
from grader.web.models import Review
from grader.gradebook.models import Submission
found = Submission.objects.filter(person__login="inna", assignment__slug="one_to_one", verdict__isnull=False).first()
Review.objects.create(submission=found, check_id="husband_is_stored", question="By keyboard?")
"""


def reach(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, which must be seen at each stop on the way."""
    expect(target).to_be_visible()  # the page that it is on may be on its way
    page.wait_for_load_state()  # on a busy machine a key that comes before is lost
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        assert page.evaluate(_SEEN), page.evaluate("document.activeElement.outerHTML")[:300]
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{_MOST} times Tab do not lead to {target}")


def press(page: Page, target: Locator) -> None:
    reach(page, target)
    page.keyboard.press("Enter")


def fill(page: Page, target: Locator, text: str) -> None:
    reach(page, target)
    page.keyboard.type(text)


def log_in(page: Page, site, name: str) -> None:
    """The name's field has the focus when the page opens."""
    page.goto(site.url)
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(site.passwords[name])
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def replace_answer(page: Page, text: str) -> None:
    """With the focus in the editor."""
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def told(page: Page) -> Locator:
    """The line that says what came of it, which must be there before: a screen reader watches it."""
    found = page.locator("#told")
    found.evaluate("one => { one.watched = true }")
    return found


def test_the_way_to_the_content_is_the_first_stop(page, demo):
    log_in(page, demo, "student")
    page.wait_for_url("**/c/demo/")
    reach(page, page.get_by_role("link", name="To the content"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def open_assignment(page: Page, site) -> Locator:
    """Gives its editor, which has the focus."""
    log_in(page, site, "student")
    press(page, page.get_by_role("link", name="One to one"))
    editor = page.get_by_role("textbox", name="models.py")
    reach(page, editor)
    return editor


@only_when_proving("starts a browser for each; handing in goes through the same editor")
def test_the_editor_indents_and_lets_go(page, demo):
    editor = open_assignment(page, demo)
    replace_answer(page, "first = 1\nsecond = 2")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-line").last).to_have_text("    second = 2")
    expect(editor).to_be_focused()
    expect(editor).to_have_accessible_description(re.compile("Tab indents.*Escape, then Tab"))
    page.keyboard.press("Escape")
    page.wait_for_timeout(2_100)  # longer than the editor's library gives
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Try the checks")).to_be_focused()


@only_when_proving("starts a browser for each; handing in goes the same way")
def test_a_student_tries_and_copies_what_a_check_did(page, demo):
    open_assignment(page, demo)
    replace_answer(page, FOREIGN_KEY)
    page.keyboard.press("Escape")
    said, trying = told(page), page.get_by_role("button", name="Try the checks")
    press(page, trying)
    expect(said).to_have_text(re.compile(r"Tried, and not handed in: .* / 20"), timeout=60_000)
    assert said.evaluate("one => one.watched && one.role === 'status'")
    expect(trying).to_be_focused()
    check = page.locator("#result li.failed").filter(has_text="What the check did").first
    press(page, check.locator("summary"))
    press(page, check.get_by_role("button", name="Copy"))
    expect(check.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == check.locator("pre").inner_text()


def test_a_student_submits_and_asks(page, demo):
    open_assignment(page, demo)
    replace_answer(page, REFERENCE)
    page.keyboard.press("Escape")
    said = told(page)
    press(page, page.get_by_role("button", name="Submit", exact=True))
    expect(said).to_have_text("Graded: 20 / 20", timeout=60_000)
    expect(page.get_by_role("button", name="Submit", exact=True)).to_be_focused()
    expect(page.locator("#saved")).to_contain_text("Draft kept")
    page.reload()
    reach(page, page.get_by_role("region", name="Attempts").get_by_role("link").first)
    assert page.locator("textarea").first.input_value() == REFERENCE  # Tab passed through the editor
    page.keyboard.press("Enter")
    check = page.locator("#check-husband_is_stored")
    press(page, check.get_by_text("Ask staff about this check"))
    fill(page, check.get_by_role("textbox"), "Is it enough?")
    press(page, check.get_by_role("button", name="Ask"))
    expect(check.locator(".review")).to_contain_text("Is it enough?")


def test_an_owner_adjusts_publishes_and_answers(page, demo):
    log_in(page, demo, "teacher")
    wait_until_graded(page, demo)
    demo.shell(_QUESTION)
    page.goto(demo.url)
    search = page.get_by_role("searchbox", name="Search")
    fill(page, search, "inna")
    expect(page.locator("#count")).to_have_text("1 student")
    expect(search).to_be_focused()
    press(page, page.get_by_role("row", name="inna").get_by_role("link").first)
    fill(page, page.get_by_label("Points, below zero"), "0.5")
    page.keyboard.press("Tab")
    page.keyboard.type("asked a good question")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("+0.5 points")
    press(page, page.get_by_role("link", name="Grader"))
    press(page, page.get_by_role("button", name=re.compile(r"^Publish \d")))
    expect(page.get_by_role("status").first).to_contain_text("published")
    press(page, page.get_by_role("link", name="Questions"))
    press(page, page.get_by_role("row", name="By keyboard?").get_by_role("link"))
    answer = page.locator(".review").filter(has_text="By keyboard?")
    fill(page, answer.get_by_role("textbox"), "By keyboard.")
    press(page, answer.get_by_role("button", name="Send the answer"))
    expect(page.get_by_role("status").first).to_contain_text("can read your answer")
