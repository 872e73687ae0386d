"""One assignment's page: what the database counts is what ``core.statistics`` counts of the same class."""

from __future__ import annotations

import random
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grader.core.statistics import check_statistics, mark_statistics
from grader.gradebook.classes import classes
from grader.gradebook.models import Person
from grader.gradebook.roster import enrol
from grader.intake.course import Student
from grader.web import cells, insight
from tests.web.verdicts import attempt

SLUG = "one_to_one"
_MOST_QUERIES = 20


@pytest.fixture
def many(here):
    """Sixty students with one attempt or two; who fails what is drawn, always the same."""
    names = [f"s{number:02}" for number in range(60)]
    enrol(here.classroom.book, [Student(one, "Last", one) for one in ("ann", "bob", *names)])
    here.people |= {str(one.login): one for one in Person.objects.filter(course=here.classroom.book.course)}
    drawn, ids = random.Random(7), [check.id for check in here.classroom.assignments[SLUG].checks]
    for name in names:
        for _ in range(drawn.choice((1, 1, 2))):
            attempt(here, name, drawn.sample(ids, drawn.choice((0, 0, 1, 3, len(ids)))))
    return here


def ask(here, query=""):
    client = Client()
    client.force_login(here.users["ada"])
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("insight", kwargs={"folder": "here", "slug": SLUG}) + query)
    assert answer.status_code == 200
    return answer, asked


def test_it_counts_as_the_report_does(many):
    spec = many.classroom.assignments[SLUG]
    (whole,) = classes(many.classroom.book, many.classroom.policy, [spec])
    found = cells.current(many.classroom).filter(slug=SLUG)
    answer, _ = ask(many)
    assert [bar.value for bar in answer.context["distribution"]] == [count for *_, count in mark_statistics(whole).bins]
    rates = {one.check.id: one.pass_rate for one in check_statistics(whole)}
    assert {row[0].id: row[2].value / row[2].most for row in insight._checks(found, spec)} == pytest.approx(rates)
    shown = [row[2].value / row[2].most for row in answer.context["checks"]]
    assert shown == sorted(shown)
    assert answer.context["median"] == mark_statistics(whole).median


def test_attempts_until_all_points(here):
    """The first that had them counts, of each student once."""
    attempt(here, "bob", ["owner_is_stored"])
    attempt(here, "bob")
    attempt(here, "bob")
    attempt(here, "ann")  # her second: the first was an error of ours
    answer, _ = ask(here)
    assert [(bar.label, bar.value) for bar in answer.context["attempts"]] == [("2", 2)]


def test_the_weakest_come_first_a_page_at_a_time(many):
    ask(many)
    first, asked = ask(many)
    assert len(asked) <= _MOST_QUERIES
    rows = first.context["heat"]
    points = [row.cell.points for row in rows]
    assert (len(rows), points) == (50, sorted(points))
    second, asked = ask(many, "?page=2")
    assert len(second.context["heat"]) == 10
    assert len(asked) <= _MOST_QUERIES
    assert not {row.cell.pk for row in rows} & {row.cell.pk for row in second.context["heat"]}
    line = dict(zip([check.id for check in first.context["columns"]], rows[0].outcomes, strict=True))
    assert set(line.values()) <= {("passed", "+"), ("failed", "x")}
    shown = re.findall(r'<td class="heat (\w+)">(.)</td>', first.content.decode())
    assert len(shown) == 50 * len(line)
    assert set(shown) == {("passed", "+"), ("failed", "x")}


def test_before_anything_is_graded(here):
    answer, _ = ask(here)
    assert "Nothing is graded so far." in answer.content.decode()
