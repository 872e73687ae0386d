"""The witness's eyes and hands on the database: rows, counts, columns, constraints, forbidden inserts.

Works on a plain SQLite connection and the app registry of the migrated models, and answers plain data, keyed by
the attribute names of the model (``husband_id``), whatever the columns are called.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as django_connection
from django.db.utils import DatabaseError, IntegrityError, OperationalError

_BREAKING = "grader_breaking"
_USERS = "accounts"  # the app of users that every project has
_NUMBERS = {
    "BigIntegerField",
    "BooleanField",
    "DecimalField",
    "FloatField",
    "IntegerField",
    "PositiveBigIntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "SmallIntegerField",
}


def schema_objects(connection: sqlite3.Connection) -> set[tuple[Any, ...]]:
    """Everything that stands in ``sqlite_master``, as ``(type, name, table, sql)``."""
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


@contextmanager
def django_errors() -> Iterator[None]:
    """SQLite's errors under the names that Django gives them."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise IntegrityError(str(error)) from error
    except sqlite3.OperationalError as error:
        raise OperationalError(str(error)) from error
    except sqlite3.Error as error:
        raise DatabaseError(str(error)) from error


class Database:
    """Facts about the tables of one app. ``connect`` gives a connection; ``apps`` holds the migrated models."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], apps: Any, label: str) -> None:
        self._connect = connect
        self._apps = apps
        self._label = label

    def _options(self, model: str) -> Any:
        """``Women`` or ``accounts.User`` -> the model's ``_meta``. ``LookupError`` where there is none."""
        label, _, name = model.rpartition(".")
        if (label or self._label) not in self._apps.app_configs:  # no model of it could be made
            raise LookupError(f"there is no model {name} in models.py")
        return self._apps.get_model(label or self._label, name)._meta

    def tables(self) -> dict[str, dict[str, Any]]:
        """How the tables are called, by model: ``{"table", "key": column, "numbered": column or None, "columns":
        {attname: column}, "unique": {column: type}}``."""
        found = {}
        for model in self._apps.get_models():
            options = model._meta
            if options.app_label not in (self._label, _USERS):
                continue
            columns = self.columns_of(options)
            numbered = options.pk.column if options.pk.get_internal_type().endswith("AutoField") else None
            unique = {entry["column"]: entry["type"] for entry in columns.values() if entry["unique"]}
            found[options.object_name] = {
                "table": options.db_table,
                "key": options.pk.column,
                "numbered": numbered,
                "columns": {name: entry["column"] for name, entry in columns.items()},
                "unique": {column: kind for column, kind in unique.items() if column != numbered},
            }
        return found

    # -- facts ---------------------------------------------------------------------------------------------

    def rows(self, model: str) -> list[dict[str, Any]]:
        """All rows of the model's own table, by primary key."""
        return self._select(self._options(model), "", ())

    def row(self, model: str, key: Any) -> dict[str, Any] | None:
        """The row with that primary key, or None."""
        options = self._options(model)
        found = self._select(options, f"WHERE {_quoted(options.pk.column)} = ?", (_sqlite(options.pk, key),))
        return found[0] if found else None

    def _select(self, options: Any, where: str, arguments: tuple[Any, ...]) -> list[dict[str, Any]]:
        fields = options.local_concrete_fields
        columns = ", ".join(f"{_quoted(field.column)}" for field in fields)
        order = options.pk.column
        statement = f"SELECT {columns} FROM {_quoted(options.db_table)} {where} ORDER BY {_quoted(order)}"
        with django_errors():
            found = self._connect().execute(statement, arguments).fetchall()
        return [
            {field.attname: _python(field, value) for field, value in zip(fields, row, strict=True)} for row in found
        ]

    def count(self, model: str) -> int:
        table = self._options(model).db_table
        with django_errors():
            return int(self._connect().execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0])

    def columns(self, model: str) -> dict[str, dict[str, Any]]:
        """``{attname: {"column", "type", "null", "primary_key", "unique", "references",
        "references_column"}}``."""
        return self.columns_of(self._options(model))

    def columns_of(self, options: Any) -> dict[str, dict[str, Any]]:
        names = {field.column: field.attname for field in options.local_concrete_fields}
        indexes = self.constraints_of(options)
        single = {entry["columns"][0] for entry in indexes if entry["unique"] and len(entry["columns"]) == 1}
        with django_errors():
            connection = self._connect()
            info = connection.execute(f"PRAGMA table_info({_quoted(options.db_table)})").fetchall()
            links = connection.execute(f"PRAGMA foreign_key_list({_quoted(options.db_table)})").fetchall()
        targets = {link[3]: (link[2], link[4]) for link in links}
        return {
            names.get(name, name): {
                "column": name,
                "type": kind,
                "null": not required,
                "primary_key": bool(key),
                "unique": bool(key) or names.get(name, name) in single,
                "references": targets.get(name, (None, None))[0],
                "references_column": targets.get(name, (None, None))[1],
            }
            for _, name, kind, required, _, key in info
        }

    def constraints(self, model: str) -> list[dict[str, Any]]:
        """The table's indexes as ``{"name", "unique", "partial", "columns": [attname, ...]}``."""
        return self.constraints_of(self._options(model))

    def constraints_of(self, options: Any) -> list[dict[str, Any]]:
        names = {field.column: field.attname for field in options.local_concrete_fields}
        found = []
        with django_errors():
            connection = self._connect()
            for _, name, unique, _, partial in connection.execute(f"PRAGMA index_list({_quoted(options.db_table)})"):
                columns = [row[2] for row in connection.execute(f"PRAGMA index_info({_quoted(name)})")]
                entry = {"name": name, "unique": bool(unique), "partial": bool(partial)}
                found.append({**entry, "columns": [names.get(column, column) for column in columns]})
        return found

    # -- hands ---------------------------------------------------------------------------------------------

    def insert(self, model: str, values: dict[str, Any]) -> Any:
        """Writes one row past the ORM; what is required and not given is filled. Answers its rowid."""
        options = self._options(model)
        row = {}
        for field in options.local_concrete_fields:
            if field.attname in values:
                row[field.column] = _sqlite(field, values[field.attname])
            elif not field.null and not field.primary_key:
                row[field.column] = 0 if field.get_internal_type() in _NUMBERS else ""
        with django_errors():
            return self._write(options.db_table, row)

    def make_row(self, model: str, values: dict[str, Any]) -> Any:
        """Writes one object past the ORM: a row in the table of its class, and of each that it inherits from.

        ``values`` by field name, a link as the key that it holds; what is not given gets its default. Answers the
        primary key.
        """
        options = self._options(model)
        row, key = {}, None
        for parent in options.parents:
            key = self.make_row(parent._meta.label, values)
        for field in options.local_concrete_fields:
            if field in options.parents.values():
                row[field.column] = key
            elif field.name in values:
                row[field.column] = _sqlite(field, values[field.name])
            elif not field.primary_key:
                row[field.column] = _sqlite(field, field.get_default())
        with django_errors():
            number = self._write(options.db_table, row)
        return row.get(options.pk.column, number)

    def _write(self, table: str, row: dict[str, Any]) -> Any:
        columns = ", ".join(f"{_quoted(column)}" for column in row)
        marks = ", ".join("?" for _ in row)
        statement = f"INSERT INTO {_quoted(table)} ({columns}) VALUES ({marks})"
        return self._connect().execute(statement, tuple(row.values())).lastrowid

    def probe_unique(self, model: str, field_name: str) -> dict[str, Any]:
        """Tries a row with a free value of the field, then one with a taken value; keeps neither.

        Answers ``{"attname", "taken_value": bool, "free": error or None, "taken": error or None}`` where an error is
        ``{"code": "UNIQUE", "columns": [attname, ...], "text": ...}``. ``taken_value`` is False where no row
        holds a value to be taken.
        """
        options = self._options(model)
        field = options.get_field(field_name)
        connection = self._connect()
        with django_errors():
            cursor = connection.execute(
                f"SELECT * FROM {_quoted(options.db_table)} WHERE {_quoted(field.column)} IS NOT NULL"
            )
            names = [entry[0] for entry in cursor.description]
            found = cursor.fetchone()
        if found is None:
            return {"attname": field.attname, "taken_value": False, "free": None, "taken": None}
        taken = dict(zip(names, found, strict=True))
        free_value = self._unused(options.db_table, field.column, taken[field.column])
        twin = self._twin(options, taken, keep=field.column)
        free = self._attempt(options, {**twin, field.column: free_value})
        refused = self._attempt(options, {**twin, field.column: taken[field.column]})
        return {"attname": field.attname, "taken_value": True, "free": free, "taken": refused}

    def _twin(self, options: Any, row: dict[str, Any], keep: str) -> dict[str, Any]:
        """A row that collides with none on any column but ``keep``.

        An index on an expression names no column (None): then every text is made a new one.
        """
        unique = {name for entry in self.constraints_of(options) if entry["unique"] for name in entry["columns"]}
        twin = {}
        for field in options.local_concrete_fields:
            value = row[field.column]
            if field.column == keep or getattr(field, "generated", False):
                continue
            if field.primary_key:
                if isinstance(value, int) and field.remote_field is None:
                    continue  # the database numbers it
                value = self._unused(options.db_table, field.column, value)
            elif value is not None and (field.attname in unique or (None in unique and isinstance(value, str))):
                value = self._unused(options.db_table, field.column, value)
            twin[field.column] = value
        return twin

    def _unused(self, table: str, column: str, like: Any) -> Any:
        """A value of the same kind that no row holds. Links are checked at commit, which never comes."""
        if isinstance(like, (int, float)):
            statement = f"SELECT max({_quoted(column)}) FROM {_quoted(table)}"
            return int(self._connect().execute(statement).fetchone()[0]) + 7919
        return f"{like}~" if isinstance(like, str) else b"~" + bytes(like)

    def _attempt(self, options: Any, row: dict[str, Any]) -> dict[str, Any] | None:
        """What the database says to that row, which is taken back in any case; None: it was accepted."""
        connection = self._connect()
        names = {field.column: field.attname for field in options.local_concrete_fields}
        connection.execute("BEGIN")
        try:
            self._write(options.db_table, row)
        except sqlite3.IntegrityError as error:
            columns = str(error).partition("failed: ")[2].split(", ")
            columns = [column.removeprefix(options.db_table.strip('"') + ".") for column in columns]
            code = error.sqlite_errorname.removeprefix("SQLITE_CONSTRAINT_")
            return {"code": code, "columns": [names.get(column, column) for column in columns], "text": str(error)}
        except sqlite3.Error as error:
            return {"code": type(error).__name__, "columns": [], "text": str(error)}
        finally:
            connection.rollback()
        return None

    def break_table(self, model: str, when: str, filling: str | None) -> str:
        """From now on INSERT, UPDATE or DELETE (``when``) of the table fails, by a trigger of ours.

        With ``filling``, a field's name, only for rows that hold something in its column afterwards: emptying it
        is a step that works. Answers the statement.
        """
        if when.lower() not in ("insert", "update", "delete"):
            raise ValueError(f"breaking() knows insert, update and delete, not {when!r}")
        options = self._options(model)
        only = ""
        if filling is not None:
            only = f"WHEN NEW.{_quoted(options.get_field(filling).column)} IS NOT NULL"
        body = "SELECT RAISE(ABORT, 'this step was made to fail')"
        event = f"BEFORE {when.upper()} ON {_quoted(options.db_table)}"
        return self._executed(f'CREATE TRIGGER "{_BREAKING}" {event} {only} BEGIN {body}; END')

    def mend_table(self) -> str:
        """Takes the trigger of ``break_table`` away."""
        return self._executed(f'DROP TRIGGER "{_BREAKING}"')

    def _executed(self, statement: str) -> str:
        with django_errors():
            self._connect().execute(statement)
        return statement


def _quoted(name: str) -> str:
    """A table's or column's name as Django writes it: one that is quoted already stays as it is."""
    return str(django_connection.ops.quote_name(name))


def _sqlite(field: Any, value: Any) -> Any:
    """The value as Django would write it into the row: a UUID, say, as 32 letters."""
    return field.get_db_prep_value(value, django_connection)


def _python(field: Any, value: Any) -> Any:
    """The value as Django would give it, where the field says how; else as it stands in the row."""
    if value is None:
        return value
    if field.remote_field is not None:
        field = field.target_field
    try:
        return field.to_python(value)
    except Exception:
        return value
