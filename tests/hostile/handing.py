"""What hostile uploads are made of, beside what the tests of the intake make theirs of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.sandboxed import REFERENCE

ANSWER = REFERENCE.encode()
SECRET = "honey_of_another_student"  # stands in another student's file, beside the attackers', and is told to nobody
OTHERS_FILE = "../../zoe/one_to_one/models.py"  # that file, from where an attacker's lie


class CannotBuild(Exception):
    """This machine, or this user, cannot make it; says why."""


def put(folder: Path, name: str, content: bytes = ANSWER) -> Path:
    """A file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def cell(source: Any, **metadata: Any) -> dict[str, Any]:
    """A code cell of a notebook; a solution cell where nothing else is said."""
    facts = {"grade": False, "grade_id": "models", "locked": False, "schema_version": 3, "solution": True, "task": False}
    known = metadata or {"nbgrader": facts}
    return {"cell_type": "code", "execution_count": None, "outputs": [], "metadata": known, "source": source}


def book(*cells: Any, **changes: Any) -> bytes:
    """A notebook's bytes."""
    whole = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(whole | changes).encode()
