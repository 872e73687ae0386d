"""The CSV that ``nbgrader export`` writes, with cells quoted, and none where nothing was handed in.

nbgrader 0.9 itself writes a name that holds a comma as two cells, and 0.0 for who handed in nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime

from ...reports.grades import text_cell
from .sheet import Sheet, points_cell


@dataclass(frozen=True, slots=True)
class Row:
    """One student and assignment; the columns in their order. ``score`` is after the penalty.

    Times without a zone are UTC, as nbgrader keeps them; so are all in the file.
    """

    assignment: str
    duedate: datetime | None
    timestamp: datetime | None
    student_id: str
    last_name: str | None
    first_name: str | None
    email: str | None
    raw_score: float | None
    late_submission_penalty: float | None
    score: float | None
    max_score: float | None


def make(rows: Iterable[Row]) -> bytes:
    """The whole file. What is absent is an empty cell."""
    head = [field.name for field in fields(Row)]
    return Sheet([head, *([_cell(value) for value in astuple(row)] for row in rows)], newline="\n").write()


def _cell(value: str | float | datetime | None) -> str:
    if value is None or isinstance(value, float):
        return points_cell(value)
    if isinstance(value, str):
        return text_cell(value)
    return f"{value.astimezone(UTC) if value.tzinfo else value:%Y-%m-%d %H:%M:%S}"
