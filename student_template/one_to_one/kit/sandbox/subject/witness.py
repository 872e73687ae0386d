"""The witness: no student code, the same database file. It builds the tables and is asked what stands in them.

Each question is answered on a copy of the file, read at once into memory: the schema is proven and the facts are
read, forbidden rows tried, on the very same bytes, whatever a program that should be waiting does to the file in
the meantime. A student's program may replace, lock or remove the file, and has changed nothing but its own rows.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as django_connection
from django.db.backends.sqlite3._functions import register
from django.db.utils import DatabaseError

from . import paths, picture, project, schema, system_checks, wire
from .database import Database, schema_objects

_JOURNALS = ("-journal", "-wal", "-shm")
_WRITE_VERSION_OFFSET = 18  # of SQLite's file header; 1 is the rollback journal, 2 is WAL
_ROLLBACK_JOURNAL = b"\x01\x01"


class ForeignSchema(DatabaseError):
    """Something stands in the database that the models' migration did not make, or something of it is gone."""


@contextmanager
def _pristine_database() -> Iterator[None]:
    """Django's connection leads to a database without the app, and afterwards where it led before.

    It is in memory too: a program that goes on when it should wait must find nothing to slip something into.
    """
    name = django_connection.settings_dict["NAME"]
    django_connection.settings_dict["NAME"] = ":memory:"
    try:
        django_connection.ensure_connection()
        django_connection.connection.deserialize(project.template_database())
        yield
    finally:
        if django_connection.connection is not None:
            django_connection.connection.close()  # Django's own close() leaves a database in memory open
            django_connection.connection = None
        django_connection.settings_dict["NAME"] = name


def _in_memory(image: bytes) -> sqlite3.Connection:
    """A connection to a copy of a database's bytes. Raises ``sqlite3.Error`` where they are none."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(image)
        # The schema is proven to be the migration's own before anything is written, and JSON fields need it
        # trusted: their constraints call a function.
        register(connection)
        connection.execute("PRAGMA cell_size_check = ON")
    except BaseException:
        connection.close()
        raise
    return connection


class Witness:
    """What the judge can ask of the database of one submission."""

    def __init__(self) -> None:
        self._made: sqlite3.Connection  # the tables as the migration left them, in memory
        self._schema: set[tuple[Any, ...]] = set()
        self._connection: sqlite3.Connection | None = None
        self._database: Database | None = None

    def migrate(self, label: str, described: str) -> dict[str, Any]:
        """Builds the app's tables in a pristine database.

        Answers ``{"problems": [{"model", "error"}], "checks": [[id, model, field or None]], "tables": {...},
        "picture": "..."}``: what could not be migrated, the errors of Django's system checks, ``Database.tables()``,
        and what ``picture.described`` tells.
        """
        models = json.loads(described)["models"]
        with _pristine_database():
            apps, problems = schema.migrate(label, models)
            migrated = django_connection.connection.serialize()
        self._database = Database(self._current, apps, label)
        self._made = connection = _in_memory(migrated)
        numbered = sorted(name for kind, name, _, sql in schema_objects(connection) if "AUTOINCREMENT" in (sql or ""))
        connection.execute("DELETE FROM sqlite_sequence")
        rows = [(name,) for name in numbered]
        connection.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, 0)", rows)
        self.empty()
        with self._opened():
            tables = self._database.tables()
            drawn = picture.described(self._database, apps, label)
        checks = system_checks.errors(label, apps, models)
        return {"problems": problems, "checks": checks, "tables": tables, "picture": drawn}

    def reset(self, start: int) -> None:
        """Every table empty again, and each table's numbering begun at another place beyond ``start``."""
        self._made.execute("UPDATE sqlite_sequence SET seq = ? + 10007 * rowid", (start,))
        self._start_over()

    def empty(self) -> None:
        """Every table empty again and numbered from the beginning, as the migration left them."""
        self._made.execute("UPDATE sqlite_sequence SET seq = 0")
        self._start_over()

    def _start_over(self) -> None:
        self._schema = schema_objects(self._made)  # without a trigger that a failed check left behind
        self._restore(self._made.serialize())

    def _restore(self, image: bytes) -> None:
        for name in (paths.DATABASE, *(paths.DATABASE + suffix for suffix in _JOURNALS)):
            if os.path.isdir(name):
                shutil.rmtree(name)
            elif os.path.exists(name):
                os.unlink(name)
        project.write_database(image)

    def ask(self, question: str, arguments: list[Any]) -> Any:
        """One call of ``Database``, on a file that is proven to hold the migration's schema and no other."""
        if self._database is None:
            raise DatabaseError("nothing was migrated")
        with self._opened() as connection:
            self._prove_schema(connection)
            answer = getattr(self._database, question)(*arguments)
            if question in wire.WRITING:
                self._schema = schema_objects(connection)
                self._restore(connection.serialize())
            return answer

    def _prove_schema(self, connection: sqlite3.Connection) -> None:
        found = schema_objects(connection)
        if found != self._schema:
            foreign = sorted(f"{kind} {name}" for kind, name, _, _ in found - self._schema)
            gone = sorted(f"{kind} {name}" for kind, name, _, _ in self._schema - found)
            raise ForeignSchema(f"foreign: {', '.join(foreign) or '-'}; gone: {', '.join(gone) or '-'}"[:500])

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection to a copy in memory of the database file as it is at this moment."""
        with open(paths.DATABASE, "rb") as file:
            image = file.read()
        if image[_WRITE_VERSION_OFFSET : _WRITE_VERSION_OFFSET + 2] != _ROLLBACK_JOURNAL:
            raise ForeignSchema("the journal mode was changed")
        self._connection = connection = _in_memory(image)
        try:
            yield connection
        finally:
            self._connection = None
            connection.close()

    def _current(self) -> sqlite3.Connection:
        if self._connection is None:
            raise DatabaseError("the witness was asked outside a call")
        return self._connection
