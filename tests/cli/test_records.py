"""The verbs over the gradebook: publish, adjust, show, history, audit, export, forget."""

from __future__ import annotations

import csv
import io
import sqlite3
import unicodedata

import pytest

from grader.gradebook.connection import FILE

from .fakes import ROSTER, make_course
from .test_grade import rows


def exported(result):
    return {row["student"]: row for row in csv.DictReader(io.StringIO(result.stdout))}


# -- publish and export ------------------------------------------------------------------------------------


def test_nothing_leaves_the_house_before_it_is_published(run, graded):
    result = run("export", "csv", graded)
    assert set(exported(result)) == {"zed"}  # who handed in nothing is a row
    assert "alice one_to_one" in result.stderr
    run("publish", graded)
    found = exported(run("export", "csv", graded))
    assert {student: row["score"] for student, row in found.items()} == {
        "zed": "",
        "bob": "1",
        "alice": "2",
        "carol": "0",
    }
    assert found["bob"]["last_name"] == "'=1+1"


def test_a_dry_run_publishes_nothing(run, graded):
    result = run("publish", graded, "--dry-run")
    assert "3 new and 0 changed marks would be published" in result.stdout
    assert "0 were known already" in run("publish", graded).stdout


def test_publishing_again_changes_nothing(run, graded):
    run("publish", graded)
    assert "0 new and 0 changed marks published; 3 were known already" in run("publish", graded).stdout


def test_only_one_student_or_assignment(run, graded):
    assert "1 new" in run("publish", graded, "--student", "bob").stdout
    assert run("publish", graded, "--student", "bobb").exit_code == 2
    assert run("publish", graded, "--assignment", "one").exit_code == 2


def test_a_changed_mark_is_listed_before_and_after(run, graded):
    run("publish", graded)
    run("adjust", graded, "bob", "one_to_one", "0.5", "--why", "a good try")
    assert exported(run("export", "csv", graded))["bob"]["score"] == "1"
    assert exported(run("export", "csv", graded, "--unpublished"))["bob"]["score"] == "1.5"
    assert "bob  one_to_one  1 -> 1.5" in run("publish", graded).stdout
    assert exported(run("export", "csv", graded))["bob"]["score"] == "1.5"


def test_an_error_of_ours_is_named_and_not_published(run, engine, tmp_path):
    course = make_course(tmp_path / "course", {"alice": "full", "bob": "error"})
    run("grade", course)
    result = run("publish", course)
    assert "1 new" in result.stdout
    assert "left out: bob" in result.stderr


def test_an_export_into_a_file_is_whole(run, graded, tmp_path):
    out = tmp_path / "marks.csv"
    result = run("export", "csv", graded, "--unpublished", "--out", out)
    assert result.stdout == ""
    assert out.read_text(encoding="utf-8").count("\n") == 5


# -- by hand -----------------------------------------------------------------------------------------------


def test_points_by_hand_reach_the_grades_and_say_who_and_why(run, graded):
    result = run("adjust", graded, "bob", "one_to_one", "0.25", "--why", "a comment in verse", "--by", "maria")
    assert "bob  one_to_one  1 -> 1.25" in result.stdout
    assert rows(graded)["bob", "one_to_one"]["score"] == "1.25"
    shown = run("show", graded, "bob").stdout
    assert "+0.25 by maria" in shown
    assert "a comment in verse" in shown
    assert "maria" in run("history", graded, "--student", "bob").stdout


