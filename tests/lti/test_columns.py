"""The columns of a platform's gradebook: used, found or made, once."""

from __future__ import annotations

import json

from grader.web.lti.models import Context, Link, Sending
from tests.lti.connected import one_kind
from tests.lti.double import Double
from tests.lti.double_server import Fault

ALL = 20.0
ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"


def made(lms: Double) -> list[dict[str, object]]:
    """Every column that was asked for."""
    return [json.loads(one.body) for one in lms.asked_of("line_items") if one.method == "POST"]


def test_the_column_that_a_launch_names_is_used(course, lms) -> None:
    course.launch("ann")
    course.attempt("ann")
    course.settle()
    assert lms.asked_of("line_items") == []
    (sent,) = course.sent
    assert sent.query == lms.manners.line_item_query  # MEASURED: Moodle's ?type_id=1, behind /scores
    assert sent.path.endswith("/scores")


def test_a_column_that_is_there_already_is_found(course, lms) -> None:
    lms.add_link("week2", custom={"assignment": "one_to_one"}, maximum=None)
    item = lms.course.add_item("Made before", 50.0, link_id="week2")
    course.launch("ann", "week2")
    course.gets("ann", 10.0)
    course.settle()
    assert made(lms) == []
    assert lms.course.grade(item.number, lms.people["ann"].sub).points == 25.0


def test_a_column_is_made_once_and_tied_to_its_activity(course, lms) -> None:
    """Without resourceLinkId Open edX would keep the scores to itself."""
    lms.add_link("week2", "Week two", custom={"assignment": "one_to_one"}, maximum=None)
    for user in ("ann", "bob"):
        course.launch(user, "week2")
        course.attempt(user)
    course.settle()
    (asked,) = made(lms)
    assert asked == {
        "label": "Week two",
        "scoreMaximum": 20,
        "resourceLinkId": "week2",
        "resourceId": "one_to_one",
        "tag": "grader",
    }
    assert [lms.grade(user, "week2").points for user in ("ann", "bob")] == [ALL, ALL]
    posted = next(one for one in lms.asked_of("line_items") if one.method == "POST")
    assert posted.headers["Content-Type"] == ITEM_TYPE


def test_a_column_whose_answer_was_lost_is_not_made_twice(course, lms) -> None:
    lms.add_link("week2", custom={"assignment": "one_to_one"}, maximum=None)
    course.launch("ann", "week2")
    course.attempt("ann")
    lost = [Fault(close=True, after=True)]
    lms.faults.always["line_items"] = lambda request: lost.pop() if request.method == "POST" and lost else None
    course.settle()
    assert len(made(lms)) == 1
    assert lms.grade("ann", "week2").points == ALL


@one_kind
def test_where_no_column_can_be_made_staff_are_told(course, lms) -> None:
    lms.add_link("week2", custom={"assignment": "one_to_one"}, maximum=None)
    course.launch("ann", "week2")
    Context.objects.update(scopes=["https://purl.imsglobal.org/spec/lti-ags/scope/score"])
    course.attempt("ann")
    course.settle()
    row = course.score("ann", "week2")
    assert row.state == Sending.STOPPED
    assert "no column" in row.why


def test_a_platform_that_shows_no_results_is_sent_to_all_the_same(course, lms) -> None:
    course.launch("ann")
    scopes = [one for one in Context.objects.get().scopes if "result" not in one]
    Context.objects.update(scopes=scopes)
    course.attempt("ann")
    course.settle()
    assert lms.grade("ann", "week1").points == ALL
    assert course.score("ann").state == Sending.UNCONFIRMED
    assert lms.asked_of("results") == []


def test_a_copy_of_the_platforms_course_works_by_itself(course, lms) -> None:
    """Links that were made by deep linking say in a copy too which assignment they are."""
    course.launch("ann")
    course.attempt("ann")
    course.settle()
    lms.course.id, lms.course.title = "a copy", "Django 101, next year"
    lms.add_link("copied", custom={"assignment": "one_to_one"}, maximum=40.0)
    course.launch("bob", "copied")
    course.attempt("bob")
    course.settle()
    assert lms.grade("bob", "copied").points == 40.0
    assert set(Link.objects.values_list("context__context_id", "slug")) == {
        (one.context.context_id, "one_to_one") for one in Link.objects.select_related("context")
    }
    assert Context.objects.count() == 2
    assert lms.grade("ann", "week1").points == ALL
    assert lms.grade("bob", "week1").points is None
