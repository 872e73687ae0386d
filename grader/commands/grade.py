"""``grader grade``: every submission of a course, one after the other, whatever any of them does."""

from __future__ import annotations

import platform
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from ..core.assignment import Assignment
from ..core.errors import AssignmentError, GraderError
from ..core.submission import Submission
from ..core.text import Text
from ..core.verdict import Status, Verdict
from ..engine.local import grade_all
from ..intake.assignments import find_assignment
from ..intake.course import Course, Entry, read_course, walk
from ..intake.uploads import read_submission
from ..sandbox.limits import default_limits
from .coursework import Summary, course_key, iso, store, stored, write_grades
from .progress import Screen
from .rows import rows
from .terms import Exit, UsageProblem, tell


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    assignments: Path
    slug: str | None
    student: str | None
    jobs: int
    language: str | None  # of the feedback; None: the course's
    min_isolation: str


@dataclass(slots=True)
class Run:
    """One run over a course: what is to be graded, and what came of it so far."""

    course: Course
    language: str
    key: bytes
    known: dict[str, Assignment]
    entries: list[Entry]
    work: list[tuple[Submission, Assignment]]
    unknown: dict[str, int]  # assignments that are not ours: how many submissions
    refused: list[Entry]  # a student's whole folder that must not be read: nobody knows for which assignment
    fresh: dict[tuple[str, str], Summary] = field(default_factory=dict)
    unreadable: list[tuple[int, Verdict]] = field(default_factory=list)


def grade_course(folder: Path, options: Options) -> Exit:
    """Grade a course and write its files. Raises ``UsageProblem``, ``AssignmentError``, ``GraderError``."""
    run = _prepare(folder, options)
    screen = Screen(total=len(run.work))
    interrupted = False
    try:
        with screen:
            for index, verdict in _verdicts(run, options):
                _keep(run, index, verdict, screen)
    except KeyboardInterrupt:
        interrupted = True
    finally:  # what has been graded is in the gradebook, whatever stopped the rest
        if run.fresh or not run.work:
            _gradebook(run, options, screen)
    screen.summary(run.unknown, run.refused)
    if interrupted:
        tell(f"Stopped: {len(run.fresh)} of {len(run.work)} submissions are graded, and their files are whole.")
        return Exit.INTERRUPTED
    if len(run.fresh) < len(run.work):
        raise GraderError(f"{len(run.work) - len(run.fresh)} submissions got no verdict at all.")
    return Exit.TROUBLE if any(s.status == Status.ERROR for s in run.fresh.values()) else Exit.DONE


def _prepare(folder: Path, options: Options) -> Run:
    if not (folder / "submitted").is_dir():
        raise UsageProblem(
            f"{folder} is no course: there is no folder {folder / 'submitted'}/STUDENT/ASSIGNMENT/ in it."
        )
    course = read_course(folder)
    _refuse_other_versions(course)
    entries = list(walk(course, assignment=options.slug, student=options.student))
    _refuse_strangers(course, options, entries)
    known: dict[str, Assignment] = {}
    unknown: dict[str, int] = {}
    for slug in sorted(
        {entry.assignment for entry in entries if entry.assignment} | ({options.slug} if options.slug else set())
    ):
        if slug == options.slug or _is_ours(slug, options):
            known[slug] = find_assignment(slug, options.assignments)
        else:  # a course may hold other people's assignments too; they are named, and stop nothing
            unknown[slug] = sum(entry.assignment == slug for entry in entries)
    ours = [entry for entry in entries if entry.assignment in known]
    run = Run(
        course=course,
        language=options.language or course.language,
        key=course_key(course.folder),
        known=known,
        entries=ours,
        work=[],
        unknown=unknown,
        refused=[entry for entry in entries if not entry.assignment],
    )
    for index, entry in enumerate(ours):
        submission = _read(run, index, entry)
        run.work.append((submission, known[entry.assignment]))
    return run


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


def _is_ours(slug: str, options: Options) -> bool:
    return (options.assignments / slug).is_dir()


def _refuse_strangers(course: Course, options: Options, entries: list[Entry]) -> None:
    if options.student is None or entries:
        return
    if options.student not in {student.id for student in course.roster}:
        raise UsageProblem(
            f"{course.folder} knows no student {options.student!r}: there is neither a folder in submitted/"
            " nor a row in students.csv."
        )


def _read(run: Run, index: int, entry: Entry) -> Submission:
    """The submission, or a stand-in for one that this machine cannot read: not the student's fault."""
    assignment = run.known[entry.assignment]
    if entry.problem is not None:
        return Submission(entry.student, assignment.slug, (), entry.problem, entry.submitted_at)
    limits = default_limits().replaced(assignment.limits)
    try:
        return read_submission(entry.path, assignment, limits, student=entry.student, submitted_at=entry.submitted_at)
    except OSError as error:
        reason = f"{entry.path}: {error.strerror or error}"
        verdict = Verdict(
            assignment=assignment.slug,
            student=entry.student,
            status=Status.ERROR,
            score=None,
            max_score=assignment.max_score,
            checks=(),
            reason=Text(f"It could not be read. {reason}", f"Не удалось прочитать. {reason}"),
        )
        run.unreadable.append((index, verdict))
        return Submission(entry.student, assignment.slug, (), submitted_at=entry.submitted_at)


def _verdicts(run: Run, options: Options) -> Iterator[tuple[int, Verdict]]:
    """(index into ``run.work``, verdict) as they come; lanes are closed when it is."""
    yield from run.unreadable
    done = {index for index, _ in run.unreadable}
    indices = [index for index in range(len(run.work)) if index not in done]
    if not indices:
        return
    verdicts = grade_all(
        [run.work[index] for index in indices],
        jobs=options.jobs,
        course_key=run.key,
        min_isolation=options.min_isolation,
    )
    try:
        for position, verdict in verdicts:
            yield indices[position], verdict
    finally:
        if isinstance(verdicts, Generator):
            verdicts.close()


def _keep(run: Run, index: int, verdict: Verdict, screen: Screen) -> None:
    # Whose verdict it is, is known from the folder it was found in, never from what came back.
    entry, (_, assignment) = run.entries[index], run.work[index]
    summary = store(run.course.folder, entry.student, assignment, verdict, run.language)
    run.fresh[entry.student, entry.assignment] = summary
    screen.show(entry.student, entry.assignment, verdict)


def _gradebook(run: Run, options: Options, screen: Screen) -> None:
    """Bring ``grades.csv`` up to date: this run's verdicts, and those of earlier runs for all others."""
    submitted: dict[tuple[str, str], str] = {}
    summaries: dict[tuple[str, str], Summary] = {}
    for entry in walk(run.course):
        place = (entry.student, entry.assignment)
        if not entry.assignment or not _is_ours(entry.assignment, options):
            continue
        submitted[place] = iso(entry.submitted_at)
        try:
            summary = run.fresh.get(place) or stored(run.course.folder, *place)
        except GraderError as error:
            tell(f"warning: {error}")
            continue
        if summary:
            summaries[place] = summary
    max_scores = {slug: summary.max_score for (_, slug), summary in summaries.items()}
    max_scores |= {slug: assignment.max_score for slug, assignment in run.known.items()}
    table = rows(run.course.roster, max_scores, submitted, summaries)
    kept = write_grades(run.course.folder, table)
    if kept:
        tell(f"grades.csv had been edited since it was written; your version is kept as {kept.name}.")
    screen.matrix(table)
