"""A course: an nbgrader course directory, of which ``submitted/`` and the roster are read here.

The contract: ``submitted/<student>/<assignment>/<files>`` with nbgrader's ``timestamp.txt``,
``students.csv``, ``course.toml``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..core.errors import AssignmentError, GraderError, SubmissionError
from ..core.policy import Policy
from ..core.text import LANGUAGES, Text
from . import reasons
from .folders import read_beside
from .names import composed, is_safe_component, shown
from .policies import read_policies
from .seen import Before, Seen, Work
from .tables import Table, nearest, read_toml

_KEYS = ("language", "python", "django", "policy", "assignment", "retention_days")
_LONGEST_RETENTION = 36_525
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?)\s*([+-]\d\d:?\d\d|[A-Za-z][\w/+-]*)?")


@dataclass(frozen=True, slots=True)
class Student:
    """One row of ``students.csv``. All but ``id`` may be empty."""

    id: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    lms_user_id: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """One course folder. ``python`` and ``django`` are what it asks to be graded with, or None.

    ``policies`` holds those of the assignments that ``course.toml`` names; ``policy`` is that of all others.
    ``retention_days``: how long after their last submission students are kept; None: for good.
    """

    folder: Path
    roster: tuple[Student, ...] = ()
    language: str = "en"
    python: str | None = None
    django: str | None = None
    policy: Policy = field(default_factory=Policy)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    retention_days: int | None = None

    def policy_of(self, slug: str) -> Policy:
        return self.policies.get(slug, self.policy)


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission of a course: ``path`` is what ``read_submission`` takes; it may spell ``student`` otherwise.

    ``problem`` is set where the folder must not be read. ``student`` and ``assignment`` are then still safe
    as names of files; ``assignment`` is empty where a student's whole folder is refused and none was asked
    for. ``before`` is what it was when it was last read, where nobody has touched it since.
    """

    student: str
    assignment: str
    path: Path
    submitted_at: datetime | None = None
    problem: Text | None = None
    before: Before | None = None


def read_course(folder: Path) -> Course:
    """The course in ``folder``.

    Raises ``FileNotFoundError`` where there is no such folder, ``GraderError`` where it is no course, and
    ``AssignmentError`` for what is wrong in ``course.toml`` (with its key) or ``students.csv`` (with line).
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: there is no such folder")
    if not (folder / "submitted").is_dir():
        raise GraderError(f"{folder}: not a course: there is no folder submitted/<student>/<assignment>/ in it")
    table = _statements(folder)
    language = table.optional_text("language") or "en"
    if language not in LANGUAGES:
        raise table.error("language", f'must be one of {", ".join(LANGUAGES)}, not "{language}"')
    python = table.optional_text("python")
    if python is not None and not re.fullmatch(r"3\.\d+", python):
        raise table.error("python", f'must be a version such as "3.13", not "{python}"')
    roster = read_roster(folder)
    policy, policies = read_policies(table)
    retention = table.positive_whole("retention_days") if "retention_days" in table.data else None
    if retention is not None and retention > _LONGEST_RETENTION:
        raise table.error("retention_days", f"is more than {_LONGEST_RETENTION}, a hundred years")
    return Course(folder, roster, language, python, table.optional_text("django"), policy, policies, retention)


def read_policy(folder: Path, slug: str) -> Policy:
    """One assignment's rules, of the course in ``folder``. Raises ``AssignmentError``."""
    policy, policies = read_policies(_statements(folder))
    return policies.get(slug, policy)


def _statements(folder: Path) -> Table:
    file = folder / "course.toml"
    return Table(str(file), read_toml(file) if file.exists() else {}, _KEYS)


def walk(
    course: Course, *, assignment: str | None = None, student: str | None = None, seen: Seen | None = None
) -> Iterator[Entry]:
    """The course's submissions, by student and then by assignment.

    Hidden names and loose files above the submissions are passed over; links are refused and not followed. With
    ``seen`` (only for the whole course) untouched folders are not looked into.
    """
    homes: defaultdict[str, list[Path]] = defaultdict(list)
    for home in _folders(course.folder / "submitted"):
        if student is None or composed(home.name) == composed(student):
            homes[composed(home.name)].append(home)
    for name, (home, *twins) in homes.items():
        if twins:
            problem = reasons.twin_folders(len(twins) + 1, shown(name))
            yield Entry(_safe(name), assignment or "", home, problem=problem)
            continue
        known = seen.untouched(home) if seen else None
        if known is not None:
            for slug, work in known.items():
                yield Entry(name, slug, home / slug, work.submitted_at, before=work.before)
            continue
        for entry in _handed_in(home, assignment):
            if seen and entry.problem:
                seen.doubt(home.name)
            elif seen:
                seen.note(home.name, entry.assignment, Work(entry.submitted_at, None))
            yield entry


