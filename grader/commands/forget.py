"""``grader forget``: a student's identity, files, feedback, evidence and marks are erased."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ..files import write_whole
from ..gradebook import forgetting
from ..gradebook.connection import Gradebook
from ..gradebook.models import Person
from ..intake.course import Course
from ..intake.names import composed
from ..intake.seen import seen_file
from ..reports.safe import one_line
from .book import writing
from .classwork import open_course
from .collected import Collected
from .marksheet import write_marksheet
from .people import find_person
from .terms import Exit, UsageProblem, console, tell

# Where a course holds folders by student: ours, and nbgrader's.
_FOLDERS = ("submitted", "graded", "evidence", "feedback", "autograded")


def forget_student(folder: Path, student: str, *, assignments: Path) -> Exit:
    """Erase one student. Can be repeated where it was interrupted: the row with the name goes last."""
    with writing(folder) as book:
        _forget(book, open_course(folder), [find_person(book, student)], assignments)
    return Exit.DONE


def forget_expired(folder: Path, *, assignments: Path) -> Exit:
    """Erase everybody whose last submission is older than ``retention_days`` in ``course.toml``."""
    course = open_course(folder)
    if course.retention_days is None:
        raise UsageProblem(f"{folder / 'course.toml'} has no retention_days, such as retention_days = 365.")
    with writing(folder) as book:
        people = forgetting.expired(book, course.retention_days, datetime.now(UTC))
        if not people:
            console().print(f"Nobody's last submission is older than {course.retention_days} days.")
        else:
            _forget(book, course, people, assignments)
    return Exit.DONE


def _forget(book: Gradebook, course: Course, people: list[Person], assignments: Path) -> None:
    logins = {str(person.login) for person in people}
    erase_from_roster(course.folder / "students.csv", logins)
    for login in logins:
        for kind in _FOLDERS:
            _erase_folder(course.folder / kind, login)
    for report in (course.folder / "evidence").glob("report.*.html"):
        report.unlink()  # it names everybody; grader stats makes it again
    seen_file(course.folder).unlink(missing_ok=True)  # so do these notes; the next run makes them again
    Collected(course.folder).forget(logins)
    for person in people:
        forgetting.forget(book, person)
    forgetting.wipe()
    write_marksheet(book, open_course(course.folder), assignments)
    for login in sorted(logins):
        console().print(f"{one_line(login)} is forgotten: files, feedback, evidence, attempts and marks are erased.")
    for path in _copies(course.folder, logins):
        tell(f"{path} is yours, was left alone, and still names somebody who is forgotten.")


def _erase_folder(parent: Path, login: str) -> None:
    """Remove the folder of that name, links not followed."""
    for path in parent.iterdir() if parent.is_dir() else ():
        if composed(path.name) == login:
            if path.is_symlink() or not path.is_dir():
                path.unlink()
            else:
                shutil.rmtree(path)


def erase_from_roster(path: Path, logins: set[str]) -> None:
    """Write ``students.csv`` without those rows; every other byte stays as it was."""
    if not path.exists():
        return
    content = path.read_bytes()
    text = content.decode("utf-8-sig")
    lines = list(io.StringIO(text, newline=""))  # as the reader takes them: str.splitlines knows more ends of lines
    kept = "".join(_other_rows(text, lines, logins))
    if kept != text:
        mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
        write_whole(path, mark + kept.encode())


def _other_rows(text: str, lines: list[str], logins: set[str]) -> Iterator[str]:
    """A row may go over several lines: the reader says where it ends."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    place, begin = None, 0
    for row in rows:
        if place is None:
            place = [cell.strip() for cell in row].index("id")
        if len(row) <= place or composed(row[place].strip()) not in logins:
            yield from lines[begin : rows.line_num]
        begin = rows.line_num


def _copies(folder: Path, logins: set[str]) -> list[Path]:
    """Files beside ours that staff made or edited, and that name one of them."""
    files = [*folder.glob("grades.csv.edited-*"), *folder.glob("*.db")]
    names = [login.encode() for login in logins]
    return [path for path in sorted(files) if any(name in path.read_bytes() for name in names)]
