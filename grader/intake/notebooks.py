"""A notebook's marked cells as the module that is asked for. Nothing of a notebook is ever executed.

A cell counts where nbgrader's metadata call it a solution, or where it has the tag of the module (``models`` for
``models.py``). Of cells with one ``grade_id``, as copying a cell makes them, the last one counts, as in nbgrader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..core.submission import SourceFile
from ..core.text import Text
from . import reasons
from .magics import lines_of, without_magics
from .names import shown

_COOKIE = re.compile(r"[ \t\f]*#.*?coding[:=]")
_FORMATS = (3, 4)
_OLD = 3  # the cells stand in worksheets
_MOST_VALUES = 500_000  # lists and objects; large plots of many points have some ten thousands


@dataclass(frozen=True, slots=True)
class _Cell:
    """A code cell that counts; ``number`` from 1, over all cells, as a reader counts them."""

    number: int
    source: str


def module_from(name: str, data: bytes, target: str, *, alone: bool) -> SourceFile:
    """The file that the notebook stands for: what its cells say, to be put at ``target``.

    ``alone``: no other file is asked for, so a solution cell needs no name. Raises ``SubmissionError`` for bytes that
    are no notebook, and for one without a cell that counts.
    """
    cells = _cells_that_count(_read(name, data), target.removesuffix(".py"), alone=alone)
    if not cells:
        raise reasons.no_marked_cell(shown(name), target)
    lines: list[str] = []  # of the first cell, each has the number that it has in the cell
    dropped: list[tuple[int, int, str]] = []
    for cell in cells:
        text, taken_out = without_magics(cell.source)
        lines += ["", f"# cell {cell.number}"] if lines else []
        lines += lines_of(text)
        dropped += [(cell.number, line, shown(what)) for line, what in taken_out]
    # a declaration of an encoding means nothing in a notebook, whose text is Unicode already
    lines[:2] = ["#" if _COOKIE.match(line) else line for line in lines[:2]]
    content = ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")
    return SourceFile(shown(name), content, target, _note([cell.number for cell in cells], target, dropped))


def _note(cells: Sequence[int], target: str, dropped: Sequence[tuple[int, int, str]]) -> Text:
    note = reasons.taken_from_cells(cells, target)
    if not dropped:
        return note
    more = reasons.not_executed(dropped)
    return Text(f"{note.en} {more.en}", f"{note.ru} {more.ru}")


def _read(name: str, data: bytes) -> list[Any]:
    """The cells of a notebook's bytes as format 4 has them, sources joined; those of format 3 included.

    Not with ``nbformat``: it makes an object of each value in every output, a gigabyte and a half of ten megabytes,
    and where it finds something wrong writes it, and the student's words, to the terminal.
    """
    if data.count(b"{") + data.count(b"[") > _MOST_VALUES:
        raise reasons.crowded_notebook(shown(name))
    try:
        book = json.loads(data.decode("utf-8-sig"))
        version = book["nbformat"]
        if type(version) is not int or version not in _FORMATS:
            raise reasons.bad_notebook(shown(name))
        found = book["cells"] if version > _OLD else _cells_of_worksheets(book)
        return [{**cell, "source": _joined(cell["source"])} for cell in _checked(found)]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise reasons.bad_notebook(shown(name)) from error


def _cells_of_worksheets(book: Any) -> list[Any]:
    return [
        {**cell, "source": cell.get("input", "")} for sheet in book["worksheets"] for cell in _checked(sheet["cells"])
    ]


def _checked(cells: Any) -> list[dict[str, Any]]:
    """``TypeError`` where they are no list of cells."""
    if not isinstance(cells, list) or not all(map(_is_cell, cells)):
        raise TypeError
    return cells


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return False
    return isinstance(cell.get("metadata", {}), dict)


def _joined(source: Any) -> str:
    """A source is a text, or a list of its lines; ``TypeError`` for anything else."""
    return source if isinstance(source, str) else "".join(source)


def _cells_that_count(cells: Sequence[Any], stem: str, *, alone: bool) -> list[_Cell]:
    found: list[_Cell] = []
    seen: set[str] = set()
    for number, cell in reversed(list(enumerate(cells, start=1))):
        grade_id = _solution_id(cell)
        tags = cell.get("metadata", {}).get("tags", [])
        tagged = isinstance(tags, list) and stem in tags
        meant = grade_id is not None and (alone or _belongs(grade_id, stem))
        if cell["cell_type"] != "code" or not (tagged or meant) or grade_id in seen:
            continue
        if grade_id is not None:
            seen.add(grade_id)
        found.append(_Cell(number, cell["source"]))
    return found[::-1]


def _solution_id(cell: Any) -> str | None:
    """The ``grade_id`` of a cell that a student fills in, or None."""
    of_nbgrader = cell.get("metadata", {}).get("nbgrader")
    if not isinstance(of_nbgrader, dict) or of_nbgrader.get("solution") is not True:
        return None
    grade_id = of_nbgrader.get("grade_id")
    return grade_id if isinstance(grade_id, str) else None


def _belongs(grade_id: str, stem: str) -> bool:
    """``models``, ``models-2`` and ``models_husband`` belong to ``models.py``."""
    return grade_id == stem or grade_id.startswith((f"{stem}-", f"{stem}_"))
