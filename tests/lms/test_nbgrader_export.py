"""``nbgrader export`` through our plugins, on a gradebook of nbgrader's: read again by Python's own csv."""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import fields

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from grader.lms.exports.nbgrader import Row
from grader.lms.nbgrader.exporters import Canvas, Csv, Moodle, OpenEdx
from tests.lms.nbgraders import PATH, nbgrader

ANN = ("ann", 'O\'Brien, "Ann"', "PhD")
CANVAS = '''\
Student,ID,SIS Login ID,Section,One to one (7)
    Points Possible,,,,4
"O'Brien, ""Ann""",4711,,DJ101,
Eve,,eve,DJ101,2
'''
OPENEDX = "user_id,username,block_id,Previous Points,New Points\n4711,ann,b,,\n5,who,b,1,\n"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """Ann has 3 of 4 and was late, Eve waits for a mark by hand, Zed handed in nothing."""
    file = tmp_path_factory.mktemp("course") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", PATH)
        new = Gradebook(f"sqlite:///{file}")
    with warnings.catch_warnings(action="ignore"), new as gradebook:  # SQLAlchemy warns of how nbgrader uses it
        gradebook.add_assignment("one_to_one", duedate="2026-10-30 20:00:00 UTC")
        gradebook.add_notebook("book", "one_to_one")
        gradebook.add_grade_cell("check", "book", "one_to_one", max_score=4, cell_type="code")
        for id_, last, first in (ANN, ("eve", "=cmd()", ""), ("zed", "Ёлкина", "Зоя")):
            gradebook.add_student(id_, last_name=last, first_name=first, lms_user_id="4711" if id_ == "ann" else None)
        for student, scored in (("ann", 3.0), ("eve", None)):
            gradebook.add_submission("one_to_one", student, timestamp="2026-10-31 20:00:00 UTC")
            grade = gradebook.find_grade("check", "book", "one_to_one", student)
            grade.auto_score, grade.needs_manual_grade = scored, scored is None
            notebook = gradebook.find_submission_notebook("book", "one_to_one", student)
            notebook.late_submission_penalty = 0.5 if scored else None
        gradebook.db.commit()
    return file


def exported(plugin, database, **traits):
    plugin = plugin(**traits)
    with Gradebook(f"sqlite:///{database}") as gradebook:
        plugin.export(gradebook)
    with open(plugin.to, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_names_keep_their_cells_and_nothing_is_no_zero(database):
    """By nbgrader's own command, which would write Ann's name as two cells and 0.0 for Zed."""
    nbgrader(database.parent, "export", "--exporter=grader.lms.nbgrader.exporters.Csv", "--to=all.csv")
    rows = list(csv.reader(io.StringIO((database.parent / "all.csv").read_text(encoding="utf-8"))))
    head, *rows = rows
    found = {row[3]: dict(zip(head, row, strict=True)) for row in rows}
    ann = found["ann"]
    assert (ann["last_name"], ann["first_name"]) == ANN[1:]
    points = [ann[name] for name in ("raw_score", "late_submission_penalty", "score", "max_score")]
    assert points == ["3", "0.5", "2.5", "4"]
    assert (ann["duedate"], ann["timestamp"]) == ("2026-10-30 20:00:00", "2026-10-31 20:00:00")
    assert found["eve"]["last_name"] == "'=cmd()"
    assert (found["zed"]["last_name"], found["zed"]["score"], found["zed"]["timestamp"]) == ("Ёлкина", "", "")


def test_the_columns_are_nbgraders_own(database, tmp_path):
    """In their order: programs that read its file read ours."""
    own = exported(CsvExportPlugin, database, to=str(tmp_path / "own.csv"))[0]
    assert own == [field.name for field in fields(Row)]


def test_only_who_and_what_was_asked_for(database, tmp_path):
    rows = exported(Csv, database, to=str(tmp_path / "a.csv"), student=["zed"])
    assert [row[3] for row in rows[1:]] == ["zed"]
    assert exported(Csv, database, to=str(tmp_path / "b.csv"), assignment=["other"])[1:] == []


def test_canvas_is_filled_in(database, tmp_path):
    """Only a mark that is final; the file that was given stays."""
    given = tmp_path / "given.csv"
    given.write_text(CANVAS, encoding="utf-8")
    traits = {"to": str(tmp_path / "out.csv"), "assignment": ["one_to_one"], "column": "One to one", "into": str(given)}
    assert [row[-1] for row in exported(Canvas, database, **traits)] == ["One to one (7)", "4", "2.5", "2"]
    assert given.read_text(encoding="utf-8") == CANVAS


def test_moodle_and_open_edx(database, tmp_path):
    common = {"to": str(tmp_path / "out.csv"), "assignment": ["one_to_one"]}
    assert exported(Moodle, database, **common)[1:] == [["ann", "4711", "", "2.5"]]
    given = tmp_path / "given.csv"
    given.write_text(OPENEDX, encoding="utf-8")
    assert [row[-1] for row in exported(OpenEdx, database, into=str(given), **common)] == ["New Points", "2.5", ""]


@pytest.mark.parametrize(
    "traits",
    [{}, {"assignment": ["one_to_one"]}, {"assignment": ["other"], "to": "x"},
     {"assignment": ["one_to_one"], "to": "x", "into": "nowhere.csv"}],
)  # fmt: skip
def test_what_cannot_be_written_ends_with_status_1(database, tmp_path, monkeypatch, traits):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="1"):
        exported(Canvas, database, **traits)
    assert list(tmp_path.iterdir()) == []
