"""``solutions/<slug>/equivalent.toml``: mutants that do what the model answer does, each with the reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from grader.core.errors import AssignmentError

FILE = "equivalent.toml"


def read_equivalents(folder: Path) -> Mapping[str, str]:
    """Reasons by the mutant's name; none without a file. Raises ``AssignmentError`` for what is no such table."""
    path = folder / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AssignmentError(str(path), None, f"is not TOML: {error}") from error
    for name, reason in data.items():
        if not isinstance(reason, str) or not reason.strip():
            raise AssignmentError(str(path), name, "must be a sentence that says why nothing changes")
    return data
