"""A course folder: its settings, its roster, its submissions."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.core.errors import AssignmentError, GraderError
from grader.intake.course import Course, Student, read_course, walk
from grader.intake.uploads import read_submission
from tests.intake.builders import LIMITS, SOURCE, assignment, taken


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course with two students."""
    for student in ("bob", "alice"):
        hand_in(tmp_path, student, "one_to_one")
    return tmp_path


def hand_in(course: Path, student: str, slug: str) -> Path:
    home = course / "submitted" / student / slug
    home.mkdir(parents=True)
    (home / "models.py").write_bytes(SOURCE)
    return home


def test_a_bare_course_needs_no_files_of_its_own(folder: Path) -> None:
    """Roster and settings are optional."""
    assert read_course(folder) == Course(folder)


def test_settings_and_roster_are_read(folder: Path) -> None:
    """Excel's byte order mark, blanks and empty rows do no harm; missing columns are empty."""
    (folder / "course.toml").write_text('language = "ru"\npython = "3.13"\ndjango = "~=6.1"\n', "utf-8")
    rows = "id,last_name,first_name\r\nalice, Иванова ,Анна\r\n,,\r\n\r\nbob,Smith\r\n"
    (folder / "students.csv").write_text(rows, "utf-8-sig")
    course = read_course(folder)
    assert (course.language, course.python, course.django) == ("ru", "3.13", "~=6.1")
    assert course.roster == (Student("alice", "Иванова", "Анна"), Student("bob", "Smith"))


@pytest.mark.parametrize(
    ("toml", "key", "problem"),
    [
        ('langauge = "ru"', "langauge", 'did you mean "language"'),
        ('language = "de"', "language", "en, ru"),
        ("language = 1", "language", "must be a text"),
        ("python = 3.13", "python", "must be a text, not a number"),
        ('python = ">=3.11"', "python", 'such as "3.13"'),
        ('django = ""', "django", "is empty"),
    ],
)
def test_a_mistake_in_the_settings_is_named_with_its_key(folder: Path, toml: str, key: str, problem: str) -> None:
    """File, key and what helps."""
    (folder / "course.toml").write_text(toml, "utf-8")
    with pytest.raises(AssignmentError) as caught:
        read_course(folder)
    assert (Path(caught.value.file).name, caught.value.key) == ("course.toml", key)
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("rows", "line", "problem"),
    [
        (b"id,lastname\n", 1, 'did you mean "last_name"'),
        (b"last_name,email\n", 1, "is missing"),
        (b"", 1, "is missing"),
        (b"id,id\n", 1, "stands twice"),
        (b"id\nalice\nalice\n", 3, "a second student"),
        (b"id\n../alice\n", 2, "cannot be used"),
        (b"id,email\n,a@b.ru\n", 2, "cannot be used"),
        (b"id\nalice,x\n", 2, "2 cells"),
        (b'id\n"alice\n', 2, "is not CSV"),
        ("id,last_name\nalice,Иванова\n".encode("cp1251"), None, "is not UTF-8"),
    ],
)
def test_a_mistake_in_the_roster_is_named_with_its_line(
    folder: Path, rows: bytes, line: int | None, problem: str
) -> None:
    """File, line and what is wrong."""
    (folder / "students.csv").write_bytes(rows)
    with pytest.raises(AssignmentError, match=re.escape(problem)) as caught:
        read_course(folder)
    assert caught.value.file.endswith(f"students.csv:{line}" if line else "students.csv")


