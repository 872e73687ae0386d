"""Marks on their way to a platform of each kind: what goes out, when, how often, and what stops it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from grader.core.verdict import Status
from grader.gradebook.marks import adjust
from grader.gradebook.models import Assignment, Publication
from grader.gradebook.packing import verdict_key
from grader.gradebook.recording import record
from grader.gradebook.roster import hand_in
from grader.pipeline import failed
from grader.web.lti.models import Context, Delivery, Link, Member, Score, Sending
from grader.web.lti.outbox import fill
from grader.web.lti.posting import Poster
from tests.lti.conftest import KINDS
from tests.lti.connected import Connected, KeyServer, key_server, read_our_keys
from tests.lti.double import Double
from tests.lti.double_server import Fault
from tests.lti.walks import TOOL, registered
from tests.sandboxed import REFERENCE, submission
from tests.web.verdicts import judged

ALL = 20.0
ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"


@pytest.fixture(scope="module")
def our_keys() -> Iterator[KeyServer]:
    with key_server() as found:
        yield found


@pytest.fixture(params=KINDS)
def double(request, our_keys, db, site, settings) -> Iterator[Double]:
    with Double(request.param, tool=TOOL) as found:
        found.add_link("week1", custom={"assignment": "one_to_one"}, maximum=ALL)
        settings.LTI_TEST_ORIGINS = frozenset({found.url})
        registered(found)
        read_our_keys(found, our_keys)
        yield found


@pytest.fixture
def course(here, double) -> Connected:
    return Connected(here, double)


one_kind = pytest.mark.parametrize("double", ["moodle"], indirect=True)  # where the platform makes no difference


def stopped(course: Connected, user: str, *, held: bool) -> str:
    """Why it is, as staff read it."""
    row = course.score(user)
    assert (row.state, row.held) == (Sending.STOPPED, held), (row.state, row.why)
    return str(row.why)


# -- what goes out ------------------------------------------------------------------------------------------


def test_a_mark_goes_out_once(course, double) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    course.settle()
    for _ in range(3):
        course.once()
    assert double.grade("ann", "week1").points == 17.0
    (sent,) = course.sent
    assert sent.headers["Content-Type"] == SCORE_TYPE
    told = json.loads(sent.body)
    stamp = datetime.fromisoformat(told.pop("timestamp"))
    assert stamp.tzinfo is not None
    assert abs(stamp - datetime.now(UTC)) < timedelta(seconds=20)
    assert told == {
        "userId": double.people["ann"].sub,
        "scoreGiven": 17.0,
        "scoreMaximum": 20,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "comment": "Attempt 1, checks passed: 34 of 34",
    }
    assert (course.score("ann").state, course.score("ann").confirmed) == (Sending.SENT, [17.0, 20])
    assert Delivery.objects.filter(score=course.score("ann"), arrived=True).count() == 1


def test_a_total_that_is_no_whole_number_is_sent_of_a_hundred(course, double) -> None:
    course.launch("ann")
    course.attempt("ann")
    Assignment.objects.filter(course=course.site.course).update(max_score=7.5)
    course.is_given("ann", 5.5)
    course.settle()
    told = json.loads(course.sent[0].body)
    assert (told["scoreGiven"], told["scoreMaximum"]) == (73.333, 100)
    assert double.grade("ann", "week1").points == pytest.approx(ALL * 5.5 / 7.5, abs=0.001)
    assert course.score("ann").state == Sending.SENT


@one_kind
def test_each_better_attempt_goes_out_and_a_worse_one_does_not(course, double) -> None:
    """The best counts in this course."""
    course.launch("ann")
    for failing in (("widow_stays",), (), ("widow_stays", "husband_passes_check")):
        course.attempt("ann", *failing)
        course.settle()
    given = [json.loads(one.body)["scoreGiven"] for one in course.sent]
    assert len(given) == 2
    assert given[0] < given[1] == ALL
    assert double.grade("ann", "week1").points == ALL


@one_kind
def test_what_has_no_verdict_and_what_failed_with_us_never_goes_out(course, double) -> None:
    course.launch("ann")
    spec, book = course.here.classroom.assignments["one_to_one"], course.here.classroom.book
    row = hand_in(book, course.here.people["ann"], spec, submission(REFERENCE, "ann"))
    course.settle()
    record(book, row, "key", failed(submission(REFERENCE, "ann"), spec, "the box is broken"))
    course.settle()
    assert course.publish() == 0
    course.settle()
    assert course.sent == []
    assert not Score.objects.exists()


def test_a_mark_without_points_leaves_the_last_one_where_it_is(course, double) -> None:
    """The verdict is found to be wrong: what was handed in could not be graded at all."""
    course.launch("ann")
    row = course.attempt("ann")
    course.settle()
    book, spec = course.here.classroom.book, course.here.classroom.assignments["one_to_one"]
    verdict = failed(submission(REFERENCE, "ann"), spec, "")
    rejected = type(verdict)(verdict.assignment, verdict.student, Status.REJECTED, None, verdict.max_score, ())
    record(book, row, verdict_key(row.digest, spec.digest, "other"), rejected)
    course.settle()
    assert Publication.objects.last().points is None
    assert "keeps the last" in stopped(course, "ann", held=False)
    assert len(course.sent) == 1
    assert double.grade("ann", "week1").points == ALL
    course.gets("ann", 12.0)
    course.settle()
    assert double.grade("ann", "week1").points == 12.0


def test_points_by_hand_and_a_regrade_go_out_again(course, double) -> None:
    course.launch("ann")
    row = course.attempt("ann", "widow_stays")
    course.settle()
    before = double.grade("ann", "week1").points
    assert 0 < before < ALL
    course.is_given("ann", before - 2)
    course.settle()
    assert double.grade("ann", "week1").points == before - 2
    book, spec = course.here.classroom.book, course.here.classroom.assignments["one_to_one"]
    record(book, row, "the same files, asked something else", judged(spec, "ann", ()))
    course.settle()
    assert double.grade("ann", "week1").points == ALL - 2
    assert len(course.sent) == 3


@one_kind
def test_where_marks_are_published_by_hand_they_wait_for_it(here, double) -> None:
    course = Connected(here, double, at_once=False)
    course.launch("ann")
    course.gets("ann", 17.0)
    course.settle()
    assert course.sent == []
    assert not Publication.objects.exists()
    course.publish()
    course.is_given("ann", 19.0)
    course.settle()
    assert double.grade("ann", "week1").points == 17.0
    course.publish()
    course.settle()
    assert double.grade("ann", "week1").points == 19.0


@one_kind
def test_only_students_of_the_platforms_course_are_published_at_once(course, double, here) -> None:
    """ann of the roster's file is another person than ann of the platform."""
    course.launch("bob")
    course.here.people["csv"] = here.people["ann"]
    course.attempt("csv")
    course.attempt("bob")
    course.settle()
    assert set(Publication.objects.values_list("person__login", flat=True)) == {course.here.people["bob"].login}


