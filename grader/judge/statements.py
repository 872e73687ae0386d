"""Statements of a transcript: pieces of text with variables between them, which get their names at the end."""

from __future__ import annotations

import builtins
import datetime
import keyword
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .program import Step
from .remote import Remote

_ANSWERED_BY_STATEMENT = ("break_table", "mend_table")
_QUESTIONS = {
    "rows": ('SELECT * FROM "{table}" ORDER BY "{key}"', ".fetchall()"),
    "count": ('SELECT count(*) FROM "{table}"', ".fetchone()"),
    "columns": ('PRAGMA table_info("{table}")', ".fetchall()"),
    "constraints": ('PRAGMA index_list("{table}")', ".fetchall()"),
}
_UNNAMED = {"connection", "reset", "check", "found", *dir(builtins)}


@dataclass(eq=False, slots=True)
class Var:
    """A variable; ``hint`` is what it may be called."""

    hint: str
    name: str = ""


Parts = list[str | Var]
Write = Callable[[Any], Parts]
Import = Callable[[str, str], None]


@dataclass(slots=True)
class Line:
    """One statement, whose value ``target`` takes."""

    target: Var | None
    parts: Parts = field(default_factory=list)

    def text(self) -> str:
        written = "".join(part if isinstance(part, str) else part.name for part in self.parts)
        return f"{self.target.name} = {written}" if self.target else written


def remote_facts(remote: Remote) -> tuple[int, str, str]:
    """Number, kind ("model", "class", "object") and the short name of the class."""
    name = remote._name.rpartition(".")[2]  # noqa: SLF001 - a proxy has no public attributes: they are the student's
    return remote._number, remote._kind, name  # noqa: SLF001


def joined(given: Sequence[Parts]) -> Parts:
    """The parts with commas between them."""
    result: Parts = []
    for parts in given:
        result += [", ", *parts] if result else parts
    return result


def is_name(text: str) -> bool:
    """Whether Python takes it as a name, and as that one: it folds letters that look alike into one."""
    return text.isidentifier() and not keyword.iskeyword(text) and unicodedata.normalize("NFKC", text) == text


def checked_label(label: str) -> str:
    """A dotted name (``women.Husband``). ``ValueError`` for any other text, which could be a statement."""
    if not all(map(is_name, label.split("."))):
        raise ValueError(label)
    return label


def keyword_argument(name: str, value: Parts) -> Parts:
    """``age=31``, or what does the same for a name that cannot be written so."""
    return [f"{name}=", *value] if is_name(name) else [f"**{{{name!r}: ", *value, "}"]


def literal(value: Any, write: Write, use: Import, use_module: Callable[[str], None]) -> Parts:
    """Data as Python writes it. ``use`` and ``use_module`` are told what must be imported for it."""
    if isinstance(value, list):
        return ["[", *joined([write(element) for element in value]), "]"]
    if isinstance(value, tuple):
        return ["(", *joined([write(element) for element in value]), ",)" if len(value) == 1 else ")"]
    if isinstance(value, dict):
        pairs = [[*write(key), ": ", *write(part)] for key, part in value.items()]
        return ["{", *joined(pairs), "}"]
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        use_module("datetime")
    elif type(value).__name__ in ("Decimal", "UUID"):
        use(type(value).__module__, type(value).__name__)
    if isinstance(value, float) and not math.isfinite(value):
        return [f"float('{value!r}')"]
    written = repr(value)
    if not written.isprintable():
        raise ValueError(written)
    return [written]


# -- what the database was asked -----------------------------------------------------------------------------