@pytest.mark.parametrize("roster", ["NFC", "NFD"])
@pytest.mark.parametrize("disk", ["NFC", "NFD"])
def test_a_name_is_one_however_unicode_spells_it(tmp_path: Path, roster: str, disk: str) -> None:
    """A Mac writes й as two letters: whose folder comes from one is still who stands on the roster."""
    name = "Андрей Ёлкин"
    hand_in(tmp_path, unicodedata.normalize(disk, name), "one_to_one")
    (tmp_path / "students.csv").write_text(f"id\n{unicodedata.normalize(roster, name)}\n", "utf-8")
    course = read_course(tmp_path)
    for asked in (None, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
        (entry,) = walk(course, student=asked)
        assert entry.student == course.roster[0].id == unicodedata.normalize("NFC", name)
        assert taken(read_submission(entry.path, assignment(), LIMITS)) == {"models.py": SOURCE}


def test_two_folders_of_one_name_are_neither_taken(folder: Path) -> None:
    """Which of them is meant nobody can say; and the roster cannot name one student twice."""
    names = [unicodedata.normalize(form, "Андрей") for form in ("NFC", "NFD")]
    for name in names:
        hand_in(folder, name, "one_to_one")
    entries = list(walk(read_course(folder)))
    assert [entry.student for entry in entries] == ["alice", "bob", names[0]]
    assert entries[2].problem
    assert "2 folders" in entries[2].problem.en
    (folder / "students.csv").write_text("id\n" + "\n".join(names), "utf-8")
    with pytest.raises(AssignmentError, match="a second student"):
        read_course(folder)


def test_what_is_no_course_is_said_so(tmp_path: Path) -> None:
    """A missing folder, and one without submissions."""
    with pytest.raises(FileNotFoundError):
        read_course(tmp_path / "nowhere")
    with pytest.raises(GraderError, match="submitted/<student>/<assignment>/"):
        read_course(tmp_path)


def test_submissions_come_by_student_and_assignment(folder: Path) -> None:
    """In the order of their names, whatever the disk says."""
    hand_in(folder, "alice", "links")
    found = [(entry.student, entry.assignment) for entry in walk(read_course(folder))]
    assert found == [("alice", "links"), ("alice", "one_to_one"), ("bob", "one_to_one")]


def test_a_walk_can_be_narrowed(folder: Path) -> None:
    """To one student, to one assignment, to both, to nothing."""
    hand_in(folder, "alice", "links")
    course = read_course(folder)
    assert [entry.assignment for entry in walk(course, student="alice")] == ["links", "one_to_one"]
    assert [entry.student for entry in walk(course, assignment="one_to_one")] == ["alice", "bob"]
    assert len(list(walk(course, assignment="links", student="alice"))) == 1
    assert not list(walk(course, student="../bob"))


def test_hidden_names_and_loose_files_are_passed_over(folder: Path) -> None:
    """Also a file where a submission's folder would be."""
    hand_in(folder, ".cache", "one_to_one")
    hand_in(folder, "bob", ".ipynb_checkpoints")
    (folder / "submitted" / "readme.txt").write_bytes(b"")
    (folder / "submitted" / "bob" / "notes.txt").write_bytes(b"")
    assert len(list(walk(read_course(folder)))) == 2


@pytest.mark.parametrize("place", ["submitted/eve", "submitted/bob/links"])
def test_a_linked_folder_is_refused_and_not_followed(folder: Path, place: str) -> None:
    """Neither a student's folder nor a submission may be a link; the others are not touched by it."""
    (folder / place).symlink_to(folder / "submitted" / "alice")
    entries = list(walk(read_course(folder)))
    problems = [entry for entry in entries if entry.problem]
    assert len(entries) == 3
    assert [entry.path for entry in problems] == [folder / place]
    assert problems[0].problem
    assert "link" in problems[0].problem.en


def test_a_refused_student_keeps_the_assignment_that_was_asked_for(folder: Path) -> None:
    """So that the refusal can be recorded where somebody looks for it."""
    (folder / "submitted" / "eve").symlink_to("alice")
    (entry,) = walk(read_course(folder), student="eve", assignment="one_to_one")
    assert (entry.student, entry.assignment) == ("eve", "one_to_one")
    assert [entry.assignment for entry in walk(read_course(folder), student="eve")] == [""]


@pytest.mark.parametrize("name", ["-rf", "a\nb", "con", "x.", "a\u202eb"])
def test_an_unsafe_folder_name_becomes_a_safe_problem(folder: Path, name: str) -> None:
    """The entry's names can be used for files of ours; the problem shows the folder's own, escaped."""
    hand_in(folder, name, "one_to_one")
    hand_in(folder, "bob", name)
    problems = [entry for entry in walk(read_course(folder)) if entry.problem]
    assert len(problems) == 2
    for entry in problems:
        assert entry.problem
        assert entry.problem.en.isprintable()
        assert re.fullmatch(r"unsafe-[0-9a-f]{12}|bob", entry.student)
        assert re.fullmatch(r"unsafe-[0-9a-f]{12}|", entry.assignment)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-01 12:30:00.250000 UTC", datetime(2026, 9, 1, 12, 30, 0, 250000, UTC)),
        ("2026-09-01 12:30:00 Europe/Moscow\n", datetime(2026, 9, 1, 9, 30, tzinfo=UTC)),
        ("2026-09-01T12:30:00+03:00", datetime(2026, 9, 1, 9, 30, tzinfo=UTC)),
        ("2026-09-01 12:30:00 +0300", datetime(2026, 9, 1, 9, 30, tzinfo=UTC)),
        ("2026-09-01 12:30:00", datetime(2026, 9, 1, 12, 30, tzinfo=UTC)),
        ("2026-13-01 12:30:00", None),
        ("2026-09-01 12:30:00 Nowhere/Land", None),
        ("2026-09-01 12:30:00 Europe", None),
        ("2026-09-01 12:30:00 E/../../../etc/passwd", None),
        ("0001-01-01 00:00:00 +0300", None),
        ("yesterday", None),
        ("вчера", None),
        ("", None),
        ("2026-09-01 12:30:00" + " " * 2000, None),
    ],
)
def test_the_time_of_the_hand_in_is_nbgraders(folder: Path, text: str, expected: datetime | None) -> None:
    """Read where it is a time, in UTC; anything else is no time and no error."""
    (folder / "submitted" / "bob" / "one_to_one" / "timestamp.txt").write_text(text, "utf-8")
    entries = {entry.student: entry.submitted_at for entry in walk(read_course(folder))}
    assert entries == {"alice": None, "bob": expected}


def test_a_linked_timestamp_is_not_followed(folder: Path, tmp_path: Path) -> None:
    """It is no time then."""
    (tmp_path / "elsewhere.txt").write_text("2026-09-01 12:30:00", "ascii")
    link = folder / "submitted" / "bob" / "one_to_one" / "timestamp.txt"
    link.symlink_to(tmp_path / "elsewhere.txt")
    assert [entry.submitted_at for entry in walk(read_course(folder), student="bob")] == [None]


def test_an_entry_leads_to_a_submission(folder: Path) -> None:
    """Its path is what read_submission takes."""
    entry = next(walk(read_course(folder), student="bob"))
    submission = read_submission(entry.path, assignment(), LIMITS, student=entry.student)
    assert taken(submission) == {"models.py": SOURCE}