def test_points_can_be_taken(run, graded):
    result = run("adjust", graded, "bob", "one_to_one", "--why", "agreed with her", "--", "-0.5")
    assert "1 -> 0.5" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("bob", "one_to_one", "0", "--why", "x"),
        ("bob", "one_to_one", "nan", "--why", "x"),
        ("bob", "one_to_one", "1", "--why", " "),
        ("bob", "one_to_one", "1"),
        ("bobby", "one_to_one", "1", "--why", "x"),
        ("bob", "one", "1", "--why", "x"),
    ],
)
def test_an_adjustment_that_makes_no_sense_is_refused(run, graded, arguments):
    result = run("adjust", graded, *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert rows(graded)["bob", "one_to_one"]["score"] == "1"


# -- looking -----------------------------------------------------------------------------------------------


def test_show_says_what_counts(run, graded):
    make_course(graded, {"alice": "none", "bob": "half", "carol": "none"})
    run("grade", graded)
    shown = run("show", graded, "alice").stdout
    assert "alice  Alice Ivanova  a@example.org" in shown
    assert "one_to_one: 0/2  graded" in shown
    assert "not published" in shown
    assert [line.split()[-1] for line in shown.splitlines()[-2:]] == ["100%", "yes"]


def test_an_unknown_student_gets_the_nearest_name(run, graded):
    result = run("show", graded, "alise")
    assert result.exit_code == 2
    assert "did you mean alice?" in result.stderr


@pytest.mark.parametrize("verb", [("show", "alice"), ("history",), ("audit",), ("export", "csv")])
def test_a_course_that_was_never_graded_has_no_gradebook(run, course, verb):
    (course / FILE).unlink()
    arguments = (*verb, course) if verb == ("export", "csv") else (verb[0], course, *verb[1:])
    result = run(*arguments)
    assert result.exit_code == 2
    assert "has no gradebook so far" in result.stderr
    assert not (course / FILE).exists()


def test_history_is_newest_last_and_can_be_cut(run, graded):
    lines = run("history", graded).stdout.splitlines()
    assert "graded" in lines[-1]
    assert len(run("history", graded, "--last", "2").stdout.splitlines()) == 4


def test_an_audit_finds_what_was_changed_by_hand(run, graded):
    assert "every row is as the log says" in run("audit", graded).stdout
    with sqlite3.connect(graded / FILE) as database:
        database.execute("UPDATE gradebook_verdict SET score = 2 WHERE score = 0")
    database.close()
    result = run("audit", graded)
    assert result.exit_code == 1
    assert "carol attempt 1 was changed by another hand" in result.stdout


# -- forgetting --------------------------------------------------------------------------------------------


def test_who_is_forgotten_is_nowhere(run, engine, graded):
    (graded / "feedback" / "alice").mkdir(parents=True)
    run("publish", graded)
    run("adjust", graded, "alice", "one_to_one", "1", "--why", "x")
    assert run("forget", graded, "alice", "--yes").exit_code == 0
    left = [path for path in graded.rglob("*") if path.is_file() and b"alice" in path.read_bytes()]
    assert left == []
    assert list(graded.rglob("*alice*")) == []
    roster = (graded / "students.csv").read_text(encoding="utf-8")
    assert roster == "".join(line for line in ROSTER.splitlines(keepends=True) if not line.startswith("alice"))
    assert run("audit", graded).exit_code == 0
    assert "(forgotten)" in run("history", graded).stdout
    assert "alice" not in run("grade", graded).stdout


def test_forgetting_asks_first(run, graded):
    assert run("forget", graded, "alice").exit_code == 1  # nobody said yes
    assert (graded / "submitted" / "alice").exists()


def test_forgetting_goes_on_where_it_was_interrupted(run, graded, monkeypatch):
    from grader.commands import forget

    with monkeypatch.context() as patched:
        patched.setattr(forget.forgetting, "forget", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run("forget", graded, "alice", "--yes").exit_code == 130
    assert run("forget", graded, "alice", "--yes").exit_code == 0
    assert run("show", graded, "alice").exit_code == 2


def test_a_row_over_several_lines_is_one_row(run, engine, course):
    text = '\ufeffid,last_name\r\nalice,"Ivan\r\nova"\r\nbob,"Smi""th"\r\n'
    (course / "students.csv").write_bytes(text.encode())
    run("grade", course)
    run("forget", course, "alice", "--yes")
    assert (course / "students.csv").read_bytes() == '\ufeffid,last_name\r\nbob,"Smi""th"\r\n'.encode()


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\x0b", "\x0c", "\x1c", "\r"])
def test_no_letter_in_a_name_costs_another_row(run, engine, course, odd):
    """What Python takes for the end of a line, and a CSV does not, or only without quotes."""
    rows = ["id,last_name\n", f'carol,"Smi{odd}th"\n', "alice,A\n", "bob,B\n"]
    (course / "students.csv").write_bytes("".join(rows).encode())
    run("grade", course)
    assert run("forget", course, "alice", "--yes").exit_code == 0
    rows.remove("alice,A\n")
    assert (course / "students.csv").read_bytes() == "".join(rows).encode()


def test_who_is_forgotten_is_nowhere_however_unicode_spells_it(run, engine, course):
    """In folders and rows that came from a Mac too."""
    other, name = (unicodedata.normalize(form, "Андрей") for form in ("NFD", "NFC"))
    (course / "submitted" / "alice").rename(course / "submitted" / other)
    (course / "students.csv").write_text(f"id,last_name\n{other},A\nbob,B\n", encoding="utf-8")
    run("grade", course)
    assert (course / "graded" / name).is_dir()
    assert run("forget", course, name, "--yes").exit_code == 0
    assert not [path for path in course.rglob("*") if unicodedata.normalize("NFC", path.name) == name]
    assert (course / "students.csv").read_text(encoding="utf-8") == "id,last_name\nbob,B\n"


def test_a_copy_that_staff_made_is_named(run, graded):
    (graded / "grades.csv").write_text("alice,edited\n")
    run("grade", graded)
    result = run("forget", graded, "alice", "--yes")
    assert "grades.csv.edited" in result.stderr


def test_one_student_or_the_expired_ones(run, graded):
    assert run("forget", graded, "--yes").exit_code == 2
    assert run("forget", graded, "alice", "--expired", "--yes").exit_code == 2
    result = run("forget", graded, "--expired", "--yes")
    assert (result.exit_code, "retention_days" in result.stderr) == (2, True)
    (graded / "course.toml").write_text("retention_days = 30\n")
    assert "Nobody" in run("forget", graded, "--expired", "--yes").stdout
    with sqlite3.connect(graded / FILE) as database:
        database.execute("UPDATE gradebook_submission SET received_at = '2020-01-01 00:00:00' WHERE id = 1")
    database.close()
    assert "is forgotten" in run("forget", graded, "--expired", "--yes").stdout
