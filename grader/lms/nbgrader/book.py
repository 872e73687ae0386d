"""Our verdicts into nbgrader's gradebook and its ``autograded/`` tree, by nbgrader's own converter.

What ``nbgrader autograde`` does for one student after another, it does here too, with verdicts that are there already.
So a mark by hand, extra credit, late penalties and comments fare as they do with ``nbgrader autograde``.
"""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from ...core.assignment import Assignment
from ...core.errors import GraderError, SubmissionError
from ...core.verdict import Verdict
from ...files import write_whole
from ...intake.folders import read_beside
from ...intake.names import shown
from . import CONFIG, configure
from .preprocess import GradeInLane

_SLIPS = ("timestamp.txt", "submission_secret.txt")
_SLIP_KB = 1
_OURS = b'<meta name="generator" content="grader">'


class NbBook:
    """The gradebook of a course that uses nbgrader. Raises ``GraderError`` where its configuration cannot be read."""

    def __init__(self, course: Path, assignments: Path, language: str) -> None:
        self._course = course.resolve()
        self._config = Config()
        configure(self._config)
        self._config.merge(_configuration(self._course))
        self._config.GradeInLane.assignments = str(assignments.resolve())
        self._config.GradeInLane.language = language
        self._config.CourseDirectory.root = str(self._course)
        self._directory = CourseDirectory(config=self._config)

    @property
    def is_there(self) -> bool:
        """Whether there is a gradebook, so that this is a course of nbgrader's."""
        url = str(self._directory.db_url)
        return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()

    def notebooks(self, slug: str) -> set[str]:
        """The names of an assignment's notebooks; none where nbgrader does not know it."""
        with Gradebook(self._directory.db_url, self._directory.course_id) as gradebook:
            try:
                return {notebook.name for notebook in gradebook.find_assignment(slug).notebooks}
            except MissingEntry:
                return set()

    def enter(self, assignment: Assignment, verdicts: Mapping[str, Verdict]) -> Iterator[tuple[str, str]]:
        """Enters verdicts that have a score, one after the other. ``verdicts``: by student id.

        Yields of each student her id, and what nbgrader said where it refused her submission. Who handed in no
        notebook is passed over: there is nothing that nbgrader could show.
        """
        names = self.notebooks(assignment.slug)
        for student, verdict in verdicts.items():
            folder = self._directory.format_path(self._directory.submitted_directory, student, assignment.slug)
            if any(Path(self._course, folder, f"{name}.ipynb").is_file() for name in names):
                special = _special_file(self._course / folder)
                if special:
                    yield student, f"{special} is a link or a special file, and nbgrader would copy what it leads to"
                else:
                    yield student, self._enter_one(assignment, student, verdict)

    def _enter_one(self, assignment: Assignment, student: str, verdict: Verdict) -> str:
        self._directory.assignment_id, self._directory.student_id = assignment.slug, student
        with _quietly() as said:
            converter = Autograde(coursedir=self._directory, config=self._config)
            converter.force = True
            converter.sanitize_preprocessors = _without_check(converter.sanitize_preprocessors)
            converter.autograde_preprocessors = [
                _entering(assignment, verdict),
                *_without_check(converter.autograde_preprocessors, "GradeInLane"),
            ]
            try:
                converter.start()
            except NbGraderException as error:
                return said[-1] if said else str(error)
        return ""

    def give_back(self, slug: str, student: str, page: bytes, *, replace: bool) -> str:
        """Writes what ``nbgrader release_feedback`` takes: a page for each notebook, and the slips of who handed it in.

        Answers why it cannot be written, or nothing. A page that is not ours stays, unless ``replace``.
        """
        submitted, feedback = (
            Path(self._course, self._directory.format_path(name, student, slug))
            for name in (self._directory.submitted_directory, self._directory.feedback_directory)
        )
        notebooks = sorted(name for name in self.notebooks(slug) if (submitted / f"{name}.ipynb").is_file())
        if not notebooks:
            return "without a notebook of this assignment"
        try:
            slips = {name: read_beside(submitted, name, _SLIP_KB) for name in _SLIPS}
        except SubmissionError:  # not there, or something that is no plain file
            return f"without {' and '.join(_SLIPS)}, which nbgrader's exchange makes"
        pages = [feedback / f"{name}.html" for name in notebooks]
        if not replace and any(path.exists() and _OURS not in path.read_bytes() for path in pages):
            return "with a page that nbgrader generate_feedback made (--force replaces it)"
        feedback.mkdir(parents=True, exist_ok=True)
        for name, content in slips.items():
            write_whole(feedback / name, content)
        for path in pages:
            write_whole(path, page)
        return ""


def _special_file(folder: Path) -> str:
    """A file below the folder that is none, as it can be shown; empty where there is no such file."""
    for home, _, files in os.walk(folder):
        for name in files:
            path = Path(home, name)
            if not stat.S_ISREG(path.lstat().st_mode):
                return shown(path.relative_to(folder).as_posix())
    return ""


def _entering(assignment: Assignment, verdict: Verdict) -> type[GradeInLane]:
    """``GradeInLane`` for the one submission that has this verdict already."""

    class Entering(GradeInLane):
        def _assignment(self, slug: str) -> Assignment:  # noqa: ARG002 - the only one that is entered
            return assignment

        def _verdict(self, *_: Any, **__: Any) -> Verdict:
            return verdict

    return Entering


def _without_check(preprocessors: Sequence[Any], *others: str) -> list[Any]:
    """Classes or their names, without ``CheckCellMetadata``, which validates nbgrader's own work for half a second."""
    left_out = ("CheckCellMetadata", *others)
    names = [one if isinstance(one, str) else one.__name__ for one in preprocessors]
    return [one for one, name in zip(preprocessors, names, strict=True) if not name.endswith(left_out)]


def _configuration(course: Path) -> Config:
    """What the course's own ``nbgrader_config.py`` says."""
    try:
        return PyFileConfigLoader(CONFIG, path=str(course)).load_config()
    except ConfigFileNotFound:
        return Config()
    except Exception as error:
        raise GraderError(f"{course / CONFIG} cannot be read: {type(error).__name__}: {error}") from error


class _Listening(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(record.getMessage().strip().rpartition("\n")[2].strip())


@contextlib.contextmanager
def _quietly() -> Iterator[list[str]]:
    """nbgrader reports to its log, and SQLAlchemy warns of how nbgrader uses it: only errors are of interest here."""
    said: list[str] = []
    log: Any = logging.getLogger("traitlets")
    handler, before = _Listening(said), (log.level, log.propagate, os.getcwd())
    log.addHandler(handler)
    log.setLevel(logging.ERROR)
    log.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield said
    finally:
        log.removeHandler(handler)
        log.setLevel(before[0])
        log.propagate = before[1]
        os.chdir(before[2])
