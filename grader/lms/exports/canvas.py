"""Canvas's gradebook CSV: the teacher's own export with one column filled in, or a new file with what it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...reports.grades import text_cell
from .entries import COMPUTED, Entry, Export, computed, fill_column, left_out
from .sheet import BadSheet, Sheet, points_cell

_STUDENT = "Student"
_SECTION = "Section"  # the last of the columns about a student
_KEYS = {
    "ID": ("lms_user_id",),
    "SIS User ID": ("student", "lms_user_id"),
    "SIS Login ID": ("student", "email"),
}
_CANVAS_ID = re.compile(r" \(\d+\)$")
_POINTS = "points possible"


def fill(data: bytes, entries: Sequence[Entry], titles: Sequence[str], *, max_score: float, scale: bool) -> Export:
    """The export with the assignment's column filled in; every other cell is as it was.

    ``titles``: what the column may be called, with or without Canvas's own number behind. Raises ``BadSheet`` where it
    is not there, or holds another number of points and ``scale`` is not asked for.
    """
    sheet = Sheet.read(data)
    place = _column(sheet, titles)
    factor = _factor(sheet, place, max_score, scale=scale)
    return fill_column(sheet, _students(sheet), place, entries, _KEYS, factor)


def make(entries: Sequence[Entry], title: str, *, max_score: float) -> Export:
    """A new file: Canvas makes an assignment of that title, or finds it, and knows students by their login."""
    graded = [one for one in entries if one.points is not None and not computed(one.lms_user_id, one.student)]
    rows = [
        [_STUDENT, "ID", "SIS Login ID", _SECTION, text_cell(title)],
        ["    Points Possible", "", "", "", points_cell(max_score)],
        *([text_cell(one.sorted_name), one.lms_user_id, one.student, "", points_cell(one.points)] for one in graded),
    ]
    return Export(Sheet(rows).write(), len(graded), left_out(entries, {one.student for one in graded}, COMPUTED))


def _column(sheet: Sheet, titles: Sequence[str]) -> int:
    if sheet.column(_STUDENT) is None or sheet.column(_SECTION) is None:
        raise BadSheet('it is no gradebook of Canvas\'s: there is no column "Student", or none "Section"')
    first = (sheet.column(_SECTION) or 0) + 1
    wanted = {title.casefold() for title in titles}
    found = [
        place
        for place, title in enumerate(sheet.header[first:], start=first)
        if {title.casefold().strip(), _CANVAS_ID.sub("", title).casefold().strip()} & wanted
    ]
    if len(found) != 1:
        present = ", ".join(sheet.header[first:]) or "none"
        raise BadSheet(
            f"{len(found)} columns are called {' or '.join(titles)}; there are: {present}. Name it: --column"
        )
    return found[0]


def _factor(sheet: Sheet, place: int, max_score: float, *, scale: bool) -> float:
    possible = next((row for row in sheet.rows[1:] if row and row[0].strip().casefold() == _POINTS), None)
    told = possible[place].strip().replace(",", ".") if possible and place < len(possible) else ""
    if told.casefold() == "(read only)":
        raise BadSheet(f'the column "{sheet.header[place]}" can only be read')
    try:
        points = float(told) if told else max_score
    except ValueError as error:
        raise BadSheet(f'the column "{sheet.header[place]}" has {told!r} for its points') from error
    if abs(points - max_score) < 0.001:  # noqa: PLR2004 - a thousandth of a point is the finest that is written
        return 1.0
    if not scale:
        raise BadSheet(
            f'"{sheet.header[place]}" has {points:g} points in Canvas, and {max_score:g} here: change one of them,'
            " or ask for a conversion with --scale"
        )
    return points / max_score


def _students(sheet: Sheet) -> list[list[str]]:
    return [row for row in sheet.rows[1:] if row and row[0].strip() and row[0].strip().casefold() != _POINTS]
