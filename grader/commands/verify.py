"""``grader verify``: every named answer gets exactly the verdict that stands beside it."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ..core.assignment import Assignment
from ..core.errors import GraderError
from ..core.submission import Submission
from ..core.verdict import Outcome, Status, Verdict
from ..engine.local import grade_all
from ..intake.assignments import find_assignment
from ..intake.uploads import read_submission
from ..reports.safe import number
from ..sandbox.limits import default_limits
from .answers import REFERENCE, Expectation, differences, heavy, read_expectation
from .terms import PRACTICE, Exit, UsageProblem, console, key_from


@dataclass(frozen=True, slots=True)
class Answer:
    """One named answer and what it must get."""

    name: str
    assignment: Assignment
    expected: Expectation
    submission: Submission


@dataclass(slots=True)
class Tally:
    """What came out so far."""

    out: Console
    differing: int = 0
    troubled: int = 0
    failed: dict[str, set[str]] = field(default_factory=dict)  # by assignment: checks some wrong answer fails

    def say(self, verdict: str, name: str, style: str, details: Iterable[str] = ()) -> None:
        self.out.print(Text(f"{verdict:<7}", style).append(f" {name}", "default"))
        for detail in details:
            self.out.print(f"        {detail}")


def verify(slug: str | None, *, assignments: Path, solutions: Path, jobs: int, min_isolation: str) -> Exit:
    """Grade the named answers of one assignment or of all, and say where a verdict is another one."""
    answers = _answers(slug, assignments, solutions)
    tally = Tally(console())
    verdicts = grade_all(
        [(answer.submission, answer.assignment) for answer in answers],
        jobs=jobs,
        course_key=key_from(PRACTICE),
        min_isolation=min_isolation,
    )
    seen = set()
    try:
        for index, verdict in verdicts:
            seen.add(index)
            _compare(answers[index], verdict, tally)
    finally:
        if isinstance(verdicts, Generator):
            verdicts.close()
    if len(seen) < len(answers):
        raise GraderError(f"{len(answers) - len(seen)} named answers got no verdict at all.")
    for assignment in {answer.assignment.slug: answer.assignment for answer in answers}.values():
        _leverage(assignment, tally)
    tally.out.print(f"\n{len(answers)} named answers, {tally.differing} differences")
    if tally.troubled:
        return Exit.TROUBLE
    return Exit.BELOW if tally.differing else Exit.DONE


def _answers(slug: str | None, assignments: Path, solutions: Path) -> list[Answer]:
    if not solutions.is_dir():
        raise UsageProblem(f"There is no folder {solutions}.")
    slugs = [slug] if slug else sorted(folder.name for folder in _folders(solutions))
    found = []
    for name in slugs:
        assignment = find_assignment(name, assignments)
        folder = solutions / name
        if not folder.is_dir():
            raise UsageProblem(f"{assignment.slug} has no named answers: there is no folder {folder}.")
        found += [_answer(answer, assignment) for answer in _folders(folder)]
    if not found:
        raise UsageProblem(f"There are no named answers below {solutions}.")
    return found


def _answer(folder: Path, assignment: Assignment) -> Answer:
    return Answer(
        name=f"{assignment.slug}/{folder.name}",
        assignment=assignment,
        expected=read_expectation(folder, assignment),
        submission=read_submission(folder, assignment, default_limits().replaced(assignment.limits)),
    )


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


def _compare(answer: Answer, verdict: Verdict, tally: Tally) -> None:
    django = str(verdict.environment.get("django") or version("django"))
    if not answer.expected.django.contains(django, prereleases=True):
        tally.say("left", answer.name, "yellow", [f"holds for Django {answer.expected.django}, not for {django}"])
        return
    if not answer.name.endswith(f"/{REFERENCE}"):
        failed = {check.id for check in verdict.checks if check.outcome is Outcome.FAILED}
        tally.failed.setdefault(answer.assignment.slug, set()).update(failed)
    found = list(differences(answer.expected, verdict))
    tally.troubled += verdict.status is Status.ERROR
    tally.differing += bool(found)
    if found:
        tally.say("DIFFERS", answer.name, "bold red", found)
    else:
        tally.say("ok", answer.name, "green")


def _leverage(assignment: Assignment, tally: Tally) -> None:
    """Each check's leverage; more than half of a task is a difference, a check nobody fails a warning."""
    too_heavy = heavy(assignment)
    tally.out.print(f"\n{assignment.slug}: what hangs on each check")
    for check in assignment.checks:
        share = f"{number(assignment.leverage(check.id))} of {number(assignment.task_points(check.task))}"
        details = [f"gate: {check.gate}"] if check.gate else []
        if check.id in too_heavy:
            details.append(f"{too_heavy[check.id]}; say why in its gate, or require it in fewer checks")
        if check.id not in tally.failed.get(assignment.slug, set()):
            details.append("warning: no wrong answer fails this check")
        mark, style = ("HEAVY", "bold red") if check.id in too_heavy else ("", "")
        tally.say(mark, f"{check.id}: {share}", style, details)
    tally.differing += len(too_heavy)