def _handed_in(home: Path, assignment: str | None) -> Iterator[Entry]:
    """What lies in one student's folder."""
    student = composed(home.name)
    if refusal := _refusal(home):
        yield Entry(_safe(student), assignment or "", home, problem=refusal)
        return
    try:
        paths = _folders(home, assignment)
    except PermissionError:
        problem = reasons.note_of(reasons.unreadable(shown(home.name)))
        yield Entry(student, assignment or "", home, problem=problem)
        return
    for path in paths:
        if refusal := _refusal(path):
            yield Entry(student, _safe(path.name), path, problem=refusal)
        else:
            yield Entry(student, path.name, path, submitted_at(path))


def _folders(folder: Path, only: str | None = None) -> list[Path]:
    """The folders directly in ``folder``, and what pretends to be one."""
    with os.scandir(folder) as entries:
        names = [
            entry.name
            for entry in entries
            if not entry.name.startswith(".")
            and (entry.is_symlink() or entry.is_dir(follow_symlinks=False))
            and only in (None, entry.name)
        ]
    return [folder / name for name in sorted(names)]


def _refusal(folder: Path) -> Text | None:
    if folder.is_symlink():
        return reasons.linked_folder(shown(folder.name))
    return None if is_safe_component(folder.name) else reasons.unsafe_folder(shown(folder.name))


def _safe(name: str) -> str:
    """The name itself, or one of ours for it where files must not be called so."""
    if is_safe_component(name):
        return name
    return "unsafe-" + hashlib.sha256(os.fsencode(name)).hexdigest()[:12]


def submitted_at(folder: Path) -> datetime | None:
    """The time in nbgrader's ``timestamp.txt``, in UTC; without a zone it is UTC, as nbgrader reads it."""
    if not os.path.lexists(folder / "timestamp.txt"):
        return None  # mostly; saying why costs more than all of the rest
    try:
        text = read_beside(folder, "timestamp.txt", 1).decode("ascii")
    except (SubmissionError, UnicodeDecodeError):
        return None
    found = _TIMESTAMP.fullmatch(text.strip())
    if not found:
        return None
    moment, zone = found.groups()
    try:
        if zone and zone[0] in "+-":
            return datetime.fromisoformat(moment + zone).astimezone(UTC)
        known = UTC if zone in (None, "UTC", "Z", "GMT") else ZoneInfo(zone)
        return datetime.fromisoformat(moment).replace(tzinfo=known).astimezone(UTC)
    except (ValueError, KeyError, OverflowError, OSError):  # the last: a folder of the zone database
        return None


def read_roster(folder: Path) -> tuple[Student, ...]:
    """The rows of ``students.csv`` in the course's ``folder``; none where there is none. Raises ``AssignmentError``."""
    path = folder / "students.csv"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    return roster_of(content, path)


def roster_of(content: bytes, path: Path) -> tuple[Student, ...]:
    """The rows of a roster. ``path`` names it in what ``AssignmentError`` says."""
    return tuple(_students(content, path))


def roster_text(roster: Iterable[Student]) -> str:
    """A roster as ``roster_of`` reads it."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(field.name for field in fields(Student))
    table.writerows(astuple(student) for student in roster)
    return text.getvalue()


def _students(content: bytes, path: Path) -> Iterator[Student]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssignmentError(str(path), None, f"is not UTF-8 (byte {error.start})") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(rows, [])]
        _check_header(path, header)
        seen: set[str] = set()
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _student(f"{path}:{rows.line_num}", header, row, seen)
    except csv.Error as error:
        raise AssignmentError(f"{path}:{rows.line_num}", None, f"is not CSV: {error}") from error


def _check_header(path: Path, header: Sequence[str]) -> None:
    known = [field.name for field in fields(Student)]
    for name in header:
        if name not in known:
            raise AssignmentError(f"{path}:1", shown(name), f"unknown column{nearest(name, known)}")
        if header.count(name) > 1:
            raise AssignmentError(f"{path}:1", name, "stands twice")
    if "id" not in header:
        raise AssignmentError(f"{path}:1", "id", f"is missing; the columns are {','.join(known)}")


def _student(where: str, header: Sequence[str], row: Sequence[str], seen: set[str]) -> Student:
    if len(row) > len(header):
        raise AssignmentError(where, None, f"has {len(row)} cells, but there are {len(header)} columns")
    cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
    if damaged := next((name for name, cell in cells.items() if "\0" in cell), None):
        raise AssignmentError(where, damaged, "holds a NUL, which is no letter: save the file as CSV UTF-8 again")
    student = Student(**cells | {"id": composed(cells["id"])})
    if not is_safe_component(student.id):
        raise AssignmentError(where, "id", f'"{shown(student.id)}" cannot be used as the name of a folder')
    if student.id in seen:
        raise AssignmentError(where, "id", f'a second student "{student.id}"')
    seen.add(student.id)
    return student