def fact(step: Step, tables: Mapping[str, Any], write: Write, use: Import, attname: str | None = None) -> Parts:
    """A question to the database as a statement. ``attname``: of a row, only that column is of interest.

    ``LookupError`` where the check failed because the model has no table.
    """
    question, arguments = step.operation, step.arguments
    use("django.db", "connection")
    if question in _ANSWERED_BY_STATEMENT:
        return _executed(str(step.value))
    known = tables.get(checked_label(arguments[0]).rpartition(".")[2])
    if known is None:
        if step.failed:
            raise LookupError(arguments[0])  # no statement shows a table that could not be made
        return [f"# the table of {arguments[0]}: {question}"]
    if question in _QUESTIONS:
        statement, fetched = _QUESTIONS[question]
        return _executed(statement.format_map(known), fetched)
    columns = known["columns"]
    if question == "row":
        wanted = f'"{columns[attname]}"' if attname in columns else "*"
        statement = f'SELECT {wanted} FROM "{known["table"]}" WHERE "{known["key"]}" = %s'
        return _executed(statement, ".fetchone()", write(arguments[1]))
    if question == "insert":
        return _insert(known["table"], columns, arguments[1], write)
    return _executed(_second_row(known, columns.get(arguments[1]) or columns.get(f"{arguments[1]}_id")))


def _executed(statement: str, fetched: str = "", *values: Parts) -> Parts:
    given: Parts = [", [", *joined(values), "]"] if values else []
    return [f"connection.cursor().execute({statement!r}", *given, f"){fetched}"]


def _insert(table: str, columns: Mapping[str, str], values: Mapping[str, Any], write: Write) -> Parts:
    names = ", ".join(f'"{columns.get(name, name)}"' for name in values)
    marks = ", ".join("%s" for _ in values)
    return _executed(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', "", *map(write, values.values()))


def _second_row(known: Mapping[str, Any], column: str | None) -> str:
    """One more row that has the same value in that column, and else nothing that is taken."""
    if column is None:
        return f'SELECT * FROM "{known["table"]}"'
    chosen = {
        name: f'"{name}"' if name == column or name not in known["unique"] else _free(name, known)
        for name in known["columns"].values()
        if name == column or name != known["numbered"]
    }
    names = ", ".join(f'"{name}"' for name in chosen)
    return (
        f'INSERT INTO "{known["table"]}" ({names}) SELECT {", ".join(chosen.values())} '
        f'FROM "{known["table"]}" WHERE "{column}" IS NOT NULL LIMIT 1'
    )


def _free(name: str, known: Mapping[str, Any]) -> str:
    if "int" in known["unique"][name]:
        return f'(SELECT max("{name}") + 7919 FROM "{known["table"]}")'
    return f"\"{name}\" || '~'"


# -- the whole -----------------------------------------------------------------------------------------------


def tidied(lines: Sequence[Line], mentioned: Parts) -> list[Line]:
    """A variable that only the next statement uses is written out there, one that nobody uses is left away.

    ``mentioned``: what a comment will speak of, which has to have its name.
    """
    used = [*(part for line in lines for part in line.parts), *mentioned]
    uses = Counter(id(part) for part in used if isinstance(part, Var))
    kept: list[Line] = []
    for line in lines:
        before = kept[-1] if kept else None
        if before is not None and before.target is not None:
            target = before.target
            if uses[id(target)] == 1 and target in line.parts:
                at = line.parts.index(target)
                line = Line(line.target, [*line.parts[:at], *before.parts, *line.parts[at + 1 :]])  # noqa: PLW2901
                kept.pop()
            elif not uses[id(target)]:
                before.target = None
        kept.append(line)
    if kept and kept[-1].target is not None and not uses[id(kept[-1].target)]:
        kept[-1].target = None
    return kept


def name_variables(lines: Sequence[Line], taken: set[str]) -> None:
    """``husband``, ``husband_2``: after the class, and after nothing that has the name already."""
    used = taken | _UNNAMED
    for line in lines:
        if line.target is None:
            continue
        wanted = line.target.hint.lower()
        if not (wanted.isascii() and wanted.isidentifier()) or keyword.iskeyword(wanted):
            wanted = "value"
        name, number = wanted, 1
        while name in used:
            number += 1
            name = f"{wanted}_{number}"
        line.target.name = name
        used.add(name)
