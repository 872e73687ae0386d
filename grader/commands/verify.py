"""``grader verify``: every named answer gets exactly the verdict that stands beside it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
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
from ..intake.asked import TABLES_FILE
from ..intake.assignments import find_assignment
from ..intake.uploads import read_submission
from ..reports.pictures import pictures
from ..reports.safe import number
from ..sandbox.limits import default_limits
from .answers import REFERENCE, Expectation, differences, heavy, read_expectation
from .progress import bar
from .stubs import stub_warnings, untouched_stub
from .terms import PRACTICE, Exit, UsageProblem, console, key_from


@dataclass(frozen=True, slots=True)
class Answer:
    """One named answer and what it must get; what students start from has no ``expected``."""

    name: str
    assignment: Assignment
    expected: Expectation | None
    submission: Submission

    @property
    def is_reference(self) -> bool:
        return self.name.endswith(f"/{REFERENCE}")


@dataclass(slots=True)
class Tally:
    """What came out so far."""

    out: Console
    differing: int = 0
    warnings: int = 0
    troubled: int = 0
    failed: dict[str, set[str]] = field(default_factory=dict)  # by assignment: checks some wrong answer fails
    stubs: dict[str, list[str]] = field(default_factory=dict)  # by assignment: what is wrong with its stub

    def say(self, verdict: str, name: str, style: str, details: Iterable[str] = ()) -> None:
        self.out.print(Text(f"{verdict:<7}", style).append(f" {name}", "default"))
        for detail in details:
            self.out.print(f"        {detail}")

    def warn(self, slug: str, warnings: Iterable[str]) -> None:
        for warning in warnings:
            self.warnings += 1
            self.out.print(Text("warning", "yellow").append(f" {slug}: {warning}", "default"))


def verify(slug: str | None, *, assignments: Path, solutions: Path, jobs: int, min_isolation: str) -> Exit:
    """Grade the named answers of one assignment or of all, and say where a verdict is another one."""
    answers = _answers(slug, assignments, solutions)
    named = [answer for answer in answers if answer.expected]
    tally = Tally(console())
    _grade(answers, tally, jobs, min_isolation)
    for assignment in {answer.assignment.slug: answer.assignment for answer in answers}.values():
        _leverage(assignment, tally)
        theirs = [answer for answer in named if answer.assignment is assignment]
        tally.warn(assignment.slug, [*_unexplained(theirs), *_equal(theirs)])
        tally.warn(assignment.slug, tally.stubs.get(assignment.slug, [_no_stub(theirs)]))
    warnings = f", {tally.warnings} warnings" if tally.warnings else ""
    tally.out.print(f"\n{len(named)} named answers, {tally.differing} differences{warnings}")
    if tally.troubled:
        return Exit.TROUBLE
    return Exit.BELOW if tally.differing else Exit.DONE


def _grade(answers: Sequence[Answer], tally: Tally, jobs: int, min_isolation: str) -> None:
    """Grade all, and compare them in their order: each as soon as those before it have come.

    Raises ``GraderError`` where one gets no verdict at all.
    """
    verdicts = grade_all(
        [(answer.submission, answer.assignment) for answer in answers],
        jobs=jobs,
        course_key=key_from(PRACTICE),
        min_isolation=min_isolation,
    )
    waiting: dict[int, Verdict] = {}
    seen = compared = 0
    progress = bar(tally.out, len(answers))
    task = progress.add_task("grading", total=len(answers))
    try:
        with progress:
            for index, verdict in verdicts:
                seen += 1
                progress.advance(task)
                waiting[index] = verdict
                while compared in waiting:
                    _compare(answers[compared], waiting.pop(compared), tally)
                    compared += 1
    finally:
        if isinstance(verdicts, Generator):
            verdicts.close()
    for index in sorted(waiting):
        _compare(answers[index], waiting[index], tally)
    if seen < len(answers):
        raise GraderError(f"{len(answers) - seen} named answers got no verdict at all.")


# -- what is graded ----------------------------------------------------------------------------------------


def _answers(slug: str | None, assignments: Path, solutions: Path) -> list[Answer]:
    if not solutions.is_dir():
        raise UsageProblem(f"There is no folder {solutions}.")
    slugs = [slug] if slug else sorted(folder.name for folder in _folders(solutions))
    found: list[Answer] = []
    for name in slugs:
        assignment = find_assignment(name, assignments)
        folder = solutions / name
        if not folder.is_dir():
            raise UsageProblem(f"{assignment.slug} has no named answers: there is no folder {folder}.")
        for home in _folders(folder):
            answer = _answer(home, assignment)
            found += [answer, *(_stub(answer, home) if answer.is_reference else ())]
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


def _stub(reference: Answer, home: Path) -> Iterator[Answer]:
    stub = untouched_stub(reference.submission, str(home))
    if stub is not None:
        yield Answer(f"{reference.assignment.slug}/the untouched stub", reference.assignment, None, stub)


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


# -- what came out -----------------------------------------------------------------------------------------


def _compare(answer: Answer, verdict: Verdict, tally: Tally) -> None:
    slug, expected = answer.assignment.slug, answer.expected
    tally.troubled += verdict.status is Status.ERROR
    if expected is None:
        tally.stubs[slug] = stub_warnings(verdict)
        return
    django = str(verdict.environment.get("django") or version("django"))
    if not expected.django.contains(django, prereleases=True):
        tally.say("left", answer.name, "yellow", [f"holds for Django {expected.django}, not for {django}"])
        return
    if not answer.is_reference:
        tally.failed.setdefault(slug, set()).update(_told_apart(verdict))
    found = [*differences(expected, verdict), *_other_tables(answer.assignment, verdict)]
    tally.differing += bool(found)
    if found:
        tally.say("DIFFERS", answer.name, "bold red", found)
    else:
        tally.say("ok", answer.name, "green")


def _other_tables(assignment: Assignment, verdict: Verdict) -> Iterator[str]:
    """What a right answer would be told that its tables lack: then more is asked for than the checks want."""
    if verdict.score == verdict.max_score:
        shown = pictures(verdict, "en", assignment)
        for difference in shown.differences if shown else ():
            yield f"its tables differ from {TABLES_FILE}: {difference}"


def _told_apart(verdict: Verdict) -> set[str]:
    """The checks that this answer fails for what it does. One that cannot be imported fails all, and shows nothing."""
    if verdict.incident and verdict.incident.check is None:
        return set()
    failed = [check for check in verdict.checks if check.outcome is Outcome.FAILED]
    return {check.id for check in failed if check.staff.get("failure") != "import"}


def _leverage(assignment: Assignment, tally: Tally) -> None:
    """Each check's leverage; more than half of a task is a difference, a check nobody fails a warning."""
    too_heavy = heavy(assignment)
    tally.out.print(f"\n{assignment.slug}: what hangs on each check")
    for check in assignment.checks:
        share = f"{number(assignment.leverage(check.id))} of {number(assignment.task_points(check.task))}"
        details = [f"gate: {check.gate}"] if check.gate else []
        if check.id in too_heavy:
            details.append(f"{too_heavy[check.id]}; say why in its gate, or require it in fewer checks")
        mark, style = ("HEAVY", "bold red") if check.id in too_heavy else ("", "")
        tally.say(mark, f"{check.id}: {share}", style, details)
    tally.differing += len(too_heavy)
    unfailed = [check.id for check in assignment.checks if check.id not in tally.failed.get(assignment.slug, set())]
    tally.warn(assignment.slug, [f"no wrong answer fails {check}" for check in unfailed])


def _no_stub(answers: Sequence[Answer]) -> str:
    if not any(answer.is_reference for answer in answers):
        return f"there is no answer called {REFERENCE}: what students start from is made of it"
    return f"{REFERENCE} has no solution marks: students would start from the whole answer"


def _unexplained(answers: Sequence[Answer]) -> Iterator[str]:
    """Who changes an assignment later must know what each answer is there for."""
    for answer in answers:
        if not answer.is_reference and answer.expected and not answer.expected.why:
            yield f"{answer.name} does not say why it is there: its verdict.toml has no why"


def _equal(answers: Sequence[Answer]) -> Iterator[str]:
    """Answers with the same files test the same thing twice."""
    first: dict[frozenset[tuple[str, str]], str] = {}
    for answer in answers:
        files = frozenset(
            (file.path, file.sha256) for file in answer.submission.files if not file.path.endswith(".toml")
        )
        if files and (other := first.setdefault(files, answer.name)) != answer.name:
            yield f"{other} and {answer.name} are the same to the byte"
