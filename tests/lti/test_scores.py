"""Marks on their way to a platform of each kind: what goes out, and when."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from grader.core.verdict import Status
from grader.gradebook.marks import adjust
from grader.gradebook.models import Assignment, Publication
from grader.gradebook.packing import verdict_key
from grader.gradebook.recording import record
from grader.gradebook.roster import hand_in
from grader.pipeline import failed
from grader.web.lti.models import Delivery, Score, Sending
from tests.lti.connected import Connected, one_kind
from tests.sandboxed import REFERENCE, submission
from tests.web.verdicts import judged

ALL = 20.0
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"


def test_a_mark_goes_out_once(course, lms) -> None:
    course.launch("ann")
    course.gets("ann", 17.0)
    course.settle()
    for _ in range(3):
        course.once()
    assert lms.grade("ann", "week1").points == 17.0
    (sent,) = course.sent
    assert sent.headers["Content-Type"] == SCORE_TYPE
    told = json.loads(sent.body)
    stamp = datetime.fromisoformat(told.pop("timestamp"))
    assert stamp.tzinfo is not None
    assert abs(stamp - datetime.now(UTC)) < timedelta(seconds=20)
    assert told == {
        "userId": lms.people["ann"].sub,
        "scoreGiven": 17.0,
        "scoreMaximum": 20,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "comment": "Attempt 1, checks passed: 34 of 34",
    }
    assert (course.score("ann").state, course.score("ann").confirmed) == (Sending.SENT, [17.0, 20])
    assert Delivery.objects.filter(score=course.score("ann"), arrived=True).count() == 1


def test_a_total_that_is_no_whole_number_is_sent_of_a_hundred(course, lms) -> None:
    course.launch("ann")
    course.attempt("ann")
    Assignment.objects.filter(course=course.site.course).update(max_score=7.5)
    course.is_given("ann", 5.5)
    course.settle()
    told = json.loads(course.sent[0].body)
    assert (told["scoreGiven"], told["scoreMaximum"]) == (73.333, 100)
    assert lms.grade("ann", "week1").points == pytest.approx(ALL * 5.5 / 7.5, abs=0.001)
    assert course.score("ann").state == Sending.SENT


@one_kind
def test_each_better_attempt_goes_out_and_a_worse_one_does_not(course, lms) -> None:
    """The best counts in this course."""
    course.launch("ann")
    for failing in (("widow_stays",), (), ("widow_stays", "husband_passes_check")):
        course.attempt("ann", *failing)
        course.settle()
    given = [json.loads(one.body)["scoreGiven"] for one in course.sent]
    assert len(given) == 2
    assert given[0] < given[1] == ALL
    assert lms.grade("ann", "week1").points == ALL


@one_kind
def test_what_has_no_verdict_and_what_failed_with_us_never_goes_out(course, lms) -> None:
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


def test_a_mark_without_points_leaves_the_last_one_where_it_is(course, lms) -> None:
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
    assert "keeps the last" in course.stopped("ann", held=False)
    assert len(course.sent) == 1
    assert lms.grade("ann", "week1").points == ALL
    course.gets("ann", 12.0)
    course.settle()
    assert lms.grade("ann", "week1").points == 12.0


def test_points_by_hand_and_a_regrade_go_out_again(course, lms) -> None:
    course.launch("ann")
    row = course.attempt("ann", "widow_stays")
    course.settle()
    before = lms.grade("ann", "week1").points
    assert 0 < before < ALL
    course.is_given("ann", before - 2)
    course.settle()
    assert lms.grade("ann", "week1").points == before - 2
    book, spec = course.here.classroom.book, course.here.classroom.assignments["one_to_one"]
    record(book, row, "the same files, asked something else", judged(spec, "ann", ()))
    course.settle()
    assert lms.grade("ann", "week1").points == ALL - 2
    assert len(course.sent) == 3


@one_kind
def test_where_marks_are_published_by_hand_they_wait_for_it(here, lms) -> None:
    course = Connected(here, lms, at_once=False)
    course.launch("ann")
    course.gets("ann", 17.0)
    course.settle()
    assert course.sent == []
    assert not Publication.objects.exists()
    course.publish()
    course.is_given("ann", 19.0)
    course.settle()
    assert lms.grade("ann", "week1").points == 17.0
    course.publish()
    course.settle()
    assert lms.grade("ann", "week1").points == 19.0


@one_kind
def test_only_students_of_the_platforms_course_are_published_at_once(course, lms, here) -> None:
    """ann of the roster's file is another person than ann of the platform."""
    course.launch("bob")
    course.here.people["csv"] = here.people["ann"]
    course.attempt("csv")
    course.attempt("bob")
    course.settle()
    assert set(Publication.objects.values_list("person__login", flat=True)) == {course.here.people["bob"].login}


@one_kind
def test_marks_of_before_go_out_when_their_student_comes(course, lms, here) -> None:
    """Also where the platform's course was looked at long ago."""
    course.launch("bob")
    course.settle()
    person = here.people["ann"]
    person.lms_user_id = lms.people["ann"].sub
    person.save()
    here.users["ann"].delete()  # nobody was her here so far
    course.here.people["ann"] = person
    course.attempt("ann")
    course.settle()
    assert course.sent == []
    course.launch("ann")
    assert course.here.people["ann"] == person
    course.settle()
    assert lms.grade("ann", "week1").points == ALL


@one_kind
def test_the_comment_is_in_the_courses_language_and_names_no_check(course, lms) -> None:
    course.launch("ann")
    toml = course.here.classroom.folder / "course.toml"
    toml.write_text('language = "ru"\n' + toml.read_text(encoding="utf-8"), encoding="utf-8")
    course.attempt("ann", "widow_stays", "husband_passes_check")
    course.settle()
    comment = lms.grade("ann", "week1").comment
    assert len(comment) < 60
    assert "1" in comment
    assert "34" in comment
    checks = course.here.classroom.assignments["one_to_one"].checks
    assert not [one.id for one in checks if one.id in comment or one.title.ru in comment or one.title.en in comment]


@one_kind
def test_points_by_hand_alone_have_no_comment(course, lms) -> None:
    course.launch("ann")
    row = Assignment.objects.get(course=course.site.course, slug="one_to_one")
    adjust(course.here.classroom.book, course.here.people["ann"], row, 9.0, "told in class")
    course.settle()
    assert "comment" not in json.loads(course.sent[0].body)
    assert lms.grade("ann", "week1").points == 9.0
