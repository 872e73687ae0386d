"""Opening a course's gradebook: SQLite in the course's folder, or the database that ``DATABASE_URL`` names."""

from __future__ import annotations

import getpass
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from ..core.errors import GraderError
from ..databases import database_at
from .models import Actor, Course

FILE = "gradebook.sqlite3"
ALIAS = "default"
_APP = "gradebook"
_LOCK = 0x6772  # of PostgreSQL's advisory locks those that are ours: one for each course


@dataclass(frozen=True, slots=True)
class Gradebook:
    """An open gradebook: one course in it, whoever is at work, and the key that seals what is written."""

    folder: Path
    course: Course
    actor: Actor
    key: bytes


@contextmanager
def open_gradebook(folder: Path, course_key: bytes, *, actor: str | None = None) -> Iterator[Gradebook]:
    """The gradebook of the course in ``folder``, made where there is none. One at a time in a process.

    ``actor``: in whose name changes are logged; without one, the user of this machine. Raises ``GraderError`` where
    the database cannot be used.
    """
    with opened_database(folder):
        try:
            yield gradebook_in(folder, course_key, actor or whoever())
        except DatabaseError as error:
            raise _unusable(folder, error) from error


@contextmanager
def opened_database(folder: Path) -> Iterator[None]:
    """Django's connection leads to the database of the course in ``folder``, which is up to date. ``GraderError``."""
    before = _connect(database_of(folder))
    try:
        try:
            _bring_up_to_date()
        except DatabaseError as error:
            raise _unusable(folder, error) from error
        yield
    finally:
        _disconnect(before)


@contextmanager
def only_writer(book: Gradebook) -> Iterator[None]:
    """Nobody else writes into the course meanwhile, on whatever machine. ``GraderError`` where somebody does.

    Of SQLite the course's own folder sees to that. The database takes the lock back when its holder is gone.
    """
    connection = connections[ALIAS]
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, book.course.pk])
        if not cursor.fetchone()[0]:
            raise GraderError(f"another grader is at work in {book.course} on another machine. Try again when it ends.")
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, book.course.pk])


def database_of(folder: Path) -> dict[str, Any]:
    """Django's settings for the gradebook of a course. ``GraderError`` where ``DATABASE_URL`` makes no sense."""
    return database_at(folder.resolve() / FILE)


def whoever() -> str:
    """The user of this machine, for the log; never empty."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return f"uid {os.getuid()}"


_Before = tuple[dict[str, Any], Any]  # Django's settings of the connection, and the connection


def _connect(database: dict[str, Any]) -> _Before:
    """Points Django at the database; answers what it had before, which is left as it is."""
    if database["ENGINE"].endswith("sqlite3"):
        _private(Path(database["NAME"]))
    before = connections.settings[ALIAS], connections[ALIAS]
    connections.settings[ALIAS] = connections.configure_settings({ALIAS: database})[ALIAS]
    del connections[ALIAS]
    return before


def _private(file: Path) -> None:
    """Makes the file, so that it is its owner's alone from its first byte on; SQLite's other files follow it."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise GraderError(f"the gradebook {file} cannot be opened: {error.strerror}") from error


def _disconnect(before: _Before) -> None:
    connections[ALIAS].close()
    connections.settings[ALIAS], connections[ALIAS] = before


def _bring_up_to_date() -> None:
    executor = MigrationExecutor(connections[ALIAS])
    known = {name for name in executor.loader.disk_migrations if name[0] == _APP}
    unknown = [name for name in executor.loader.applied_migrations if name[0] == _APP and name not in known]
    if unknown:
        raise GraderError(f"the gradebook was written by a newer grader ({unknown[0][1]}). Update this one.")
    if executor.migration_plan([name for name in executor.loader.graph.leaf_nodes() if name[0] == _APP]):
        call_command("migrate", _APP, database=ALIAS, verbosity=0, interactive=False)


def gradebook_in(folder: Path, course_key: bytes, actor: str) -> Gradebook:
    """A course's gradebook in the database that Django is connected with, as in a site. Made where there is none."""
    from . import audit  # it needs what is defined here

    key = derived(course_key, "audit")
    course, made = Course.objects.get_or_create(
        key=derived(course_key, "course").hex()[:32], defaults={"name": folder.resolve().name}
    )
    who, new = Actor.objects.get_or_create(course=course, name=actor[:200])
    book = Gradebook(folder, course, who, key)
    if made or new:
        with audit.change(book, "opened") as seals:
            seals.row(who)
    return book


def derived(course_key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, so that one says nothing about another."""
    return hmac.new(course_key, purpose.encode(), hashlib.sha256).digest()


def _unusable(folder: Path, error: DatabaseError) -> GraderError:
    """SQLite says of a full disk that it is full, or that it cannot be written, and never what to do."""
    full = any(sign in str(error) for sign in ("disk is full", "disk I/O error", "readonly database"))
    remedy = ". Make room on its disk, or make it one that can be written, and run this again" if full else ""
    return GraderError(f"the gradebook ({_place(folder)}) cannot be used: {error}{remedy}")


def _place(folder: Path) -> str:
    return "DATABASE_URL" if os.environ.get("DATABASE_URL") else str(folder / FILE)
