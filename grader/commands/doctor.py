"""``grader doctor``: what this machine can isolate, what grades on it, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ..core.errors import GraderError, IsolationError
from ..core.verdict import Json
from ..engine.lane import Lane
from .machine import Fact, facts
from .places import course_facts
from .terms import Exit, Isolation, console

_WIDTH = 18


def doctor(course: Path | None = None) -> Exit:
    """Print the report. ``TROUBLE`` where a full box cannot be had: nothing would be graded then.

    ``course``: a course whose gradebook is looked at too.
    """
    out = console()
    if course is not None:
        for fact in course_facts(course):
            _print(out, fact)
    for fact in facts():
        _print(out, fact)
    out.print()
    try:
        with Lane([], min_isolation=Isolation.FULL) as lane:
            _boxed(out, lane.isolation, lane.environment)
    except GraderError as error:
        if isinstance(error, IsolationError):
            _weaker(out)
        _blame(out, error)
        return Exit.TROUBLE
    out.print("\nThis machine can grade.")
    return Exit.DONE


def _weaker(out: Console) -> None:
    """What is left without a full box; whether it is enough is for people to decide, not for us."""
    try:
        with Lane([], min_isolation=Isolation.NONE) as lane:
            _boxed(out, lane.isolation, lane.environment)
    except GraderError:
        return  # the reason for not even that is the one already at hand


def _blame(out: Console, error: GraderError) -> None:
    if isinstance(error, IsolationError):
        out.print(Text(f"\nThis machine cannot grade: {error.problem}", "bold red"))
        out.print(error.remedy)
    else:
        out.print(Text(f"\nThis machine cannot grade: {error}", "bold red"))


def _boxed(out: Console, isolation: Json, environment: Json) -> None:
    _print(out, Fact("isolation", str(isolation.get("level", "unknown"))))
    tests = isolation.get("self_test")
    for probe, answer in (tests if isinstance(tests, Mapping) else {}).items():
        _print(out, Fact(f"  {probe}", str(answer)))
    missing = isolation.get("missing") or []
    for name in missing:
        _print(out, Fact("  missing", str(name)))
    for name in sorted(isolation.keys() - {"level", "self_test", "missing"}):
        _print(out, Fact(f"  {name}", str(isolation[name])))
    for name, value in environment.items():
        _print(out, Fact(f"box: {name}", str(value)))


def _print(out: Console, fact: Fact) -> None:
    line = Text(f"{fact.name:<{_WIDTH}} {fact.value}")
    if fact.remedy:
        line.append(f"   -> {fact.remedy}", "bold yellow")
    out.print(line)
