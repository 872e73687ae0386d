"""The cells of a class's table, kept in step with the gradebook.

Every change of a gradebook is an entry in its audit log, which names the rows that it wrote. So whoever changed it, by
whatever way, the log says whose marks have to be looked at again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ..core.verdict import Status
from ..gradebook.marks import UNGRADED, Mark, marks
from ..gradebook.models import Adjustment, AuditEntry, Extension, Person, Publication, Submission, Verdict
from .courses import Classroom
from .models import Cell, Site

_MANY = 500  # rows; where more were written, looking at everybody costs no more
_PEOPLE_OF: dict[str, tuple[Any, str]] = {  # by table: its model, and where that says whose a row is
    "submission": (Submission, "person_id"),
    "verdict": (Verdict, "submission__person_id"),
    "adjustment": (Adjustment, "person_id"),
    "extension": (Extension, "person_id"),
    "publication": (Publication, "person_id"),
    "person": (Person, "pk"),
}
_UPDATED = ("status", "points", "max_score", "attempts", "publishable", "submission", "verdict")


def current(classroom: Classroom) -> QuerySet[Cell]:
    """The course's cells as the gradebook stands now."""
    last = AuditEntry.objects.filter(course=classroom.book.course).order_by("-serial").values_list("serial", flat=True)
    rules = _rules(classroom)
    site = classroom.site
    if (site.counted_serial, site.counted_rules) != (last.first() or 0, rules):
        with transaction.atomic():
            site = Site.objects.select_for_update().get(pk=site.pk)
            serial = last.first() or 0
            same_rules = site.counted_rules == rules
            _refresh(classroom, touched(classroom, site.counted_serial) if same_rules else None)
            site.counted_serial, site.counted_rules = serial, rules
            site.save(update_fields=["counted_serial", "counted_rules"])
        classroom.site.counted_serial, classroom.site.counted_rules = serial, rules
    return Cell.objects.filter(site=site)


def _rules(classroom: Classroom) -> str:
    """Names all that marks depend on beside the gradebook."""
    course = classroom.course
    return hashlib.sha256(repr((course.policy, sorted(course.policies.items()))).encode()).hexdigest()


def touched(classroom: Classroom, since: int) -> set[int] | None:
    """The ids of the people of whom something was written after that entry; None: too much to look at one by one."""
    entries = AuditEntry.objects.filter(course=classroom.book.course, serial__gt=since)
    written: defaultdict[str, set[int]] = defaultdict(set)
    keys = set()
    for person, seals in entries.values_list("person", "seals")[: _MANY + 1]:
        keys.add(person)
        for table, pk, _digest in seals:
            written[table].add(pk)
    if sum(map(len, written.values())) > _MANY or len(keys) > _MANY or entries.count() > _MANY:
        return None
    found = set(Person.objects.filter(course=classroom.book.course, key__in=keys - {""}).values_list("pk", flat=True))
    for table, pks in written.items():
        if table in _PEOPLE_OF:
            model, person = _PEOPLE_OF[table]
            found |= set(model.objects.filter(pk__in=pks).values_list(person, flat=True))
    return found


def _refresh(classroom: Classroom, people: Collection[int] | None) -> None:
    """Makes the cells of these people anew; None: everybody's."""
    ids = dict(Person.objects.filter(course=classroom.book.course, login__isnull=False).values_list("login", "pk"))
    found = marks(classroom.book, classroom.policy, people=people)
    rows = [_cell(classroom.site, ids[login], mark) for (login, _slug), mark in found.items()]
    before = Cell.objects.filter(site=classroom.site)
    if people is not None:
        before = before.filter(person__in=people)
    places = {(row.person_id, row.slug) for row in rows}
    gone = [pk for pk, person, slug in before.values_list("pk", "person_id", "slug") if (person, slug) not in places]
    Cell.objects.filter(pk__in=gone).delete()
    Cell.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["person", "slug"], update_fields=_UPDATED
    )


def _cell(site: Site, person: int, mark: Mark) -> Cell:
    told = mark.published is not None and not mark.differs
    counting = mark.counting
    return Cell(
        site=site,
        person_id=person,
        slug=mark.slug,
        status=mark.status,
        points=mark.points,
        max_score=mark.max_score,
        attempts=len(mark.tried),
        publishable=not told and mark.status not in (Status.ERROR, UNGRADED),
        submission_id=counting.submission if counting else None,
        verdict_id=counting.verdict if counting else None,
    )
