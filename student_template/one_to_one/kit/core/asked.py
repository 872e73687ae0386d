"""The tables that an assignment asks for, and how those of an answer differ from them.

Only what the brief says is asked: each fact of a column may be left open. Whoever adds columns or tables differs in
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .schema import Column, ModelTable, Schema

# SET is SET(...), or a function of the student's own: what these do nobody can tell by their names
_ANY_END = ("SET", "SET_DEFAULT")


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """One column that is asked for; None: left open. ``any_name``: it is the table's key, whatever it is called."""

    field: str
    any_name: bool = False
    key: bool | None = None
    null: bool | None = None
    unique: bool | None = None
    to: str | None = None
    on_delete: str | None = None


@dataclass(frozen=True, slots=True)
class AskedTable:
    """One table that is asked for."""

    model: str
    columns: tuple[AskedColumn, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact in which an answer's tables are others than those that are asked for.

    ``fact``: ``table`` or ``column`` (it is not there), or the name of a column's fact, with both sides.
    """

    model: str
    field: str
    fact: str
    asked: bool | str = True
    found: bool | str = False


def differences(asked: Sequence[AskedTable], schema: Schema) -> list[Difference]:
    """All of them, in the order of what is asked. Of what was left out of the facts nothing is said."""
    tables = {table.model: table for table in schema.tables}
    found: list[Difference] = []
    for one in asked:
        if one.model in tables:
            found += _of_table(one, tables[one.model], _inherited(tables[one.model], tables))
        elif not schema.left_out:
            found.append(Difference(one.model, "", "table"))
    return found


def asked_by(schema: Schema) -> tuple[AskedTable, ...]:
    """Tables as a model answer has them. Of a column that is no link only its name is asked, and whether it is the key.

    Whoever keeps it takes out what the brief leaves open.
    """
    return tuple(AskedTable(table.model, tuple(map(_asked, table.columns))) for table in schema.tables)


def _asked(column: Column) -> AskedColumn:
    if not column.to:
        return AskedColumn(column.field, any_name=column.key and column.field == "id", key=column.key or None)
    if column.key:  # which is unique, and never empty
        return AskedColumn(column.field, key=True, to=column.to, on_delete=column.on_delete)
    return AskedColumn(column.field, null=column.null, unique=column.unique, to=column.to, on_delete=column.on_delete)


def pairs(asked: AskedTable, table: ModelTable) -> Mapping[str, Column]:
    """The column that stands for each asked one, by the asked one's field."""
    named = {column.field: column for column in table.columns}
    keys = [column for column in table.columns if column.key]
    found = {}
    for one in asked.columns:
        if one.field in named:
            found[one.field] = named[one.field]
        elif one.any_name and keys:
            found[one.field] = keys[0]
    return found


def _inherited(table: ModelTable, tables: Mapping[str, ModelTable]) -> set[str]:
    """The fields that stand in the tables of models which it inherits from: those that its key leads to."""
    found: set[str] = set()
    seen = {table.model}
    above: ModelTable | None = table
    while above is not None:
        parents = [column.to for column in above.columns if column.key and column.to not in seen]
        above = tables.get(parents[0]) if parents else None
        if above is not None:
            seen.add(above.model)
            found.update(column.field for column in above.columns)
    return found


def _of_table(asked: AskedTable, table: ModelTable, inherited: set[str]) -> Iterator[Difference]:
    standing = pairs(asked, table)
    for one in asked.columns:
        column = standing.get(one.field)
        if column is not None:
            yield from _of_column(asked.model, one, column)
        elif not table.left_out and (one.to or one.field not in inherited):
            yield Difference(asked.model, one.field, "column")


def _of_column(model: str, asked: AskedColumn, column: Column) -> Iterator[Difference]:
    facts: tuple[tuple[str, bool | str | None, bool | str], ...] = (
        ("key", asked.key, column.key),
        ("null", asked.null, column.null),
        ("unique", asked.unique, column.unique),
        ("to", asked.to, column.to),
    )
    for fact, wanted, found in facts:
        if wanted is not None and wanted != found:
            yield Difference(model, asked.field, fact, wanted, found)
    if asked.on_delete is not None and column.to and not _same_end(asked.on_delete, column.on_delete):
        yield Difference(model, asked.field, "on_delete", asked.on_delete, column.on_delete)


def _same_end(asked: str, found: str) -> bool:
    """Whether both do the same when the other row is deleted: by Django, or (``DB_...``) by the database itself."""
    return found in _ANY_END or found.removeprefix("DB_") == asked.removeprefix("DB_")
