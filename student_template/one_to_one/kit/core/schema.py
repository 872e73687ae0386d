"""The tables that a migration made, as facts for a picture. No mark hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What a witness tells is bounded by it; these are the bounds of what is believed.
MOST_TABLES, MOST_COLUMNS, MOST_UNIQUE, LONGEST = 16, 32, 8, 64


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``field`` is the attribute of the model, ``to`` the model to whose table the database ties it.

    ``on_delete`` is what the model says of that link: ``SET_NULL``. Both are empty where there is no link.
    """

    field: str
    column: str
    type: str
    null: bool
    key: bool
    unique: bool
    to: str = ""
    on_delete: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "column": self.column,
            "type": self.type,
            "null": self.null,
            "key": self.key,
            "unique": self.unique,
            "to": self.to,
            "on_delete": self.on_delete,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Column:
        return cls(
            field=_name(data["field"]),
            column=_name(data["column"]),
            type=_name(data["type"]),
            null=data["null"] is True,
            key=data["key"] is True,
            unique=data["unique"] is True,
            to=_name(data["to"]),
            on_delete=_name(data["on_delete"]),
        )


@dataclass(frozen=True, slots=True)
class ModelTable:
    """One model's table. ``unique``: the sets of several fields that are unique together."""

    model: str
    table: str
    columns: tuple[Column, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    left_out: int = 0  # columns beyond the bound

    def to_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "table": self.table,
            "columns": [column.to_json() for column in self.columns],
            "unique": [list(names) for names in self.unique],
            "left_out": self.left_out,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelTable:
        return cls(
            model=_name(data["model"]),
            table=_name(data["table"]),
            columns=tuple(map(Column.from_json, data["columns"][:MOST_COLUMNS])),
            unique=tuple(tuple(map(_name, names[:MOST_UNIQUE])) for names in data["unique"][:MOST_UNIQUE]),
            left_out=_count(data["left_out"]) + len(data["columns"][MOST_COLUMNS:]),
        )


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a submission's own models."""

    tables: tuple[ModelTable, ...] = ()
    left_out: int = 0  # tables beyond the bound

    def to_json(self) -> dict[str, Any]:
        return {"tables": [table.to_json() for table in self.tables], "left_out": self.left_out}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Schema:
        """The inverse of ``to_json``. ``KeyError``, ``TypeError`` or ``ValueError`` where it has another shape."""
        tables = tuple(map(ModelTable.from_json, data["tables"][:MOST_TABLES]))
        return cls(tables, _count(data["left_out"]) + len(data["tables"][MOST_TABLES:]))


def _name(value: object) -> str:
    if type(value) is not str or len(value) > LONGEST:
        raise ValueError(f"{value!r:.100} is no name")
    return value


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 31:
        raise ValueError(f"{value!r:.100} is no number of what was left out")
    return value
