"""A class's work as it lies in the course's folder, before anything is graded."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from ..core.assignment import Assignment
from ..core.errors import AssignmentError, GraderError
from ..core.submission import Submission
from ..core.text import Text
from ..core.verdict import Status, Verdict
from ..engine.toolchain import toolchain
from ..gradebook.packing import identity
from ..intake.assignments import find_assignment
from ..intake.course import Course, Entry, read_course, walk
from ..intake.seen import Before, Seen, Work
from ..intake.uploads import read_submission
from ..sandbox.limits import default_limits
from .terms import UsageProblem


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a course is meant: None stands for all. ``assignments`` is the folder that holds them."""

    assignments: Path
    slug: str | None = None
    student: str | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """One submission in the course's folder. ``digest`` is its identity; its bytes are there once they were read."""

    entry: Entry
    assignment: Assignment
    digest: str
    submission: Submission | None

    @property
    def place(self) -> tuple[str, str]:
        return self.entry.student, self.assignment.slug


@dataclass(slots=True)
class Classwork:
    """What was handed in, in the order of the folders, names as the intake made them."""

    course: Course
    known: dict[str, Assignment]
    handed_in: list[Handed]
    unknown: dict[str, int]  # assignments that are not ours: how many were handed in
    refused: list[Entry]  # a student's whole folder that must not be read: nobody knows for which assignment
    unreadable: list[Verdict] = field(default_factory=list)  # errors of ours, in the place of a submission

    def read(self, entry: Entry, assignment: Assignment) -> Submission | None:
        """A submission's bytes; None, and an error of ours, for what this machine, or this grader, cannot read."""
        if entry.problem is not None:
            return Submission(entry.student, assignment.slug, (), entry.problem, entry.submitted_at)
        limits, when = default_limits().replaced(assignment.limits), entry.submitted_at
        try:
            return read_submission(entry.path, assignment, limits, student=entry.student, submitted_at=when)
        except Exception as error:  # noqa: BLE001 - one upload must not cost the class its marks
            told = error.strerror if isinstance(error, OSError) and error.strerror else repr(error)
            self.unreadable.append(_cannot_be_read(entry, assignment, f"{entry.path}: {told}"))
            return None

    def submissions(self, which: Iterable[Handed]) -> Iterator[Submission]:
        """Those of them that this machine can read."""
        for one in which:
            submission = one.submission or self.read(one.entry, one.assignment)
            if submission is not None:
                yield submission


def read_classwork(folder: Path, wanted: Wanted) -> Classwork:
    """Read a course. Raises ``UsageProblem``, ``AssignmentError``, ``GraderError`` for what stops all of it."""
    course = open_course(folder)
    _refuse_other_versions(course)
    seen = Seen(folder, toolchain()) if wanted.slug is None and wanted.student is None else None
    entries = list(walk(course, assignment=wanted.slug, student=wanted.student, seen=seen))
    _refuse_strangers(course, wanted, entries)
    known: dict[str, Assignment] = {}
    unknown: dict[str, int] = {}
    named = {entry.assignment for entry in entries if entry.assignment} | ({wanted.slug} if wanted.slug else set())
    for slug in sorted(named):
        if slug == wanted.slug or is_ours(slug, wanted.assignments):
            known[slug] = find_assignment(slug, wanted.assignments)
        else:  # a course may hold other people's assignments too; they are named, and stop nothing
            unknown[slug] = sum(entry.assignment == slug for entry in entries)
    refused = [entry for entry in entries if not entry.assignment]
    found = Classwork(course, known, [], unknown, refused)
    for entry in entries:
        if entry.assignment in known:
            _hand_in(found, entry, seen)
    if seen:
        seen.save()
    return found


def open_course(folder: Path) -> Course:
    """The course in ``folder``; ``UsageProblem`` where it is none."""
    if not (folder / "submitted").is_dir():
        raise UsageProblem(
            f"{folder} is no course: there is no folder {folder / 'submitted'}/STUDENT/ASSIGNMENT/ in it."
        )
    return read_course(folder)


def is_ours(slug: str, assignments: Path) -> bool:
    """Whether there is an assignment of that name."""
    return (assignments / slug).is_dir()


def handed_in(course: Course, assignments: Path) -> Iterator[tuple[str, str]]:
    """(student, assignment) of everything in the course that is for an assignment of ours; nothing is read."""
    for entry in walk(course):
        if entry.assignment and is_ours(entry.assignment, assignments):
            yield entry.student, entry.assignment


def _refuse_other_versions(course: Course) -> None:
    """A course may ask for the versions it was written for: with others its marks mean something else."""
    python = platform.python_version()
    if course.python and not python.startswith(f"{course.python}."):
        raise GraderError(
            f"{course.folder} is to be graded with Python {course.python}; this is {python}."
            f" Run: make setup PYTHON=python{course.python}"
        )
    try:
        suits = SpecifierSet(course.django or "").contains(version("django"), prereleases=True)
    except InvalidSpecifier as error:
        file = str(course.folder / "course.toml")
        raise AssignmentError(file, "django", f"is no version condition: {course.django!r}") from error
    if not suits:
        raise GraderError(f"{course.folder} is to be graded with Django {course.django}; this is {version('django')}.")


def _refuse_strangers(course: Course, wanted: Wanted, entries: list[Entry]) -> None:
    if wanted.student is None or entries:
        return
    if wanted.student not in {student.id for student in course.roster}:
        raise UsageProblem(
            f"{course.folder} knows no student {wanted.student!r}: there is neither a folder in submitted/"
            " nor a row in students.csv."
        )


def _hand_in(found: Classwork, entry: Entry, seen: Seen | None) -> None:
    """Add one submission; it is read where nobody knows what it is."""
    assignment = found.known[entry.assignment]
    if entry.before and entry.before.assignment_digest == assignment.digest:
        found.handed_in.append(Handed(entry, assignment, entry.before.digest, None))
        return
    submission = found.read(entry, assignment)
    if submission is not None:
        digest = identity(submission)
        found.handed_in.append(Handed(entry, assignment, digest, submission))
        if seen and not entry.problem:
            seen.note(
                entry.path.parent.name, assignment.slug, Work(entry.submitted_at, Before(assignment.digest, digest))
            )
    elif seen:
        seen.doubt(entry.path.parent.name)


def _cannot_be_read(entry: Entry, assignment: Assignment, reason: str) -> Verdict:
    return Verdict(
        assignment=assignment.slug,
        student=entry.student,
        status=Status.ERROR,
        score=None,
        max_score=assignment.max_score,
        checks=(),
        reason=Text(f"It could not be read. {reason}", f"Не удалось прочитать. {reason}"),
    )