@one_kind
def test_marks_of_before_go_out_when_their_student_comes(course, double, here) -> None:
    """Also where the platform's course was looked at long ago."""
    course.launch("bob")
    course.settle()
    person = here.people["ann"]
    person.lms_user_id = double.people["ann"].sub
    person.save()
    here.users["ann"].delete()  # nobody was her here so far
    course.here.people["ann"] = person
    course.attempt("ann")
    course.settle()
    assert course.sent == []
    course.launch("ann")
    assert course.here.people["ann"] == person
    course.settle()
    assert double.grade("ann", "week1").points == ALL


@one_kind
def test_the_comment_is_in_the_courses_language_and_names_no_check(course, double) -> None:
    course.launch("ann")
    toml = course.here.classroom.folder / "course.toml"
    toml.write_text('language = "ru"\n' + toml.read_text(encoding="utf-8"), encoding="utf-8")
    course.attempt("ann", "widow_stays", "husband_passes_check")
    course.settle()
    comment = double.grade("ann", "week1").comment
    assert len(comment) < 60
    assert "1" in comment
    assert "34" in comment
    checks = course.here.classroom.assignments["one_to_one"].checks
    assert not [one.id for one in checks if one.id in comment or one.title.ru in comment or one.title.en in comment]


@one_kind
def test_points_by_hand_alone_have_no_comment(course, double) -> None:
    course.launch("ann")
    row = Assignment.objects.get(course=course.site.course, slug="one_to_one")
    adjust(course.here.classroom.book, course.here.people["ann"], row, 9.0, "told in class")
    course.settle()
    assert "comment" not in json.loads(course.sent[0].body)
    assert double.grade("ann", "week1").points == 9.0


# -- in which order -----------------------------------------------------------------------------------------


def stamps(double: Double, user: str = "ann") -> list[datetime]:
    return [datetime.fromisoformat(one["timestamp"]) for one in double.grade(user, "week1").scores]


