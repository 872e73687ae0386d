"""How ``grader explain`` puts a mark into words: points first, then for each check that lost some, why."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from rich.text import Text as Styled

from ..core.assignment import Assignment, Visibility
from ..core.text import Text
from ..core.verdict import CheckResult, Incident, Outcome, Verdict
from ..reports.safe import number, one_line, visible
from ..reports.terminal import STYLES
from ..reports.view import facts
from ..reports.words import Words, load_table

_INDENT = " " * 8
_DIGEST = 12  # characters: enough to see that two are different ones
_IN_A_CHECK = re.compile(r'File "[^"\n]*?(test_(?:public|hidden)\.py)", line (\d+), in \w+\n\s*(.*)')


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the assignment or of the submission since it was graded."""

    what: str  # "assignment", "submission"
    how: str  # a key of explain.toml
    then: str
    now: str = ""
    problem: str | Text = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that an explanation is made of. ``assignment`` is None where its folder has gone."""

    verdict: Verdict
    student: str
    graded_at: datetime
    assignment: Assignment | None
    changes: tuple[Change | None, ...]


@cache
def _table() -> Mapping[str, Text]:
    entries = tomllib.loads(Path(__file__).with_name("explain.toml").read_text(encoding="utf-8"))["explain"]
    return {f"explain.{name}": Text.from_json(entry) for name, entry in entries.items()} | dict(load_table())


def explanation(evidence: Evidence, language: str, *, only: str | None = None) -> Styled:
    """The whole page, or what it says about the check ``only``. Ends with a line feed."""
    words = Words(language, _table())
    page = _Page(evidence, words)
    page.head()
    for task in dict.fromkeys(check.task for check in evidence.verdict.checks):
        page.task(task, only)
    if only is None:
        page.tail()
    return page.text


class _Page:
    def __init__(self, evidence: Evidence, words: Words) -> None:
        self._evidence, self._verdict, self._words = evidence, evidence.verdict, words
        self._titles = {check.id: one_line(words.text(check.title)) for check in self._verdict.checks}
        self.text = Styled()

    def _line(self, text: str, style: str = "") -> None:
        self.text.append(f"{text}\n", style)

    def _labelled(self, label: str, value: str, style: str = "") -> None:
        self.text.append(f"{label}: ").append(value.replace("\n", f"\n{_INDENT}") + "\n", style)

    def _block(self, label: str, paragraph: str) -> None:
        """Every line of it indented, so that what a student printed cannot pose as a line of ours."""
        if paragraph.strip():
            lines = f"{label}: {paragraph}".split("\n") if label else paragraph.split("\n")
            self.text.append("".join(f"{_INDENT}{line}\n" for line in lines))

    # -- the verdict -----------------------------------------------------------------------------------------

    def head(self) -> None:
        verdict, words = self._verdict, self._words
        self._line(f"{one_line(self._evidence.student)}, {one_line(verdict.assignment)}: {self._score()}", "bold")
        if verdict.reason:
            self._labelled(words("label.reason"), visible(words.text(verdict.reason)), "red")
        if trouble := verdict.staff.get("trouble"):
            self._labelled(words("label.staff"), visible(str(trouble)))
        self._labelled(words("explain.graded_at"), self._evidence.graded_at.strftime("%Y-%m-%d %H:%M UTC"))
        versions = (("grader", "grader"), ("python", "Python"), ("django", "Django"), ("sqlite", "SQLite"))
        used = [
            f"{name} {one_line(str(verdict.environment[key]))}" for key, name in versions if key in verdict.environment
        ]
        if used:
            self._labelled(words("explain.graded_with"), ", ".join(used))
        for change in self._evidence.changes:
            if change:
                self._change(change)
        for incident in self._incidents():
            self._labelled(words("label.incident"), self._incident(incident), "red")

    def _score(self) -> str:
        verdict, words = self._verdict, self._words
        if verdict.score is None:
            return words("explain.no_score", status=words(f"status.{verdict.status}"))
        shares = {"score": number(verdict.score), "maximum": number(verdict.max_score)}
        costly = [check for check in verdict.checks if check.points < check.max_points]
        if not costly:
            return words("explain.full", **shares)
        count = words("explain.one_check") if len(costly) == 1 else words("explain.checks", count=str(len(costly)))
        lost = number(sum(check.max_points - check.points for check in costly))
        return words("explain.summary", **shares, lost=lost, count=count)

    def _change(self, change: Change) -> None:
        problem = change.problem if isinstance(change.problem, str) else self._words.text(change.problem)
        said = self._words(
            f"explain.{change.how}", digest=change.then[:_DIGEST], now=change.now[:_DIGEST], problem=one_line(problem)
        )
        self._labelled(self._words(f"explain.{change.what}"), said, "" if change.how == "same" else "yellow")

    def _incidents(self) -> Iterator[Incident]:
        kept = self._verdict.staff.get("incidents")
        if isinstance(kept, list) and kept:
            yield from (Incident.from_json(entry) for entry in kept)
        elif self._verdict.incident:
            yield self._verdict.incident

    def _incident(self, incident: Incident) -> str:
        words = self._words
        where = words("label.at_import")
        if incident.check is not None:
            where = words("label.during", check=self._titles.get(incident.check, one_line(incident.check)))
        detail = f" [{one_line(incident.detail)}]" if incident.detail else ""
        return f"{words(f'incident.{incident.kind}')} ({where}){detail}"

    def tail(self) -> None:
        words = self._words
        if self._verdict.diagnoses:
            self._line(f"\n{words('label.diagnoses')}", "bold")
        for diagnosis in self._verdict.diagnoses:
            place = _place(diagnosis.file, diagnosis.line)
            self._block("", f"{place + ': ' if place else ''}{visible(words.text(diagnosis.message))} ({diagnosis.id})")
        left = [file for file in self._verdict.files if file.reason]
        if left:
            self._line(f"\n{words('label.files')}", "bold")
        for file in left:
            self._block(one_line(file.path), visible(words.text(file.reason or Text("", ""))))

    # -- a check ---------------------------------------------------------------------------------------------

    def task(self, task: str, only: str | None) -> None:
        checks = [check for check in self._verdict.checks if check.task == task]
        shown = [check for check in checks if only in (None, check.id)]
        if not shown:
            return
        assignment = self._evidence.assignment
        titles = {entry.id: self._words.text(entry.title) for entry in assignment.tasks} if assignment else {}
        points = f"{number(sum(c.points for c in checks))} / {number(sum(c.max_points for c in checks))}"
        self._line(f"\n{one_line(titles.get(task, task))}  {points}", "bold")
        for check in shown:
            self._check(check)
            if check.outcome is not Outcome.PASSED or only:
                self._why(check)

    def _check(self, check: CheckResult) -> None:
        words = self._words
        if check.outcome is Outcome.PASSED:
            points = words("explain.earned", points=number(check.points))
        else:
            points = words("explain.lost", points=number(check.max_points - check.points))
        self.text.append("  [").append(words(f"mark.{check.outcome}"), STYLES[check.outcome])
        self._line(f"] {points}  {self._titles[check.id]}  ({one_line(check.id)})")

    def _why(self, check: CheckResult) -> None:
        words = self._words
        missing = check.skipped_because
        if missing:
            self._block("", words("explain.not_run", check=f"{self._titles.get(missing, '?')} ({one_line(missing)})"))
        self._block("", visible(words.text(check.message)))
        if assignment := self._evidence.assignment:
            asked = assignment.brief.get(check.brief)
            said = words.text(asked) if asked else words("explain.brief_gone")
            self._block(words("explain.brief", line=one_line(check.brief)), visible(said))
        for label, data in (("label.expected", check.expected), ("explain.happened", check.happened)):
            self._block(words(label), "; ".join(f"{name}: {value}" for name, value in facts(data, words)))
        if check.transcript:
            self._block("", f"{words('label.transcript')}:\n{visible(check.transcript)}")
        line = check.happened.get("line")
        self._block(words("explain.where"), _place(check.happened.get("file"), line if type(line) is int else None))
        self._block(words("explain.traceback"), _stopped(str(check.staff.get("traceback", ""))))
        if check.visibility is not Visibility.PUBLIC:
            self._block("", words(f"explain.{check.visibility}"))


def _place(file: object, line: int | None) -> str:
    """``models.py:7``, or what of it is known."""
    name = one_line(str(file)) if file else ""
    return f"{name}:{line}" if name and line else name


def _stopped(traceback: str) -> str:
    """The line of the check at which it ended: ``test_public.py:98: with pytest.raises(IntegrityError):``."""
    frames = _IN_A_CHECK.findall(traceback)
    return "{}:{}: {}".format(*map(one_line, frames[-1])) if frames else ""
