"""``student_template/`` holds just what ``grader template`` makes of the assignments, the answers and the grader."""

from __future__ import annotations

from pathlib import Path

from tests.template.conftest import SLUGS
from tests.template.projects import TEMPLATES

_LEFT_BY_TRYING_IT = {".venv", ".idea", ".pytest_cache", "__pycache__", "db.sqlite3"}  # as in its own .gitignore


def _committed(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {path: path.relative_to(folder) for path in files}
    return {
        name.as_posix(): path.read_bytes() for path, name in names.items() if not _LEFT_BY_TRYING_IT & set(name.parts)
    }


def test_what_lies_there_is_what_is_made_now(assignment, made):
    """Otherwise: make template."""
    committed = _committed(TEMPLATES / assignment.slug)
    differing = sorted(name for name in committed.keys() | made.keys() if committed.get(name) != made.get(name))
    assert not differing, "stale, run: make template"


def test_every_assignment_has_one_and_nothing_else_has():
    assert sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir() and path.name[0] != ".") == SLUGS
