"""The audit log: every change of the gradebook as an entry of a chain that only the course's key can continue.

An entry holds digests ("seals") of the rows that it wrote. ``verify`` goes over the chain and then over the rows: one
that was changed, added or removed by another hand differs from its last seal.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from ..files import write_whole
from .connection import Gradebook
from .models import (
    Actor,
    Adjustment,
    Assignment,
    AuditEntry,
    Course,
    Extension,
    Person,
    Publication,
    Regrade,
    Submission,
    Verdict,
)

ANCHOR = ".grader-audit"  # beside the course's key: the last entry, so that a shortened log is seen
_START = "0" * 64

State = list[Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the log says. ``serial``: the entry concerned, or None."""

    problem: str
    serial: int | None = None


class Seals:
    """The rows that one change wrote."""

    def __init__(self) -> None:
        self.rows: list[models.Model] = []
        self.gone: list[tuple[str, int]] = []

    def row(self, *rows: Any) -> None:
        """These rows were made or changed; they are sealed as they are when the change ends."""
        self.rows += rows

    def removed(self, *rows: Any) -> None:
        """These rows are removed. To be called while they still have their ids."""
        self.gone += [(_table(row), row.pk) for row in rows]


@contextmanager
def change(book: Gradebook, event: str, *, person: Person | None = None, **details: Any) -> Iterator[Seals]:
    """One change: a transaction that ends with its entry in the log, or leaves nothing at all.

    ``details`` must not hold names.
    """
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=book.course.pk)  # one entry after the other
        seals = Seals()
        yield seals
        _append(book, event, person.key if person else "", details, seals)


def _append(book: Gradebook, event: str, person: str, details: Mapping[str, Any], seals: Seals) -> None:
    found = AuditEntry.objects.filter(course=book.course).order_by("-serial").values_list("serial", "mac").first()
    serial, mac = found or (0, _START)
    entry = AuditEntry(
        course=book.course,
        serial=serial + 1,
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        event=event,
        actor=book.actor.key,
        person=person,
        details=dict(details),
        seals=[[_table(row), row.pk, _digest(book.key, row)] for row in seals.rows]
        + [[table, pk, ""] for table, pk in seals.gone],
    )
    entry.mac = _mac(book.key, entry, mac)
    entry.save(force_insert=True)


def anchor(book: Gradebook) -> None:
    """Notes outside the database how far the log reaches."""
    found = AuditEntry.objects.filter(course=book.course).order_by("-serial").values_list("serial", "mac").first()
    if found:
        content = json.dumps({"serial": found[0], "mac": found[1]}) + "\n"
        write_whole(book.folder / ANCHOR, content.encode(), mode=0o600)


def _mac(key: bytes, entry: AuditEntry, before: str) -> str:
    told = [entry.serial, entry.at, entry.event, entry.actor, entry.person, entry.details, entry.seals, before]
    return hmac.new(key, _canonical(told), hashlib.sha256).hexdigest()


