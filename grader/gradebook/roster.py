"""Who is in the course, and which attempts came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from ..core.assignment import Assignment as AssignmentSpec
from ..core.submission import Submission as HandedIn
from ..core.verdict import Status
from ..intake.course import Student
from . import audit
from .connection import Gradebook
from .models import Assignment, Person, Submission
from .packing import identity, packed_files

Place = tuple[str, str]  # login, slug

_FEW = 500  # more names than that in one question are too many for SQLite
_FIELDS = ("last_name", "first_name", "email", "lms_user_id", "position")


def enrol(book: Gradebook, roster: Sequence[Student]) -> None:
    """Bring the people up to date with ``students.csv``. Who left it stays, without a place in it."""
    wanted = {student.id: _columns(student, place) for place, student in enumerate(roster, 1)}
    people = Person.objects.filter(course=book.course, login__isnull=False)
    known = {login: dict(zip(_FIELDS, told, strict=True)) for login, *told in people.values_list("login", *_FIELDS)}
    new = [Person(course=book.course, login=login, **wanted[login]) for login in wanted if login not in known]
    different = [login for login in known if wanted.get(login, known[login] | {"position": None}) != known[login]]
    changed = list(people.filter(login__in=different))
    for person in changed:
        for name, value in wanted.get(str(person.login), {"position": None}).items():
            setattr(person, name, value)
    if new or changed:
        with audit.change(book, "enrolled", new=len(new), changed=len(changed)) as seals:
            seals.row(*Person.objects.bulk_create(new), *changed)
            Person.objects.bulk_update(changed, _FIELDS)


def _columns(student: Student, position: int) -> dict[str, str | int]:
    return {
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "lms_user_id": student.lms_user_id,
        "position": position,
    }


def admit(book: Gradebook, student: Student) -> Person:
    """One student, made or brought up to date. Their place in the roster, if they have one, stays."""
    person: Person | None = Person.objects.filter(course=book.course, login=student.id).first()
    told = _columns(student, 0)
    del told["position"]
    if person is None or any(getattr(person, name) != value for name, value in told.items()):
        with audit.change(book, "enrolled", new=int(person is None), changed=int(person is not None)) as seals:
            person = person or Person(course=book.course, login=student.id)
            for name, value in told.items():
                setattr(person, name, value)
            person.save()
            seals.row(person)
    return person


def admit_new(book: Gradebook, students: Sequence[Student]) -> list[Person]:
    """Students whom the gradebook does not know so far, in the same order; they have no place in the roster."""
    rows = []
    for student in students:
        told = _columns(student, 0)
        del told["position"]
        rows.append(Person(course=book.course, login=student.id, **told))
    with audit.change(book, "enrolled", new=len(rows), changed=0) as seals:
        found = Person.objects.bulk_create(rows)
        seals.row(*found)
    return list(found)


def people(book: Gradebook, logins: Iterable[str]) -> dict[str, Person]:
    """The people of these logins; those who are not known yet are made."""
    wanted = set(logins)
    found = Person.objects.filter(course=book.course, login__isnull=False)
    if len(wanted) < _FEW:
        found = found.filter(login__in=wanted)
    known = {person.login: person for person in found if person.login in wanted}
    new = [Person(course=book.course, login=login) for login in sorted(wanted - known.keys())]
    if new:
        with audit.change(book, "enrolled", new=len(new), changed=0) as seals:
            seals.row(*Person.objects.bulk_create(new))
    return known | {str(person.login): person for person in new}


def assignments(book: Gradebook, specs: Iterable[AssignmentSpec]) -> dict[str, Assignment]:
    """The rows of these assignments, made or brought up to date."""
    known = {row.slug: row for row in Assignment.objects.filter(course=book.course)}
    changed = []
    for spec in specs:
        row = known.setdefault(spec.slug, Assignment(course=book.course, slug=spec.slug, max_score=-1.0))
        if row.max_score != round(spec.max_score, 3):
            row.max_score = round(spec.max_score, 3)
            changed.append(row)
    if changed:
        with audit.change(book, "assignments", slugs=sorted(row.slug for row in changed)) as seals:
            for row in changed:
                row.save()
            seals.row(*changed)
    return known


def latest(book: Gradebook) -> dict[Place, Submission]:
    """The last attempt of each student at each assignment, without its files."""
    found: dict[Place, Submission] = {}
    rows = Submission.objects.filter(person__course=book.course, person__login__isnull=False)
    for row in rows.select_related("person", "assignment", "verdict").defer("files", "verdict__document"):
        place = (row.person.login, row.assignment.slug)
        if place not in found or found[place].attempt < row.attempt:
            found[place] = row
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """One attempt and the verdict that is in force for it, as far as has to be known of what did not change."""

    digest: str
    submitted_at: datetime | None
    shown: str
    verdict: int | None
    key: str | None
    status: str | None
    incident: str | None
    isolation: str | None
    settled: bool | None


def attempts(book: Gradebook) -> dict[Place, list[Known]]:
    """Every attempt of everybody, the last one last: one question, and no rows are made of it."""
    found: dict[Place, list[Known]] = {}
    rows = Submission.objects.filter(person__course=book.course, person__login__isnull=False).order_by("attempt")
    verdict = ("pk", "key", "status", "incident", "isolation", "settled")
    names = ("digest", "submitted_at", "shown", *(f"verdict__{name}" for name in verdict))
    for login, slug, *told in rows.values_list("person__login", "assignment__slug", *names):
        found.setdefault((login, slug), []).append(Known(*told))
    return found


def receive(book: Gradebook, handed_in: Sequence[HandedIn], specs: Mapping[str, AssignmentSpec]) -> list[Submission]:
    """The attempt of each, in the same order. Bytes that differ from the last attempt's are a new one."""
    if not handed_in:
        return []
    before = latest(book)
    who = people(book, (one.student for one in handed_in if (one.student, one.assignment) not in before))
    who |= {login: row.person for (login, _), row in before.items()}
    what = assignments(book, specs.values())
    found: list[Submission] = []
    new: list[Submission] = []
    moved: list[Submission] = []
    for one in handed_in:
        digest = identity(one)
        row = before.get((one.student, one.assignment))
        if row is None or row.digest != digest:
            row = Submission(
                person=who[one.student],
                assignment=what[one.assignment],
                attempt=row.attempt + 1 if row else 1,
                digest=digest,
                files=packed_files(one),
                submitted_at=one.submitted_at,
            )
            new.append(row)
        elif row.submitted_at != one.submitted_at:  # staff may mend a time: the attempt stays the same
            row.submitted_at = one.submitted_at
            moved.append(row)
        found.append(row)
    if new or moved:
        with audit.change(book, "received", new=len(new), moved=len(moved)) as seals:
            Submission.objects.bulk_create(new, batch_size=200)
            Submission.objects.bulk_update(moved, ["submitted_at"], batch_size=200)
            seals.row(*new, *moved)
    return found


class AttemptsUsed(Exception):
    """A student has no attempt left."""


def hand_in(
    book: Gradebook, person: Person, spec: AssignmentSpec, handed_in: HandedIn, *, attempts: int | None = None
) -> Submission:
    """One more attempt of one student, also with the bytes of the one before.

    ``attempts``: how many there may be; those that got no score (``core.policy``) do not count. Raises
    ``AttemptsUsed``; two at the same moment do not get past that together.
    """
    assignment = assignments(book, [spec])[spec.slug]
    with audit.change(book, "received", new=1, moved=0) as seals:
        before = Submission.objects.filter(person=person, assignment=assignment)
        used = before.filter(Q(verdict__isnull=True) | Q(verdict__status=Status.GRADED)).count()
        if attempts is not None and used >= attempts:
            raise AttemptsUsed
        last = before.aggregate(last=Max("attempt"))["last"] or 0
        row: Submission = Submission.objects.create(
            person=person,
            assignment=assignment,
            attempt=last + 1,
            digest=identity(handed_in),
            files=packed_files(handed_in),
            submitted_at=handed_in.submitted_at,
        )
        seals.row(row)
    return row
