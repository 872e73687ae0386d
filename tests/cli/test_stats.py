"""``grader stats``: a class in numbers, from what the gradebook holds."""

from __future__ import annotations

import dataclasses

import pytest

from grader.commands import classwork, stats
from grader.core.assignment import Task
from grader.core.verdict import Diagnosis, Outcome
from tests.reports.samples import assignment, result, text, verdict

from .fakes import make_course


@pytest.fixture
def graded(run, course, engine, monkeypatch):
    spec = dataclasses.replace(assignment(), tasks=(Task("husband", text("husband")),))
    for module in (classwork, stats):
        monkeypatch.setattr(module, "find_assignment", lambda slug, root: spec)
    wrong = Diagnosis("foreign_key_instead", text("a foreign key"))

    def grading(submission):
        if submission.taken[0].content.startswith(b"none"):
            failed = result("stored", Outcome.FAILED, points=0.0)
            return verdict(failed, student=submission.student, diagnoses=(wrong,))
        return verdict(student=submission.student)

    engine.grading = grading
    (course / "students.csv").write_text("id,last_name\nzed,Zed\nalice,Иванова\n", encoding="utf-8")
    run("grade", course)
    return course


def test_rates_and_statuses(run, graded):
    told = run("stats", graded).stdout
    assert "students 4, graded 3, handed in nothing 1, mean 1.33 / 2" in told
    row = next(line for line in told.splitlines() if line.startswith("stored"))
    assert row.split() == ["stored", "2", "67%", "-", "1"]


def test_how_many_attempts_it_took(run, graded):
    make_course(graded, {"alice": "full", "bob": "half", "carol": "better"})
    run("grade", graded)
    told = run("stats", graded).stdout
    assert next(line for line in told.splitlines() if line.startswith("stored")).split()[2] == "100%"


def test_the_report_is_written_in_both_languages_for_staff(run, graded):
    result = run("stats", graded, "--html", "--lang", "ru")
    assert "студенты 4" in result.stdout
    for language, words in (("en", "Hardest checks"), ("ru", "Самые трудные проверки")):
        page = (graded / "evidence" / f"report.{language}.html").read_text(encoding="utf-8")
        assert words in page
        assert "foreign_key_instead" in page
        assert "Иванова" in page


def test_an_unknown_assignment_is_told(run, graded):
    result = run("stats", graded, "--assignment", "one")
    assert result.exit_code == 2
