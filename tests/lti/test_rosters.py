"""Rosters of platforms: who comes, who goes, what changes of somebody, and what half an answer changes."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from grader.gradebook.models import Person, Submission
from grader.lms.lti.nrps import members
from grader.web.lti import rosters
from grader.web.lti.models import Account, Context, Link, Member, Seat
from grader.web.models import Membership, Role
from tests.lti.connected import Connected, one_kind
from tests.lti.double import Double
from tests.lti.double_course import LEARNS, TEACHES
from tests.lti.double_server import Fault
from tests.proving import PROVING

MANY = 2000 if PROVING else 200


def sync(course: Connected) -> bool:
    """As the worker does it, when it is due."""
    Context.objects.update(sync_due_at=timezone.now())
    return bool(rosters.sync_due(course.poster.services))


def place(course: Connected, user: str) -> Membership | None:
    subject = course.double.people[user].sub
    return Membership.objects.filter(site=course.site, user__account__subject=subject).first()


def written(course: Connected) -> list[dict[str, str]]:
    with (course.here.classroom.folder / "students.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def connected(course) -> Connected:
    course.launch("teacher")
    return course


def test_everybody_comes_in_their_role(connected, lms) -> None:
    assert sync(connected)
    assistant = Role.ASSISTANT if lms.manners.kind != "moodle" else Role.INSTRUCTOR  # as Moodle sends them
    wanted = {"teacher": Role.INSTRUCTOR, "assistant": assistant, "ann": Role.STUDENT, "eve": Role.STUDENT}
    assert {user: place(connected, user).role for user in wanted} == wanted
    eve = place(connected, "eve").person
    assert (eve.first_name, eve.last_name, eve.email) == ("Ève", "Student", "eve@uni.test")
    assert eve.lms_user_id == lms.people["eve"].sub
    told = Context.objects.get()
    assert told.synced_at is not None
    assert told.sync_trouble == ""
    assert told.sync_due_at > timezone.now() + timedelta(hours=5)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_all_pages_are_read(connected, lms, size) -> None:
    """Named by numbers, or by bookmarks in which the case of a letter counts."""
    lms.page_size = size
    found = list(members(connected.poster.services, connected.platform.facts, lms.roster.url()))
    assert [one.subject for one in found] == [lms.people[name].sub for name in lms.members]
    assert len(lms.asked_of("members")) == -(-len(lms.members) // size)


def test_pages_whose_link_has_curly_quotes(connected, lms) -> None:
    """MEASURED: so does Moodle write it for line items."""
    page = {"members": [{"status": "Active", "user_id": lms.people["ann"].sub, "roles": ["Learner"]}]}
    link = f"<{lms.roster.url()}?limit=9&amp;from=0>; rel=\u201cnext\u201d".encode().decode("latin-1")
    lms.faults.add("members", Fault(200, {"Link": link}, json.dumps(page)))
    assert sync(connected)
    assert [one.query for one in lms.asked_of("members")] == ["", "limit=9&from=0"]


def test_who_is_gone_is_off_the_roster_and_keeps_their_marks(connected, lms) -> None:
    sync(connected)
    connected.launch("ann")
    connected.gets("ann", 17.0)
    connected.settle()
    person = connected.here.people["ann"]
    Seat.objects.create(
        digest="x", account=Account.objects.get(subject=lms.people["ann"].sub), site=connected.site,
        expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    lms.members.remove("ann")
    assert sync(connected)
    person.refresh_from_db()
    assert person.login not in {row["id"] for row in written(connected)}
    assert person.position is None
    assert Submission.objects.filter(person=person).exists()
    assert place(connected, "ann").person == person
    assert not Seat.objects.exists()
    assert Member.objects.get(account__subject=lms.people["ann"].sub).left_at is not None
    lms.members.append("ann")
    assert sync(connected)
    person.refresh_from_db()
    assert person.position is not None
    assert Member.objects.get(account__subject=lms.people["ann"].sub).left_at is None


@one_kind
def test_staff_who_are_gone_have_no_rights_and_an_owner_keeps_them(connected, lms) -> None:
    lms.add_person("second", TEACHES)
    sync(connected)
    Membership.objects.filter(pk=place(connected, "teacher").pk).update(role=Role.OWNER)
    for user in ("teacher", "second"):
        lms.members.remove(user)
    assert sync(connected)
    assert place(connected, "second") is None
    assert place(connected, "teacher").role == Role.OWNER


@one_kind
def test_who_left_one_of_two_courses_and_is_in_the_other_stays(connected, lms) -> None:
    """Two courses of the platform are one of ours."""
    sync(connected)
    first = Context.objects.get()
    other = Context.objects.create(deployment=first.deployment, context_id="2nd", site=connected.site)
    account = Account.objects.get(subject=lms.people["teacher"].sub)
    Member.objects.create(context=other, account=account, role=Role.INSTRUCTOR)
    lms.members.remove("teacher")
    assert sync(connected)
    assert place(connected, "teacher").role == Role.INSTRUCTOR


def test_roles_that_change(connected, lms) -> None:
    """A student who teaches from now on is a student no more; what they handed in stays."""
    sync(connected)
    connected.launch("ann")
    connected.attempt("ann")
    lms.people["ann"].roles, lms.people["teacher"].roles = TEACHES, LEARNS
    assert sync(connected)
    assert (place(connected, "ann").role, place(connected, "ann").person) == (Role.INSTRUCTOR, None)
    assert place(connected, "teacher").role == Role.STUDENT
    listed = {row["id"] for row in written(connected)}
    assert connected.here.people["ann"].login not in listed
    assert place(connected, "teacher").person.login in listed
    lms.people["ann"].roles = LEARNS
    assert sync(connected)
    assert place(connected, "ann").person == connected.here.people["ann"]
    assert Submission.objects.filter(person=place(connected, "ann").person).count() == 1


def test_a_platform_that_keeps_names_to_itself(connected, lms) -> None:
    lms.names = False
    assert sync(connected)
    person = place(connected, "ann").person
    assert (person.first_name, person.last_name, person.email) == ("", "", "")
    lms.names = True
    assert sync(connected)
    assert place(connected, "ann").person.first_name == "Ann"
    lms.names = False
    assert sync(connected)  # what was told once is kept
    assert place(connected, "ann").person.first_name == "Ann"


def test_an_empty_roster_changes_nothing(connected, lms) -> None:
    sync(connected)
    before = written(connected)
    lms.members.clear()
    assert not sync(connected)
    assert written(connected) == before
    assert place(connected, "ann").role == Role.STUDENT
    assert Context.objects.get().sync_trouble


@pytest.mark.parametrize(
    "fault", [Fault(500), Fault(404), Fault(close=True), Fault(200, body='{"members": 7}'), Fault(200, body="<html>")]
)
def test_half_a_roster_changes_nothing(connected, lms, fault) -> None:
    sync(connected)
    before = written(connected)
    lms.members.remove("ann")
    lms.add_person("new", LEARNS)
    lms.page_size = 2
    lms.faults.always["members"] = lambda request: fault if request.query_string else None
    assert not sync(connected)
    assert written(connected) == before
    assert place(connected, "new") is None
    assert not Member.objects.filter(left_at__isnull=False).exists()
    told = Context.objects.get()
    assert told.sync_trouble
    assert told.sync_due_at > timezone.now()
    lms.faults.clear()
    assert sync(connected)
    assert Context.objects.get().sync_trouble == ""
    assert place(connected, "new").role == Role.STUDENT


@one_kind
def test_pages_without_an_end_are_refused(connected, lms) -> None:
    link = {"Link": f'<{lms.roster.url()}>; rel="next"'}
    lms.faults.always["members"] = lambda _request: Fault(200, link, '{"members": []}')
    assert not sync(connected)
    assert "no end" in Context.objects.get().sync_trouble
    assert len(lms.asked_of("members")) == 1


@one_kind
def test_the_rosters_file_is_written_whole_and_keeps_who_is_of_no_platform(connected, lms, here) -> None:
    sync(connected)
    rows = written(connected)
    assert [row["id"] for row in rows[:2]] == ["ann", "bob"]  # of the file itself
    assert rows[0]["last_name"] == "O'Brien"
    subjects = [lms.people[user].sub for user in ("ann", "bob", "eve")]
    assert sorted(row["lms_user_id"] for row in rows[2:]) == sorted(subjects)
    assert Person.objects.filter(course=connected.site.course, position=None).count() == 0
    assert here.people["ann"].pk != place(connected, "ann").person.pk
    assert not list(connected.here.classroom.folder.glob("*.tmp*"))


@one_kind
def test_a_student_of_the_file_is_known_by_their_id_in_the_platform(connected, lms, here) -> None:
    """Nobody used that place so far; then they stand on the roster once."""
    here.users["bob"].delete()
    csv_file = connected.here.classroom.folder / "students.csv"
    csv_file.write_text(f"id,last_name,first_name,lms_user_id\nann,O'Brien,Ann,\nbob,B,B,{lms.people['bob'].sub}\n")
    Person.objects.filter(pk=here.people["bob"].pk).update(lms_user_id=lms.people["bob"].sub)
    assert sync(connected)
    assert place(connected, "bob").person == here.people["bob"]
    rows = written(connected)
    assert [row["id"] for row in rows].count("bob") == 1
    assert next(row for row in rows if row["id"] == "bob")["first_name"] == "Bob"


@one_kind
def test_one_who_reads_it_is_enough(connected, lms) -> None:
    """Two workers, or one that was asked twice."""
    Context.objects.update(sync_due_at=timezone.now())
    rows = [Context.objects.select_related("site__course", "deployment__platform").get() for _ in range(2)]
    assert [rosters.sync(connected.poster.services, one) for one in rows] == [True, False]
    assert len(lms.asked_of("members")) == 1


@one_kind
def test_a_wish_that_comes_while_it_is_read_is_fulfilled(connected, monkeypatch) -> None:
    """Staff's button, pressed in the middle."""
    before, due = rosters.take, timezone.now()

    def meanwhile(context: Context, listed: list[object]) -> None:
        before(context, listed)
        Context.objects.update(sync_due_at=due)

    monkeypatch.setattr(rosters, "take", meanwhile)
    sync(connected)
    assert Context.objects.get().sync_due_at == due


