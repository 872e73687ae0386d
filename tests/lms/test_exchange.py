"""nbgrader's exchange from end to end, by its own commands: a notebook goes to a student, and our page comes back."""

from __future__ import annotations

import nbformat
import pytest

from grader.commands.classwork import Wanted
from grader.commands.grade import Options, grade_course
from grader.commands.grading import Means
from grader.commands.notebooks import write_feedback
from grader.commands.publish import Chosen, publish_marks
from grader.commands.terms import Exit
from tests.lms.nbgraders import BOOK, SLUG, answered, nbgrader, new_course, points
from tests.proving import only_when_proving
from tests.sandboxed import FOREIGN_KEY

pytestmark = pytest.mark.sandbox


@only_when_proving("starts nbgrader six times; each of our own steps is tested without the exchange")
def test_a_notebook_goes_there_and_back(tmp_path):
    """``release_assignment``, ``fetch_assignment``, ``submit``, ``collect``, and back by ``fetch_feedback``."""
    course, exchange, hers = (tmp_path / name for name in ("course", "exchange", "hers"))
    for folder in (course, exchange, hers):
        folder.mkdir()
    exchange.chmod(0o777)
    assignments = new_course(course, "ru")
    place = ("--course=dj", f"--Exchange.root={exchange}")
    nbgrader(course, "release_assignment", SLUG, *place)
    nbgrader(hers, "fetch_assignment", SLUG, *place)
    notebook = nbformat.read(hers / SLUG / BOOK, as_version=4)
    nbformat.write(answered(notebook, FOREIGN_KEY), hers / SLUG / BOOK)
    nbgrader(hers, "submit", SLUG, *place)
    nbgrader(course, "collect", SLUG, *place)
    (student,) = (path.name for path in (course / "submitted").iterdir())
    options = Options(Wanted(assignments, None, None), Means(1, "full", None), None)
    assert grade_course(course, options) is Exit.DONE
    assert sum(filter(None, points(course)[student].values())) > 0
    publish_marks(course, Chosen(), dry_run=False)
    write_feedback(SLUG, course, assignments=assignments, language="ru", replace=False)
    nbgrader(course, "release_feedback", SLUG, *place)
    nbgrader(hers, "fetch_feedback", SLUG, *place)
    (page,) = (hers / SLUG / "feedback").rglob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "Women.husband - это ForeignKey" in text
    assert page.read_bytes() == (course / "feedback" / student / SLUG / f"{SLUG}.html").read_bytes()
