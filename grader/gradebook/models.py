"""The rows of the gradebook. Each model's docstring says what one row is."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone


def new_key() -> str:
    """A random name for a person: 32 hex digits that say nothing about them."""
    return secrets.token_hex(16)


class Course(models.Model):
    """One course. ``key`` is derived from the course's secret, so that a folder finds its rows in a shared database."""

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return str(self.name)


class Actor(models.Model):
    """Somebody, or some program, that changed the gradebook. The audit log knows them by ``key`` only."""

    course = models.ForeignKey(Course, models.PROTECT)
    key = models.CharField(max_length=32, unique=True, default=new_key)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "name"], name="one_actor_of_a_name")]

    def __str__(self) -> str:
        return str(self.name)


class Person(models.Model):
    """One student of a course. Of one that was forgotten only ``key`` is left: ``login`` is null then.

    ``salt`` goes into every digest that the audit log holds of their rows: once it is gone, those say nothing.
    """

    course = models.ForeignKey(Course, models.PROTECT)
    key = models.CharField(max_length=32, unique=True, default=new_key)
    salt = models.CharField(max_length=32, default=new_key, blank=True)
    login = models.CharField(max_length=255, null=True)  # noqa: DJ001 - many forgotten people, none with a name
    last_name = models.CharField(max_length=255, blank=True)
    first_name = models.CharField(max_length=255, blank=True)
    email = models.CharField(max_length=255, blank=True)
    lms_user_id = models.CharField(max_length=255, blank=True)
    position = models.PositiveIntegerField(null=True)  # in the roster; null: not on it
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "login"], name="one_person_of_a_login")]

    def __str__(self) -> str:
        return str(self.login or f"forgotten {self.key[:8]}")


class Assignment(models.Model):
    """One assignment of a course. What it asks lies in its folder; here is only what marks are tied to."""

    course = models.ForeignKey(Course, models.PROTECT)
    slug = models.CharField(max_length=100)
    max_score = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "slug"], name="one_assignment_of_a_slug")]

    def __str__(self) -> str:
        return str(self.slug)


class Submission(models.Model):
    """One attempt: the bytes that were handed in, and the verdict that is in force for them.

    ``files`` is packed (``packing``) and empty once it was erased. ``digest`` names the bytes; see ``identity``.
    """

    person = models.ForeignKey(Person, models.PROTECT)
    assignment = models.ForeignKey(Assignment, models.PROTECT)
    attempt = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    files = models.BinaryField()
    submitted_at = models.DateTimeField(null=True)  # null: nobody knows
    received_at = models.DateTimeField(default=timezone.now)
    verdict = models.ForeignKey("Verdict", models.PROTECT, null=True, related_name="+")
    shown = models.CharField(max_length=80, blank=True)  # which verdict the course's files show, in which language

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "assignment", "attempt"], name="one_attempt_a_number")]

    def __str__(self) -> str:
        return f"{self.assignment} {self.person} attempt {self.attempt}"


class Verdict(models.Model):
    """One verdict on a submission. It is never changed; which one counts is said by ``Submission.verdict``.

    ``key`` names everything that decides a verdict (``verdict_key``). The same key has a second verdict only where
    it came out differently when it was graded again: ``serial`` tells them apart.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="verdicts")
    key = models.CharField(max_length=64)
    serial = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10)
    score = models.FloatField(null=True)
    max_score = models.FloatField()
    incident = models.CharField(max_length=10, blank=True)
    isolation = models.CharField(max_length=10, blank=True)
    settled = models.BooleanField(default=True)  # the same work again would come to the same; see `recording`
    diagnoses = models.JSONField(default=list)  # their ids
    document = models.BinaryField()  # the staff's view, packed
    graded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "key", "serial"], name="one_verdict_a_key")]

    def __str__(self) -> str:
        return f"{self.status} {self.score}/{self.max_score}"


class CheckResult(models.Model):
    """How one check of a verdict ended."""

    verdict = models.ForeignKey(Verdict, models.CASCADE, related_name="results")
    check_id = models.CharField(max_length=100)
    outcome = models.CharField(max_length=10)
    points = models.FloatField()
    max_points = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["verdict", "check_id"], name="one_result_a_check")]

    def __str__(self) -> str:
        return f"{self.check_id} {self.outcome}"


class Adjustment(models.Model):
    """Points that staff gave (or took, below zero) by hand, with the reason. No regrade touches it."""

    person = models.ForeignKey(Person, models.PROTECT)
    assignment = models.ForeignKey(Assignment, models.PROTECT)
    points = models.FloatField()
    comment = models.TextField()
    by = models.ForeignKey(Actor, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.points:+g} {self.assignment} {self.person}"


class Extension(models.Model):
    """A later due date that staff gave one student for one assignment, with the reason. The latest counts."""

    person = models.ForeignKey(Person, models.PROTECT)
    assignment = models.ForeignKey(Assignment, models.PROTECT)
    due = models.DateTimeField()
    comment = models.TextField()
    by = models.ForeignKey(Actor, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.assignment} {self.person} until {self.due}"


class Publication(models.Model):
    """One mark as it was given to a student. The latest counts; only these leave the house."""

    person = models.ForeignKey(Person, models.PROTECT)
    assignment = models.ForeignKey(Assignment, models.PROTECT)
    status = models.CharField(max_length=10)
    points = models.FloatField(null=True)
    max_score = models.FloatField()
    verdict = models.ForeignKey(Verdict, models.PROTECT, null=True)
    by = models.ForeignKey(Actor, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.points}/{self.max_score} {self.assignment} {self.person}"


class Regrade(models.Model):
    """One regrade that was applied: ``changes`` holds [submission, verdict before or null, verdict after] as ids."""

    course = models.ForeignKey(Course, models.PROTECT)
    changes = models.JSONField()
    by = models.ForeignKey(Actor, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"regrade {self.pk}"


class AuditEntry(models.Model):
    """One line of the audit log, chained to the one before by ``mac``. Never changed, never removed.

    ``seals`` holds [table, id, digest] of every row that this change wrote; an empty digest: it was removed. There
    are no names here: ``actor`` and ``person`` are random keys.
    """

    course = models.ForeignKey(Course, models.PROTECT)
    serial = models.PositiveIntegerField()
    at = models.CharField(max_length=40)  # as text: the chain is over its very letters
    event = models.CharField(max_length=20)
    actor = models.CharField(max_length=32)
    person = models.CharField(max_length=32, blank=True)
    details = models.JSONField(default=dict)
    seals = models.JSONField(default=list)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "serial"], name="one_entry_a_serial")]

    def __str__(self) -> str:
        return f"{self.serial} {self.event}"


class Dispatch(models.Model):
    """One piece of work that was handed to workers elsewhere, and its result once there is one.

    ``attempts`` counts the workers that began it; ``lease_until`` is renewed while one is at it.
    """

    submission = models.ForeignKey(Submission, models.CASCADE)
    key = models.CharField(max_length=64)
    job = models.JSONField()  # assignment, its digest, seed root, isolation
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    result = models.BinaryField(null=True)  # the staff's view of the verdict, packed
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="one_dispatch_a_key")]

    def __str__(self) -> str:
        return f"{self.submission} {self.key[:8]}"
