"""What must hold of whatever the grader wrote, wherever it came from."""

from __future__ import annotations

import json
from pathlib import Path
from unicodedata import category

from grader.core.assignment import Assignment
from grader.core.text import LANGUAGES
from grader.core.verdict import Verdict
from grader.lms.gradescope.results import results_text
from grader.reports.html import feedback
from grader.reports.jsontext import verdict_text
from grader.reports.terminal import verdict_report
from tests.htmlpages import Reader


def assert_plain(text: str) -> None:
    """Nothing in it steers a terminal, reorders a line, or cannot be seen."""
    odd = sorted({char for char in set(text) - {"\n", "\t"} if not char.isprintable() and category(char) != "Zs"})
    assert not odd, (odd, text)


def assert_can_be_shown(verdict: Verdict, assignment: Assignment) -> None:
    """Whatever a verdict holds, every page of it can be made, and is made of elements of ours only."""
    for language in LANGUAGES:
        assert_plain(verdict_report(verdict, language, assignment=assignment, staff=True).plain)
        results = json.loads(results_text(verdict, language, assignment=assignment))
        assert_plain(results["output"] + "".join(test["output"] for test in results["tests"]))
        for staff in (False, True):
            assert_ours(feedback(verdict, language, assignment=assignment, staff=staff))
    for staff in (False, True):
        assert_plain(verdict_text(verdict, staff=staff, indent=None))


def assert_ours(text: str) -> None:
    """A feedback page holds elements that its template has, and text."""
    page = Reader(text)
    assert set(page.names()) <= _ELEMENTS, set(page.names()) - _ELEMENTS
    assert_plain("".join(page.texts))


_ELEMENTS = {
    "a", "body", "code", "dd", "dl", "dt", "footer", "h1", "h2", "h3", "head", "header", "html", "li", "main", "meta",
    "p", "pre", "section", "span", "style", "title", "ul",
    "desc", "div", "figcaption", "figure", "path", "rect", "svg", "text",  # the picture of the tables
}  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    """What stands in each file below a folder, by path; links are not followed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
