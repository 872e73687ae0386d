"""``grader export canvas | moodle | openedx | json``: published marks as the files that learning platforms take."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ..core.errors import AssignmentError
from ..files import write_whole
from ..gradebook.marks import MISSING
from ..intake.assignments import find_assignment
from ..intake.course import Student
from ..lms.exports import canvas, moodle, openedx
from ..lms.exports.entries import Entry, Export
from ..lms.exports.sheet import BadSheet
from ..reports.grades import GradeRow
from ..reports.safe import one_line
from .classwork import open_course
from .export import marks_of
from .terms import UsageProblem, tell


@dataclass(frozen=True, slots=True)
class Wish:
    """What is exported, and where to: of a course's assignment, what was published or what stands now."""

    course: Path
    slug: str
    assignments: Path
    out: Path | None
    unpublished: bool = False


def export_canvas(wish: Wish, *, into: Path | None, column: str | None, scale: bool) -> None:
    """Canvas's gradebook: the teacher's own export filled in, or a new file."""
    entries, titles, max_score = _gathered(wish)
    if into is None:
        _deliver(wish, canvas.make(entries, column or titles[0], max_score=max_score))
        return
    wanted = [column] if column else titles
    with _blaming(into):
        _deliver(wish, canvas.fill(into.read_bytes(), entries, wanted, max_score=max_score, scale=scale))


def export_moodle(wish: Wish, *, participants: Path | None, column: str | None) -> None:
    """Moodle's grade import."""
    entries, titles, _ = _gathered(wish)
    known = participants.read_bytes() if participants else None
    with _blaming(participants or wish.course):
        _deliver(wish, moodle.make(entries, column or titles[0], known=known))


def export_openedx(wish: Wish, *, into: Path) -> None:
    """Open edX's staff graded points: the teacher's own file filled in."""
    entries, _, _ = _gathered(wish)
    with _blaming(into):
        _deliver(wish, openedx.fill(into.read_bytes(), entries))


def export_json(course: Path, *, out: Path | None, unpublished: bool) -> None:
    """All marks of a course, a list of objects with the keys of ``grades.csv``."""
    rows, _ = marks_of(course, unpublished=unpublished)
    text = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
    _write(out, text.encode("utf-8", "replace"), len(rows))


class _blaming:  # noqa: N801 - reads like the function it stands for
    """Turns ``BadSheet`` into the user's problem, with the file's name."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BadSheet):
            raise UsageProblem(f"{self._file} cannot be used: {error}.") from error


def _gathered(wish: Wish) -> tuple[list[Entry], list[str], float]:
    """Entries in the roster's order, what the assignment may be called, and its points."""
    rows, left_out = marks_of(wish.course, unpublished=wish.unpublished, slug=wish.slug)
    people = {student.id: student for student in open_course(wish.course).roster}
    entries = [_entry(row, people.get(row.student)) for row in rows]
    known = {entry.student for entry in entries}
    entries += [_without_mark(student, people.get(student)) for student, _ in left_out if student not in known]
    if not entries:
        raise UsageProblem(f"There is no mark for {wish.slug} in {wish.course}.")
    titles, max_score = [wish.slug], next((row.max_score for row in rows if row.max_score), None)
    try:
        assignment = find_assignment(wish.slug, wish.assignments)
        titles = [assignment.title.en, assignment.title.ru, wish.slug]
        max_score = max_score or assignment.max_score
    except AssignmentError:
        pass  # gone since, or elsewhere: the gradebook knows enough
    return entries, titles, max_score or 0.0


def _entry(row: GradeRow, person: Student | None) -> Entry:
    points = None if row.status == MISSING else row.score
    return Entry(
        row.student,
        row.last_name,
        row.first_name,
        person.email if person else "",
        person.lms_user_id if person else "",
        row.status,
        points,
    )


def _without_mark(student: str, person: Student | None) -> Entry:
    names = (person.last_name, person.first_name, person.email, person.lms_user_id) if person else ("", "", "", "")
    return Entry(student, *names, "not published", None)


def _deliver(wish: Wish, export: Export) -> None:
    _write(wish.out, export.content, export.count)
    _tell_left_out(export.left_out)


def _write(out: Path | None, content: bytes, count: int) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_whole(out, content)
        tell(f"{count} marks written to {out}")


def _tell_left_out(left_out: Sequence[tuple[str, str]]) -> None:
    reasons: dict[str, list[str]] = {}
    for who, why in left_out:
        reasons.setdefault(why, []).append(one_line(who))
    for why, people in sorted(reasons.items()):
        tell(f"Left out, {why}: {', '.join(people)}")
