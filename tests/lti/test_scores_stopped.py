"""What stops a score: a teacher's own mark, a refusal, somebody who has left, courses that were parted."""

from __future__ import annotations

import pytest
from django.utils import timezone

from grader.web.lti.models import Context, Member, Score, Sending
from grader.web.lti.outbox import fill
from tests.lti.connected import one_kind
from tests.lti.double_server import Fault

ALL = 20.0


def test_a_refusal_stops_the_score_and_is_shown(course, lms) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    lms.faults.add("scores", Fault(422, body='{"error":"no such column"}'))
    course.settle()
    assert "422" in (why := course.stopped("ann", held=False))
    assert "no such column" in why
    course.once()
    assert len(course.sent) == 1
    course.is_given("ann", 18.0)  # the next mark is tried again
    course.settle()
    assert lms.grade("ann", "week1").points == 18.0


def test_a_test_student_gets_no_mark_there(course, lms) -> None:
    if not lms.manners.test_user:
        lms.add_person("test", (*lms.people["ann"].roles, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"))
    course.launch("test")
    course.attempt("test")
    course.settle()
    assert "test student" in course.stopped("test", held=True)
    assert course.sent == []


@pytest.mark.parametrize("first", [True, False], ids=["before ours", "after ours"])
def test_a_mark_that_a_teacher_typed_stays(course, lms, first) -> None:
    course.launch("ann")
    course.attempt("ann")
    if not first:
        course.settle()
        course.is_given("ann", 15.0)
    lms.override("ann", "week1", 12.5)
    course.settle()
    assert "12.5 of 20" in course.stopped("ann", held=True)
    course.is_given("ann", 19.0)
    course.settle()
    assert lms.grade("ann", "week1").points == 12.5
    course.stopped("ann", held=True)
    assert len(course.sent) == (0 if first else 1)


def test_staff_send_over_it(course, lms) -> None:
    """Moodle keeps what its teacher has overridden; then staff are told so again."""
    course.launch("ann")
    course.gets("ann", 17.0)
    lms.override("ann", "week1", 12.5)
    course.settle()
    course.resend("ann")
    course.settle()
    if lms.manners.override_stays:
        assert "12.5 of 20" in course.stopped("ann", held=True)
        return
    assert lms.grade("ann", "week1").points == 17.0
    assert (course.score("ann").state, course.score("ann").overwrite) == (Sending.SENT, False)
    lms.override("ann", "week1", 13.0)
    course.is_given("ann", 18.0)
    course.settle()
    assert "13 of 20" in course.stopped("ann", held=True)


def test_a_mark_that_was_cleared_there_is_sent_again(course, lms) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    course.settle()
    lms.override("ann", "week1", None).overridden = False
    course.is_given("ann", 18.0)
    course.settle()
    assert lms.grade("ann", "week1").points == 18.0


@one_kind
def test_who_left_gets_nothing_until_they_are_back(course, lms) -> None:
    member = course.launch("ann")
    course.settle()
    course.gets("ann", 17.0)
    course.publish()
    fill(course.site)
    Member.objects.filter(pk=member.pk).update(left_at=timezone.now(), counted=False)  # as rosters do it
    course.settle()
    assert "any more" in course.stopped("ann", held=False)
    assert course.sent == []
    course.is_given("ann", 18.0)
    course.settle()
    course.launch("ann")
    course.settle()
    assert lms.grade("ann", "week1").points == 18.0


@one_kind
def test_who_left_and_came_back_with_the_same_mark(course, lms) -> None:
    member = course.launch("ann")
    course.gets("ann", 17.0)
    fill(course.site)
    Member.objects.filter(pk=member.pk).update(left_at=timezone.now(), counted=False)
    course.settle()
    assert "any more" in course.stopped("ann", held=False)
    course.launch("ann")
    course.settle()
    assert lms.grade("ann", "week1").points == 17.0


@one_kind
def test_a_course_that_was_parted_sends_nothing(course, lms) -> None:
    course.launch("ann")
    course.settle()
    course.attempt("ann")
    fill(course.site)
    Score.objects.all().delete()
    Context.objects.update(site=None, counted_serial=0)  # as staff's button does it (test_staff_pages)
    course.settle()
    assert course.sent == []


@one_kind
def test_a_platform_that_is_not_active_is_sent_nothing(course, lms) -> None:
    course.launch("ann")
    course.attempt("ann")
    type(course.platform).objects.update(active=False)
    course.once()
    assert lms.asked == []
    type(course.platform).objects.update(active=True)
    course.settle()
    assert lms.grade("ann", "week1").points == ALL


@one_kind
def test_scores_where_the_platform_wants_none(course, lms) -> None:
    course.launch("ann")
    course.attempt("ann")
    Context.objects.update(scopes=[])
    course.settle()
    assert "does not let scores" in course.stopped("ann", held=False)
    assert lms.asked == []
