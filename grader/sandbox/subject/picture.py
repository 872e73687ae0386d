"""What a picture of the migrated tables is drawn from: bounded facts, told once after a migration."""

from __future__ import annotations

import json
from typing import Any

from .database import Database
from .schema import on_delete_name

# A picture with more is none that anybody reads; what is left out is counted.
MOST_TABLES, MOST_COLUMNS, MOST_UNIQUE = 16, 32, 8
_LONGEST = 64  # characters of a name
_MOST_JSON = 24_000  # characters of the whole: it is a part of one message


def described(database: Database, apps: Any, label: str) -> str:
    """``{"tables": [...], "left_out": n}`` as JSON: the tables of the app's models, those of many-to-many fields too.

    A table is ``{"model", "table", "columns": [...], "left_out": n, "unique": [[field, ...], ...]}``, a column
    ``{"field", "column", "type", "null", "key", "unique", "to", "on_delete"}``: ``to`` is the model to whose table the
    database itself ties the column, and ``on_delete`` what the model says; both are empty where there is none.
    ``unique`` of a table holds those of several fields together.
    """
    models = [model._meta for model in apps.get_models(include_auto_created=True)]
    labels = {_bare(options.db_table): _label(options, label) for options in models if not options.proxy}
    own = [options for options in models if options.app_label == label and options.managed and not options.proxy]
    own.sort(key=lambda options: str(options.object_name))
    tables = [_table(database, options, labels) for options in own[:MOST_TABLES]]
    while True:
        text = json.dumps({"tables": tables, "left_out": len(own) - len(tables)})
        if len(text) <= _MOST_JSON:
            return text
        tables.pop()


def _table(database: Database, options: Any, labels: dict[str, str]) -> dict[str, Any]:
    indexes = [entry["columns"] for entry in database.constraints_of(options) if entry["unique"]
               and not entry["partial"] and None not in entry["columns"]]  # fmt: skip
    single = {columns[0] for columns in indexes if len(columns) == 1}
    several = [[_cut(name) for name in columns[:MOST_UNIQUE]] for columns in indexes if len(columns) > 1]
    fields = {field.attname: field for field in options.local_concrete_fields}
    columns = [
        {
            "field": _cut(name),
            "column": _cut(entry["column"]),
            "type": _cut(entry["type"]),
            "null": entry["null"],
            "key": entry["primary_key"],
            "unique": entry["primary_key"] or name in single,
            "to": _cut(labels.get(entry["references"] or "", entry["references"] or "")),
            "on_delete": _on_delete(fields.get(name)) if entry["references"] else "",
        }
        for name, entry in database.columns_of(options).items()
    ]
    return {
        "model": _cut(options.object_name),
        "table": _cut(_bare(options.db_table)),
        "columns": columns[:MOST_COLUMNS],
        "left_out": len(columns[MOST_COLUMNS:]),
        "unique": sorted(several)[:MOST_UNIQUE],
    }


def _on_delete(field: Any) -> str:
    relation = getattr(field, "remote_field", None)
    return _cut(on_delete_name(relation.on_delete)) if relation else ""


def _label(options: Any, own: str) -> str:
    """How students write the model: with its app where it is another one."""
    return str(options.object_name if options.app_label == own else options.label)


def _bare(table: str) -> str:
    """A table's name without the quotes that keep Django from changing it."""
    return table.strip('"')


def _cut(text: str) -> str:
    return str(text)[:_LONGEST]
