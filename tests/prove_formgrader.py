"""nbgrader's own formgrader in a real browser, on a course that ``grader grade`` graded.

    python -m tests.prove_formgrader [--picture FILE]

A teacher opens the notebook of a student whose answer is wrong: the points and what we say of it are there. She
gives a mark by hand and some extra credit; both are still there when everything was graded again, twice.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from .browser import new_page
from .lms.nbgraders import SLUG, answered, comments, hand_in, new_course, points, released
from .sandboxed import FOREIGN_KEY, REFERENCE, ROOT
from .servers import jupyter

GRADER = [sys.executable, "-P", "-m", "grader"]
_CORRECTED = "reverse_is_one_object"
_BY_HAND, _EXTRA = "0.75", "0.25"


def shown(picture: Path | None = None) -> str:
    """Grades a course of notebooks and looks at it in formgrader. ``AssertionError`` where something is missing."""
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        course, log = Path(folder, "course"), Path(folder, "log")
        assignments = new_course(course)
        hand_in(course, "ada", answered(released(course), FOREIGN_KEY))
        hand_in(course, "grace", answered(released(course), REFERENCE))
        _grade(course, assignments)
        with jupyter(course, log, "nbgrader.server_extensions.formgrader") as (address, token), new_page() as page:
            page.goto(f"{address}/tree?token={token}")  # signs in
            page.goto(f"{address}/formgrader/gradebook/{SLUG}/{SLUG}")
            seen = _looked_at(page, course, picture)
            _correct(page)
            for _ in range(2):
                _grade(course, assignments, "--force")
            page.reload()
            for field, value in _fields(page).items():
                expect(page.locator(field)).to_have_value(value)
    return f"{seen}; by hand {_BY_HAND}, extra credit {_EXTRA}: there after two more runs"


def _grade(course: Path, assignments: Path, *more: str) -> None:
    command = [*GRADER, "grade", str(course), "--assignments", str(assignments), *more]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def _looked_at(page: Page, course: Path, picture: Path | None) -> str:
    """Opens ada's notebook from the list of submissions: each cell has its points, and the answer its comment."""
    given = points(course)["ada"]
    (said,) = comments(course, "ada")
    page.locator("tbody tr", has_text=f"{sum(given.values()):g} / ").get_by_role("link").click()
    page.wait_for_url("**/formgrader/submissions/**")
    expect(page.locator("textarea.comment")).to_have_attribute("placeholder", said)
    for cell, earned in given.items():
        expect(page.locator(f"input.score#{cell}")).to_have_attribute("placeholder", f"{earned:g}")
    if picture is not None:
        page.locator("textarea.comment").evaluate("it => { it.scrollIntoView(); scrollBy(0, -150) }")
        page.screenshot(path=picture)
    return f"{len(given)} cells with their points, and our comment: {said[:60]}..."


def _correct(page: Page) -> None:
    """Marks by hand, which formgrader saves when the field is left."""
    for field, value in _fields(page).items():
        with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
            page.locator(field).fill(value)
            page.locator(field).blur()


def _fields(page: Page) -> dict[str, str]:
    return {f"input.score#{_CORRECTED}": _BY_HAND, f"input#{_CORRECTED}_extra_credit": _EXTRA}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--picture", type=Path, metavar="FILE", help="also keep what the browser shows")
    print(shown(parser.parse_args().picture))