def test_timestamps_are_a_second_apart_whoever_sends(course, double) -> None:
    """Each by a sender that has just started; Moodle takes no two within one second."""
    course.launch("ann")
    course.attempt("ann")
    for points in (3.0, 18.0, 7.0):
        course.is_given("ann", points)
        course.settle(lambda: Poster("another one", first_pause=0.1))
    assert double.grade("ann", "week1").points == 7.0
    found = stamps(double)
    assert len(found) == 3
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(found))
    assert [one.status for one in course.sent if one.status >= 300] == []


@one_kind
def test_what_may_be_on_its_way_is_written_down_first(course, double) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    double.faults.add("scores", Fault(close=True))
    course.once()
    row = course.score("ann")
    assert (row.state, row.in_doubt, row.confirmed) == (Sending.WAITING, [[17.0, 20]], None)
    assert abs(row.stamp - timezone.now()) < timedelta(seconds=5)
    course.settle(lambda: Poster("after a restart", first_pause=0.1))
    assert stamps(double)[0] - row.stamp >= timedelta(seconds=0.999)  # they are sent in milliseconds


@one_kind
def test_a_clock_that_was_put_back_sends_no_older_timestamp(course, double) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    course.settle()
    ahead = timezone.now() + timedelta(seconds=2)
    Score.objects.update(stamp=ahead)
    course.is_given("ann", 18.0)
    course.settle()
    assert stamps(double)[1] >= ahead


def test_a_platform_that_has_something_newer_is_asked_until_ours_is(course, double) -> None:
    """Its clock was ahead when it was sent something else: 409, and 400 at Open edX."""
    course.launch("ann")
    course.gets("ann", 17.0)
    double.grade("ann", "week1").stamp = datetime.now(UTC) + timedelta(seconds=3)
    course.settle()
    assert double.grade("ann", "week1").points == 17.0
    assert course.score("ann").state == Sending.SENT
    assert double.manners.stale_status in {one.status for one in course.sent}


@one_kind
def test_only_the_last_mark_goes_where_several_waited(course, double) -> None:
    course.launch("ann")
    course.attempt("ann")
    double.stop()
    for points in (3.0, 4.0, 5.0):
        course.is_given("ann", points)
        course.once()
    double.restart()
    course.settle()
    assert [json.loads(one.body)["scoreGiven"] for one in course.sent] == [5.0]


# -- trouble that passes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [False, True], ids=["nothing arrived", "only the answer is lost"])
def test_a_lost_answer_is_no_teachers_mark(course, double, after) -> None:
    """What was on its way is known as ours, and is not sent twice where it is there."""
    course.launch("ann")
    course.gets("ann", 17.0)
    double.faults.add("scores", Fault(close=True, after=after))
    course.settle()
    assert double.grade("ann", "week1").points == 17.0
    assert course.score("ann").state == Sending.SENT
    assert len(double.grade("ann", "week1").scores) == 1
    course.is_given("ann", 11.0)
    course.settle()
    assert double.grade("ann", "week1").points == 11.0


def test_a_lost_answer_and_a_newer_mark(course, double) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    double.faults.add("scores", Fault(504, after=True))
    course.once()
    course.is_given("ann", 18.0)
    course.settle()
    assert double.grade("ann", "week1").points == 18.0
    course.is_given("ann", 17.0)  # as it was: what is in doubt no more must not count as sent
    course.settle()
    assert double.grade("ann", "week1").points == 17.0


@one_kind
@pytest.mark.parametrize("status", [500, 429, 503])
def test_a_platform_in_trouble_is_left_alone_for_a_while(course, double, status) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    double.faults.add("scores", Fault(status, {"Retry-After": "2"}, "busy"))
    course.once()
    asked = len(double.asked)
    assert "busy" in course.platform.trouble
    assert course.platform.quiet_until - timezone.now() > timedelta(seconds=1.5)
    assert course.once() == 0
    assert len(double.asked) == asked
    course.settle()
    assert double.grade("ann", "week1").points == 17.0
    assert (course.platform.trouble, course.platform.failures, course.platform.quiet_until) == ("", 0, None)


@one_kind
def test_who_cannot_be_sent_keeps_nobody_waiting(course, double) -> None:
    """Whatever is wrong with one student there, the others' marks go out."""
    for user in ("ann", "bob", "eve"):
        course.launch(user)
        course.attempt(user)
    poison = double.people["ann"].sub.encode()
    double.faults.always["scores"] = lambda request: Fault(500) if poison in request.get_data() else None
    poster = Poster("a test", first_pause=0.3)
    course.once(poster)
    until = timezone.now() + timedelta(seconds=5)
    while {double.grade(user, "week1").points for user in ("bob", "eve")} != {ALL}:
        assert timezone.now() < until
        course.once(poster)
    assert course.score("ann").state == Sending.WAITING
    double.faults.clear()
    course.settle()
    assert double.grade("ann", "week1").points == ALL


