"""``grader grade`` on a course that was graded before: what is known is not done twice, what is published stays."""

from __future__ import annotations

import dataclasses
import os

import pytest

from grader.commands import classwork, grading, queue
from grader.commands.book import LOCK, writing
from grader.core.errors import GraderError
from grader.core.verdict import Incident, IncidentKind, Status
from grader.gradebook import audit, models
from grader.gradebook.marks import adjust, marks, publish
from grader.intake.course import read_course
from tests.reports.samples import assignment, verdict

from .fakes import make_course
from .test_grade import rows


def asked(engine):
    """How many submissions each run gave to the engine."""
    return [options["submissions"] for options in engine.asked]


def score(course, student):
    return rows(course)[student, "one_to_one"]["score"]


def published(course):
    """Publishes every mark, as grader publish does."""
    with writing(course) as book:
        found = marks(book, read_course(course).policy_of)
        publish(book, list(found.values()))


def test_an_unchanged_class_is_not_graded_again(run, engine, course):
    run("grade", course)
    before = {path: path.stat().st_mtime_ns for path in (course / "graded").rglob("*.*")}
    result = run("grade", course)
    assert result.exit_code == 0
    assert asked(engine) == [3]
    assert "3 unchanged since they were graded" in result.stdout
    assert {path: path.stat().st_mtime_ns for path in (course / "graded").rglob("*.*")} == before
    assert score(course, "bob") == "1"


def test_force_grades_all_again_and_records_the_same_verdict_once(run, engine, course):
    run("grade", course)
    run("grade", course, "--force")
    assert asked(engine) == [3, 3]
    with writing(course):
        assert models.Verdict.objects.count() == 3


def test_another_result_for_the_same_key_is_a_second_verdict(run, engine, course):
    run("grade", course)
    engine.grading = lambda submission: verdict(student=submission.student, score=0.5, max_score=2.0)
    run("grade", course, "--force", "--student", "alice")
    assert score(course, "alice") == "0.5"
    with writing(course) as book:
        assert sorted(
            models.Verdict.objects.filter(submission__person__login="alice").values_list("serial", "score")
        ) == [
            (1, 2.0),
            (2, 0.5),
        ]
        assert audit.verify(book) == []


def test_a_changed_submission_is_a_new_attempt_and_the_only_one_graded(run, engine, course):
    run("grade", course)
    make_course(course, {"alice": "none", "bob": "half", "carol": "none"})
    run("grade", course)
    assert asked(engine) == [3, 1]
    assert score(course, "alice") == "0"  # the last attempt counts where course.toml says nothing
    with writing(course):
        attempts = models.Submission.objects.filter(person__login="alice").values_list("attempt", "verdict__score")
        assert sorted(attempts) == [(1, 2.0), (2, 0.0)]


def test_the_best_attempt_counts_where_the_course_says_so(run, engine, course):
    (course / "course.toml").write_text('[policy]\ncounts = "best"\n')
    run("grade", course)
    make_course(course, {"alice": "none", "bob": "full", "carol": "none"})
    run("grade", course)
    assert (score(course, "alice"), score(course, "bob")) == ("2", "2")


@pytest.mark.parametrize(("counts", "graded_again"), [("best", 4), ("last", 3)])
def test_a_changed_test_sees_every_attempt_that_may_count(run, engine, course, monkeypatch, counts, graded_again):
    (course / "course.toml").write_text(f'[policy]\ncounts = "{counts}"\n')
    run("grade", course)
    make_course(course, {"alice": "half", "bob": "half", "carol": "none"})
    run("grade", course)
    other = dataclasses.replace(assignment(), digest="1" * 64)
    monkeypatch.setattr(classwork, "find_assignment", lambda slug, root: other)
    run("grade", course)
    assert asked(engine) == [3, 1, graded_again]
    assert score(course, "alice") == {"best": "2", "last": "1"}[counts]


def test_lateness_costs_what_the_course_says(run, engine, course):
    (course / "course.toml").write_text(
        "[assignment.one_to_one]\ndue = 2026-03-01T00:00:00Z\nlate_penalty = 10\nlate_days = 3\n"
    )
    for student, moment in {"alice": "2026-03-02 12:00:00 UTC", "bob": "2026-03-09 12:00:00 UTC"}.items():
        (course / "submitted" / student / "one_to_one" / "timestamp.txt").write_text(moment)
    run("grade", course)
    assert score(course, "alice") == "1.6"  # two days begun
    assert score(course, "bob") == "0"


def test_a_changed_assignment_is_graded_again(run, engine, course, monkeypatch):
    run("grade", course)
    other = dataclasses.replace(assignment(), digest="1" * 64)
    monkeypatch.setattr(classwork, "find_assignment", lambda slug, root: other)
    run("grade", course)
    assert asked(engine) == [3, 3]


def test_going_back_to_an_earlier_assignment_grades_nothing(run, engine, course, monkeypatch):
    run("grade", course)
    other = dataclasses.replace(assignment(), digest="1" * 64)
    with monkeypatch.context() as patched:
        patched.setattr(classwork, "find_assignment", lambda slug, root: other)
        engine.grading = lambda submission: verdict(student=submission.student, score=0.0, max_score=2.0)
        run("grade", course)
    assert score(course, "alice") == "0"
    result = run("grade", course)
    assert asked(engine) == [3, 3]
    assert score(course, "alice") == "2"
    assert '"score": 2.0' in (course / "graded" / "alice" / "one_to_one" / "verdict.json").read_text()
    assert result.exit_code == 0


