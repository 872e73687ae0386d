"""``grader explain``: where each point of a mark went, from what ``grader grade`` kept in ``evidence/``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from ..core.assignment import Assignment
from ..core.errors import AssignmentError, GraderError
from ..core.text import Text
from ..core.verdict import Verdict
from ..intake.assignments import find_assignment
from ..intake.course import Course, Entry, read_course, walk
from ..intake.uploads import read_submission
from ..sandbox.limits import default_limits
from .explanation import Change, Evidence, explanation
from .terms import UsageProblem, console, near


def explain(
    course: Path, student: str, slug: str, *, check: str | None, language: str | None, assignments: Path
) -> None:
    """Print why a mark is what it is. Raises ``UsageProblem`` where there is nothing to explain."""
    if not (course / "submitted").is_dir():
        raise UsageProblem(
            f"{course} is no course: there is no folder {course / 'submitted'}/STUDENT/ASSIGNMENT/ in it."
        )
    read = read_course(course)
    path = _kept(read, student, slug)
    verdict = _verdict(path)
    if check is not None and check not in {result.id for result in verdict.checks}:
        known = [result.id for result in verdict.checks]
        raise UsageProblem(f"The verdict on {student}'s {slug} has no check {check!r}{near(check, known)}")
    try:
        assignment, gone = find_assignment(slug, assignments), ""
    except AssignmentError as error:  # graded is graded: the numbers can be explained without its folder
        assignment, gone = None, error.problem
    evidence = Evidence(
        verdict=verdict,
        student=student,
        graded_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        assignment=assignment,
        changes=(_assignment_change(verdict, assignment, gone), _submission_change(verdict, read, student, assignment)),
    )
    console().print(explanation(evidence, language or read.language, only=check), end="")


def _kept(course: Course, student: str, slug: str) -> Path:
    """The file of the verdict. Names are compared with what is there: whatever is typed, no other file is read."""
    graded = {name: _names(course.folder / "evidence" / name) for name in _names(course.folder / "evidence")}
    if slug in graded.get(student, ()):
        path = course.folder / "evidence" / student / slug / "verdict.json"
        if path.is_file():
            return path
    handed_in = _names(course.folder / "submitted")
    on_roster = {person.id for person in course.roster}
    known = graded.keys() | handed_in | on_roster
    if student not in known:
        raise UsageProblem(f"{course.folder} knows no student {student!r}{near(student, known)}")
    if student in handed_in and slug in _names(course.folder / "submitted" / student):
        raise UsageProblem(
            f"{student}'s {slug} is not graded yet. Run: grader grade {course.folder} --student {student}"
            f" --assignment {slug}"
        )
    slugs = graded.get(student, set()) | (
        _names(course.folder / "submitted" / student) if student in handed_in else set()
    )
    raise UsageProblem(f"{student} has handed in nothing for {slug!r}{near(slug, slugs)}")


def _names(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")}
    except (FileNotFoundError, NotADirectoryError):
        return set()


def _verdict(path: Path) -> Verdict:
    try:
        return Verdict.from_json(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GraderError(f"{path} is no verdict of this grader: {error}") from error


def _assignment_change(verdict: Verdict, assignment: Assignment | None, gone: str) -> Change:
    then = str(verdict.environment.get("assignment_digest", ""))
    if assignment is None:
        return Change("assignment", "assignment_gone", then, problem=gone)
    return Change("assignment", "same" if assignment.digest == then else "assignment_changed", then, assignment.digest)


def _submission_change(verdict: Verdict, course: Course, student: str, assignment: Assignment | None) -> Change | None:
    """What became of the submission since; None where nobody knows how to read it, without the assignment."""
    if assignment is None:
        return None
    then = str(verdict.environment.get("submission_digest", ""))
    entry = next(walk(course, assignment=assignment.slug, student=student), None)
    if entry is None:
        return Change("submission", "submission_gone", then)
    now, problem = _read(entry, assignment)
    if now == then:
        return Change("submission", "same", then)
    return Change("submission", "submission_unusable" if problem else "submission_changed", then, now, problem)


def _read(entry: Entry, assignment: Assignment) -> tuple[str, str | Text]:
    """The digest of what is handed in now, and what is wrong with it."""
    if entry.problem is not None:
        return "", entry.problem
    try:
        submission = read_submission(entry.path, assignment, default_limits().replaced(assignment.limits))
    except OSError as error:
        return "", str(error.strerror or error)
    return submission.digest, submission.problem or ""
