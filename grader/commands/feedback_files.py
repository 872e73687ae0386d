"""``graded/`` and ``evidence/``: the files that show the verdicts which are in force."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..core.verdict import Status, Verdict
from ..gradebook import models
from ..gradebook.packing import unpacked_verdict
from ..intake.coursekey import course_key
from .coursework import is_stored, stamp, store
from .notebook_marks import NotebookMarks
from .queue import Item

_BATCH = 50  # rows noted at once: one transaction each would cost more than the files


class FeedbackFiles:
    """Keeps a course's files in step with its gradebook, in one language."""

    def __init__(self, folder: Path, language: str, assignments: Path) -> None:
        self.language = language
        self.course_key = course_key(folder)
        self._folder = folder
        self._notebooks = NotebookMarks(folder, assignments, language)
        self._noted: list[models.Submission] = []

    def write(self, item: Item, verdict: Verdict) -> None:
        """Write the files of the attempt that lies in the course's folder."""
        login, _ = item.place
        store(self._folder, login, item.assignment, verdict, self.language)
        self._notebooks.note(login, item.assignment, verdict)
        item.row.shown = stamp(item.row.verdict_id, self.language)
        self._noted.append(item.row)
        if len(self._noted) >= _BATCH:
            self.flush()

    def refresh(self, items: Iterable[Item]) -> None:
        """Write again what is missing, in another language, or of a verdict that does not count any more."""
        for item in items:
            verdict = item.row.verdict
            if verdict is None:
                continue
            there = is_stored(self._folder, *item.place, Status(verdict.status))
            if item.row.shown != stamp(item.row.verdict_id, self.language) or not there:
                self.write(item, unpacked_verdict(verdict.document))

    def flush(self) -> None:
        """Note which verdicts the files show; in a course of nbgrader's once its gradebook has them too."""
        if self._notebooks.waiting:
            return
        models.Submission.objects.bulk_update(self._noted, ["shown"], batch_size=_BATCH)
        self._noted.clear()

    def enter_notebooks(self) -> None:
        """Enter into nbgrader's gradebook, where the course has one, whose files were written."""
        self._notebooks.enter()
        self.flush()