def _canonical(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


# -- what a row's digest is made of ------------------------------------------------------------------------


def _digest(key: bytes, row: Any) -> str:
    salt, state = _states[type(row)](row)
    return hmac.new(key, salt.encode() + _canonical(state), hashlib.sha256).hexdigest()[:32]


def _table(row: Any) -> str:
    return str(row._meta.model_name)  # noqa: SLF001 - Django's documented way


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _number(value: float | None) -> float | None:
    """The same number whether it was just written or read back: the database knows no whole ones here."""
    return None if value is None else float(value)


def _sha(content: Any) -> str:
    return hashlib.sha256(bytes(content)).hexdigest()


def _person(row: Person) -> tuple[str, State]:
    return row.salt, [row.key, row.login, row.last_name, row.first_name, row.email, row.lms_user_id, row.position]


def _submission(row: Submission) -> tuple[str, State]:
    bytes_ = [row.digest, _sha(row.files), _time(row.submitted_at), _time(row.received_at)]
    return row.person.salt, [row.person_id, row.assignment_id, row.attempt, *bytes_, row.verdict_id]


def _verdict(row: Verdict) -> tuple[str, State]:
    results = sorted([r.check_id, r.outcome, _number(r.points), _number(r.max_points)] for r in row.results.all())
    told = [
        row.status,
        _number(row.score),
        _number(row.max_score),
        row.incident,
        row.isolation,
        row.settled,
        row.diagnoses,
        _sha(row.document),
    ]
    state = [row.submission_id, row.key, row.serial, *told, _time(row.graded_at), results]
    return row.submission.person.salt, state


def _adjustment(row: Adjustment) -> tuple[str, State]:
    return row.person.salt, [
        row.person_id,
        row.assignment_id,
        _number(row.points),
        row.comment,
        row.by_id,
        _time(row.at),
    ]


def _extension(row: Extension) -> tuple[str, State]:
    told = [row.person_id, row.assignment_id, _time(row.due), row.comment, row.by_id, _time(row.at)]
    return row.person.salt, told


def _publication(row: Publication) -> tuple[str, State]:
    told = [row.status, _number(row.points), _number(row.max_score), row.verdict_id]
    return row.person.salt, [row.person_id, row.assignment_id, *told, row.by_id, _time(row.at)]


_states: dict[type[Any], Callable[[Any], tuple[str, State]]] = {
    Person: _person,
    Submission: _submission,
    Verdict: _verdict,
    Adjustment: _adjustment,
    Extension: _extension,
    Publication: _publication,
    Assignment: lambda row: ("", [row.slug, _number(row.max_score)]),
    Actor: lambda row: (row.key, [row.name]),
    Regrade: lambda row: ("", [row.changes, row.by_id, _time(row.at), _time(row.undone_at)]),
}


def _rows(book: Gradebook) -> Iterator[Any]:
    """Every row of the course that a seal must stand for."""
    course = {"course": book.course}
    through = {"person__course": book.course}
    verdicts = Verdict.objects.filter(submission__person__course=book.course).select_related("submission__person")
    yield from Person.objects.filter(**course).iterator()
    yield from Submission.objects.filter(**through).select_related("person").iterator()
    yield from verdicts.prefetch_related("results").iterator(chunk_size=500)
    yield from Adjustment.objects.filter(**through).select_related("person").iterator()
    yield from Extension.objects.filter(**through).select_related("person").iterator()
    yield from Publication.objects.filter(**through).select_related("person").iterator()
    for model in (Assignment, Actor, Regrade):
        yield from model.objects.filter(**course).iterator()


# -- checking ----------------------------------------------------------------------------------------------


def verify(book: Gradebook) -> list[Finding]:
    """What is not as the log says; nothing where all is well."""
    findings: list[Finding] = []
    last: dict[tuple[str, int], tuple[str, int]] = {}  # by table and id: digest, serial
    macs: dict[int, str] = {}
    mac, expected = _START, 1
    for entry in AuditEntry.objects.filter(course=book.course).order_by("serial").iterator():
        if entry.serial != expected:
            findings.append(Finding(f"entries {expected} to {entry.serial - 1} are missing", entry.serial))
        if entry.mac != _mac(book.key, entry, mac):
            findings.append(Finding("does not follow from the one before: it, or that one, was changed", entry.serial))
        mac, expected = entry.mac, entry.serial + 1
        macs[entry.serial] = mac
        for table, pk, digest in entry.seals:
            last[table, pk] = digest, entry.serial
    findings += _against_anchor(book, macs)
    return findings + _against_rows(book, last)


def _against_anchor(book: Gradebook, macs: Mapping[int, str]) -> list[Finding]:
    path = book.folder / ANCHOR
    try:
        known = json.loads(path.read_bytes())
        serial, mac = known["serial"], known["mac"]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError):
        return [Finding(f"{path} is damaged: whether the log was shortened cannot be told")]
    if macs.get(serial) != mac:
        return [Finding(f"the log reached entry {serial} once, and is shorter or another one now", serial)]
    return []


def _against_rows(book: Gradebook, last: dict[tuple[str, int], tuple[str, int]]) -> list[Finding]:
    findings = []
    for row in _rows(book):
        place = (_table(row), row.pk)
        digest, serial = last.pop(place, ("", None))
        if serial is None or not digest:
            findings.append(Finding(f"{_named(row)} is not in the log: it was added by another hand", serial))
        elif digest != _digest(book.key, row):
            findings.append(Finding(f"{_named(row)} was changed by another hand", serial))
    for (table, pk), (digest, serial) in sorted(last.items()):
        if digest:
            findings.append(Finding(f"{table} {pk} was removed by another hand", serial))
    return findings


def _named(row: Any) -> str:
    if isinstance(row, Verdict):
        return f"verdict {row.pk} ({row}) of {row.submission}"
    return f"{_table(row)} {row.pk} ({row})"
