"""Moodle's grade import: the teacher says on its page which column is what. One unknown user refuses the whole file."""

from __future__ import annotations

from collections.abc import Sequence

from ...reports.grades import text_cell
from .entries import COMPUTED, Directory, Entry, Export, computed
from .sheet import BadSheet, Sheet, points_cell

_COLUMNS = ("Username", "ID number", "Email address")
_KEYS = {"Username": ("student",), "ID number": ("student", "lms_user_id"), "Email address": ("email",)}


def make(entries: Sequence[Entry], title: str, *, known: bytes | None = None) -> Export:
    """One row for each student who has a mark. ``known``: a list of participants from Moodle; others are left out.

    Raises ``BadSheet`` where that list has none of the columns by which Moodle knows people.
    """
    there = None if known is None else _participants(known, entries)
    rows = [[*_COLUMNS, text_cell(title)]]
    left_out = []
    for entry in entries:
        names = there.get(entry.student) if there is not None else [entry.student, entry.lms_user_id, entry.email]
        if entry.points is None:
            left_out.append((entry.student, entry.status))
        elif names is None:
            left_out.append((entry.student, "not among the participants"))
        elif computed(*names):
            left_out.append((entry.student, COMPUTED))
        else:
            rows.append([*names, points_cell(entry.points)])
    return Export(Sheet(rows, newline="\n").write(), len(rows) - 1, left_out)


def _participants(data: bytes, entries: Sequence[Entry]) -> dict[str, list[str]]:
    """By student, what Moodle itself calls her in each of our columns."""
    sheet = Sheet.read(data)
    if all(sheet.column(name) is None for name in _COLUMNS):
        raise BadSheet(f"it has none of the columns {', '.join(_COLUMNS)}")
    directory = Directory(entries, _KEYS)
    found = {}
    for row in sheet.rows[1:]:
        cells = {name: sheet.cell(row, name) for name in _COLUMNS}
        entry = directory.find(cells)
        if entry is not None:
            found[entry.student] = list(cells.values())
    return found
