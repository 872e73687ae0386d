"""The workbook, read again by another library: names stay text, points are numbers, totals are computed."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

import openpyxl
import pytest

from grader.reports.grades import COLUMNS, GradeRow
from grader.reports.workbook import workbook

ROW = GradeRow("ann", "", "", "one_to_one", "graded", 17.5, 20.0, "", "2026-10-01T12:00:00+00:00", "")
NAMES = [
    'O\'Brien, "Ann"',
    "=cmd()",
    "+7 900",
    "@SUM(A1)",
    "https://example.invalid",
    "007",
    "Ёлкина",
    unicodedata.normalize("NFD", "Ёлкина"),
    "_x0041_",
]


def opened(*rows):
    return openpyxl.load_workbook(io.BytesIO(workbook(rows)))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_a_text(name):
    """None becomes a formula, a link, a number or another name."""
    book = opened(replace(ROW, last_name=name))
    for sheet in book:
        cell = sheet.cell(2, 2)
        assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


@pytest.mark.parametrize("name", ["a\x07b", "a\x1b[2Jb", "a\ud800b", "a\uffffb", "a\u202eb", "a\nb"])
def test_what_no_cell_can_hold_is_visible(name):
    """The file opens, and the name can be told from others."""
    found = opened(replace(ROW, last_name=name))["Marks"].cell(2, 2).value
    assert found.isprintable() or "\ufffd" in found
    assert found[0] == "a"
    assert found[-1] == "b"


def test_the_rows_of_grades_csv_are_there():
    """Numbers as numbers, what is absent as an empty cell."""
    missing = replace(ROW, student="zed", status="missing", score=None, submitted_at="")
    head, first, second = opened(ROW, missing)["Marks"].iter_rows(values_only=True)
    assert head == COLUMNS
    assert first[:7] == ("ann", None, None, "one_to_one", "graded", 17.5, 20)
    assert second[4:6] == ("missing", None)


def test_a_line_for_each_student_with_a_total():
    """Where there are no points, the status; where nothing is known, nothing."""
    rows = [
        ROW,
        replace(ROW, assignment="parent_link", score=3.0, max_score=None),
        replace(ROW, student="zed", status="missing", score=None),
    ]
    sheet = opened(*rows)["Class"]
    assert list(sheet.iter_rows(values_only=True)) == [
        ("student", "last_name", "first_name", "one_to_one (20)", "parent_link", "total"),
        ("ann", None, None, 17.5, 3, "=SUM(D2:E2)"),
        ("zed", None, None, "missing", None, "=SUM(D3:E3)"),
    ]
    assert sheet.freeze_panes == "D2"


def test_a_program_that_computes_nothing_sees_the_total():
    content = workbook([ROW, replace(ROW, assignment="parent_link", score=3.0)])
    assert openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Class"].cell(2, 6).value == 20.5


def test_a_course_without_a_mark_makes_a_workbook_too():
    assert opened()["Marks"].max_row == 1
