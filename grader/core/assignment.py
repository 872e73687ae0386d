"""What is asked of a student, and what each check is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from pathlib import Path

from .asked import AskedTable
from .text import Text


@unique
class Visibility(StrEnum):
    """When a student sees how a check went in detail."""

    PUBLIC = "public"
    AFTER_DUE = "after_due"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """One check of ``assignment.toml``: ``id`` is the test function's name without ``test_``."""

    id: str
    task: str
    brief: str  # the numbered line of the brief that asks for it: "husband.4"
    points: float
    visibility: Visibility
    title: Text
    hint: Text
    requires: tuple[str, ...] = ()
    reference: str | None = None
    gate: str | None = None  # why much may hang on this check; see Assignment.leverage


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do within an assignment."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment as its folder describes it. ``checks`` stand in the order in which they run."""

    slug: str
    app: str  # Django app label; the student's module is <app>.models
    submit: tuple[str, ...]
    title: Text
    tasks: tuple[Task, ...]
    checks: tuple[CheckSpec, ...]
    folder: Path
    digest: str  # hex SHA-256 of everything in the folder that can change a verdict
    limits: Mapping[str, int | float]  # what differs from grader/sandbox/limits.toml
    brief: Mapping[str, Text] = field(default_factory=dict)  # its numbered lines: "husband.4" -> what it asks for
    given: Mapping[str, bytes] = field(default_factory=dict)  # files put around the student's, by place in the app
    tables: tuple[AskedTable, ...] = ()  # that the brief asks for; none where the assignment says nothing of them

    @property
    def modules(self) -> tuple[str, ...]:
        """The submitted modules of the app, without the models: ``("services",)``."""
        names = (name.removesuffix(".py") for name in self.submit)
        return tuple(name for name in names if name != "models")

    @property
    def max_score(self) -> float:
        return sum(check.points for check in self.checks)

    def check(self, check_id: str) -> CheckSpec:
        """The check of that id; ``KeyError`` where there is none."""
        for check in self.checks:
            if check.id == check_id:
                return check
        raise KeyError(check_id)

    def dependents(self, check_id: str) -> Iterator[CheckSpec]:
        """The checks that cannot be run when ``check_id`` does not pass, directly or through others."""
        lost = {check_id}
        for check in self.checks:  # the loader orders a check behind what it requires
            if lost.intersection(check.requires):
                lost.add(check.id)
                yield check

    def leverage(self, check_id: str) -> float:
        """The points of a check and of all that hang on it."""
        return self.check(check_id).points + sum(c.points for c in self.dependents(check_id))

    def task_points(self, task_id: str) -> float:
        return sum(check.points for check in self.checks if check.task == task_id)
