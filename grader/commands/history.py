"""``grader history`` and ``grader audit``: what was done to the gradebook, and whether all of it was done by us."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..gradebook.audit import verify
from ..gradebook.connection import Gradebook
from ..gradebook.models import Actor, AuditEntry, Person
from ..reports.safe import one_line
from ..reports.table import table
from .book import reading
from .people import find_person
from .terms import Exit, console


def show_history(folder: Path, *, student: str | None, last: int | None) -> None:
    """Print the log, newest last; of one student, or the last ones only."""
    with reading(folder) as book:
        entries = AuditEntry.objects.filter(course=book.course).order_by("-serial")
        if student is not None:
            entries = entries.filter(person=find_person(book, student).key)
        actors = dict(Actor.objects.filter(course=book.course).values_list("key", "name"))
        people = dict(Person.objects.filter(course=book.course).values_list("key", "login"))
        lines = [_line(entry, actors, people) for entry in reversed(entries[:last])]
    console().print(table(["no", "when", "what", "by", "student", "details"], lines), end="")


def _line(entry: AuditEntry, actors: dict[str, str], people: dict[str, str | None]) -> list[str]:
    who = (people.get(entry.person) or "(forgotten)") if entry.person else ""
    details = ", ".join(f"{name} {_shown(value)}" for name, value in sorted(entry.details.items()))
    when = entry.at.partition(".")[0].replace("T", " ")
    return [str(entry.serial), when, entry.event, one_line(actors.get(entry.actor, "?")), one_line(who), details]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "-" if value is None else str(value)


def audit(folder: Path) -> Exit:
    """Verify the log and every row. ``BELOW`` where something is not as the log says."""
    out = console()
    with reading(folder) as book:
        findings = verify(book)
        count = _entries(book)
    for finding in findings:
        where = f"entry {finding.serial}: " if finding.serial else ""
        out.print(f"{where}{one_line(finding.problem)}")
    if findings:
        out.print(f"\n{len(findings)} findings: somebody changed the gradebook past the grader.")
        return Exit.BELOW
    out.print(f"{count} entries, and every row is as the log says.")
    return Exit.DONE


def _entries(book: Gradebook) -> int:
    return int(AuditEntry.objects.filter(course=book.course).count())
