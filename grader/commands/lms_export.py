"""``grader export canvas | moodle | openedx``: published marks as the files that learning platforms take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import AssignmentError
from ..intake.assignments import find_assignment
from ..intake.course import Student
from ..lms.exports import canvas, moodle, openedx
from ..lms.exports.entries import Entry, Export
from ..lms.exports.sheet import BadSheet
from .classwork import open_course
from .export import deliver, marks_of, tell_left_out
from .terms import UsageProblem


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


@contextmanager
def _blaming(file: Path) -> Iterator[None]:
    """Turns ``BadSheet`` into the user's problem, with the file's name."""
    try:
        yield
    except BadSheet as error:
        raise UsageProblem(f"{file} cannot be used: {error}.") from error


def _gathered(wish: Wish) -> tuple[list[Entry], list[str], float]:
    """Entries in the roster's order, what the assignment may be called, and its points."""
    course = open_course(wish.course)
    marks = marks_of(course, unpublished=wish.unpublished, slug=wish.slug)
    rows = marks.table
    people = {student.id: student for student in course.roster}
    found = [(row.student, row.status, row.score) for row in rows]
    found += [(student, "not published", None) for student, _ in marks.left_out]
    entries = [_entry(people.get(login) or Student(login), status, points) for login, status, points in found]
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


def _entry(person: Student, status: str, points: float | None) -> Entry:
    names = (person.last_name, person.first_name, person.email, person.lms_user_id)
    return Entry(person.id, *names, status, points)


def _deliver(wish: Wish, export: Export) -> None:
    deliver(export.content, wish.out, f"{export.count} marks")
    tell_left_out(export.left_out)
