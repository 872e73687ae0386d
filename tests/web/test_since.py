"""A result says what changed since the attempt before: of the same student, with real verdicts."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.gradebook.models import Submission
from grader.gradebook.packing import packed, verdict_key
from grader.gradebook.recording import record
from grader.gradebook.roster import hand_in
from grader.pipeline import rejected
from grader.web import lines
from grader.web.models import State
from tests.sandboxed import FOREIGN_KEY, REFERENCE, Grading, submission

pytestmark = pytest.mark.sandbox
SLUG = "one_to_one"
UNIQUE = "A husband has one wife at most"


@pytest.fixture
def wrong(grading: Grading) -> Verdict:
    return grading.rejects(FOREIGN_KEY, because="second_wife_is_refused")


@pytest.fixture
def right(grading: Grading) -> Verdict:
    return grading.accepts(REFERENCE)


def graded(here, name: str, source: str, verdict: Verdict) -> Submission:
    spec = here.classroom.assignments[SLUG]
    row = hand_in(here.classroom.book, here.people[name], spec, submission(source, name))
    record(here.classroom.book, row, verdict_key(row.digest, spec.digest, "tests"), verdict)
    row.refresh_from_db()
    return row


def client_of(here, name: str) -> Client:
    client = Client()
    client.force_login(here.users[name])
    return client


def page_of(here, name: str, row: Submission, route: str = "attempt", query: str = "") -> str:
    address = reverse(route, kwargs={"folder": "here", "pk": row.pk})
    return client_of(here, name).get(address + query).content.decode()


def part(page: str) -> str:
    return page.partition('<section class="since">')[2].partition("</section>")[0]


def test_the_next_attempt_says_what_it_gained(here, wrong, right):
    graded(here, "bob", FOREIGN_KEY, wrong)
    said = part(page_of(here, "bob", graded(here, "bob", REFERENCE, right)))
    assert "Since attempt 1" in said
    assert f"Points: +{right.score - wrong.score:g}" in said
    assert "These checks pass now:" in said
    assert UNIQUE in said
    assert "-    husband = models.ForeignKey(" in said
    assert "+    husband = models.OneToOneField(" in said


def test_what_was_lost_is_said_too(here, wrong, right):
    graded(here, "bob", REFERENCE, right)
    said = part(page_of(here, "bob", graded(here, "bob", FOREIGN_KEY, wrong)))
    assert "These checks passed then, and do not pass now:" in said
    assert "Points: -" in said


def test_a_first_attempt_says_nothing(here, wrong, right):
    graded(here, "ann", FOREIGN_KEY, wrong)  # of somebody else
    assert part(page_of(here, "bob", graded(here, "bob", REFERENCE, right))) == ""


def test_only_what_was_graded_and_came_before_is_compared_with(here, wrong, right):
    first = graded(here, "bob", FOREIGN_KEY, wrong)
    useless = submission("x", "bob")
    refused = rejected(useless, here.classroom.assignments[SLUG], Text("no", "no"))
    second = graded(here, "bob", "x", refused)
    third = graded(here, "bob", REFERENCE, right)
    assert "Since attempt 1" in part(page_of(here, "bob", third))
    assert "Since attempt 1" in part(page_of(here, "bob", second))
    assert part(page_of(here, "bob", first)) == ""


def test_a_try_is_compared_with_the_last_attempt(here, wrong, right):
    graded(here, "bob", FOREIGN_KEY, wrong)
    work = lines.enter(here.classroom.site, here.people["bob"], SLUG, tried=submission(REFERENCE, "bob"))
    work.state, work.verdict = State.DONE, packed(right.to_json())
    work.save()
    address = reverse("work", kwargs={"folder": "here", "pk": work.pk})
    said = part(client_of(here, "bob").get(address, headers={"HX-Request": "true"}).content.decode())
    assert "Since attempt 1" in said
    assert UNIQUE in said


def test_staff_see_it_as_the_student_does(here, wrong, right):
    graded(here, "bob", FOREIGN_KEY, wrong)
    row = graded(here, "bob", REFERENCE, right)
    shown = part(page_of(here, "bob", row))
    assert shown == part(page_of(here, "ada", row, "submission", "?as=student"))
    assert shown == part(page_of(here, "ada", row, "submission"))


def test_source_is_escaped(here, wrong, right):
    graded(here, "bob", "<script>alert(1)</script>\n", wrong)
    said = part(page_of(here, "bob", graded(here, "bob", "{{ 7*7 }}<img src=x>\n", right)))
    assert "<script" not in said
    assert "<img" not in said
    assert "-&lt;script&gt;" in said


def test_in_russian(here, wrong, right):
    graded(here, "bob", FOREIGN_KEY, wrong)
    row = graded(here, "bob", REFERENCE, right)
    client = client_of(here, "bob")
    client.post(reverse("set_language"), {"language": "ru", "next": reverse("home")})
    page = client.get(reverse("attempt", kwargs={"folder": "here", "pk": row.pk})).content.decode()
    assert "С попытки 1" in part(page)
    assert "Теперь проходят проверки:" in part(page)
    assert "Таблицы, которые нужны по заданию" in page


def test_more_attempts_take_no_more_queries(here, wrong, right, django_assert_num_queries):
    rows = [graded(here, "bob", FOREIGN_KEY, wrong), graded(here, "bob", REFERENCE, right)]
    client = client_of(here, "bob")
    for _ in range(2):
        with django_assert_num_queries(7):
            page = client.get(reverse("attempt", kwargs={"folder": "here", "pk": rows[-1].pk})).content.decode()
        assert '<section class="since">' in page
        rows += [graded(here, "bob", source, wrong) for source in ("# 3", "# 4", "# 5")]


def test_a_result_draws_the_tables(here, wrong):
    page = page_of(here, "bob", graded(here, "bob", FOREIGN_KEY, wrong))
    assert page.count("<svg") == 2
    assert "Women.husband_id: asked: unique" in page
    assert "style=" not in page.partition("<svg")[2]
