"""A course's files: verdicts for students and for staff, ``grades.csv``, the course's key."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from ..core.assignment import Assignment
from ..core.verdict import Status, Verdict
from ..files import clear_partial, inside, write_whole
from ..reports.grades import GradeRow, grades_text
from ..reports.html import feedback
from ..reports.jsontext import verdict_text


def iso(moment: datetime | None) -> str:
    """A time to the second, as ISO 8601; empty for none."""
    return moment.isoformat(timespec="seconds") if moment else ""


def store(folder: Path, student: str, assignment: Assignment, verdict: Verdict, language: str) -> None:
    """Write a verdict's files: the student's, unless the error is ours, and staff's, which comes last."""
    if verdict.status is not Status.ERROR:
        place = _place(folder, "graded", student, assignment.slug)
        write_whole(place / "verdict.json", verdict_text(verdict, indent=None).encode())
        write_whole(place / "feedback.html", feedback(verdict, language, assignment=assignment).encode())
    (folder / "evidence").mkdir(mode=0o700, exist_ok=True)
    path = _place(folder, "evidence", student, assignment.slug) / "verdict.json"
    write_whole(path, verdict_text(verdict, staff=True, indent=None).encode())


def stamp(verdict: int | None, language: str) -> str:
    """What the gradebook notes of files that were written: of which verdict, in which language."""
    return f"{verdict} {language}"


def is_stored(folder: Path, student: str, slug: str, status: str | None) -> bool:
    """Whether the files that ``store`` writes are all there."""
    wanted = [("evidence", "verdict.json")]
    if status != Status.ERROR:
        wanted += [("graded", "verdict.json"), ("graded", "feedback.html")]
    return all(os.path.isfile(f"{folder}/{kind}/{student}/{slug}/{name}") for kind, name in wanted)


def write_grades(folder: Path, rows: Iterable[GradeRow]) -> Path | None:
    """Write ``grades.csv``. One that somebody has edited since is kept: its path is the answer."""
    path, mark = folder / "grades.csv", folder / "evidence" / ".grades.sha256"
    content = grades_text(rows).encode()
    kept = None
    if path.exists():
        before = path.read_bytes()
        if before != content and not _is_ours(before, mark):
            kept = _free_name(folder, datetime.now(UTC))
            write_whole(kept, before)
    mark.parent.mkdir(mode=0o700, exist_ok=True)
    for place in (folder, mark.parent):
        clear_partial(place)
    write_whole(path, content)
    write_whole(mark, f"{_digest(content)}\n".encode())
    return kept


def _is_ours(content: bytes, mark: Path) -> bool:
    try:
        return mark.read_text(encoding="ascii", errors="replace").strip() == _digest(content)
    except FileNotFoundError:
        return False


def _free_name(folder: Path, now: datetime) -> Path:
    base = folder / f"grades.csv.edited-{now:%Y%m%dT%H%M%SZ}"
    path, count = base, 1
    while path.exists():
        count += 1
        path = base.with_name(f"{base.name}-{count}")
    return path


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _place(folder: Path, kind: str, student: str, slug: str) -> Path:
    place = inside(folder, kind, student, slug)
    place.mkdir(parents=True, exist_ok=True)
    clear_partial(place)
    return place
