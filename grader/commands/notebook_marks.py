"""Marks for nbgrader, where a course has its gradebook: whatever verdict comes into force is entered there too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.assignment import Assignment
from ..core.verdict import Status, Verdict
from ..lms.nbgrader import CONFIG
from ..reports.safe import one_line
from .progress import bar
from .terms import console, tell

if TYPE_CHECKING:
    from ..lms.nbgrader.book import NbBook

_GRADEBOOK = "gradebook.db"


class NotebookMarks:
    """Verdicts for nbgrader's gradebook, kept until ``enter``. In a course without one nothing is kept."""

    def __init__(self, course: Path, assignments: Path, language: str) -> None:
        self._course, self._assignments, self._language = course, assignments, language
        # looked at first: nbgrader takes a second to import
        self._wanted = any((course / name).exists() for name in (_GRADEBOOK, CONFIG))
        self._verdicts: defaultdict[str, dict[str, Verdict]] = defaultdict(dict)
        self._known: dict[str, Assignment] = {}

    def note(self, student: str, assignment: Assignment, verdict: Verdict) -> None:
        """This verdict is in force now."""
        if self._wanted:
            self._known[assignment.slug] = assignment
            self._verdicts[assignment.slug][student] = verdict

    @property
    def waiting(self) -> bool:
        """Whether something was noted and is not entered."""
        return bool(self._verdicts)

    def enter(self) -> None:
        """Enter what was noted. Says how many marks that were, and whose nbgrader could not take."""
        if not self.waiting:
            return
        from ..lms.nbgrader.book import NbBook

        book = NbBook(self._course, self._assignments, self._language)
        if book.is_there:
            for slug, verdicts in self._verdicts.items():
                _enter(book, self._known[slug], verdicts)
        self._verdicts.clear()


def _enter(book: NbBook, assignment: Assignment, verdicts: Mapping[str, Verdict]) -> None:
    graded = {student: verdict for student, verdict in verdicts.items() if verdict.status is Status.GRADED}
    entered, refused = 0, []
    with bar(console(), len(graded), "nbgrader") as progress:
        task = progress.add_task("nbgrader", total=len(graded))
        for student, said in book.enter(assignment, graded):
            entered += not said
            refused += [f"{student}: {said}"] if said else []
            progress.advance(task)
    if entered or refused:
        console().print(f"nbgrader's gradebook: {entered} marks entered for {one_line(assignment.slug)}")
    for line in refused:
        tell(f"nbgrader could not take the mark of {one_line(line)}")
