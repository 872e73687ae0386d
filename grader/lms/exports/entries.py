"""What an export is made of: one entry for each student, and the names by which a platform may know her."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ...reports.grades import text_cell
from .sheet import Sheet, points_cell

COMPUTED = "a spreadsheet would compute the login, number or address"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One student and her mark for one assignment. ``points`` is None where there is none to give."""

    student: str
    last_name: str
    first_name: str
    email: str
    lms_user_id: str
    status: str
    points: float | None

    @property
    def sorted_name(self) -> str:
        """``Doe, Ann``, or the id where no name is known."""
        return ", ".join(filter(None, [self.last_name, self.first_name])) or self.student


@dataclass(slots=True)
class Export:
    """A file's bytes, and whom it leaves out: ``[(who, why)]``."""

    content: bytes
    count: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


def fill_column(
    sheet: Sheet,
    rows: Iterable[list[str]],
    place: int,
    entries: Sequence[Entry],
    keys: Mapping[str, Sequence[str]],
    factor: float = 1.0,
) -> Export:
    """Writes points, times ``factor``, into one column of the rows whose student is known and has some.

    ``rows``: those of the sheet that are about a student; ``keys``: see ``Directory``.
    """
    directory = Directory(entries, keys)
    written: set[str] = set()
    for row in rows:
        entry = directory.find({name: sheet.cell(row, name) for name in keys})
        if entry is not None and entry.points is not None:
            row.extend([""] * (place + 1 - len(row)))
            row[place] = points_cell(entry.points * factor)
            written.add(entry.student)
    return Export(sheet.write(), len(written), left_out(entries, written))


def computed(*cells: str) -> bool:
    """Whether a spreadsheet would compute one of these, by which a platform knows people, so that they must stay."""
    return any(text_cell(cell) != cell for cell in cells)


def left_out(entries: Iterable[Entry], written: Collection[str], why: str = "not in the file") -> list[tuple[str, str]]:
    """Who has no mark, by its status, and ``why`` who has one that was not written."""
    return [
        (entry.student, entry.status if entry.points is None else why)
        for entry in entries
        if entry.student not in written
    ]


class Directory(Generic[T]):
    """Finds one of several by one of several keys, in their order. What two of them share finds neither."""

    def __init__(self, entries: Iterable[T], keys: Mapping[str, Sequence[str]]) -> None:
        """``keys``: by column of the file, the attributes of an entry that may stand in it."""
        self._keys = keys
        self._found: dict[str, defaultdict[str, list[T]]] = {}
        for column, attributes in keys.items():
            known = self._found[column] = defaultdict(list)
            for entry in entries:
                for value in {getattr(entry, attribute).casefold() for attribute in attributes} - {""}:
                    known[value].append(entry)

    def find(self, cells: Mapping[str, str]) -> T | None:
        """The one entry that the first telling cell names. ``cells``: by column, as they stand in a row."""
        return next((found[0] for found in self._named(cells) if len(found) == 1), None)

    def shared(self, cells: Mapping[str, str]) -> list[T]:
        """The entries among which the first cell that names several does not decide."""
        return next((found for found in self._named(cells) if len(found) > 1), [])

    def _named(self, cells: Mapping[str, str]) -> Iterator[list[T]]:
        for column in self._keys:
            value = cells.get(column, "").strip().casefold()
            yield self._found[column].get(value, []) if value else []
