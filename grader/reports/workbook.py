"""Marks as an Excel workbook: a table students x assignments, and the rows of ``grades.csv``."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from .grades import COLUMNS, GradeRow
from .safe import encodable, number, one_line

# A name that begins with "=" is a name.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WHO = ("student", "last_name", "first_name")


def workbook(rows: Sequence[GradeRow]) -> bytes:
    """The bytes of an ``.xlsx`` file with the sheets ``Class`` and ``Marks``. Points are numbers, all else is text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        _class(_sheet(book, "Class"), rows, head)
        _marks(_sheet(book, "Marks"), rows, head)
    return out.getvalue()


def _sheet(book: Any, name: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, len(_WHO))
    return sheet


def _class(sheet: Any, rows: Sequence[GradeRow], head: Any) -> None:
    """One line for each student; where there are no points, what there is instead. Totals are formulas."""
    maxima = {row.assignment: row.max_score for row in rows}
    slugs = sorted(maxima)
    titles = [f"{slug} ({number(most)})" if (most := maxima[slug]) is not None else slug for slug in slugs]
    _line(sheet, 0, [*_WHO, *titles, "total"], head)
    of_students: dict[str, dict[str, GradeRow]] = {}
    for row in rows:
        of_students.setdefault(row.student, {})[row.assignment] = row
    last = len(_WHO) + len(slugs)
    for line, marks in enumerate(of_students.values(), 1):
        person = next(iter(marks.values()))
        shown = [_shown(marks.get(slug)) for slug in slugs]
        _line(sheet, line, [person.student, person.last_name, person.first_name, *shown])
        cells = f"{xl_rowcol_to_cell(line, len(_WHO))}:{xl_rowcol_to_cell(line, last - 1)}"
        total = sum(mark.score or 0.0 for mark in marks.values())
        sheet.write_formula(line, last, f"=SUM({cells})", None, total)  # for programs that compute nothing
    _finish(sheet, len(of_students), last)


def _shown(mark: GradeRow | None) -> str | float | None:
    return None if mark is None else mark.status if mark.score is None else mark.score


def _marks(sheet: Any, rows: Sequence[GradeRow], head: Any) -> None:
    _line(sheet, 0, COLUMNS, head)
    for line, row in enumerate(rows, 1):
        _line(sheet, line, [getattr(row, name) for name in COLUMNS])
    _finish(sheet, len(rows), len(COLUMNS) - 1)


def _line(sheet: Any, line: int, values: Sequence[str | float | None], style: Any = None) -> None:
    for place, value in enumerate(values):
        _cell(sheet, line, place, value, style)


def _cell(sheet: Any, line: int, place: int, value: str | float | None, style: Any = None) -> None:
    if isinstance(value, str) and value:
        sheet.write_string(line, place, one_line(encodable(value)), style)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value, style)


def _finish(sheet: Any, lines: int, last: int) -> None:
    sheet.autofilter(0, 0, lines, last)
    sheet.autofit()
