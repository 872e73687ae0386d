from __future__ import annotations

import csv
import dataclasses
import io

import pytest

from grader.reports.grades import COLUMNS, GradeRow, defused, grades_text

ROW = GradeRow("alice", "A", "Alice", "one_to_one", "graded", 17.5, 20.0, "", "", "2026-01-01T00:00:00+00:00")


def read(*rows: GradeRow):
    return list(csv.DictReader(io.StringIO(grades_text(rows), newline="")))


def test_the_columns_are_the_contracts():
    promised = "student,last_name,first_name,assignment,status,score,max_score,incident,submitted_at,graded_at"
    assert ",".join(COLUMNS) == promised
    assert grades_text([]) == promised + "\n"


def test_numbers_are_numbers_and_absent_ones_empty():
    assert read(ROW)[0]["score"] == "17.5"
    assert read(dataclasses.replace(ROW, score=None))[0]["score"] == ""


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_a_spreadsheet_computes_nothing(name):
    assert defused(name) == f"'{name}"
    row = read(dataclasses.replace(ROW, student=name, last_name=name, first_name=name))[0]
    assert {row["student"], row["last_name"], row["first_name"]} == {f"'{name}"}


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("\t=1", "'\t'=1"),
        ("Smith;=1+1", "Smith;'=1+1"),
        ('Smith; "=1+1"', 'Smith; "\'=1+1"'),
        ("Smith, -1", "Smith, '-1"),
        ("two\n@lines", "two\n'@lines"),
        ("two\r\n\uff1dlines", "two\n'\uff1dlines"),
        ("\r=1", "\\x0d=1"),
        ("a\x1b[2J\x9bb\0c", "a\\x1b[2J\\x9bb\\x00c"),
        ("Ann-Marie; Lee (+)", "Ann-Marie; Lee (+)"),
    ],
)
def test_a_cell_may_begin_in_the_midst_of_a_name(name, cell):
    """With the separators of another country, or in a table of tabs; and a terminal shows it as it is."""
    assert read(dataclasses.replace(ROW, last_name=name))[0]["last_name"] == cell


@pytest.mark.parametrize("name", ["O'Brien, PhD", 'a "quoted" one', "two\nlines", "Иванова"])
def test_awkward_names_come_back(name):
    assert read(dataclasses.replace(ROW, last_name=name))[0]["last_name"] == name


def test_lone_surrogates_can_be_written():
    grades_text([dataclasses.replace(ROW, last_name="\udc80")]).encode()
