"""``grader explain``: why 17 and not 18, from what was kept when it was graded."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib

import pytest

from grader.commands import explain as command
from grader.commands.explanation import explanation
from grader.commands.terms import CHECKOUT
from grader.core.errors import AssignmentError
from grader.core.text import Text
from grader.core.verdict import Diagnosis, Incident, IncidentKind, Outcome
from tests.reports.samples import HOSTILE, assignment, hidden, rejected, result, text, verdict

from .fakes import make_course

TRACEBACK = """Traceback (most recent call last):
  File "/somewhere/_pytest/runner.py", line 361, in from_call
    result = func()
  File "/somewhere/assignments/one_to_one/test_public.py", line 98, in test_refused
    with pytest.raises(IntegrityError):
Failed: DID NOT RAISE
"""
LOST = result(
    "refused",
    Outcome.FAILED,
    brief="husband.4",
    expected={"exception": "IntegrityError"},
    happened={"value": "it was saved", "file": "models.py", "line": 7},
    transcript="Women.objects.create()",
    staff={"traceback": TRACEBACK, "failure": "not_raised", "seconds": 0.1},
)
LEFT_OUT = result("named", Outcome.SKIPPED, brief="husband.5", skipped_because="refused")
BRIEF = {
    "husband.1": Text("A field.", "Поле."),
    "husband.4": Text("One wife at most.", "Одна жена."),
    "husband.5": Text("Her name.", "Её имя."),
}


@pytest.fixture
def known(monkeypatch):
    """An assignment with a brief; its digest can be changed."""
    found = dataclasses.replace(assignment(), brief=BRIEF, digest="a" * 64)
    monkeypatch.setattr(command, "find_assignment", lambda slug, root: found)
    return found


@pytest.fixture
def graded(tmp_path, known):
    """A course in which alice was graded, bob was not, and carol never handed in."""
    course = make_course(tmp_path / "course", {"alice": "x = 1\n", "bob": "x = 2\n"})
    (course / "students.csv").write_text("id,last_name\nalice,A\nbob,B\ncarol,C\n")

    def keep(shown):
        place = course / "evidence" / "alice" / "one_to_one"
        place.mkdir(parents=True, exist_ok=True)
        (place / "verdict.json").write_text(json.dumps(shown.to_json(staff=True)))
        return course

    from grader.intake.uploads import read_submission
    from grader.sandbox.limits import default_limits

    digest = read_submission(course / "submitted" / "alice" / "one_to_one", known, default_limits()).digest
    keep.environment = {**verdict().environment, "assignment_digest": "a" * 64, "submission_digest": digest}
    return keep


@pytest.fixture
def page(graded, run):
    def page(*checks, arguments=(), **changes):
        course = graded(verdict(*checks, **{"environment": graded.environment, **changes}))
        answer = run("explain", course, "alice", "one_to_one", *arguments)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    return page


def test_it_says_where_each_point_went(page):
    shown = page(result("stored"), LOST, LEFT_OUT)
    assert "alice, one_to_one: 2 of 6 points; 4 lost in 2 checks\n" in shown
    assert "[passed] earned 2  title of stored  (stored)" in shown
    assert "[FAILED] lost 2  title of refused  (refused)" in shown
    assert "message of refused" in shown
    assert "The brief, husband.4: One wife at most.\n" in shown
    assert "Expected: exception: IntegrityError" in shown
    assert "What happened: value: it was saved" in shown
    assert "Where: models.py:7\n" in shown
    assert "Where the check stopped: test_public.py:98: with pytest.raises(IntegrityError):\n" in shown
    assert "Women.objects.create()" in shown
    assert "Not run, since this did not pass: title of refused (refused)" in shown
    assert "The brief, husband.5: Her name.\n" in shown
    assert "Python 3.11.7, Django 5.2.19, SQLite 3.40.1" in shown


def test_full_marks_are_said_so(page):
    assert "alice, one_to_one: 2 of 2 points; nothing was lost" in page()


def test_one_check_alone(page):
    shown = page(result("stored"), LOST, arguments=["--check", "stored"])
    assert "The brief, husband.1: A field." in shown
    assert "refused" not in shown


def test_what_is_hidden_from_students_is_explained_to_staff(page):
    shown = page(hidden())
    assert "only staff may read this" in shown
    assert "students do not see the details of this check" in shown


def test_incidents_diagnoses_and_a_rejection_are_told(page):
    shown = page(
        incident=Incident(IncidentKind.TIMEOUT, "stored"),
        diagnoses=(Diagnosis("trailing_comma", text("a comma"), "models.py", 14),),
    )
    assert "Incident: the program ran out of time (during: title of stored)" in shown
    assert "models.py:14: a comma (trailing_comma)" in shown
    assert "no score: rejected" in page(status=rejected().status, score=None, reason=text("no such file"), checks=())


def test_what_has_not_changed_is_said_so(page):
    shown = page()
    assert "Assignment: aaaaaaaaaaaa, as it is now" in shown
    assert re.search(r"Submission: [0-9a-f]{12}, as it is now", shown)


def test_another_version_of_the_assignment_is_told(page, known, monkeypatch):
    later = dataclasses.replace(known, digest="b" * 64)
    monkeypatch.setattr(command, "find_assignment", lambda slug, root: later)
    assert "graded with another version of the assignment: aaaaaaaaaaaa then, bbbbbbbbbbbb now" in page()


def test_another_submission_is_told(graded, run):
    course = graded(verdict(environment=graded.environment))
    path = course / "submitted" / "alice" / "one_to_one" / "models.py"
    path.write_text("x = 3\n")
    assert "it has changed since it was graded" in run("explain", course, "alice", "one_to_one").stdout
    path.unlink()
    assert "cannot be used: " in run("explain", course, "alice", "one_to_one").stdout
    path.parent.rmdir()
    assert "it is not in submitted/ any more" in run("explain", course, "alice", "one_to_one").stdout


def test_an_assignment_that_has_gone_does_not_hide_the_mark(graded, run, monkeypatch):
    def gone(slug, root):
        raise AssignmentError(str(root), None, "there is no assignment")

    course = graded(verdict(LOST, environment=graded.environment))
    monkeypatch.setattr(command, "find_assignment", gone)
    shown = run("explain", course, "alice", "one_to_one").stdout
    assert "there is no such assignment here now" in shown
    assert "lost 2" in shown
    assert "The brief" not in shown


def test_a_line_that_the_brief_has_lost_is_told(page, known, monkeypatch):
    later = dataclasses.replace(known, brief={})
    monkeypatch.setattr(command, "find_assignment", lambda slug, root: later)
    assert "The brief, husband.4: the brief has no such line any more" in page(LOST)


@pytest.mark.parametrize(
    ("student", "slug", "complaint"),
    [
        ("alcie", "one_to_one", "did you mean alice?"),
        ("zzz", "one_to_one", "knows no student 'zzz'.\n"),
        ("../alice", "one_to_one", "knows no student"),
        ("bob", "one_to_one", "is not graded yet. Run: grader grade "),
        ("carol", "one_to_one", "carol has handed in nothing"),
        ("alice", "one_to_on", "did you mean one_to_one?"),
    ],
)
def test_what_cannot_be_explained_is_refused(graded, run, student, slug, complaint):
    answer = run("explain", graded(verdict()), student, slug)
    assert answer.exit_code == 2
    assert complaint in answer.stderr


def test_an_unknown_check_and_a_damaged_file_are_told(graded, run):
    course = graded(verdict())
    answer = run("explain", course, "alice", "one_to_one", "--check", "stord")
    assert (answer.exit_code, "did you mean stored?" in answer.stderr) == (2, True)
    (course / "evidence" / "alice" / "one_to_one" / "verdict.json").write_text("{}")
    answer = run("explain", course, "alice", "one_to_one")
    assert (answer.exit_code, "is no verdict" in answer.stderr) == (3, True)


def test_what_a_student_wrote_cannot_steer_the_terminal(page):
    hostile = dataclasses.replace(
        LOST, message=Text(HOSTILE, HOSTILE), happened={"value": HOSTILE, "file": HOSTILE}, transcript=HOSTILE
    )
    shown = page(hostile, diagnoses=(Diagnosis("x", Text(HOSTILE, HOSTILE), HOSTILE, 1),))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]", shown)


@pytest.mark.parametrize(("language", "word"), [("en", "lost 2"), ("ru", "Задание, husband.4: Одна жена.")])
def test_it_speaks_both_languages(page, language, word):
    assert word in page(LOST, arguments=["--lang", language])


def test_its_words_can_be_printed_by_an_old_console():
    path = CHECKOUT / "grader" / "commands" / "explain.toml"
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["explain"].values():
        assert set(entry) == {"en", "ru"}
        entry["ru"].encode("cp866")
        assert set(re.findall(r"{(\w+)}", entry["en"])) == set(re.findall(r"{(\w+)}", entry["ru"]))
    assert explanation.__doc__
