"""Marks for nbgrader, where a course has its gradebook: whatever verdict comes into force is entered there too."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from ..core.assignment import Assignment
from ..core.verdict import Verdict
from ..lms.nbgrader import CONFIG
from ..reports.safe import one_line
from .terms import console, tell

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

    def enter(self) -> None:
        """Enter what was noted. Says how many marks that were, and whose nbgrader could not take."""
        if not self._verdicts:
            return
        from ..lms.nbgrader.book import NbBook

        book = NbBook(self._course, self._assignments, self._language)
        if not book.is_there:
            return
        for slug, verdicts in self._verdicts.items():
            entered, refused = book.enter(self._known[slug], verdicts)
            if entered or refused:
                console().print(f"nbgrader's gradebook: {entered} marks entered for {one_line(slug)}")
            for line in refused:
                tell(f"nbgrader could not take the mark of {one_line(line)}")
        self._verdicts.clear()
