"""Staff in a real browser: from a name in the class's table to marks that are published and taken elsewhere."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.web.browsing import changed_assignment, log_in, regrade, wait_until_graded

pytestmark = pytest.mark.sandbox


@pytest.fixture
def teacher(page, demo):
    """The demo's owner, with everybody's work graded."""
    log_in(page, demo, "teacher")
    wait_until_graded(page, demo)
    return page


def open_class(page: Page) -> None:
    page.get_by_role("link", name="Grader").click()


def total(page: Page, name: str) -> str:
    """A student's points together, as the class's table has them."""
    return page.get_by_role("row", name=name).locator("td").last.inner_text()


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as given:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(given.value.path()).read_bytes()


def say(page: Page, label: str, text: str, button: str) -> None:
    page.get_by_label(label).fill(text)
    page.get_by_role("button", name=button).click()


def test_a_student_is_found_by_name_and_by_points(teacher):
    """The table alone is fetched for a search, and the page stays the one it was."""
    open_class(teacher)
    rows = teacher.locator("#class tbody tr")
    teacher.evaluate("window.unloaded = false")
    teacher.get_by_label("Search").fill("jac")
    expect(teacher.locator("#count")).to_have_text("1 student")
    expect(rows).to_have_count(1)
    assert teacher.evaluate("window.unloaded") is False  # the page is still the one that was marked
    assert teacher.url.endswith("?q=jac&only=&a=")
    teacher.get_by_label("Search").fill("")
    expect(rows).not_to_have_count(1)
    teacher.get_by_role("link", name="Together").click()
    expect(teacher.get_by_role("columnheader", name="Together")).to_have_attribute("aria-sort", "descending")
    points = [float(text) for text in teacher.locator("#class tbody tr td:last-child").all_inner_texts()]
    assert points == sorted(points, reverse=True)
    assert points[0] > points[-1]


def give(page: Page, points: str, why: str) -> None:
    """Points by hand, on a student's page."""
    page.get_by_label("Points, below zero").fill(points)
    page.locator("#why").fill(why)
    page.get_by_role("button", name="Keep").click()


def test_a_student_gets_points_time_and_a_comment(teacher):
    open_class(teacher)
    before = total(teacher, "Turner Jack")
    teacher.get_by_role("row", name="Turner Jack").get_by_role("link").first.click()
    give(teacher, "1.5", "for the drawing at the blackboard")
    expect(teacher.get_by_role("status")).to_contain_text("+1.5 points")
    expect(teacher.get_by_text("1.5: for the drawing at the blackboard")).to_be_visible()
    teacher.get_by_label("This student has time until").fill("2037-01-02T03:04")
    teacher.locator("#why-longer").fill("was ill")
    teacher.get_by_role("button", name="Change the deadline").click()
    expect(teacher.locator("main")).to_contain_text("01/02/2037 3:04 a.m. (everybody else:")
    teacher.get_by_role("row").nth(1).get_by_role("link").click()
    say(teacher, "A comment", "You were close.", "Comment")
    expect(teacher.locator(".comments")).to_contain_text("You were close.")

    open_class(teacher)
    assert float(total(teacher, "Turner Jack")) == float(before) + 1.5


