"""``grader regrade`` and ``grader undo``: whose mark would change, and that only what is applied does."""

from __future__ import annotations

import dataclasses
import json

import pytest

from grader.commands import classwork, regrade
from grader.commands.book import reading
from grader.core.verdict import Outcome, Status
from grader.gradebook import models
from tests.reports.samples import assignment, result, verdict

from .fakes import make_course
from .test_grade import rows


@pytest.fixture
def change(monkeypatch, engine):
    """Changes the assignment's tests: ``change(digest, grading)``; the engine then grades as that function says."""

    def change(digit, grading):
        other = dataclasses.replace(assignment(), digest=digit * 64)
        for module in (classwork, regrade):
            monkeypatch.setattr(module, "find_assignment", lambda slug, root: other)
        engine.grading = grading

    return change


@pytest.fixture
def graded(run, course, change):
    change("0", by_outcomes({}))
    run("grade", course)
    return course


def by_outcomes(failing):
    """A grading: everybody passes both checks but those whom ``failing`` names with the check that they fail."""

    def grade(submission):
        lost = failing.get(submission.student)
        checks = [
            result(name, Outcome.FAILED if name == lost else Outcome.PASSED, points=0.0 if name == lost else 1.0)
            for name in ("stored", "unique")
        ]
        return verdict(*checks, student=submission.student, max_score=2.0)

    return grade


def marks(course):
    return {student: row["score"] for (student, _), row in rows(course).items()}


def test_a_preview_says_whose_mark_changes_by_how_much_and_by_which_check(run, graded, change):
    change("1", by_outcomes({"bob": "unique"}))
    result = run("regrade", graded, "--preview")
    assert result.exit_code == 0
    assert "bob  one_to_one  2 -> 1  (-1): unique passed -> failed" in result.stdout
    assert "alice" not in result.stdout
    assert "1 marks would change: 0 up, 1 down or gone; 2 stay" in result.stdout
    assert "Nothing was changed" in result.stdout
    assert marks(graded)["bob"] == "2"


def test_apply_after_a_preview_grades_nothing_twice(run, graded, change, engine):
    change("1", by_outcomes({"bob": "unique"}))
    run("regrade", graded, "--preview")
    run("regrade", graded, "--apply")
    assert [asked["submissions"] for asked in engine.asked] == [3, 3]
    assert marks(graded) == {"alice": "2", "bob": "1", "carol": "2"}
    shown = json.loads((graded / "graded" / "bob" / "one_to_one" / "verdict.json").read_text())
    assert shown["score"] == 1.0
    assert run("audit", graded).exit_code == 0


def test_undo_takes_the_last_one_back_and_then_the_one_before(run, graded, change):
    change("1", by_outcomes({"bob": "unique"}))
    run("regrade", graded, "--apply")
    change("2", by_outcomes({"alice": "stored"}))
    run("regrade", graded, "--apply")
    assert marks(graded) == {"alice": "1", "bob": "2", "carol": "2"}
    assert "Taken back: 3 attempts" in run("undo", graded).stdout
    assert marks(graded) == {"alice": "2", "bob": "1", "carol": "2"}
    assert '"score": 1.0' in (graded / "graded" / "bob" / "one_to_one" / "verdict.json").read_text()
    run("undo", graded)
    assert marks(graded) == {"alice": "2", "bob": "2", "carol": "2"}
    result = run("undo", graded)
    assert result.exit_code == 2
    assert "no regrade" in result.stderr
    assert run("audit", graded).exit_code == 0


def test_points_given_by_hand_stay(run, graded, change):
    run("adjust", graded, "bob", "one_to_one", "0.5", "--why", "a good try")
    change("1", by_outcomes({"bob": "unique"}))
    assert "2.5 -> 1.5" in run("regrade", graded, "--apply").stdout
    assert marks(graded)["bob"] == "1.5"
    run("undo", graded)
    assert marks(graded)["bob"] == "2.5"


def test_what_is_published_stays_known_until_it_is_published_again(run, graded, change):
    run("publish", graded)
    change("1", by_outcomes({"bob": "unique"}))
    result = run("regrade", graded, "--apply")
    assert "(-1)  published: unique" in result.stdout
    assert "1 of these marks are published" in result.stderr
    assert "bob,,,one_to_one,graded,2," in run("export", "csv", graded).stdout
    run("publish", graded)
    assert "bob,,,one_to_one,graded,1," in run("export", "csv", graded).stdout


def test_a_mark_that_a_run_held_back_counts_after_apply(run, graded, engine):
    run("publish", graded)
    engine.grading = by_outcomes({"bob": "stored"})
    make_course(graded, {"alice": "full", "bob": "another", "carol": "none"})
    assert run("grade", graded).exit_code == 1
    assert marks(graded)["bob"] == "2"
    run("regrade", graded, "--apply")
    assert marks(graded)["bob"] == "1"
    assert run("grade", graded).exit_code == 0


def test_a_later_run_is_not_undone(run, graded, change):
    change("1", by_outcomes({"bob": "unique"}))
    run("regrade", graded, "--apply")
    change("2", by_outcomes({"bob": "stored"}))
    run("grade", graded)
    result = run("undo", graded)
    assert "Taken back: 0 attempts" in result.stdout
    assert "one_to_one bob attempt 1" in result.stderr


def test_our_error_changes_nothing_and_is_named(run, graded, change):
    plain = by_outcomes({})
    broken = verdict(status=Status.ERROR, score=None)
    change("1", lambda submission: broken if submission.student == "bob" else plain(submission))
    result = run("regrade", graded, "--apply")
    assert result.exit_code == 3
    assert "could not be graded, and stays as it was: bob one_to_one" in result.stderr
    assert marks(graded)["bob"] == "2"


def test_checks_that_come_and_go_are_told(run, graded, change):
    checks = [result("stored", points=1.0), result("widow", points=1.5)]
    change("1", lambda submission: verdict(*checks, student=submission.student))
    told = run("regrade", graded, "--preview", "--student", "bob").stdout
    assert "unique is gone, widow is new: passed" in told


def test_under_best_every_attempt_is_graded_again(run, graded, change, engine):
    (graded / "course.toml").write_text('[policy]\ncounts = "best"\n')
    make_course(graded, {"alice": "again", "bob": "half", "carol": "none"})
    run("grade", graded)
    change("1", by_outcomes({}))
    run("regrade", graded, "--preview")
    assert [asked["submissions"] for asked in engine.asked] == [3, 1, 4]


def test_an_interrupted_preview_keeps_what_was_graded(run, graded, change, engine):
    plain = by_outcomes({})

    def stopping(submission):
        if submission.student == "alice":
            raise KeyboardInterrupt
        return plain(submission)

    change("1", stopping)
    assert run("regrade", graded, "--preview").exit_code == 130
    with reading(graded):
        assert models.Verdict.objects.count() == 5
    engine.grading = plain
    assert run("regrade", graded, "--apply").exit_code == 0
    assert [asked["submissions"] for asked in engine.asked] == [3, 3, 1]


@pytest.mark.parametrize("arguments", [(), ("--preview", "--apply"), ("--preview", "--student", "nobody")])
def test_what_makes_no_sense_is_refused(run, graded, arguments):
    result = run("regrade", graded, *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