def test_another_toolchain_grades_again(run, engine, course, monkeypatch):
    run("grade", course)
    monkeypatch.setattr(queue, "toolchain", lambda: "another grader")
    run("grade", course)
    assert asked(engine) == [3, 3]


@pytest.mark.parametrize(("certain", "graded_again"), [(False, 1), (True, 0)])
def test_a_timeout_by_the_clock_and_an_error_of_ours_are_graded_again(run, engine, tmp_path, certain, graded_again):
    course = make_course(tmp_path / "course", {"alice": "full", "bob": "error", "carol": "full"})
    timeout = Incident(IncidentKind.TIMEOUT, None, certain=certain)
    plain = engine.grading
    engine.grading = lambda one: verdict(student="carol", incident=timeout) if one.student == "carol" else plain(one)
    run("grade", course)
    result = run("grade", course)
    assert asked(engine) == [3, 1 + graded_again]
    assert "carol" in result.stdout.partition("Needs attention")[2]


def test_an_error_of_ours_does_not_take_a_mark_away(run, engine, course):
    run("grade", course)
    make_error = verdict(status=Status.ERROR, score=None)
    engine.grading = lambda _: make_error
    result = run("grade", course, "--force", "--student", "alice")
    assert result.exit_code == 3
    assert score(course, "alice") == "2"
    assert (course / "graded" / "alice" / "one_to_one" / "feedback.html").exists()


def test_a_weaker_box_is_not_enough_where_a_stronger_one_is_asked_for(run, engine, course):
    engine.grading = lambda one: verdict(student=one.student, isolation={"level": "filtered"})
    run("grade", course, "--min-isolation", "filtered")
    run("grade", course, "--min-isolation", "filtered")
    run("grade", course)
    assert asked(engine) == [3, 3]


def test_files_that_are_gone_or_in_another_language_are_written_again(run, engine, course):
    run("grade", course)
    page = course / "graded" / "alice" / "one_to_one" / "feedback.html"
    page.unlink()
    run("grade", course)
    assert '<html lang="en">' in page.read_text(encoding="utf-8")
    run("grade", course, "--lang", "ru")
    assert '<html lang="ru">' in page.read_text(encoding="utf-8")
    assert asked(engine) == [3]


# -- what was published ------------------------------------------------------------------------------------


def test_a_published_mark_is_not_changed_by_a_run(run, engine, course):
    run("grade", course)
    published(course)
    make_course(course, {"alice": "none", "bob": "half", "carol": "none"})
    result = run("grade", course)
    assert result.exit_code == 1
    assert "alice  one_to_one  2 -> 0" in result.stderr
    assert "bob" not in result.stderr
    assert score(course, "alice") == "2"
    assert '"score": 2.0' in (course / "graded" / "alice" / "one_to_one" / "verdict.json").read_text()
    again = run("grade", course)
    assert (again.exit_code, asked(engine)) == (1, [3, 1])
    assert "alice  one_to_one  2 -> 0" in again.stderr


def test_a_run_that_changes_no_published_mark_goes_through(run, engine, course):
    run("grade", course)
    published(course)
    make_course(course, {"alice": "full again", "bob": "half", "carol": "none"})
    assert run("grade", course).exit_code == 0
    with writing(course):
        row = models.Submission.objects.get(person__login="alice", attempt=2)
        assert row.verdict.score == 2.0


def test_points_given_by_hand_survive_grading_again(run, engine, course):
    run("grade", course)
    with writing(course) as book:
        row = models.Submission.objects.get(person__login="bob")
        adjust(book, row.person, row.assignment, 0.25, "a good comment in the code")
    run("grade", course, "--force")
    assert score(course, "bob") == "1.25"


# -- one at a time -----------------------------------------------------------------------------------------


def test_two_graders_do_not_write_into_one_course(run, engine, course):
    with writing(course):
        result = run("grade", course)
    assert result.exit_code == 3
    assert f"process {os.getpid()}" in result.stderr
    assert engine.asked == []


def test_a_lock_that_a_dead_grader_left_is_none(run, engine, course):
    (course / LOCK).write_text("4194304\n")
    assert run("grade", course).exit_code == 0


def test_all_that_a_run_wrote_is_sealed(run, engine, course):
    run("grade", course)
    with writing(course) as book:
        assert audit.verify(book) == []
        models.CheckResult.objects.filter(verdict__submission__person__login="carol").update(points=0.5)
        [finding] = audit.verify(book)
        assert "carol attempt 1 was changed by another hand" in finding.problem


@pytest.mark.parametrize("url", ["mysql://somewhere/grades", "no address"])
def test_a_database_that_cannot_be_is_told(run, engine, course, monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    result = run("grade", course)
    assert result.exit_code == 3
    assert "DATABASE_URL" in result.stderr


def test_lanes_that_cannot_be_had_lose_nothing(run, engine, course, monkeypatch):
    run("grade", course)

    def refuse(work, **_):
        raise GraderError("no lane")

    monkeypatch.setattr(grading, "grade_all", refuse)
    make_course(course, {"alice": "none", "bob": "half", "carol": "none"})
    result = run("grade", course)
    assert result.exit_code == 3
    assert score(course, "bob") == "1"
