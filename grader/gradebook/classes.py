"""What statistics are made of: a class's marks, outcomes, diagnoses and attempts, read in a few queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from ..core.assignment import Assignment as Spec
from ..core.policy import Policy
from ..core.statistics import AssignmentClass, ClassCheck, ClassDiagnosis, ClassStudent
from ..core.text import Text
from ..core.verdict import Outcome
from .connection import Gradebook
from .marks import MISSING, Mark, marks
from .models import CheckResult, Person, Verdict
from .packing import unpacked
from .roster import Place


def classes(book: Gradebook, policy_of: Callable[[str], Policy], specs: Sequence[Spec]) -> list[AssignmentClass]:
    """The class in each of these assignments: those who handed in something, and those on the roster."""
    found = marks(book, policy_of)
    people = list(Person.objects.filter(course=book.course, login__isnull=False).order_by("position", "login"))
    return [_class(book, spec, people, found) for spec in specs]


def _class(book: Gradebook, spec: Spec, people: Sequence[Person], found: dict[Place, Mark]) -> AssignmentClass:
    outcomes, tries = _outcomes(book, spec.slug)
    counting = {}
    students = []
    for person in people:
        mark = found.get((person.login, spec.slug))
        if mark is None and person.position is None:
            continue
        verdict = mark.counting.verdict if mark and mark.counting else None
        if verdict is not None:
            counting[verdict] = person.login
        name = " ".join(part for part in (person.last_name, person.first_name) if part)
        students.append(
            ClassStudent(
                login=person.login,
                name=name or person.login,
                status=mark.status if mark else MISSING,
                points=mark.points if mark else None,
                attempts=len(mark.tried) if mark else 0,
                outcomes=outcomes.get(verdict, {}) if verdict is not None else {},
            )
        )
    return AssignmentClass(
        slug=spec.slug,
        title=spec.title,
        max_score=round(spec.max_score, 3),
        checks=tuple(ClassCheck(check.id, check.task, check.title, check.points) for check in spec.checks),
        students=tuple(students),
        diagnoses=tuple(_diagnoses(list(counting))),
        tries=tries,
    )


def _outcomes(book: Gradebook, slug: str) -> tuple[dict[int, dict[str, Outcome]], dict[str, list[int]]]:
    """By verdict in force and check how it ended, and by check which attempt of each student passed it first."""
    rows = CheckResult.objects.filter(
        verdict__submission__person__course=book.course, verdict__submission__assignment__slug=slug
    )
    names = ("verdict_id", "verdict__submission__verdict_id", "check_id", "outcome")
    who = ("verdict__submission__person_id", "verdict__submission__attempt")
    outcomes: defaultdict[int, dict[str, Outcome]] = defaultdict(dict)
    first: dict[tuple[str, int], int] = {}
    for verdict, in_force, check, outcome, person, attempt in rows.values_list(*names, *who).iterator():
        if verdict != in_force:
            continue
        outcomes[verdict][check] = Outcome(outcome)
        if outcome == Outcome.PASSED:
            first[check, person] = min(attempt, first.get((check, person), attempt))
    tries: defaultdict[str, list[int]] = defaultdict(list)
    for (check, _), attempt in first.items():
        tries[check].append(attempt)
    return outcomes, tries


def _diagnoses(verdicts: Sequence[int]) -> list[ClassDiagnosis]:
    """How many of these verdicts name each diagnosis. Its words come from one of them."""
    counted: Counter[str] = Counter()
    example: dict[str, int] = {}
    wanted = set(verdicts)
    rows = Verdict.objects.exclude(diagnoses=[]).values_list("pk", "diagnoses").iterator()
    for pk, ids in rows:
        if pk in wanted:
            counted.update(set(ids))
            example |= dict.fromkeys(ids, pk)
    documents = {row.pk: unpacked(row.document) for row in Verdict.objects.filter(pk__in=set(example.values()))}
    return [ClassDiagnosis(id_, _message(documents[example[id_]], id_), count) for id_, count in counted.items()]


def _message(document: dict[str, object], id_: str) -> Text:
    told = document["diagnoses"]
    assert isinstance(told, list)  # noqa: S101 - our own document
    return next(Text.from_json(entry["message"]) for entry in told if entry["id"] == id_)
