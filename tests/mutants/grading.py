"""The mutants of an assignment as submissions, and what their verdicts mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path

from grader.commands.answers import REFERENCE
from grader.commands.terms import UsageProblem
from grader.core.assignment import Assignment
from grader.core.submission import Submission
from grader.core.verdict import Outcome, Status, Verdict
from grader.intake.assignments import find_assignment
from grader.intake.uploads import read_submission
from grader.sandbox.limits import default_limits

from .catalogue import Mutant, mutants_of
from .equivalents import read_equivalents

_HALF_A_THOUSANDTH = 0.0005  # points are kept to a thousandth


@dataclass(frozen=True, slots=True)
class Proof:
    """One assignment: its model answer, the mutants of it, and which of them are known to change nothing."""

    assignment: Assignment
    reference: Submission
    mutants: tuple[Mutant, ...]
    submissions: tuple[Submission, ...]  # one for each mutant
    equivalents: Mapping[str, str]


def prepare(slug: str, *, assignments: Path, solutions: Path) -> Proof:
    """Read an assignment and make its mutants. Raises ``AssignmentError``, ``UsageProblem``."""
    assignment = find_assignment(slug, assignments)
    folder = solutions / slug / REFERENCE
    if not folder.is_dir():
        raise UsageProblem(f"{slug} has no model answer: there is no folder {folder}.")
    reference = read_submission(folder, assignment, default_limits().replaced(assignment.limits))
    if reference.problem is not None:
        raise UsageProblem(f"{folder} cannot be used: {reference.problem.en}")
    mutants, submissions = [], []
    for file in reference.taken:
        for mutant in mutants_of(file.content.decode()):
            changed = dataclasses.replace(file, content=mutant.text.encode())
            files = tuple(changed if other is file else other for other in reference.files)
            mutants.append(mutant)
            submissions.append(dataclasses.replace(reference, files=files))
    return Proof(assignment, reference, tuple(mutants), tuple(submissions), read_equivalents(solutions / slug))


@unique
class Fate(StrEnum):
    """What became of a mutant. ``MISTAKEN``: listed as equivalent, and killed. ``ERROR`` is the grader's own."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    EQUIVALENT = "equivalent"
    MISTAKEN = "MISTAKEN"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a mutant lost of one task."""

    checks: int
    points: float


@dataclass(frozen=True, slots=True)
class Grave:
    """A mutant and how it ended. ``imports``: whether its checks could be run at all."""

    mutant: Mutant
    fate: Fate
    losses: Mapping[str, Loss]  # by task, in the order of the assignment
    imports: bool
    reason: str = ""  # why it is equivalent, or what the grader's error was

    @property
    def is_problem(self) -> bool:
        return self.fate in {Fate.SURVIVED, Fate.MISTAKEN, Fate.ERROR}


def full_marks(verdict: Verdict) -> bool:
    """Whether every check passed."""
    return (
        verdict.status is Status.GRADED
        and verdict.score is not None
        and abs(verdict.score - verdict.max_score) < _HALF_A_THOUSANDTH
        and all(check.outcome is Outcome.PASSED for check in verdict.checks)
    )


def judged(mutant: Mutant, verdict: Verdict, equivalents: Mapping[str, str]) -> Grave:
    """What a mutant's verdict says about the checks."""
    if verdict.status is not Status.GRADED:
        reason = verdict.reason.en if verdict.reason else verdict.status.value
        return Grave(
            mutant, Fate.ERROR, {}, imports=True, reason=f"{reason} {verdict.staff.get('trouble', '')}".strip()
        )
    lost = [check for check in verdict.checks if check.outcome is not Outcome.PASSED]
    losses = {}
    for task in dict.fromkeys(check.task for check in lost):
        of_task = [check for check in lost if check.task == task]
        losses[task] = Loss(len(of_task), round(sum(check.max_points for check in of_task), 3))
    reason = equivalents.get(mutant.name, "")
    survived = full_marks(verdict)
    if mutant.name in equivalents:
        fate = Fate.EQUIVALENT if survived else Fate.MISTAKEN
    else:
        fate = Fate.SURVIVED if survived else Fate.KILLED
    imports = not any(check.staff.get("failure") == "import" for check in lost)
    return Grave(mutant, fate, losses, imports, reason)


def costly(graves: Sequence[Grave], tasks: Sequence[str]) -> list[tuple[Grave, list[str]]]:
    """Mutants of one place that cost points of another place's task, with those tasks.

    A place is at home in the task of its name; without one, in the task that its mutants cost most. A class is at
    home wherever one of its fields is. Mutants that cannot be imported cost everything, and tell nothing.
    """
    homes = _homes([grave for grave in graves if grave.imports], tasks)
    found = []
    for grave in graves:
        place = grave.mutant.place
        allowed = {task for other, task in homes.items() if other == place or other.startswith(f"{place}.")}
        strange = [task for task in grave.losses if task not in allowed]
        if grave.imports and strange:
            found.append((grave, strange))
    return found


def _homes(graves: Sequence[Grave], tasks: Sequence[str]) -> dict[str, str]:
    homes: dict[str, str] = {}
    for place in dict.fromkeys(grave.mutant.place for grave in graves):
        name = place.rsplit(".", 1)[-1]
        if name in tasks:
            homes[place] = name
            continue
        points = dict.fromkeys(tasks, 0.0)
        for grave in graves:
            if grave.mutant.place == place:
                for task, loss in grave.losses.items():
                    points[task] += loss.points
        homes[place] = max(points, key=lambda task: points[task])
    return homes