def test_marks_are_published_and_leave_as_files(teacher):
    open_class(teacher)
    teacher.get_by_role("row", name="Turner Jack").get_by_role("link").first.click()
    give(teacher, "-0.25", "came late")
    open_class(teacher)
    shown = float(total(teacher, "Turner Jack"))
    teacher.get_by_role("button", name=re.compile(r"^Publish \d+ marks?$")).click()
    expect(teacher.get_by_role("status").first).to_contain_text("marks were published")
    expect(teacher.get_by_role("button", name="Publish 0 marks")).to_be_disabled()
    table = list(csv.reader(io.StringIO(download(teacher, "CSV").decode())))
    score = {tuple(row[i] for i in (0, 3)): row[5] for row in table[1:]}
    assert sum(float(points or 0) for (login, _), points in score.items() if login == "jack") == shown
    sheet = openpyxl.load_workbook(io.BytesIO(download(teacher, "XLSX")))["Marks"]
    read = {(row[0], row[3]): row[5] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert read == {place: float(points) if points else None for place, points in score.items()}


@pytest.fixture
def changed(demo):
    """The site, on which an assignment's author thinks again."""
    with changed_assignment(demo, "parent_link"):
        yield demo


def test_a_regrade_is_watched_looked_at_applied_and_taken_back(teacher, changed):
    open_class(teacher)
    before = total(teacher, "Ivanova Anna")
    told: list[str] = []
    teacher.on("response", lambda answer: told.append(answer.url) if "?seen=" in answer.url else None)
    regrade(teacher, changed, "parent_link")
    assert told  # it followed the progress by itself
    expect(teacher.locator("#told")).to_contain_text("marks would change")
    row = teacher.get_by_role("row", name="anna")
    expect(row).to_contain_text("+1")
    teacher.get_by_role("button", name="Let it count").click()
    expect(teacher.get_by_role("status").first).to_contain_text("It counts now")
    open_class(teacher)
    assert float(total(teacher, "Ivanova Anna")) == float(before) + 1
    teacher.get_by_role("link", name="Regrades").click()
    teacher.get_by_role("button", name="Take back the regrade").click()
    expect(teacher.get_by_role("status").first).to_contain_text("the verdict again that they had before")
    open_class(teacher)
    assert total(teacher, "Ivanova Anna") == before


def test_a_student_is_invited_asks_and_is_answered(teacher, demo):
    """One who came by the roster alone: the link gives an account, and the question its answer."""
    roster = (demo.folder / "courses" / "demo" / "students.csv").read_text(encoding="utf-8").rstrip("\n")
    teacher.goto(f"{demo.url}/c/demo/class/people/")
    given = {"name": "new.csv", "mimeType": "text/csv", "buffer": f"{roster}\nzoe,Zuse,Zoe,zoe@example.org,\n".encode()}
    teacher.get_by_label("A CSV file").set_input_files(given)
    teacher.get_by_role("button", name="Look at it first").click()
    expect(teacher.get_by_role("region", name="What this file would change")).to_contain_text("New: zoe")
    teacher.get_by_role("button", name="Take it").click()
    expect(teacher.get_by_role("row", name="Zuse Zoe")).to_contain_text("never")
    with teacher.expect_download() as file:
        teacher.get_by_role("button", name="Links as a CSV file").click()
    invited = {row[0]: row[2] for row in csv.reader(io.StringIO(Path(file.value.path()).read_text(encoding="utf-8")))}
    assert {"zoe", "tom"} <= invited.keys()
    assert "student" not in invited  # who has a password

    teacher.get_by_role("button", name="Log out").click()
    teacher.goto(invited["tom"])
    for field in ("New password", "New password confirmation"):
        teacher.get_by_label(field, exact=True).fill("a horse and a battery")
    teacher.get_by_role("button", name="Choose it").click()
    teacher.get_by_role("link", name="One to one").click()
    teacher.get_by_role("row").last.get_by_role("link").click()
    failed = teacher.locator("li.failed").first
    failed.get_by_text("Ask staff about this check").click()
    failed.get_by_role("textbox").fill("Is it not the same?")
    failed.get_by_role("button", name="Ask").click()
    expect(teacher.get_by_text("Not answered yet.")).to_be_visible()
    asked = teacher.url
    teacher.get_by_role("button", name="Log out").click()

    log_in(teacher, demo, "teacher")
    teacher.get_by_role("link", name="Questions").click()
    teacher.get_by_role("row", name="Is it not the same?").get_by_role("link").click()
    say(teacher, "Answer", "Not to the database.", "Send the answer")
    expect(teacher.get_by_role("status").first).to_contain_text("can read your answer")
    teacher.get_by_role("button", name="Log out").click()
    teacher.goto(asked)
    teacher.get_by_label("Name").fill("tom")
    teacher.get_by_label("Password").fill("a horse and a battery")
    teacher.get_by_role("button", name="Log in").click()
    expect(teacher.locator(".review")).to_contain_text("Answer: Not to the database.")
