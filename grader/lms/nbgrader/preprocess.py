"""nbgrader's ``autograde`` without a kernel: the submission is graded in a lane, and cells get what came of it.

Test cells that call a grader from a kernel can be forged with one line, since that line and they share a process.
"""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, OverwriteCells
from traitlets import Enum, Unicode

from ...core.assignment import Assignment
from ...core.errors import GraderError
from ...core.verdict import Status, Verdict
from ...engine.lane import Lane
from ...intake.assignments import find_assignment
from ...intake.course import read_policy
from ...intake.coursekey import course_key
from ...intake.uploads import read_submission
from ...pipeline import grade
from ...reports.safe import one_line
from ...sandbox.limits import default_limits
from .cells import comment, write_outputs
from .late import enter_due

_SAID = "grader_comment"
_lanes: dict[tuple[Path, str], Lane] = {}


class NoMark(Exception):
    """There is nothing to enter: the submission cannot be used, or the grader failed. nbgrader says whose it is."""


class GradeInLane(NbGraderPreprocessor):
    """Grades the submission that a notebook belongs to, and writes the outputs of its test cells."""

    assignments = Unicode("assignments", help="The folder of assignments, from the course's folder.").tag(config=True)
    min_isolation = Enum(("full", "filtered"), "full", help="The weakest box that will do.").tag(config=True)
    language = Unicode("en", help="The language of what is said: en or ru.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Called by nbgrader for one notebook of one student. Raises ``NoMark``."""
        facts = resources["nbgrader"]
        course = self._course()
        assignment = self._assignment(facts["assignment"])
        folder = Path(
            course.root, course.format_path(course.submitted_directory, facts["student"], facts["assignment"])
        )
        verdict = self._verdict(folder, facts["student"], assignment, Path(course.root))
        if verdict.status is not Status.GRADED:
            reason = verdict.reason.in_language(self.language) if verdict.reason else str(verdict.status)
            raise NoMark(f"{facts['student']}: {reason}")
        due = read_policy(Path(course.root), assignment.slug).due
        with Gradebook(facts["db_url"]) as gradebook:
            if due is not None:
                enter_due(gradebook, assignment.slug, due)
            self._restore_test_cells(nb, facts, gradebook)
        for unknown in write_outputs(nb, verdict, self.language):
            self.log.warning("Cell '%s' is no check of %s: it gets no points", one_line(unknown), assignment.slug)
        resources[_SAID] = comment(verdict, self.language)
        return nb, resources

    def _restore_test_cells(self, nb: Any, facts: Any, gradebook: Gradebook) -> None:
        """Puts back what a student deleted: otherwise her mark would stay open. At the end of the notebook.

        nbgrader's own ``add_missing_cells`` gives up where the cell before a missing one is missing too.
        """
        present = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
        known = gradebook.find_notebook(facts["notebook"], facts["assignment"])
        sources = {cell.name: cell for cell in known.source_cells}
        manual = {cell.name for cell in known.solution_cells}
        restoring = OverwriteCells(parent=self)
        for cell in known.grade_cells:
            if cell.name not in present:
                self.log.warning("Test cell '%s' was missing and is put back", cell.name)
                source, is_manual = sources[cell.name], cell.name in manual
                nb.cells.append(restoring.missing_cell_transform(source, cell.max_score, is_solution=is_manual))

    def _course(self) -> Any:
        """nbgrader's course directory, as the converter knows it that runs us."""
        return self.parent.parent.coursedir

    def _assignment(self, slug: str) -> Assignment:
        return find_assignment(slug, Path(self._course().root, self.assignments))

    def _verdict(self, folder: Path, student: str, assignment: Assignment, course: Path) -> Verdict:
        limits = default_limits().replaced(assignment.limits)
        submission = read_submission(folder, assignment, limits, student=student)
        lane = _lane(assignment, self.min_isolation)
        return grade(submission, assignment, lane, course_key=course_key(course))


class SaveComments(NbGraderPreprocessor):
    """Enters what was said of the whole answer as the comment on its solution cells."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Called by nbgrader after its own ``SaveAutoGrades``."""
        said = resources.get(_SAID)
        facts = resources["nbgrader"]
        with Gradebook(facts["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(facts["notebook"], facts["assignment"], facts["student"])
            for entry in submission.comments:
                if said and entry.auto_comment is None:
                    entry.auto_comment = said
            gradebook.db.commit()
        return nb, resources


def _lane(assignment: Assignment, min_isolation: str) -> Lane:
    """One lane for all students of an assignment; another one where it has ended."""
    key = (assignment.folder, min_isolation)
    lane = _lanes.get(key)
    if lane is None or not lane.alive:
        try:
            _lanes[key] = lane = Lane([assignment], min_isolation=min_isolation)
        except GraderError as error:
            raise NoMark(str(error)) from error
        atexit.register(lane.close)
    return lane
