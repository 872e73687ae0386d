"""The class's table: its cells are the gradebook's marks whatever was done, and each question costs few queries."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grader.gradebook import regrading
from grader.gradebook.forgetting import forget
from grader.gradebook.marks import adjust, extend, marks, publish
from grader.gradebook.models import Person, Submission
from grader.gradebook.recording import record
from grader.gradebook.roster import enrol, hand_in
from grader.intake.course import Student
from grader.web import cells
from grader.web.courses import Classroom
from tests.reports.samples import verdict
from tests.sandboxed import REFERENCE, submission

SLUG = "one_to_one"
_MOST_QUERIES = 16


def fresh(here) -> Classroom:
    """As the next request has it."""
    here.classroom.site.refresh_from_db()
    return Classroom(here.classroom.site, "olga")


def attempt(here, login, source=REFERENCE) -> Submission:
    spec = here.classroom.assignments[SLUG]
    return hand_in(here.classroom.book, here.people[login], spec, submission(source, login))


def told(found):
    return {(one.person.login, one.slug): (one.status, one.points, one.attempts) for one in found}


def expected(here):
    found = marks(here.classroom.book, here.classroom.policy)
    return {place: (one.status, one.points, len(one.tried)) for place, one in found.items()}


def late(here):
    (here.classroom.folder / "course.toml").write_text(
        f"[assignment.{SLUG}]\ndue = 2026-01-01T00:00:00Z\nlate_penalty = 1\n", encoding="utf-8"
    )


def regrade(here):
    row = attempt(here, "bob")
    record(here.classroom.book, row, "one", verdict(score=2.0, max_score=2.0))
    other = record(here.classroom.book, row, "other", verdict(score=1.0, max_score=2.0), in_force=False).row
    regrading.apply(here.classroom.book, {row.pk: other.pk})


CHANGES = {
    "handed in": lambda here: attempt(here, "bob"),
    "graded": lambda here: record(here.classroom.book, attempt(here, "bob"), "key", verdict(score=1.5, max_score=2.0)),
    "adjusted": lambda here: adjust(here.classroom.book, here.people["bob"], here.submission.assignment, 2, "why"),
    "published": lambda here: publish(
        here.classroom.book, list(marks(here.classroom.book, here.classroom.policy).values())
    ),
    "extended": lambda here: extend(
        here.classroom.book, here.people["ann"], here.submission.assignment, timezone.now(), "why"
    ),
    "regraded": regrade,
    "taken back": lambda here: (regrade(here), regrading.undo(here.classroom.book)),
    "forgotten": lambda here: forget(here.classroom.book, here.people["ann"]),
    "enrolled": lambda here: enrol(here.classroom.book, [Student("ann", "Other"), Student("new")]),
    "other rules": late,
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_cells_follow_every_change(here, change):
    assert told(cells.current(here.classroom)) == expected(here)
    CHANGES[change](here)
    now = fresh(here)
    assert told(cells.current(now)) == told(cells.current(fresh(here))) == expected(here)


def test_only_who_was_touched_is_looked_at(here):
    """Not the whole class because one of it handed in something."""
    cells.current(here.classroom)
    cells.Cell.objects.filter(person=here.people["ann"]).update(points=99)
    attempt(here, "bob")
    assert told(cells.current(fresh(here)))["ann", SLUG][1] == 99
    attempt(here, "ann")
    assert told(cells.current(fresh(here)))["ann", SLUG] == ("ungraded", None, 2)


@pytest.fixture
def many(here):
    """A hundred more students; the last ten of them have handed in something, and have a tenth of their number."""
    roster = [Student(f"s{n:03}", f"Ёлкин{n:03}", "Пётр", f"s{n}@uni.test") for n in range(100)]
    enrol(here.classroom.book, [Student("ann"), Student("bob"), *roster])
    here.people |= {str(one.login): one for one in Person.objects.filter(course=here.classroom.book.course)}
    for number in range(90, 100):
        row = attempt(here, f"s{number:03}", f"# {number}")
        record(here.classroom.book, row, "key", verdict(score=number / 10, max_score=20.0))
    return here


def ask(here, query=""):
    client = Client()
    client.force_login(here.users["olga"])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(reverse("classroom", kwargs={"folder": "here"}) + query)
    assert answer.status_code == 200
    return re.findall(r'<span class="muted" translate="no">(\w+)</span></th>', answer.content.decode()), asked


def test_a_page_at_a_time_in_few_queries(many):
    ask(many)
    first, asked = ask(many)
    assert len(first) == 50
    assert len(asked) <= _MOST_QUERIES, [one["sql"] for one in asked]
    seen = list(first)
    for page in (2, 3):
        seen += ask(many, f"?page={page}")[0]
    assert len(seen) == len(set(seen)) == 102
    assert ask(many, "?page=99")[0] == ask(many, "?page=3")[0] == seen[100:]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ёлкин023", ["s023"]),
        ("?q=ПЁТР+s7%40uni", ["s007"]),
        ("?q=%25", []),
        ("?only=ungraded", []),
        ("?only=trouble", ["ann"]),
        (f"?sort={SLUG}&down=1&q=ёлкин09", [f"s0{n}" for n in range(99, 89, -1)]),
        ("?sort=:total&q=ёлкин05", [f"s05{n}" for n in range(10)]),
        ("?q=s05&down=1", [f"s05{n}" for n in range(9, -1, -1)]),
        ("?only=nonsense&sort=nonsense&page=x&a=nowhere&q=ann", ["ann"]),
    ],
)
def test_what_is_asked_for_is_shown(many, query, found):
    assert ask(many, query)[0] == found


def test_who_has_handed_in_nothing(many):
    missing, _ = ask(many, f"?only=missing&a={SLUG}&page=2")
    assert len(missing) == 41
    assert {*missing, *ask(many, f"?only=missing&a={SLUG}")[0]} == {"bob", *(f"s{n:03}" for n in range(90))}


def test_a_mark_is_unpublished_until_it_is_published_as_it_stands(many):
    publish(many.classroom.book, list(marks(many.classroom.book, many.classroom.policy).values()))
    assert ask(many, "?only=unpublished")[0] == []
    adjust(many.classroom.book, many.people["s095"], many.submission.assignment, -1, "why")
    assert ask(many, "?only=unpublished")[0] == ["s095"]


def test_part_of_the_page_for_htmx(here):
    client = Client()
    client.force_login(here.users["olga"])
    page = client.get(reverse("classroom", kwargs={"folder": "here"}), headers={"HX-Request": "true"}).content.decode()
    assert page.startswith('<div id="class"')


def test_beyond_the_last_page_one_goes_back_from_the_last(many):
    client = Client()
    client.force_login(many.users["olga"])
    answer = client.get(reverse("classroom", kwargs={"folder": "here"}) + "?page=99&sort=:total")
    assert answer.context["before"] == "?sort=%3Atotal&page=2"
    assert answer.context["after"] is None
