"""Which database rows lie in: the one that ``DATABASE_URL`` names, or else a file of SQLite's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url

from .core.errors import GraderError

_WAIT_SECONDS = 20


def database_at(file: Path) -> dict[str, Any]:
    """Django's settings for a database. ``GraderError`` where ``DATABASE_URL`` makes no sense."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return _sqlite(file)
    try:
        found = dict(dj_database_url.parse(url, conn_max_age=0))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise GraderError(f"DATABASE_URL is no address of a database: {error}") from error
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return _sqlite(Path(str(found["NAME"])))
    if found["ENGINE"] != "django.db.backends.postgresql":
        raise GraderError("DATABASE_URL must begin with postgresql:// or sqlite:///; other databases are not tried.")
    return found


def _sqlite(file: Path) -> dict[str, Any]:
    # IMMEDIATE: a transaction that reads first and then writes would fail at once beside another writer, not wait
    # secure_delete: what is forgotten must not lie on in free pages
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON"
    options = {"timeout": _WAIT_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": pragmas}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}
