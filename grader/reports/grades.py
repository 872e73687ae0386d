"""``grades.csv``: one row for each student and assignment."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from .safe import encodable, number

# What a spreadsheet takes for a formula when a cell begins with it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class GradeRow:
    """The columns in their order. ``status``: a verdict's, "missing" or "ungraded"; times are ISO 8601."""

    student: str
    last_name: str
    first_name: str
    assignment: str
    status: str
    score: float | None
    max_score: float | None
    incident: str
    submitted_at: str
    graded_at: str


COLUMNS = tuple(field.name for field in fields(GradeRow))


def grades_text(rows: Iterable[GradeRow]) -> str:
    """The whole file, line feeds at the ends, formulas defused. An absent number is an empty cell."""
    return csv_line(COLUMNS) + "".join(csv_line([_cell(getattr(row, name)) for name in COLUMNS]) for row in rows)


def csv_line(cells: Sequence[str], *, delimiter: str = ",", newline: str = "\n") -> str:
    """One row of a CSV.

    Before Python 3.13 the writer quotes only what its own line end is made of: with a line feed alone a carriage
    return in a cell would split the row.
    """
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + newline


def defused(text: str) -> str:
    """``text`` with a leading apostrophe where a spreadsheet would compute it."""
    if text.isascii() and text.isalnum():
        return text  # nearly all of them
    # spreadsheets pass over white space, full-width signs count, and a cell may hold several lines
    lines = unicodedata.normalize("NFKC", text).splitlines()
    computed = text.startswith(FORMULA_STARTS) or any(line.strip().startswith(FORMULA_STARTS) for line in lines)
    return f"'{text}" if computed else text


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return defused(encodable(value)) if isinstance(value, str) else number(value)
