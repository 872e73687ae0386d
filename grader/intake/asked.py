"""``tables.toml`` of an assignment: the tables that its brief asks for. It is optional, and changes no verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from ..core.asked import AskedColumn, AskedTable
from ..core.errors import AssignmentError
from .tables import Table, nearest, read_toml

TABLES_FILE = "tables.toml"
COLUMN_KEYS = tuple(field.name for field in dataclasses.fields(AskedColumn) if field.name != "field")
ON_DELETE = ("CASCADE", "PROTECT", "RESTRICT", "SET_NULL", "SET_DEFAULT", "DO_NOTHING")


def read_asked(folder: Path) -> tuple[AskedTable, ...]:
    """Those of the assignment in ``folder``; none where it has no such file. Raises ``AssignmentError``."""
    path = folder / TABLES_FILE
    if not path.exists():
        return ()
    data = read_toml(path)
    whole = Table(str(path), data, tuple(data))
    found = tuple(_table(whole, model) for model in data)
    _refuse_unknown_targets(str(path), found)
    return found


def _table(whole: Table, model: str) -> AskedTable:
    columns = whole.value(model, dict)
    if not model.isidentifier():
        raise whole.error(model, "is no model's name")
    table = whole.table(model, tuple(columns))
    return AskedTable(model, tuple(_column(table.table(name, COLUMN_KEYS), name) for name in columns))


def _column(table: Table, name: str) -> AskedColumn:
    flags = {key: table.value(key, bool) for key in ("any_name", "key", "null", "unique") if key in table.data}
    on_delete = table.optional_text("on_delete")
    if on_delete is not None and on_delete not in ON_DELETE:
        raise table.error("on_delete", f'there is no "{on_delete}"{nearest(on_delete, ON_DELETE)}')
    if flags.get("any_name") and not flags.get("key"):
        raise table.error("any_name", "is for the table's key: say key = true")
    return AskedColumn(name, **flags, to=table.optional_text("to"), on_delete=on_delete)


def _refuse_unknown_targets(file: str, asked: tuple[AskedTable, ...]) -> None:
    models = [table.model for table in asked]
    for table in asked:
        for column in table.columns:
            if column.to and "." not in column.to and column.to not in models:
                key = f"{table.model}.{column.field}.to"
                raise AssignmentError(file, key, f'there is no table of "{column.to}"{nearest(column.to, models)}')


def written(asked: tuple[AskedTable, ...]) -> str:
    """The file that says so, without any comment."""
    return "\n".join("\n".join([f"[{table.model}]", *map(_line, table.columns), ""]) for table in asked)


def _line(column: AskedColumn) -> str:
    return f"{column.field} = {{ {', '.join(_facts(column))} }}".replace("{  }", "{}")


def _facts(column: AskedColumn) -> Iterator[str]:
    for key in COLUMN_KEYS:
        value = getattr(column, key)
        if isinstance(value, str):
            yield f'{key} = "{value}"'
        elif value is not None and (value or key in ("null", "unique")):
            yield f"{key} = {str(value).lower()}"