@one_kind
def test_without_a_token_nothing_is_stopped(course, double) -> None:
    """An operator has mistyped something: everything waits until that is mended."""
    course.launch("ann")
    course.attempt("ann")
    double.faults.add("token", Fault(400, body='{"error": "invalid_client"}'))
    course.once()
    assert course.score("ann").state == Sending.WAITING
    assert "invalid_client" in course.platform.trouble
    course.settle()
    assert double.grade("ann", "week1").points == ALL


# -- what stops it ------------------------------------------------------------------------------------------


def test_a_refusal_stops_the_score_and_is_shown(course, double) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    double.faults.add("scores", Fault(422, body='{"error":"no such column"}'))
    course.settle()
    assert "422" in (why := stopped(course, "ann", held=False))
    assert "no such column" in why
    course.once()
    assert len(course.sent) == 1
    course.is_given("ann", 18.0)  # the next mark is tried again
    course.settle()
    assert double.grade("ann", "week1").points == 18.0


def test_a_test_student_gets_no_mark_there(course, double) -> None:
    if not double.manners.test_user:
        double.add_person(
            "test", (*double.people["ann"].roles, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser")
        )
    course.launch("test")
    course.attempt("test")
    course.settle()
    assert "test student" in stopped(course, "test", held=True)
    assert course.sent == []


@pytest.mark.parametrize("first", [True, False], ids=["before ours", "after ours"])
def test_a_mark_that_a_teacher_typed_stays(course, double, first) -> None:
    course.launch("ann")
    course.attempt("ann")
    if not first:
        course.settle()
        course.is_given("ann", 15.0)
    double.override("ann", "week1", 12.5)
    course.settle()
    assert "12.5 of 20" in stopped(course, "ann", held=True)
    course.is_given("ann", 19.0)
    course.settle()
    assert double.grade("ann", "week1").points == 12.5
    stopped(course, "ann", held=True)
    assert len(course.sent) == (0 if first else 1)


def test_staff_send_over_it(course, double) -> None:
    """Moodle keeps what its teacher has overridden; then staff are told so again."""
    course.launch("ann")
    course.gets("ann", 17.0)
    double.override("ann", "week1", 12.5)
    course.settle()
    course.resend("ann")
    course.settle()
    if double.manners.override_stays:
        assert "12.5 of 20" in stopped(course, "ann", held=True)
        return
    assert double.grade("ann", "week1").points == 17.0
    assert (course.score("ann").state, course.score("ann").overwrite) == (Sending.SENT, False)
    double.override("ann", "week1", 13.0)
    course.is_given("ann", 18.0)
    course.settle()
    assert "13 of 20" in stopped(course, "ann", held=True)


def test_a_mark_that_was_cleared_there_is_sent_again(course, double) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    course.settle()
    double.override("ann", "week1", None).overridden = False
    course.is_given("ann", 18.0)
    course.settle()
    assert double.grade("ann", "week1").points == 18.0


@one_kind
def test_who_left_gets_nothing_until_they_are_back(course, double) -> None:
    member = course.launch("ann")
    course.settle()
    course.gets("ann", 17.0)
    course.publish()
    fill(course.site)
    Member.objects.filter(pk=member.pk).update(left_at=timezone.now(), counted=False)  # as rosters do it
    course.settle()
    assert "any more" in stopped(course, "ann", held=False)
    assert course.sent == []
    course.is_given("ann", 18.0)
    course.settle()
    course.launch("ann")
    course.settle()
    assert double.grade("ann", "week1").points == 18.0


@one_kind
def test_who_left_and_came_back_with_the_same_mark(course, double) -> None:
    member = course.launch("ann")
    course.gets("ann", 17.0)
    fill(course.site)
    Member.objects.filter(pk=member.pk).update(left_at=timezone.now(), counted=False)
    course.settle()
    assert "any more" in stopped(course, "ann", held=False)
    course.launch("ann")
    course.settle()
    assert double.grade("ann", "week1").points == 17.0


@one_kind
def test_a_course_that_was_parted_sends_nothing(course, double) -> None:
    course.launch("ann")
    course.settle()
    course.attempt("ann")
    fill(course.site)
    Score.objects.all().delete()
    Context.objects.update(site=None, counted_serial=0)  # as staff's button does it (test_staff_pages)
    course.settle()
    assert course.sent == []


@one_kind
def test_a_platform_that_is_not_active_is_sent_nothing(course, double) -> None:
    course.launch("ann")
    course.attempt("ann")
    type(course.platform).objects.update(active=False)
    course.once()
    assert double.asked == []
    type(course.platform).objects.update(active=True)
    course.settle()
    assert double.grade("ann", "week1").points == ALL


@one_kind
def test_scores_where_the_platform_wants_none(course, double) -> None:
    course.launch("ann")
    course.attempt("ann")
    Context.objects.update(scopes=[])
    course.settle()
    assert "does not let scores" in stopped(course, "ann", held=False)
    assert double.asked == []


# -- columns ------------------------------------------------------------------------------------------------


def made(double: Double) -> list[dict[str, object]]:
    """Every column that was asked for."""
    return [json.loads(one.body) for one in double.asked_of("line_items") if one.method == "POST"]


def test_the_column_that_a_launch_names_is_used(course, double) -> None:
    course.launch("ann")
    course.attempt("ann")
    course.settle()
    assert double.asked_of("line_items") == []
    (sent,) = course.sent
    assert sent.query == double.manners.line_item_query  # MEASURED: Moodle's ?type_id=1, behind /scores
    assert sent.path.endswith("/scores")


def test_a_column_that_is_there_already_is_found(course, double) -> None:
    double.add_link("week2", custom={"assignment": "one_to_one"}, maximum=None)
    item = double.course.add_item("Made before", 50.0, link_id="week2")
    course.launch("ann", "week2")
    course.gets("ann", 10.0)
    course.settle()
    assert made(double) == []
    assert double.course.grade(item.number, double.people["ann"].sub).points == 25.0


def test_a_column_is_made_once_and_tied_to_its_activity(course, double) -> None:
    """Without resourceLinkId Open edX would keep the scores to itself."""
    double.add_link("week2", "Week two", custom={"assignment": "one_to_one"}, maximum=None)
    for user in ("ann", "bob"):
        course.launch(user, "week2")
        course.attempt(user)
    course.settle()
    (asked,) = made(double)
    assert asked == {
        "label": "Week two",
        "scoreMaximum": 20,
        "resourceLinkId": "week2",
        "resourceId": "one_to_one",
        "tag": "grader",
    }
    assert [double.grade(user, "week2").points for user in ("ann", "bob")] == [ALL, ALL]
    posted = next(one for one in double.asked_of("line_items") if one.method == "POST")
    assert posted.headers["Content-Type"] == ITEM_TYPE


def test_a_column_whose_answer_was_lost_is_not_made_twice(course, double) -> None:
    double.add_link("week2", custom={"assignment": "one_to_one"}, maximum=None)
    course.launch("ann", "week2")
    course.attempt("ann")
    lost = [Fault(close=True, after=True)]
    double.faults.always["line_items"] = lambda request: lost.pop() if request.method == "POST" and lost else None
    course.settle()
    assert len(made(double)) == 1
    assert double.grade("ann", "week2").points == ALL


@one_kind
def test_where_no_column_can_be_made_staff_are_told(course, double) -> None:
    double.add_link("week2", custom={"assignment": "one_to_one"}, maximum=None)
    course.launch("ann", "week2")
    Context.objects.update(scopes=["https://purl.imsglobal.org/spec/lti-ags/scope/score"])
    course.attempt("ann")
    course.settle()
    row = course.score("ann", "week2")
    assert row.state == Sending.STOPPED
    assert "no column" in row.why


def test_a_platform_that_shows_no_results_is_sent_to_all_the_same(course, double) -> None:
    course.launch("ann")
    scopes = [one for one in Context.objects.get().scopes if "result" not in one]
    Context.objects.update(scopes=scopes)
    course.attempt("ann")
    course.settle()
    assert double.grade("ann", "week1").points == ALL
    assert course.score("ann").state == Sending.UNCONFIRMED
    assert double.asked_of("results") == []


def test_a_copy_of_the_platforms_course_works_by_itself(course, double) -> None:
    """Links that were made by deep linking say in a copy too which assignment they are."""
    course.launch("ann")
    course.attempt("ann")
    course.settle()
    double.course.id, double.course.title = "a copy", "Django 101, next year"
    double.add_link("copied", custom={"assignment": "one_to_one"}, maximum=40.0)
    course.launch("bob", "copied")
    course.attempt("bob")
    course.settle()
    assert double.grade("bob", "copied").points == 40.0
    assert set(Link.objects.values_list("context__context_id", "slug")) == {
        (one.context.context_id, "one_to_one") for one in Link.objects.select_related("context")
    }
    assert Context.objects.count() == 2
    assert double.grade("ann", "week1").points == ALL
    assert double.grade("bob", "week1").points is None
