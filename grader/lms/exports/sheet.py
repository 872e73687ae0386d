"""A table as a CSV file, read and written so that what is not changed stays as it was."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...reports.grades import csv_line
from ...reports.safe import number

_DELIMITERS = ",;\t"


class BadSheet(Exception):
    """The file that is to be filled in is not what it should be; says how."""


@dataclass(slots=True)
class Sheet:
    """Rows of cells. ``delimiter``, ``newline`` and ``mark`` (a byte order mark) are those of the file it came from."""

    rows: list[list[str]] = field(default_factory=list)
    delimiter: str = ","
    newline: str = "\r\n"
    mark: bool = False

    @classmethod
    def read(cls, data: bytes) -> Sheet:
        """The sheet of a file's bytes. Raises ``BadSheet`` for what is no CSV in UTF-8."""
        mark = data.startswith(codecs.BOM_UTF8)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadSheet(f"it is not UTF-8 (byte {error.start}): save it as CSV UTF-8") from error
        newline = "\r\n" if "\r\n" in text else "\n"
        first = text.partition("\n")[0]
        delimiter = max(_DELIMITERS, key=first.count)
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error as error:
            raise BadSheet(f"it is not CSV: {error}") from error
        if not rows:
            raise BadSheet("it is empty")
        return cls(rows, delimiter, newline, mark)

    def write(self) -> bytes:
        """The file's bytes."""
        lines = (csv_line(row, delimiter=self.delimiter, newline=self.newline) for row in self.rows)
        return (codecs.BOM_UTF8 if self.mark else b"") + "".join(lines).encode()

    @property
    def header(self) -> list[str]:
        return self.rows[0]

    def column(self, name: str) -> int | None:
        """The place of the column of that name, however it is written; None where there is none."""
        wanted = name.casefold().strip()
        return next((place for place, title in enumerate(self.header) if title.casefold().strip() == wanted), None)

    def cell(self, row: Sequence[str], name: str) -> str:
        """A row's cell in that column; empty where there is none."""
        place = self.column(name)
        return row[place].strip() if place is not None and place < len(row) else ""


def points_cell(points: float | None) -> str:
    """Points with a decimal point; empty for none."""
    return "" if points is None else number(points)
