"""``grades.csv``: one row for each student and assignment."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from .safe import encodable, number, without_controls

# What a spreadsheet takes for a formula when a cell begins with it: also as full-width, small or raised signs.
_SIGNS = frozenset("=+-@")
_STARTS = ("\t", "\r", "\n")
# Where a cell begins: programs of other countries take a semicolon for what a comma is here, and quotes in the midst of
# a cell for nothing.
_INNER_CELL = re.compile(r"(?<=[;,|\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029])([\s\"]*)(?=[^\w\s\"])")


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


def text_cell(text: str) -> str:
    """``text`` as a cell that no spreadsheet computes, and that steers no terminal."""
    if text.isascii() and text.isalnum():
        return text  # nearly all of them
    return defused(without_controls(encodable(text)))


def defused(text: str) -> str:
    """``text`` with an apostrophe wherever a spreadsheet would begin to compute."""
    lead = "'" if text.startswith(_STARTS) or _is_sign(text.lstrip()[:1]) else ""
    return lead + _INNER_CELL.sub(lambda found: found[0] + "'" * _is_sign(text[found.end()]), text)


def _is_sign(char: str) -> bool:
    return unicodedata.normalize("NFKC", char)[:1] in _SIGNS if char else False


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return text_cell(value) if isinstance(value, str) else number(value)
