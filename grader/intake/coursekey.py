"""A course's key: what seeds the checks' random data and the audit log. It lies in the course's folder."""

from __future__ import annotations

import secrets
from pathlib import Path

from ..core.errors import GraderError
from ..files import create_whole

KEY_FILE = ".grader-key"
KEY_BYTES = 32


def course_key(folder: Path) -> bytes:
    """The key of a course, made on first use and readable by its owner alone. ``GraderError`` if damaged."""
    path = folder / KEY_FILE
    if not path.exists():
        create_whole(path, secrets.token_bytes(KEY_BYTES), mode=0o600)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise GraderError(
            f"{path} is damaged: it should hold {KEY_BYTES} bytes and holds {len(key)}. Restore it, or delete"
            " it: a new one is made then, and the checks draw other data."
        )
    return key