@one_kind
def test_only_connected_courses_of_active_platforms_are_read(connected, lms) -> None:
    Context.objects.update(site=None)
    assert not sync(connected)
    Context.objects.update(site=connected.site)
    type(connected.platform).objects.update(active=False)
    assert not sync(connected)
    assert lms.asked_of("members") == []
    assert Link.objects.exists()


@pytest.mark.parametrize("lms", ["canvas"], indirect=True)
def test_a_large_course(connected, lms: Double) -> None:
    """MEASURED of 2,000: 10 s and 274 questions the first time, 1.1 s and 18 when nothing has changed."""
    for number in range(MANY):
        lms.add_person(f"s{number:04}", LEARNS)
    lms.page_size = 500
    assert _questions(lambda: sync(connected)) < 400
    assert Membership.objects.filter(site=connected.site, role=Role.STUDENT).count() == MANY + 3 + 2 + 1
    assert len(written(connected)) == MANY + 3 + 2
    assert _questions(lambda: sync(connected)) < 30
    for number in range(10):
        lms.members.remove(f"s{number:04}")
    assert _questions(lambda: sync(connected)) < 60
    assert Member.objects.filter(left_at__isnull=False).count() == 10


def _questions(action) -> int:
    asked: list[int] = []

    def count(execute, *args):
        asked.append(1)
        return execute(*args)

    with connection.execute_wrapper(count):
        assert action()
    return len(asked)
