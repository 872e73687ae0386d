"""Rows that are written once, attempts that are told apart, marks that are made of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from grader.core.errors import GraderError
from grader.core.policy import Counts, Policy
from grader.core.verdict import Incident, IncidentKind, Status
from grader.core.verdict import Verdict as Judged
from grader.gradebook import audit, forgetting
from grader.gradebook.connection import FILE, open_gradebook
from grader.gradebook.marks import adjust, extend, marks, publish
from grader.gradebook.models import Extension, Person, Publication, Submission, Verdict
from grader.gradebook.packing import packed, unpacked, unpacked_submission, unpacked_verdict
from grader.gradebook.recording import record, reusable
from grader.gradebook.roster import enrol, receive
from grader.intake.course import Student
from tests.reports.samples import assignment, hostile, rejected, text

from .classes import KEY, SLUG, graded, hand_in, handed_in, judged, mark

MOMENT = datetime(2026, 10, 1, 12, tzinfo=UTC)


def test_the_same_bytes_are_the_same_attempt(book):
    first = hand_in(book, "alice", "a = 1")
    assert hand_in(book, "alice", "a = 1").pk == first.pk
    second = hand_in(book, "alice", "a = 2")
    assert (first.attempt, second.attempt) == (1, 2)
    third = hand_in(book, "alice", "a = 1")  # back to the first idea: handed in a third time
    assert third.attempt == 3


def test_a_time_that_was_mended_stays_with_its_attempt(book):
    hand_in(book, "alice", "a = 1", MOMENT)
    row = hand_in(book, "alice", "a = 1", MOMENT - timedelta(hours=2))
    assert (row.attempt, Submission.objects.get().submitted_at) == (1, MOMENT - timedelta(hours=2))
    assert audit.verify(book) == []


def test_what_was_handed_in_comes_back_as_it_was(book):
    one = handed_in("Ёлка", "имя = 'ÿ'")
    [row] = receive(book, [one], {SLUG: assignment()})
    assert unpacked_submission(Submission.objects.get().files, "Ёлка", SLUG) == one
    refused = type(one)("bob", SLUG, (), text("no such file"))
    receive(book, [refused], {SLUG: assignment()})
    stored = Submission.objects.get(person__login="bob")
    assert unpacked_submission(stored.files, "bob", SLUG) == refused
    assert row.digest != stored.digest


def test_a_verdict_comes_back_as_it_was(book):
    row = hand_in(book, "alice", "a = 1")
    record(book, row, "key", hostile())
    found = unpacked_verdict(Verdict.objects.get().document)
    assert found.to_json(staff=True) == json.loads(json.dumps(hostile().to_json(staff=True)))


def test_a_damaged_row_says_so():
    with pytest.raises(ValueError, match="damaged"):
        unpacked(packed([1])[:-3])


def test_a_verdict_is_recorded_once(book):
    row = hand_in(book, "alice", "a = 1")
    first = record(book, row, "key", judged(2.0))
    again = record(book, row, "key", judged(2.0))
    other = record(book, row, "key", judged(1.0))
    assert (first.new, again.new, other.new) == (True, False, True)
    assert first.row.pk == again.row.pk
    assert (other.row.serial, row.verdict_id) == (2, other.row.pk)


def test_a_verdict_may_be_kept_without_counting(book):
    row = hand_in(book, "alice", "a = 1")
    record(book, row, "key", judged(2.0), in_force=False)
    assert row.verdict_id is None
    assert mark(book, "alice").status == "ungraded"


def test_our_error_takes_no_verdicts_place(book):
    row = hand_in(book, "alice", "a = 1")
    record(book, row, "key", judged(2.0))
    record(book, row, "other", _error())
    assert mark(book, "alice").points == 2.0


def _error():
    return Judged(SLUG, "alice", Status.ERROR, None, 2.0, ())


@pytest.mark.parametrize(
    ("verdict", "isolation", "used"),
    [
        (judged(2.0), "full", True),
        (judged(2.0, isolation={"level": "filtered"}), "filtered", True),
        (judged(2.0, isolation={"level": "filtered"}), "full", False),
        (judged(2.0, incident=Incident(IncidentKind.DIED, None)), "full", True),
        (judged(2.0, incident=Incident(IncidentKind.TIMEOUT, None)), "full", False),
        (judged(2.0, incident=Incident(IncidentKind.TIMEOUT, None, certain=True)), "full", True),
        (rejected(), "full", True),
        (_error(), "full", False),
    ],
)
def test_what_may_be_used_again(book, verdict, isolation, used):
    row = hand_in(book, "alice", "a = 1")
    record(book, row, "key", verdict)
    assert ((row.pk, "key") in reusable(book, {"key"}, isolation)) is used


def test_the_roster_makes_changes_and_keeps_people(book):
    enrol(book, [Student("alice", "Ivanova"), Student("bob")])
    enrol(book, [Student("bob", "Smith")])
    people = dict(Person.objects.values_list("login", "position"))
    assert people == {"alice": None, "bob": 1}
    before = audit.AuditEntry.objects.count()
    enrol(book, [Student("bob", "Smith")])
    assert audit.AuditEntry.objects.count() == before  # nothing to say
    assert audit.verify(book) == []


def test_marks_follow_the_policy(book):
    for code, score in (("a", 1.0), ("b", 2.0), ("c", 0.5)):
        record(book, hand_in(book, "alice", code), "key", judged(score))
    assert mark(book, "alice").points == 0.5
    assert mark(book, "alice", Policy(counts=Counts.BEST)).points == 2.0
    assert mark(book, "alice", Policy(counts=Counts.BEST, attempts=1)).points == 1.0


def test_publishing_twice_publishes_once(book):
    graded(book, {"alice": 2.0, "bob": 1.0})
    assert publish(book, list(marks(book, lambda _: Policy()).values())) == 2
    assert publish(book, list(marks(book, lambda _: Policy()).values())) == 0
    assert Publication.objects.count() == 2


def test_a_mark_that_was_published_shows_when_it_is_another_one(book):
    rows = graded(book, {"alice": 1.0})
    publish(book, [mark(book, "alice")])
    assert not mark(book, "alice").differs
    adjust(book, rows["alice"].person, rows["alice"].assignment, 0.5, "why")
    found = mark(book, "alice")
    assert (found.differs, found.points, found.published.points) == (True, 1.5, 1.0)


@pytest.mark.parametrize("verdict", [_error(), None])
def test_what_is_no_mark_is_not_published(book, verdict):
    row = hand_in(book, "alice", "a = 1")
    if verdict is not None:
        record(book, row, "key", verdict)
    assert publish(book, [mark(book, "alice")]) == 0


def test_who_is_past_retention(book):
    graded(book, {"alice": 1.0, "bob": 1.0})
    Submission.objects.filter(person__login="bob").update(received_at=MOMENT - timedelta(days=400))
    late = forgetting.expired(book, 365, MOMENT)
    assert [person.login for person in late] == ["bob"]


def test_a_gradebook_of_a_newer_grader_is_not_touched(book):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('gradebook', '9999_new', '2030-01-01')"
        )
    with pytest.raises(GraderError, match="newer grader"), open_gradebook(book.folder, KEY):
        pass


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / FILE).write_bytes(b"something else, and quite a lot of it" * 50)
    with pytest.raises(GraderError, match="cannot be used"), open_gradebook(tmp_path, KEY):
        pass


def test_another_courses_key_opens_another_course(book):
    graded(book, {"alice": 1.0})
    with open_gradebook(book.folder, b"another course's key") as other:
        assert marks(other, lambda _: Policy()) == {}
        assert audit.verify(other) == []


def test_more_time_is_one_students_own(book):
    """What came in meanwhile is in time; the class's date is everybody else's; the last word counts."""
    late = MOMENT + timedelta(days=2)
    for student in ("alice", "bob"):
        record(book, hand_in(book, student, f"# {student}", late), "key", judged(2.0))
    policy = Policy(due=MOMENT, late_penalty=10)
    row = hand_in(book, "alice", "# alice", late)
    extend(book, row.person, row.assignment, late + timedelta(days=1), "was ill")
    assert (mark(book, "alice", policy).points, mark(book, "bob", policy).points) == (2.0, 1.6)
    extend(book, row.person, row.assignment, late - timedelta(hours=1), "only until then")
    found = mark(book, "alice", policy)
    assert (found.points, found.extended) == (1.8, late - timedelta(hours=1))
    assert audit.verify(book) == []
    Extension.objects.filter(person=row.person).update(due=late + timedelta(days=9))
    assert [found.problem for found in audit.verify(book)] != []


def test_more_time_is_forgotten_with_its_student(book):
    row = hand_in(book, "alice", "# alice")
    extend(book, row.person, row.assignment, MOMENT, "was ill")
    forgetting.forget(book, row.person)
    assert not Extension.objects.exists()
    assert audit.verify(book) == []
