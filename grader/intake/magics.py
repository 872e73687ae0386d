"""What only IPython understands in a cell - magics, shell lines, ``get_ipython()`` - found and taken out.

Own code and not IPython's transformer: that one begins anew after each line it finds, so a cell of a megabyte keeps it
busy for minutes, and it turns magics into calls where we want their lines. A test compares the two.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

_PLACEHOLDER = "pass  # for IPython only: not executed"
_ESCAPED = re.compile(r"\s*[%!?/,;]")  # no statement of Python's begins with one of them
_ASSIGNED = re.compile(r"\s*[A-Za-z_][\w.,\s*\[\]()]*=\s*[%!]\s*[\w(.~/-]")
_ASKED = re.compile(r"\s*[%\w.*]+\?{1,2}\s*")
_CELL_MAGIC = re.compile(r"%%(\w+)")
_PYTHON_INSIDE = {"capture", "prun", "time", "timeit"}
_OURS = "answer"  # of grader.notebook: the cell is an answer
_IPYTHON = re.compile(r"\bget_ipython\b")
_STRING_OR_COMMENT = re.compile(r"\"\"\"|'''|\"|'|#|[()\[\]{}]")

Dropped = list[tuple[int, str]]


def without_magics(cell: str) -> tuple[str, Dropped]:
    """The cell as Python, with as many lines as before, and what was taken out as ``[(line, first word)]``."""
    lines = _undented(lines_of(cell))
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return "", []
    magic = _CELL_MAGIC.match(lines[first])
    dropped: Dropped = []
    if magic is not None and magic[1] == _OURS:
        lines[first] = ""
    elif magic is not None:
        dropped.append((first + 1, magic[0]))
        if magic[1] not in _PYTHON_INSIDE:
            return "\n" * (len(lines) - 1), dropped
        lines[first] = ""
    for statement in _statements(lines):
        what = statement.magic()
        if what is not None:
            dropped.append((statement.start + 1, what))
            if not statement.opens_block:
                _blank(lines, statement)
    return "\n".join(lines), dropped


def lines_of(text: str) -> list[str]:
    """The lines as Python counts them: ``str.splitlines`` also ends one at a form feed or a letter of Unicode."""
    return [line.removesuffix("\n") for line in io.StringIO(text, newline=None)]


def _undented(lines: list[str]) -> list[str]:
    """A cell may be indented as a whole: IPython goes by its first line."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


@dataclass(slots=True)
class _Statement:
    """Lines ``start`` to ``end`` (not included) that belong together; ``code`` is their text without strings."""

    start: int
    end: int
    code: str
    escaped: str | None = None

    @property
    def opens_block(self) -> bool:
        return self.code.rstrip().endswith(":")

    def magic(self) -> str | None:
        """The first word of what IPython alone understands, or None."""
        if self.escaped is not None:
            return self.escaped
        return "get_ipython()" if _IPYTHON.search(self.code) else None


def _blank(lines: list[str], statement: _Statement) -> None:
    line = lines[statement.start]
    indent = line[: len(line) - len(line.lstrip())]
    lines[statement.start : statement.end] = [indent + _PLACEHOLDER, *[""] * (statement.end - statement.start - 1)]


def _statements(lines: list[str]) -> Iterator[_Statement]:
    number = 0
    while number < len(lines):
        start = number
        escaped = _escape(lines[start])
        if escaped is not None:
            while number < len(lines) and lines[number].endswith("\\"):
                number += 1
            number += 1
            yield _Statement(start, min(number, len(lines)), "", escaped)
            continue
        reader = _Reader()
        while number < len(lines):
            complete = reader.take(lines[number])
            number += 1
            if complete:
                break
        yield _Statement(start, number, reader.code)


def _escape(line: str) -> str | None:
    """The first word of a line that is none of Python's, or None."""
    if _ESCAPED.match(line) or _ASKED.fullmatch(line):
        return line.split(maxsplit=1)[0]
    if _ASSIGNED.match(line):
        return line.partition("=")[2].split()[0]
    return None


class _Reader:
    """Follows strings and brackets from line to line, as far as it takes to know where a statement ends."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._parts: list[str] = []

    @property
    def code(self) -> str:
        return "\n".join(self._parts)

    def take(self, line: str) -> bool:
        """Whether the statement ends with this line."""
        kept, at = [], 0
        while at < len(line):
            if self._quote:
                at = self._string_end(line, at)
                continue
            found = _STRING_OR_COMMENT.search(line, at)
            kept.append(line[at : found.start() if found else None])
            if found is None or found[0] == "#":
                break
            at = found.end()
            if found[0] in "([{":
                self._depth += 1
            elif found[0] in ")]}":
                self._depth = max(0, self._depth - 1)
            else:
                self._quote = found[0]
        self._parts.append("".join(kept))
        continued = line.endswith("\\")
        if len(self._quote) == 1 and not continued:
            self._quote = ""  # never closed: a mistake that Python will name
        return not (self._quote or self._depth or continued)

    def _string_end(self, line: str, at: int) -> int:
        """The place behind the string that is open, or the end of the line."""
        while at < len(line):
            if line[at] == "\\":
                at += 2
            elif line.startswith(self._quote, at):
                at += len(self._quote)
                self._quote = ""
                return at
            else:
                at += 1
        return at
