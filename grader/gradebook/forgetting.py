"""Forgetting a student: their rows go, a tombstone stays, and the audit log still verifies."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from . import audit
from .connection import Gradebook
from .models import Adjustment, Extension, Person, Publication, Submission, Verdict


def forget(book: Gradebook, person: Person) -> None:
    """Erase everything the database holds of a person but the random key.

    With the salt gone, what the log says of their rows can be tied to nothing any more.
    """
    submissions = Submission.objects.filter(person=person)
    with audit.change(book, "forgotten", person=person) as seals:
        for rows in (
            Publication.objects.filter(person=person),
            Adjustment.objects.filter(person=person),
            Extension.objects.filter(person=person),
            Verdict.objects.filter(submission__person=person),
            submissions,
        ):
            seals.removed(*rows)
        Publication.objects.filter(person=person).delete()
        Adjustment.objects.filter(person=person).delete()
        Extension.objects.filter(person=person).delete()
        submissions.update(verdict=None)
        submissions.delete()  # with their verdicts, the verdicts' results, and what waits in a queue
        person.login, person.salt, person.position = None, "", None
        person.last_name = person.first_name = person.email = person.lms_user_id = ""
        person.forgotten_at = timezone.now()
        person.save()
        seals.row(person)


def wipe() -> None:
    """Take the erased bytes out of SQLite's write-ahead log too; another database sees to that by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def expired(book: Gradebook, days: int, now: datetime) -> list[Person]:
    """Who handed in something, and nothing in the last ``days`` days."""
    people = Person.objects.filter(course=book.course, login__isnull=False)
    latest = people.annotate(latest=Max("submission__received_at"))
    return list(latest.filter(latest__lt=now - timedelta(days=days)).order_by("login"))
