"""``grader export`` for learning platforms: only what is published leaves, and who is left out is named."""

from __future__ import annotations

import codecs
import csv
import io
import json

import openpyxl
import pytest

CANVAS = "Student,ID,SIS Login ID,Section,One (7)\n    Points Possible,,,,2\nAlice,1,alice,,\nBob,2,bob,,1.5\n"


def table(result):
    return list(csv.reader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_nothing_is_exported_before_it_is_published(run, graded, platform):
    result = run("export", platform, graded, "-a", "one_to_one", "--column", "One")
    assert result.exit_code == 0
    assert "alice" not in result.stdout
    assert "Left out, not published: bob, alice, carol" in result.stderr
    assert "Left out, missing: zed" in result.stderr


def test_published_marks_are_filled_in(run, graded, tmp_path):
    run("publish", graded)
    given = tmp_path / "grades.csv"
    given.write_text(CANVAS, encoding="utf-8")
    result = run("export", "canvas", graded, "-a", "one_to_one", "--column", "One", "--into", given)
    assert [row[-1] for row in table(result)] == ["One (7)", "2", "2", "1"]
    assert "Left out, not in the file: carol" in result.stderr
    assert given.read_text(encoding="utf-8") == CANVAS  # what was given is never written to


def test_a_new_file_for_moodle(run, graded, tmp_path):
    run("publish", graded)
    out = tmp_path / "marks.csv"
    result = run("export", "moodle", graded, "-a", "one_to_one", "--column", "One", "--out", out)
    assert "3 marks written" in result.stderr
    with out.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["Username", "ID number", "Email address", "One"]


def test_a_file_that_cannot_be_used_changes_nothing(run, graded, tmp_path):
    run("publish", graded)
    given, out = tmp_path / "grades.csv", tmp_path / "out.csv"
    given.write_text("Name,Mark\nAnn,1\n", encoding="utf-8")
    for platform in ("canvas", "openedx"):
        result = run("export", platform, graded, "-a", "one_to_one", "--into", given, "--out", out)
        assert result.exit_code == 2
        assert "grades.csv cannot be used" in result.stderr
        assert not out.exists()


def test_an_assignment_without_marks_is_a_mistake(run, graded):
    result = run("export", "moodle", graded, "-a", "nothing")
    assert result.exit_code == 2
    assert "no mark for nothing" in result.stderr


def test_json_and_a_csv_for_excel(run, graded):
    run("publish", graded)
    found = {row["student"]: row for row in json.loads(run("export", "json", graded).stdout)}
    assert found["alice"]["score"] == 2
    assert found["zed"]["status"] == "missing"
    assert found["bob"]["first_name"] == "Боб"
    assert run("export", "csv", graded, "--bom").stdout_bytes.startswith(codecs.BOM_UTF8)


def test_a_workbook(run, graded, tmp_path):
    """What is not published is named, and is not in it."""
    out = tmp_path / "marks.xlsx"
    run("publish", graded, "--student", "alice")
    result = run("export", "xlsx", graded, "--out", out)
    assert "since not published" in result.stderr
    found = {row[0]: row[3] for row in openpyxl.load_workbook(out)["Class"].iter_rows(min_row=2, values_only=True)}
    assert found == {"alice": 2, "zed": "missing"}


ODD_NAMES = (
    'id,last_name,first_name,email\nbob,"O\'Brien, ""Ann""",=cmd(),b@x\nalice,"Ива\rнова",Анна,\ncarol,,,\nzed,,,\n'
)


def _by_student(result):
    head, *found = csv.reader(io.StringIO(result.stdout_bytes.decode(), newline=""))
    return {row[3]: dict(zip(head, row, strict=True)) for row in found}


def test_nbgraders_csv(run, engine, course):
    """Raw score less penalty is the score, times are UTC, and odd names keep their cells."""
    (course / "course.toml").write_text(
        "[assignment.one_to_one]\ndue = 2026-03-01T20:00:00+03:00\nlate_penalty = 25\n", encoding="utf-8"
    )
    (course / "students.csv").write_bytes(ODD_NAMES.encode())
    (course / "submitted" / "bob" / "one_to_one" / "timestamp.txt").write_text("2026-03-01 17:30:00 UTC")
    assert run("grade", course).exit_code == 0
    run("adjust", course, "bob", "one_to_one", "0.5", "--why", "a good try")
    run("publish", course, "--student", "bob")
    result = run("export", "nbgrader-csv", course)
    assert "since not published (grader publish): alice one_to_one, carol one_to_one" in result.stderr
    found = _by_student(result)
    assert set(found) == {"bob", "zed"}
    assert found["bob"] == {
        "assignment": "one_to_one",
        "duedate": "2026-03-01 17:00:00",
        "timestamp": "2026-03-01 17:30:00",
        "student_id": "bob",
        "last_name": 'O\'Brien, "Ann"',
        "first_name": "'=cmd()",
        "email": "b@x",
        "raw_score": "1.5",
        "late_submission_penalty": "0.25",
        "score": "1.25",
        "max_score": "2",
    }
    assert (found["zed"]["score"], found["zed"]["raw_score"], found["zed"]["timestamp"]) == ("", "", "")
    run("publish", course)
    assert _by_student(run("export", "nbgrader-csv", course))["alice"]["last_name"] == "Ива\\x0dнова"


def test_a_score_that_is_another_one_now_is_not_taken_apart(run, graded):
    """What was published counts, and its parts would not add up to it any more."""
    run("publish", graded)
    run("adjust", graded, "bob", "one_to_one", "0.5", "--why", "a good try")
    bob = _by_student(run("export", "nbgrader-csv", graded))["bob"]
    assert (bob["raw_score"], bob["late_submission_penalty"], bob["score"]) == ("", "", "1")
    bob = _by_student(run("export", "nbgrader-csv", graded, "--unpublished"))["bob"]
    assert (bob["raw_score"], bob["late_submission_penalty"], bob["score"]) == ("1.5", "0", "1.5")
