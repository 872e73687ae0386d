"""Plugins for ``nbgrader export``: the marks of nbgrader's own gradebook, for learning platforms.

    nbgrader export --exporter=grader.lms.nbgrader.exporters.Canvas --assignment="['one_to_one']" \\
        --Canvas.into=Grades.csv --to filled.csv
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from ...files import write_named
from ..exports import canvas, moodle, nbgrader, openedx
from ..exports.entries import Entry, Export
from ..exports.sheet import BadSheet


class Csv(ExportPlugin):
    """nbgrader's own CSV, with cells quoted."""

    def export(self, gradebook: Gradebook) -> None:
        """Writes a row for each student and assignment, or for those that were asked for."""
        to = Path(self.to or "grades.csv")
        write_named(to, nbgrader.make(self._rows(gradebook)))
        self.log.info("Grades written to %s", to)

    def _rows(self, gradebook: Gradebook) -> Iterator[nbgrader.Row]:
        for assignment in gradebook.assignments:
            if not self.assignment or assignment.name in map(str, self.assignment):
                for person, submission in _of(self, gradebook, assignment.name):
                    yield nbgrader.Row(
                        assignment.name,
                        assignment.duedate,
                        submission and submission.timestamp,
                        person.id,
                        person.last_name,
                        person.first_name,
                        person.email,
                        submission and float(submission.score),
                        submission and float(submission.late_submission_penalty),
                        _points(submission),
                        float(assignment.max_score),
                    )


class _OfOneAssignment(ExportPlugin):
    """What fills one column: of one assignment, which has to be named."""

    column = Unicode("", help="What the column is called, where it is not called as the assignment.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Writes the file ``--to``, and names whom it leaves out and why."""
        if len(self.assignment) != 1 or not self.to:
            self._refuse("say which assignment, and where to: --assignment=\"['one_to_one']\" --to marks.csv")
        slug = str(self.assignment[0])
        try:
            assignment = gradebook.find_assignment(slug)
            entries = [_entry(person, submission) for person, submission in _of(self, gradebook, slug)]
            found = self._made(entries, self.column or slug, float(assignment.max_score))
        except MissingEntry:
            self._refuse(f"there is no assignment {slug} in this gradebook")
        except (BadSheet, OSError) as error:
            self._refuse(str(error))
        write_named(Path(self.to), found.content)
        self.log.info("%s marks written to %s", found.count, self.to)
        for who, why in found.left_out:
            self.log.warning("Left out, %s: %s", why, who)

    def _made(self, entries: list[Entry], column: str, max_score: float) -> Export:
        raise NotImplementedError

    def _refuse(self, why: str) -> NoReturn:
        self.log.error(why)
        raise SystemExit(1)


class Canvas(_OfOneAssignment):
    """Canvas's gradebook CSV: the teacher's own export filled in, or a new file."""

    into = Unicode("", help="Canvas's own export, to fill in.").tag(config=True)
    scale = Bool(default_value=False, help="Convert, where Canvas has another number of points.").tag(config=True)

    def _made(self, entries: list[Entry], column: str, max_score: float) -> Export:
        if not self.into:
            return canvas.make(entries, column, max_score=max_score)
        return canvas.fill(Path(self.into).read_bytes(), entries, [column], max_score=max_score, scale=self.scale)


class Moodle(_OfOneAssignment):
    """A CSV for Moodle's grade import."""

    participants = Unicode("", help="Moodle's list of who is in the course; others are left out.").tag(config=True)

    def _made(self, entries: list[Entry], column: str, max_score: float) -> Export:  # noqa: ARG002
        return moodle.make(entries, column, known=Path(self.participants).read_bytes() if self.participants else None)


class OpenEdx(_OfOneAssignment):
    """Open edX's staff graded points: the file that it gave, filled in."""

    into = Unicode("", help="The file that Open edX gave.").tag(config=True)

    def _made(self, entries: list[Entry], column: str, max_score: float) -> Export:  # noqa: ARG002
        return openedx.fill(Path(self.into).read_bytes(), entries)


def _of(plugin: ExportPlugin, gradebook: Gradebook, slug: str) -> Iterator[tuple[Any, Any]]:
    """The students that were asked for, or all; with what each handed in, or None."""
    for person in gradebook.students:
        if not plugin.student or person.id in map(str, plugin.student):
            try:
                yield person, gradebook.find_submission(slug, person.id)
            except MissingEntry:
                yield person, None


def _points(submission: Any) -> float | None:
    return submission and max(0.0, float(submission.score - submission.late_submission_penalty))


def _entry(person: Any, submission: Any) -> Entry:
    if submission is None:
        status, points = "missing", None
    elif submission.needs_manual_grade:
        status, points = "not graded to the end", None
    else:
        status, points = "graded", _points(submission)
    last, first, email, lms = (
        name or "" for name in (person.last_name, person.first_name, person.email, person.lms_user_id)
    )
    return Entry(person.id, last, first, email, lms, status, points)
