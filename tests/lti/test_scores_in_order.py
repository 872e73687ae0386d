"""Nothing older goes out after something newer, and what was lost on the way is sent again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from grader.web.lti.models import Score, Sending
from grader.web.lti.posting import Poster
from tests.lti.connected import one_kind
from tests.lti.double import Double
from tests.lti.double_server import Fault

ALL = 20.0


def stamps(lms: Double, user: str = "ann") -> list[datetime]:
    return [datetime.fromisoformat(one["timestamp"]) for one in lms.grade(user, "week1").scores]


def test_timestamps_are_a_second_apart_whoever_sends(course, lms) -> None:
    """Each by a sender that has just started; Moodle takes no two within one second."""
    course.launch("ann")
    course.attempt("ann")
    for points in (3.0, 18.0, 7.0):
        course.is_given("ann", points)
        course.settle(lambda: Poster("another one", first_pause=0.1))
    assert lms.grade("ann", "week1").points == 7.0
    found = stamps(lms)
    assert len(found) == 3
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(found))
    assert [one.status for one in course.sent if one.status >= 300] == []


@one_kind
def test_what_may_be_on_its_way_is_written_down_first(course, lms) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    lms.faults.add("scores", Fault(close=True))
    course.once()
    row = course.score("ann")
    assert (row.state, row.in_doubt, row.confirmed) == (Sending.WAITING, [[17.0, 20]], None)
    assert abs(row.stamp - timezone.now()) < timedelta(minutes=1)
    course.settle(lambda: Poster("after a restart", first_pause=0.1))
    assert stamps(lms)[0] - row.stamp >= timedelta(seconds=0.999)  # they are sent in milliseconds


@one_kind
def test_a_clock_that_was_put_back_sends_no_older_timestamp(course, lms) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    course.settle()
    ahead = timezone.now() + timedelta(seconds=2)
    Score.objects.update(stamp=ahead)
    course.is_given("ann", 18.0)
    course.settle()
    assert stamps(lms)[1] >= ahead


def test_a_platform_that_has_something_newer_is_asked_until_ours_is(course, lms) -> None:
    """Its clock was ahead when it was sent something else: 409, and 400 at Open edX."""
    course.launch("ann")
    course.gets("ann", 17.0)
    lms.grade("ann", "week1").stamp = datetime.now(UTC) + timedelta(seconds=3)
    course.settle()
    assert lms.grade("ann", "week1").points == 17.0
    assert course.score("ann").state == Sending.SENT
    assert lms.manners.stale_status in {one.status for one in course.sent}


@one_kind
def test_only_the_last_mark_goes_where_several_waited(course, lms) -> None:
    course.launch("ann")
    course.attempt("ann")
    lms.stop()
    for points in (3.0, 4.0, 5.0):
        course.is_given("ann", points)
        course.once()
    lms.restart()
    course.settle()
    assert [json.loads(one.body)["scoreGiven"] for one in course.sent] == [5.0]


@pytest.mark.parametrize("after", [False, True], ids=["nothing arrived", "only the answer is lost"])
def test_a_lost_answer_is_no_teachers_mark(course, lms, after) -> None:
    """What was on its way is known as ours, and is not sent twice where it is there."""
    course.launch("ann")
    course.gets("ann", 17.0)
    lms.faults.add("scores", Fault(close=True, after=after))
    course.settle()
    assert lms.grade("ann", "week1").points == 17.0
    assert course.score("ann").state == Sending.SENT
    assert len(lms.grade("ann", "week1").scores) == 1
    course.is_given("ann", 11.0)
    course.settle()
    assert lms.grade("ann", "week1").points == 11.0


def test_a_lost_answer_and_a_newer_mark(course, lms) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    lms.faults.add("scores", Fault(504, after=True))
    course.once()
    course.is_given("ann", 18.0)
    course.settle()
    assert lms.grade("ann", "week1").points == 18.0
    course.is_given("ann", 17.0)  # as it was: what is in doubt no more must not count as sent
    course.settle()
    assert lms.grade("ann", "week1").points == 17.0


@one_kind
@pytest.mark.parametrize("status", [500, 429, 503])
def test_a_platform_in_trouble_is_left_alone_for_a_while(course, lms, status) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    lms.faults.add("scores", Fault(status, {"Retry-After": "4"}, "busy"))
    before = timezone.now()
    course.once()
    asked = len(lms.asked)
    assert "busy" in course.platform.trouble
    assert course.platform.quiet_until - before >= timedelta(seconds=4)
    assert course.once() == 0
    assert len(lms.asked) == asked
    course.settle()
    assert lms.grade("ann", "week1").points == 17.0
    assert (course.platform.trouble, course.platform.failures, course.platform.quiet_until) == ("", 0, None)


@one_kind
def test_who_cannot_be_sent_keeps_nobody_waiting(course, lms) -> None:
    """Whatever is wrong with one student there, the others' marks go out."""
    for user in ("ann", "bob", "eve"):
        course.launch(user)
        course.attempt(user)
    ann = lms.people["ann"].sub
    lms.faults.always["scores"] = lambda request: Fault(500) if request.get_json()["userId"] == ann else None
    poster = Poster("a test", first_pause=0.3)
    course.once(poster)
    until = timezone.now() + timedelta(minutes=1)
    while {lms.grade(user, "week1").points for user in ("bob", "eve")} != {ALL}:
        assert timezone.now() < until
        course.once(poster)
    assert course.score("ann").state == Sending.WAITING
    lms.faults.clear()
    course.settle()
    assert lms.grade("ann", "week1").points == ALL


@one_kind
def test_without_a_token_nothing_is_stopped(course, lms) -> None:
    """An operator has mistyped something: everything waits until that is mended."""
    course.launch("ann")
    course.attempt("ann")
    lms.faults.add("token", Fault(400, body='{"error": "invalid_client"}'))
    course.once()
    assert course.score("ann").state == Sending.WAITING
    assert "invalid_client" in course.platform.trouble
    course.settle()
    assert lms.grade("ann", "week1").points == ALL
