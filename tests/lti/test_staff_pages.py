"""Staff's page of learning platforms: what it shows, what its buttons do, and for whom."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from grader.gradebook.models import Submission
from grader.web.lti.models import Context, Invitation, Member, Score, Sending
from grader.web.models import Membership
from grader.web.secret import digest
from tests.lti.connected import Connected, one_kind
from tests.lti.double_course import LEARNS
from tests.lti.double_server import Fault
from tests.lti.walks import Walk

pytestmark = one_kind
ADDRESS = "/c/here/class/lms/"


@pytest.fixture
def browser(here) -> Any:
    """Of somebody of the course, by name."""

    def of(name: str) -> Client:
        client = Client()
        client.force_login(here.users[name])
        return client

    return of


def press(client: Client, name: str, pk: int | None = None, **fields: str) -> Any:
    kwargs = {"folder": "here"} | ({"pk": pk} if pk is not None else {})
    return client.post(reverse(name, kwargs=kwargs), fields)


def shown(client: Client, **query: str) -> str:
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def sent(course: Connected, lms) -> Connected:
    """ann's mark has arrived, and bob's was refused."""
    for user in ("ann", "bob"):
        course.launch(user)
        course.gets(user, 17.0)
    poison = lms.people["bob"].sub
    lms.faults.always["scores"] = lambda request: (
        Fault(422, body="bob has no column") if f'"{poison}"' in request.get_data(as_text=True) else None
    )
    course.settle()
    lms.faults.clear()
    return course


def test_what_became_of_each_score(sent, browser) -> None:
    page = shown(browser("ada"))
    assert "bob has no column" in page
    assert "Django 101" in page
    assert "17 / 20" in page
    assert f">{Sending.SENT.label}" in page
    only = shown(browser("ada"), state="stopped")
    assert "bob has no column" in only
    assert sent.here.people["ann"].login not in only
    assert sent.here.people["ann"].login in shown(browser("ada"), state="sent")
    assert "bob has no column" in shown(browser("ada"), state="nonsense", page="999")


def test_which_buttons_there_are(sent, browser) -> None:
    """An assistant looks; an instructor sends again and reads the roster; an owner decides what is connected."""
    actions = {
        name: set(re.findall(r'action="/c/here/class/lms/(?:\d+/|score/\d+/)?(\w+)"', shown(browser(name))))
        for name in ("olga", "ivan", "ada")
    }
    assert actions == {"olga": {"code", "sync", "when", "part", "resend"}, "ivan": {"sync", "resend"}, "ada": set()}


def test_a_platform_that_is_in_trouble_is_shown(course, lms, browser) -> None:
    course.launch("ann")
    course.attempt("ann")
    lms.faults.add("token", Fault(503, body="back at <noon>"))
    course.once()
    assert "503 back at &lt;noon&gt;" in shown(browser("ada"))


def test_many_scores_take_no_more_questions(course, lms, browser, django_assert_max_num_queries) -> None:
    for number in range(60):
        lms.add_person(f"s{number}", LEARNS)
        course.launch(f"s{number}")
    course.attempt("s0")
    course.attempt("s1")
    course.once()
    client = browser("olga")
    with django_assert_max_num_queries(15) as few:
        shown(client)
    for number in range(2, 60):
        course.attempt(f"s{number}")
    course.once()
    assert Score.objects.count() == 60
    with django_assert_max_num_queries(len(few) + 1):
        page = shown(client)
    assert page.count("/resend") == 50
    assert shown(client, page="2").count("/resend") == 10


# -- buttons ------------------------------------------------------------------------------------------------


def test_send_again(sent, browser, lms) -> None:
    score = sent.score("bob")
    assert press(browser("ivan"), "lms_resend", score.pk).status_code == 302
    sent.settle()
    assert lms.grade("bob", "week1").points == 17.0
    assert sent.score("bob").state == Sending.SENT


def test_send_again_over_what_a_teacher_typed(sent, browser, lms) -> None:
    sent.is_given("ann", 18.0)
    lms.override("ann", "week1", 9.0).overridden = False
    sent.settle()
    assert "9 of 20" in sent.stopped("ann", held=True)
    assert "9 of 20" in shown(browser("ada"))
    press(browser("ivan"), "lms_resend", sent.score("ann").pk)
    sent.settle()
    assert lms.grade("ann", "week1").points == 18.0


def test_nothing_is_sent_again_where_there_are_no_points(sent, browser) -> None:
    score = sent.score("ann")
    type(score.publication).objects.filter(pk=score.publication_id).update(points=None)
    Score.objects.filter(pk=score.pk).update(state=Sending.STOPPED)
    assert press(browser("ivan"), "lms_resend", score.pk).status_code == 302
    assert sent.score("ann").state == Sending.STOPPED


def test_a_code_connects_one_course_once(course, lms, browser, here) -> None:
    client = browser("olga")
    answer = press(client, "lms_code")
    code = re.search(r'<code translate="no">([\w-]+)</code>', answer.content.decode())[1]
    assert answer.headers["Cache-Control"] == "no-store"
    assert Invitation.objects.get().digest == digest(code)
    assert code not in shown(client)
    lms.add_link("week2")
    for link, connects in (("week1", True), ("week2", False)):
        walk = Walk(lms, lms.login_request("teacher", link))
        errand = walk.must_get_in().url
        page = walk.browser.get(errand).content.decode()
        assert ('name="code"' in page) == connects
        if connects:
            walk.browser.post(errand, {"code": code})
    assert Context.objects.get().site == course.site
    lms.course.id = "another"
    walk = Walk(lms, lms.login_request("teacher", "week1"))
    errand = walk.must_get_in().url
    assert "was used" in walk.browser.post(errand, {"code": code}).content.decode()
    assert Context.objects.get(context_id="another").site is None


def test_a_code_that_is_too_old(course, lms, browser) -> None:
    answer = press(browser("olga"), "lms_code")
    code = re.search(r'<code translate="no">([\w-]+)</code>', answer.content.decode())[1]
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    walk = Walk(lms, lms.login_request("teacher", "week1"))
    errand = walk.must_get_in().url
    walk.browser.post(errand, {"code": code})
    assert Context.objects.get().site is None


def test_read_the_roster_now(sent, browser) -> None:
    Context.objects.update(sync_due_at=None)
    press(browser("ivan"), "lms_sync", Context.objects.get().pk)
    assert Context.objects.get().sync_due_at <= timezone.now()
    Context.objects.update(sync_due_at=None, roster="")
    press(browser("ivan"), "lms_sync", Context.objects.get().pk)
    assert Context.objects.get().sync_due_at is None


def test_when_marks_are_sent(sent, browser, lms) -> None:
    pk = Context.objects.get().pk
    press(browser("olga"), "lms_when", pk, at_once="0")
    sent.is_given("ann", 12.0)
    sent.settle()
    assert lms.grade("ann", "week1").points == 17.0
    assert "Marks are sent when they are published." in shown(browser("ada"))
    press(browser("olga"), "lms_when", pk, at_once="1")
    sent.settle()
    assert lms.grade("ann", "week1").points == 12.0


def test_courses_that_are_parted_and_connected_again(sent, browser, lms, there) -> None:
    """Nothing more goes there, nobody comes from there, and all that was handed in stays."""
    before = len(sent.sent)
    press(browser("olga"), "lms_part", Context.objects.get().pk)
    sent.is_given("ann", 12.0)
    sent.settle()
    assert len(sent.sent) == before
    assert not Score.objects.exists()
    assert Submission.objects.filter(person=sent.here.people["ann"]).exists()
    walk = Walk(lms, lms.login_request("ann", "week1"))
    assert walk.must_get_in().status_code == 200  # told that it is not ready
    assert Membership.objects.filter(site=sent.site, person=sent.here.people["ann"]).exists()
    sent.launch("ann")
    lms.override("ann", "week1", None).overridden = False
    sent.settle()
    assert lms.grade("ann", "week1").points == 12.0


def test_a_score_on_its_way_while_the_courses_are_parted(course, lms, browser) -> None:
    """The sender finds nothing to write down any more, and goes on."""
    course.launch("ann")
    course.attempt("ann")
    row = course.score("ann") if course.once() and Score.objects.exists() else None
    assert row is not None
    press(browser("olga"), "lms_part", Context.objects.get().pk)
    assert course.once() == 0


def test_another_courses_scores_and_contexts_are_out_of_reach(sent, there) -> None:
    client = Client()
    client.force_login(there.users["otto"])
    pk, score = Context.objects.get().pk, sent.score("ann").pk
    for name, wanted in (("lms_sync", pk), ("lms_when", pk), ("lms_part", pk), ("lms_resend", score)):
        assert client.post(reverse(name, kwargs={"folder": "there", "pk": wanted})).status_code == 404
    assert Context.objects.get().site == sent.site
    assert Member.objects.count() == 2


def test_the_page_in_russian(sent, browser) -> None:
    client = browser("olga")
    client.cookies["django_language"] = "ru"
    with override("ru"):
        assert 'lang="ru"' in shown(client)
