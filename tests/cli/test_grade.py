"""``grader grade``, with an engine that needs no box."""

from __future__ import annotations

import csv
import json
import re
import stat

import pytest

from grader.commands import classwork, coursework, feedback_files, grading
from grader.core.errors import GraderError, IsolationError
from grader.intake.coursekey import course_key
from tests.reports.samples import verdict

from .fakes import by_first_word, make_course


def rows(course):
    with (course / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {(row["student"], row["assignment"]): row for row in csv.DictReader(file)}


def test_each_submission_gets_a_line_and_its_files(run, engine, course):
    result = run("grade", course)
    assert result.exit_code == 0, result.output
    assert "alice  one_to_one  2/2  graded" in result.stdout
    for student in ("alice", "bob", "carol"):
        home = course / "graded" / student / "one_to_one"
        assert sorted(path.name for path in home.iterdir()) == ["feedback.html", "verdict.json"]
        assert "staff" not in json.loads((home / "verdict.json").read_text())
        assert "staff" in json.loads((course / "evidence" / student / "one_to_one" / "verdict.json").read_text())
    assert {key[0]: row["score"] for key, row in rows(course).items()} == {
        "alice": "2",
        "bob": "1",
        "carol": "0",
    }


def test_evidence_and_key_are_for_staff_only(run, engine, course):
    run("grade", course)
    assert stat.S_IMODE((course / "evidence").stat().st_mode) == 0o700
    assert stat.S_IMODE((course / ".grader-key").stat().st_mode) == 0o600


def test_a_course_keeps_its_key(run, engine, course):
    run("grade", course)
    run("grade", course, "--force")
    first, second = (asked["course_key"] for asked in engine.asked)
    assert first == second
    assert len(first) == 32
    assert first != course_key(make_course(course.parent / "other", {"alice": "full"}))


def test_a_damaged_key_is_not_used(run, engine, course):
    (course / ".grader-key").write_bytes(b"short")
    result = run("grade", course)
    assert result.exit_code == 3
    assert "damaged" in result.stderr


def test_our_error_stops_nobody_else_and_is_reported(run, engine, tmp_path):
    course = make_course(tmp_path / "course", {"alice": "full", "bob": "error", "carol": "half"})
    result = run("grade", course)
    assert result.exit_code == 3
    attention = result.stdout.partition("Needs attention")[2]
    assert "bob" in attention
    assert "the machine broke" in attention
    assert "alice" not in attention
    assert rows(course)["bob", "one_to_one"]["status"] == "error"
    assert rows(course)["carol", "one_to_one"]["score"] == "1"


def test_our_error_never_reaches_the_student(run, engine, tmp_path):
    course = make_course(tmp_path / "course", {"bob": "error"})
    run("grade", course)
    assert not (course / "graded").exists()
    assert (course / "evidence" / "bob" / "one_to_one" / "verdict.json").exists()


def test_a_rejected_submission_has_a_reason_and_no_score(run, engine, course):
    (course / "submitted" / "dave" / "one_to_one").mkdir(parents=True)
    result = run("grade", course)
    assert result.exit_code == 0
    assert "dave  one_to_one  -  rejected: " in result.stdout
    row = rows(course)["dave", "one_to_one"]
    assert (row["status"], row["score"]) == ("rejected", "")
    assert (course / "graded" / "dave" / "one_to_one" / "feedback.html").exists()


def test_the_roster_names_and_orders_people_and_shows_who_is_missing(run, engine, course):
    roster = "id,last_name,first_name\nzed,Zed,Z\nbob,=1+1,Боб\n"
    (course / "students.csv").write_text(roster, encoding="utf-8")
    run("grade", course)
    found = rows(course)
    assert [student for student, _ in found] == ["zed", "bob", "alice", "carol"]
    missing = found["zed", "one_to_one"]
    assert (missing["status"], missing["score"], missing["max_score"]) == ("missing", "", "2")
    assert found["bob", "one_to_one"]["last_name"] == "'=1+1"


def test_grading_one_student_keeps_the_marks_of_the_others(run, engine, course):
    run("grade", course)
    before = rows(course)
    make_course(course, {"alice": "none", "bob": "half", "carol": "none"})
    result = run("grade", course, "--student", "alice")
    assert "bob  one_to_one" not in result.stdout
    assert rows(course)["alice", "one_to_one"]["score"] == "0"
    for student in ("bob", "carol"):
        assert rows(course)[student, "one_to_one"] == before[student, "one_to_one"]


def test_what_was_not_graded_yet_is_a_row_of_its_own_kind(run, engine, course):
    run("grade", course, "--student", "alice")
    assert rows(course)["bob", "one_to_one"]["status"] == "ungraded"


def test_other_peoples_assignments_are_named_and_left_aside(run, engine, course):
    (course / "submitted" / "alice" / "ps1").mkdir()
    result = run("grade", course)
    assert result.exit_code == 0
    assert "ps1: no such assignment here" in result.stdout
    assert ("alice", "ps1") not in rows(course)


def test_a_linked_folder_is_refused_and_stops_nobody(run, engine, course):
    (course / "submitted" / "eve").symlink_to("/etc")
    result = run("grade", course)
    assert result.exit_code == 0
    assert "eve" in result.stdout.partition("Needs attention")[2]
    assert rows(course)["alice", "one_to_one"]["score"] == "2"


@pytest.mark.parametrize(
    ("error", "said"), [(OSError(5, "Input/output error"), "Input/output error"), (RecursionError("deep"), "deep")]
)
def test_an_unreadable_submission_is_our_error_not_the_students(run, engine, course, monkeypatch, error, said):
    """A broken disk, or a fault of ours with one upload: nobody else's mark waits for either."""
    read = classwork.read_submission

    def failing(path, *arguments, **options):
        if options["student"] == "bob":
            raise error
        return read(path, *arguments, **options)

    monkeypatch.setattr(classwork, "read_submission", failing)
    result = run("grade", course)
    assert result.exit_code == 3
    assert said in result.stdout
    assert rows(course)["bob", "one_to_one"]["status"] == "error"
    assert rows(course)["carol", "one_to_one"]["status"] == "graded"


# -- files of earlier runs ---------------------------------------------------------------------------------


def kept(course):
    return sorted(path.name for path in course.glob("grades.csv.*"))


def test_a_gradebook_edited_by_hand_is_kept(run, engine, course):
    run("grade", course)
    edited = (course / "grades.csv").read_bytes().replace(b"bob", b"BOB")
    (course / "grades.csv").write_bytes(edited)
    result = run("grade", course)
    (name,) = kept(course)
    assert re.fullmatch(r"grades\.csv\.edited-\d{8}T\d{6}Z", name)
    assert (course / name).read_bytes() == edited
    assert name in result.stderr
    assert ("bob", "one_to_one") in rows(course)


def test_two_edits_within_a_second_are_both_kept(run, engine, course):
    for text in ("mine", "yours"):
        run("grade", course)
        (course / "grades.csv").write_text(text)
    run("grade", course)
    assert sorted((course / name).read_text() for name in kept(course)) == ["mine", "yours"]


def test_a_gradebook_of_somebody_elses_is_kept_as_well(run, engine, course):
    (course / "grades.csv").write_text("theirs")
    run("grade", course)
    assert len(kept(course)) == 1


def test_our_own_gradebook_is_simply_replaced(run, engine, course):
    run("grade", course)
    run("grade", course)
    assert kept(course) == []


# -- when something stops it -------------------------------------------------------------------------------


def test_ctrl_c_closes_the_lanes_and_leaves_whole_files(run, engine, tmp_path):
    course = make_course(tmp_path / "course", {"alice": "stop", "bob": "full", "carol": "half"})
    result = run("grade", course)
    assert result.exit_code == 130
    assert engine.closed == 1
    assert "2 of 3" in result.stderr
    assert {key[0]: row["status"] for key, row in rows(course).items()} == {
        "alice": "ungraded",
        "bob": "graded",
        "carol": "graded",
    }
    assert list(course.rglob("*.partial")) == []


def test_what_a_killed_run_left_half_written_goes_with_the_next(run, engine, course):
    """Beside every file that it writes; a file of somebody else's stays."""
    for place in ("graded/alice/one_to_one", "evidence/alice/one_to_one", "evidence", "."):
        (course / place).mkdir(parents=True, exist_ok=True)
        (course / place / ".verdict.json.x7.partial").write_text("{")
        (course / place / "mine.partial").write_text("kept")
    assert run("grade", course).exit_code == 0
    left = sorted(path.name for path in course.rglob("*.partial"))
    assert left == ["mine.partial"] * 4


def test_ctrl_c_while_writing_closes_the_lanes_too(run, engine, course, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(feedback_files, "store", interrupted)
    assert run("grade", course).exit_code == 130
    assert engine.closed == 1


def test_a_machine_that_cannot_isolate_grades_nothing(run, engine, course):
    def refuse(_):
        raise IsolationError("no user namespaces", "sudo sysctl -w something=1")

    engine.grading = refuse
    result = run("grade", course)
    assert result.exit_code == 3
    assert "no user namespaces" in result.stderr
    assert "sudo sysctl -w something=1" in result.stderr
    assert "Traceback" not in result.output
    assert not (course / "grades.csv").exists()
    assert not (course / "graded").exists()


def test_lanes_that_fail_midway_leave_the_marks_there_are(run, engine, tmp_path):
    def failing(submission):
        if submission.student == "alice":
            raise GraderError("the judge does not answer")
        return by_first_word(submission)

    engine.grading = failing
    course = make_course(tmp_path / "course", {"alice": "full", "bob": "full"})
    result = run("grade", course)
    assert result.exit_code == 3
    assert "the judge does not answer" in result.stderr
    assert rows(course)["bob", "one_to_one"]["score"] == "2"


def test_a_verdict_that_never_came_is_not_passed_over(run, course, monkeypatch, engine):
    monkeypatch.setattr(grading, "grade_all", lambda work, **_: iter([(0, verdict())]))
    result = run("grade", course)
    assert result.exit_code == 3
    assert "2 submissions got no verdict" in result.stderr


def test_a_full_disk_is_told_without_a_traceback(run, engine, course, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(coursework, "write_whole", full)
    result = run("grade", course)
    assert result.exit_code == 3
    assert "No space left" in result.stderr
    assert "Traceback" not in result.output


def test_whose_verdict_it_is_is_known_from_the_folder(run, engine, course):
    """A verdict that names somebody else still lands with the one who handed in."""
    engine.grading = lambda _: verdict(student="../../mallory", assignment="/etc")
    run("grade", course)
    assert sorted(path.name for path in (course / "graded").iterdir()) == ["alice", "bob", "carol"]


def test_options_reach_the_engine_and_the_feedback(run, engine, course):
    run("grade", course, "--jobs", "3", "--min-isolation", "filtered", "--lang", "ru")
    assert engine.asked[0]["jobs"] == 3
    assert engine.asked[0]["min_isolation"] == "filtered"
    page = (course / "graded" / "alice" / "one_to_one" / "feedback.html").read_text(encoding="utf-8")
    assert '<html lang="ru">' in page


@pytest.mark.parametrize(("line", "status"), [('python = "3.10"', 3), ('django = "<1"', 3), ('django = "new"', 2)])
def test_a_course_of_other_versions_is_refused(run, engine, course, line, status):
    (course / "course.toml").write_text(line + "\n")
    result = run("grade", course)
    assert result.exit_code == status
    assert not (course / "graded").exists()


def test_names_cannot_steer_the_terminal(run, engine, tmp_path):
    """Whatever the intake lets through as a name, the lines about it stay lines."""
    course = make_course(tmp_path / "course", {"a\u202eb": "full", "c\x1b[2Jd": "full", "good": "full"})
    result = run("grade", course)
    assert all(char.isprintable() or char == "\n" for char in result.stdout)
    assert "good  one_to_one  2/2" in result.stdout
