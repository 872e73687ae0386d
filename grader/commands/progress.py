"""What ``grader grade`` shows: a line for each submission as it comes, and at the end who needs attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from ..core.verdict import Status, Verdict
from ..intake.course import Entry
from ..reports.grades import GradeRow
from ..reports.safe import number, one_line
from ..reports.table import table
from .terms import console

STYLES = {Status.GRADED: "", Status.REJECTED: "yellow", Status.ERROR: "bold red"}


# What a person still reads; the whole is in grades.csv.
MOST_STUDENTS = 60
MOST_ATTENTION = 40
_SMOOTHED_OVER = 60.0  # seconds: one endless loop must not make the time left jump


class _Rate(ProgressColumn):
    """How many are done in a second, over the last minute."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f}/s", "progress.data.speed")


def bar(console: Console, total: int, what: str = "grading") -> Progress:
    """A progress bar that stands on a terminal below what ``console`` prints, and nowhere else.

    A log gets no bar and no lines in its place: it has a line for each submission, and those say how far it is.
    """
    return Progress(
        TextColumn(what),
        BarColumn(bar_width=16),  # the line fits into 80 columns
        MofNCompleteColumn(),
        TaskProgressColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console,
        transient=True,
        refresh_per_second=4,  # the lanes need the processor
        speed_estimate_period=_SMOOTHED_OVER,
        disable=not console.is_terminal or total == 0,
    )


class Screen:
    """A progress bar on a terminal, plain lines anywhere else."""

    def __init__(self, total: int) -> None:
        self._console = console()
        self._counts: Counter[str] = Counter()
        self._ours: list[str] = []  # what failed on our side
        self._attention: list[str] = []  # what else somebody has to look at
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
        line = _line(student, slug, verdict)
        self._console.print(Text(line, STYLES[verdict.status]))
        self._progress.advance(self._bar)
        self._counts[verdict.status] += 1
        self._note(line, verdict)

    def remind(self, student: str, slug: str, verdict: Verdict) -> None:
        """A verdict of an earlier run that somebody may still have to look at."""
        self._note(_line(student, slug, verdict), verdict)

    def _note(self, line: str, verdict: Verdict) -> None:
        if verdict.status is not Status.GRADED or verdict.incident:
            reason = f": {one_line(verdict.reason.en)}" if verdict.reason else ""
            (self._ours if verdict.status is Status.ERROR else self._attention).append(line + reason)

    def unchanged(self, statuses: Mapping[str, int]) -> None:
        """One line for all verdicts that were taken over; ``statuses`` says how many there are of each status."""
        count = sum(statuses.values())
        if count:
            since = "it was" if count == 1 else "they were"
            self._console.print(f"{count} unchanged since {since} graded")
            self._counts.update(statuses)

    def matrix(self, rows: Sequence[GradeRow]) -> None:
        """Students down, assignments across; of a large class the first ones."""
        slugs = sorted({row.assignment for row in rows})
        cells: dict[str, dict[str, str]] = {}
        for row in rows:
            cells.setdefault(row.student, {})[row.assignment] = _cell(row)
        if cells:
            shown = list(cells.items())[:MOST_STUDENTS]
            lines = [[student, *(marks.get(slug, "") for slug in slugs)] for student, marks in shown]
            self._console.print()
            self._console.print(table(["student", *slugs], lines), end="")
            if len(cells) > len(shown):
                self._console.print(f"... and {len(cells) - len(shown)} more: grades.csv")

    def summary(self, unknown: Mapping[str, int], refused: Sequence[Entry]) -> None:
        """How many there were of each kind, and what somebody has to look at."""
        counted = ", ".join(f"{self._counts[status]} {status}" for status in Status)
        self._console.print(f"\n{counted}" if self._total or self._counts else "\nNothing was handed in.")
        others = [
            f"{one_line(slug)}: no such assignment here; left aside: {count} handed in"
            for slug, count in unknown.items()
        ]
        others += [f"{one_line(entry.student)}: {one_line(entry.problem.en)}" for entry in refused if entry.problem]
        # Nothing else tells of what was left aside; the others have a row in grades.csv.
        lines = [*sorted(self._ours), *others, *sorted(self._attention)]
        if lines:
            self._console.print(Text("\nNeeds attention:", "bold"))
            for line in lines[:MOST_ATTENTION]:
                self._console.print(f"  {line}")
            if len(lines) > MOST_ATTENTION:
                self._console.print(f"  ... and {len(lines) - MOST_ATTENTION} more: status and incident in grades.csv")


def _line(student: str, slug: str, verdict: Verdict) -> str:
    line = f"{one_line(student)}  {one_line(slug)}  {_score(verdict)}  {verdict.status}"
    if verdict.incident:
        where = verdict.incident.check or "import"
        line += f"  incident: {verdict.incident.kind} ({one_line(where)})"
    return line


def _score(verdict: Verdict) -> str:
    if verdict.score is None:
        return "-"
    return f"{number(verdict.score)}/{number(verdict.max_score)}"


def _cell(row: GradeRow) -> str:
    if row.score is None or row.max_score is None:
        return row.status
    return f"{number(row.score)}/{number(row.max_score)}"
