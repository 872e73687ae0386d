"""Open edX's staff graded points: the teacher's own file, with ``New Points`` filled in."""

from __future__ import annotations

from collections.abc import Sequence

from .entries import Entry, Export, fill_column
from .sheet import BadSheet, Sheet

_POINTS = "New Points"
_NEEDED = ("user_id", "block_id", "Previous Points", _POINTS)
_KEYS = {"username": ("student",), "student_uid": ("student", "lms_user_id"), "user_id": ("lms_user_id",)}


def fill(data: bytes, entries: Sequence[Entry]) -> Export:
    """The file with new points for whom it names and who has a mark; every other cell is as it was.

    Raises ``BadSheet`` where a column is missing without which the platform refuses the file.
    """
    sheet = Sheet.read(data)
    lacking = [name for name in _NEEDED if sheet.column(name) is None]
    if lacking:
        raise BadSheet(f"it has no column {', '.join(lacking)}: download it from the block of staff graded points")
    return fill_column(sheet, sheet.rows[1:], sheet.column(_POINTS) or 0, entries, _KEYS)
