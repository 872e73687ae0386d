"""One session for many submissions gives each the verdict that it would get alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.core.verdict import Status, Verdict
from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.pipeline import grade
from tests.proving import only_when_proving
from tests.sandboxed import COURSE_KEY, FOREIGN_KEY, REFERENCE, Grading, only_task, submission

pytestmark = pytest.mark.sandbox
LOUD = REFERENCE + "\nprint('at import')\n_save = Women.save\n"
PRINTS = (
    LOUD
    + """
def save(self, *args, **kwargs):
    print("saving", self.name)
    _save(self, *args, **kwargs)
Women.save = save
"""
)


def comparable(verdict: Verdict) -> dict[str, object]:
    """A verdict without what differs from run to run: times."""
    data = verdict.to_json(staff=True)
    data["seconds"] = {}
    for check in data["checks"]:
        check["staff"].pop("seconds")
        # object addresses in a traceback
        check["staff"].pop("traceback")
    return data


def test_a_submission_leaves_nothing_in_the_session(grading: Grading) -> None:
    """A loud, a failing and a right one after each other are as in fresh sessions, in either order."""
    sources = [PRINTS, FOREIGN_KEY, REFERENCE, PRINTS]
    together = [comparable(grading.verdict(source)) for source in sources]
    assert together[0] == together[3]
    for source, shared in zip(sources[:3], together, strict=False):
        with Lane([grading.assignment]) as fresh:
            verdict = grade(submission(source), grading.assignment, fresh, course_key=COURSE_KEY)
        assert comparable(verdict) == shared


def test_what_is_printed_during_hidden_checks_is_for_staff(grading: Grading) -> None:
    """A print in ``save()`` would show every hidden row."""
    verdict = grading.accepts(PRINTS)
    assert "at import" in verdict.output.text
    hidden = str(verdict.staff["hidden_output"]).splitlines()
    assert any(line.startswith("saving") for line in hidden)
    assert not set(hidden) & set(verdict.output.text.splitlines())
    assert "saving" not in str({**verdict.to_json(), "output": None})


def test_the_same_key_gives_the_same_values_and_another_key_others(grading: Grading) -> None:
    """Seeds come from the course key, the submission, the assignment and the check."""
    first, second = grading.verdict(PRINTS), grading.verdict(PRINTS)
    assert first.output.text == second.output.text
    other = grade(submission(PRINTS), grading.assignment, grading.lane, course_key=b"another")
    assert other.output.text != first.output.text


@pytest.mark.parametrize(
    "slip", ["database.colums", pytest.param("databse.columns", marks=only_when_proving("like the other slip"))]
)
def test_a_slip_in_a_check_is_no_failure_of_the_student(slip: str, tmp_path: Path) -> None:
    """A name that the author misspelt, of a fixture or in it: an error of ours, without a score."""
    folder = only_task("husband", tmp_path).folder
    public = folder / "test_public.py"
    source = public.read_text(encoding="utf-8")
    public.write_text(source.replace("database.columns", slip, 1), encoding="utf-8")
    assert slip in public.read_text(encoding="utf-8")
    assignment = load_assignment(folder)
    with Lane([assignment]) as lane:
        verdict = grade(submission(REFERENCE), assignment, lane, course_key=COURSE_KEY)
    assert verdict.status is Status.ERROR
    assert verdict.score is None
    assert "husband_is_stored failed by itself" in str(verdict.staff)
