"""What ``grader grade`` shows: a line for each submission as it comes, and at the end who needs attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from ..core.verdict import Status, Verdict
from ..intake.course import Entry
from ..reports.grades import GradeRow
from ..reports.safe import number, one_line
from ..reports.table import table
from .terms import console

STYLES = {Status.GRADED: "", Status.REJECTED: "yellow", Status.ERROR: "bold red"}


def bar(console: Console, total: int) -> Progress:
    """A progress bar that stands on a terminal below what ``console`` prints, and nowhere else."""
    return Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal or total == 0,
    )


class Screen:
    """A progress bar on a terminal, plain lines anywhere else."""

    def __init__(self, total: int) -> None:
        self._console = console()
        self._counts: Counter[str] = Counter()
        self._attention: list[str] = []
        self._total = total
        self._progress = bar(self._console, total)
        self._bar = self._progress.add_task("grading", total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, student: str, slug: str, verdict: Verdict) -> None:
        """One line for one verdict."""
        line = f"{one_line(student)}  {one_line(slug)}  {_score(verdict)}  {verdict.status}"
        if verdict.incident:
            where = verdict.incident.check or "import"
            line += f"  incident: {verdict.incident.kind} ({one_line(where)})"
        self._console.print(Text(line, STYLES[verdict.status]))
        self._progress.advance(self._bar)
        self._counts[verdict.status] += 1
        if verdict.status is not Status.GRADED or verdict.incident:
            reason = f": {one_line(verdict.reason.en)}" if verdict.reason else ""
            self._attention.append(line + reason)

    def matrix(self, rows: Sequence[GradeRow]) -> None:
        """Students down, assignments across."""
        slugs = sorted({row.assignment for row in rows})
        cells: dict[str, dict[str, str]] = {}
        for row in rows:
            cells.setdefault(row.student, {})[row.assignment] = _cell(row)
        if cells:
            lines = [[student, *(marks.get(slug, "") for slug in slugs)] for student, marks in cells.items()]
            self._console.print()
            self._console.print(table(["student", *slugs], lines), end="")

    def summary(self, unknown: Mapping[str, int], refused: Sequence[Entry]) -> None:
        """How many there were of each kind, and what somebody has to look at."""
        counted = ", ".join(f"{self._counts[status]} {status}" for status in Status)
        self._console.print(f"\n{counted}" if self._total else "\nNothing was handed in.")
        others = [
            f"{one_line(slug)}: no such assignment here; left aside: {count} handed in"
            for slug, count in unknown.items()
        ]
        others += [f"{one_line(entry.student)}: {one_line(entry.problem.en)}" for entry in refused if entry.problem]
        if self._attention or others:
            self._console.print(Text("\nNeeds attention:", "bold"))
            for line in [*sorted(self._attention), *others]:
                self._console.print(f"  {line}")


def _score(verdict: Verdict) -> str:
    if verdict.score is None:
        return "-"
    return f"{number(verdict.score)}/{number(verdict.max_score)}"


def _cell(row: GradeRow) -> str:
    if row.score is None or row.max_score is None:
        return row.status
    return f"{number(row.score)}/{number(row.max_score)}"
