"""Tables as a picture: one box each, below each other, and at their right the lines of the links between them.

It has no style of its own, so that it may stand in any page: all is drawn in the colour of the text around it.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .safe import encodable, one_line
from .templates import template

_LEFT, _BOX, _LANE, _LANES = 14, 256, 8, 6  # widths, and how many links get a way of their own
_RIGHT = _LEFT + _BOX
_WIDTH = _RIGHT + _LANE * (_LANES + 1)
_TITLE, _ROW, _NOTE, _GAP, _PAD = 34, 18, 14, 14, 6  # heights
_LETTERS, _SMALL_LETTERS = 33, 36  # in one line of a box
_TYPE = 8  # letters that are left to a column's type, at least


@dataclass(frozen=True, slots=True)
class Row:
    """One column. ``missing``: it is asked for, and not there. ``wrong`` notes say what is asked instead."""

    name: str
    kind: str = ""
    notes: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    to: str = ""  # title of the box that it leads to
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One table; with ``wrong`` one that is asked for and is not there. ``below``: what is said under the rows."""

    title: str
    table: str = ""
    rows: tuple[Row, ...] = ()
    wrong: str = ""
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """One line of text. ``right`` stands at the box's other edge; ``sign``: it says what is wrong."""

    y: int
    text: str
    right: str = ""
    small: bool = True
    sign: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box with its place."""

    box: Box
    y: int
    height: int
    said: tuple[_Said, ...]
    begins: tuple[tuple[int, str], ...]  # y of each column that leads somewhere, and where to

    @property
    def end(self) -> int:
        """Where lines arrive."""
        return self.y + _PAD + 8


@dataclass(frozen=True, slots=True)
class _Line:
    """A link: from one height to another by a way at ``x``."""

    begin: int
    end: int
    x: int


def drawn(boxes: Sequence[Box], *, name: str, title: str) -> str:
    """The picture as SVG. ``name`` begins its ids: pictures of one page need different ones."""
    placed: list[_Placed] = []
    y = 1
    for box in boxes:
        placed.append(_placed(box, y))
        y += placed[-1].height + _GAP
    svg = template("tables.html").module.picture(  # type: ignore[attr-defined]  # Jinja has no types for macros
        name=name,
        title=one_line(title),
        told=" ".join(map(told, boxes)),
        placed=placed,
        lines=_lines(placed),
        left=_LEFT,
        box=_BOX,
        right=_RIGHT,
        width=_WIDTH,
        height=max(y - _GAP + 1, 1),
    )
    return encodable(str(svg)).strip() + "\n"


def told(box: Box) -> str:
    """The same in words, for who does not see it."""
    rows = [
        " ".join(filter(None, [one_line(row.name), one_line(row.kind), _in_brackets((*row.notes, *row.wrong))]))
        for row in box.rows
    ]
    parts = "; ".join(filter(None, [one_line(box.wrong), *rows, *map(one_line, box.below)]))
    return f"{one_line(box.title)}: {parts}." if parts else f"{one_line(box.title)}."


def _in_brackets(notes: Sequence[str]) -> str:
    return f"({', '.join(map(one_line, notes))})" if notes else ""


def _placed(box: Box, top: int) -> _Placed:
    said: list[_Said] = [_Said(top + _PAD + 12, fitted(one_line(box.title), _LETTERS), small=False)]
    y = top + _PAD + 12
    if box.table:
        y += _NOTE
        said.append(_Said(y, fitted(one_line(box.table), _SMALL_LETTERS)))
    begins: list[tuple[int, str]] = []
    for row in box.rows:
        y += _ROW + (_PAD if row is box.rows[0] else 0)
        if row.to:
            begins.append((y - 4, row.to))
        room = _LETTERS - 1 - max(_TYPE, min(len(row.kind), _LETTERS // 2))
        name = fitted(one_line(row.name), room if row.kind else _LETTERS)
        kind = fitted(one_line(row.kind), _LETTERS - 1 - _columns(name))
        said.append(_Said(y, name, kind, small=False, sign=row.missing))
        for note, sign in _notes(row):
            y += _NOTE
            said.append(_Said(y, note, sign=sign))
    for text, sign in ((box.wrong, True), *((text, False) for text in box.below)):
        for line in _wrapped(text):
            y += _NOTE
            said.append(_Said(y, line, sign=sign))
    return _Placed(box, top, y - top + _PAD + 2, tuple(said), tuple(begins))


def _notes(row: Row) -> Iterator[tuple[str, bool]]:
    """The lines under a column's name, and whether they say what is wrong with it."""
    for note in row.notes:
        yield from ((line, False) for line in _wrapped(note))
    for note in row.wrong:
        yield from ((line, True) for line in _wrapped(note))


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(one_line(text), _SMALL_LETTERS - 2, subsequent_indent="  ")
    return ["  " + fitted(line, _SMALL_LETTERS - 2) for line in lines]


def _lines(placed: Sequence[_Placed]) -> list[_Line]:
    """The links, each on the first way that is free between its ends; the last way takes what finds none."""
    ends = {one.box.title: one.end for one in placed}
    taken: list[list[tuple[int, int]]] = [[] for _ in range(_LANES)]
    lines = []
    wanted = [(begin, ends[to]) for one in placed for begin, to in one.begins if to in ends]
    for begin, end in sorted(wanted, key=lambda pair: (abs(pair[0] - pair[1]), pair)):
        low, high = min(begin, end), max(begin, end)
        free = (way for way, spans in enumerate(taken) if all(high < a or b < low for a, b in spans))
        way = next(free, _LANES - 1)
        taken[way].append((low, high))
        lines.append(_Line(begin, end, _RIGHT + _LANE * (way + 1) + 4))
    return lines


def fitted(text: str, columns: int) -> str:
    """The beginning of ``text`` that fits into so many columns, with dots where something is left out."""
    if _columns(text) <= columns:
        return text
    kept = ""
    for char in text:
        if _columns(kept + char) > columns - 2:
            break
        kept += char
    return f"{kept}.."


def _columns(text: str) -> int:
    """How wide it is in a font whose letters are all of one width: those of East Asia take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
