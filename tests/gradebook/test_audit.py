"""The audit log: whatever another hand does to the gradebook is found, and what we do is not."""

from __future__ import annotations

import json
import re

import pytest

from grader.core.policy import Policy
from grader.gradebook import audit
from grader.gradebook.connection import open_gradebook
from grader.gradebook.forgetting import forget, wipe
from grader.gradebook.marks import adjust, marks, publish
from grader.gradebook.models import (
    Actor,
    Adjustment,
    Assignment,
    AuditEntry,
    CheckResult,
    Person,
    Publication,
    Regrade,
    Submission,
    Verdict,
)
from grader.gradebook.roster import enrol
from grader.intake.course import Student

from .classes import KEY, graded

ROSTER = [Student("alice", "Ivanova", "Алиса", "alice@example.org"), Student("bob", "Smith", "Bob"), Student("zed")]


@pytest.fixture
def full(book):
    """A gradebook with a row of every kind."""
    enrol(book, ROSTER)
    rows = graded(book, {"alice": 2.0, "bob": 0})
    adjust(book, rows["bob"].person, rows["bob"].assignment, 0.5, "a good try")
    publish(book, list(marks(book, lambda _: Policy()).values()))
    with audit.change(book, "regraded") as seals:
        seals.row(Regrade.objects.create(course=book.course, changes=[], by=book.actor))
    audit.anchor(book)
    return book


def problems(book):
    return [finding.problem for finding in audit.verify(book)]


def test_what_the_grader_wrote_is_as_the_log_says(full):
    assert problems(full) == []
    with open_gradebook(full.folder, KEY, actor="maria") as again:
        assert problems(again) == []


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Verdict, {"score": 1.75}),
        (Verdict, {"status": "rejected"}),
        (Verdict, {"document": b"another"}),
        (CheckResult, {"points": 1.0}),
        (CheckResult, {"outcome": "skipped"}),
        (Submission, {"verdict": None}),
        (Submission, {"files": b"other code"}),
        (Submission, {"attempt": 7}),
        (Submission, {"submitted_at": "2026-01-01T00:00:00Z"}),
        (Adjustment, {"points": 2.0}),
        (Adjustment, {"comment": "another reason"}),
        (Publication, {"points": 2.0}),
        (Person, {"lms_user_id": "17"}),
        (Person, {"email": "mallory@example.org"}),
        (Assignment, {"max_score": 1.0}),
        (Actor, {"name": "somebody else"}),
        (Regrade, {"changes": [[1, 1, 1]]}),
    ],
)
def test_a_changed_row_is_found(full, model, change):
    row = model.objects.order_by("-pk").first()
    model.objects.filter(pk=row.pk).update(**change)
    [problem] = problems(full)
    assert "changed by another hand" in problem


@pytest.mark.parametrize("model", [CheckResult, Adjustment, Publication, Regrade])
def test_a_removed_row_is_found(full, model):
    model.objects.order_by("-pk").first().delete()
    assert len(problems(full)) == 1


def test_an_added_row_is_found(full):
    row = Adjustment.objects.get()
    row.pk = None
    row.save()
    [problem] = problems(full)
    assert "added by another hand" in problem


def test_two_students_who_are_swapped_are_found(full):
    Person.objects.filter(login="alice").update(login="nobody")
    Person.objects.filter(login="bob").update(login="alice")
    Person.objects.filter(login="nobody").update(login="bob")
    assert len(problems(full)) >= 2


@pytest.mark.parametrize("change", [{"event": "opened"}, {"at": "2020-01-01"}, {"actor": "x"}, {"details": {"a": 1}}])
def test_a_changed_entry_is_found(full, change):
    AuditEntry.objects.filter(serial=3).update(**change)
    found = audit.verify(full)
    assert found[0].serial == 3


def test_an_entry_that_is_gone_is_found(full):
    AuditEntry.objects.filter(serial=3).delete()
    assert any("missing" in problem for problem in problems(full))


def test_a_log_cut_at_its_end_is_found_by_what_lies_outside(full):
    last = AuditEntry.objects.order_by("-serial").first()
    Regrade.objects.all().delete()
    last.delete()
    [problem] = problems(full)
    assert "shorter" in problem


def test_whoever_writes_a_whole_log_needs_the_key(full):
    """Changing a row and sealing it again takes the course's key."""
    Verdict.objects.filter(submission__person__login="bob").update(score=2.0)
    with open_gradebook(full.folder, KEY, actor="maria") as book:
        other = type(book)(book.folder, book.course, book.actor, b"another key")
        with audit.change(other, "graded") as seals:
            seals.row(Verdict.objects.get(submission__person__login="bob"))
        assert any("does not follow" in problem for problem in problems(book))


def test_a_damaged_anchor_is_told(full):
    (full.folder / audit.ANCHOR).write_text("{")
    assert ["damaged" in problem for problem in problems(full)] == [True]


def test_the_log_names_nobody(full):
    told = json.dumps(list(AuditEntry.objects.values("details", "person", "actor", "seals", "event")))
    assert not re.search("alice|bob|maria|Ivanova|Алиса|example", told)


def test_a_change_that_fails_leaves_nothing(full):
    before = AuditEntry.objects.count()

    def fail():
        with audit.change(full, "adjusted") as seals:
            seals.row(Adjustment.objects.get())
            Adjustment.objects.update(points=9)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert AuditEntry.objects.count() == before
    assert problems(full) == []


def test_who_is_forgotten_leaves_a_tombstone_and_a_log_that_verifies(full):
    forget(full, Person.objects.get(login="bob"))
    wipe()
    assert problems(full) == []
    [tombstone] = Person.objects.filter(login=None)
    assert (tombstone.salt, tombstone.last_name, tombstone.email) == ("", "", "")
    assert not Submission.objects.filter(person=tombstone).exists()
    assert Verdict.objects.count() == 1
    raw = b"".join(path.read_bytes() for path in full.folder.glob("gradebook.sqlite3*"))
    assert b"Smith" not in raw
