"""``grader tables``: the tables of an assignment's model answer, as the file that says what is asked."""

from __future__ import annotations

from pathlib import Path

from ..core.asked import asked_by
from ..core.errors import AssignmentError
from ..intake.asked import written
from .answers import REFERENCE
from .check import check
from .terms import PRACTICE, console, key_from


def print_tables(slug: str, *, assignments: Path, solutions: Path, min_isolation: str) -> None:
    """Print ``tables.toml``. ``AssignmentError`` where the model answer has no tables."""
    folder = solutions / slug / REFERENCE
    _, verdict = check(
        folder, slug, assignments=assignments, course_key=key_from(PRACTICE), min_isolation=min_isolation
    )
    if not verdict.tables.tables:
        raise AssignmentError(str(folder), None, "has no models of its own that tables could be made of")
    console().out(written(asked_by(verdict.tables)), end="", highlight=False)
