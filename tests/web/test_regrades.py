"""A regrade on the site: what would change is seen first, counts as a whole, and can be taken back as a whole."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from grader.engine.toolchain import toolchain
from grader.gradebook import audit
from grader.gradebook.marks import marks, publish
from grader.gradebook.models import Person
from grader.gradebook.packing import verdict_key
from grader.gradebook.roster import enrol
from grader.intake.course import Student
from grader.web import lines
from grader.web.courses import Classroom
from grader.web.models import Regrading, State, Work
from grader.web.worker import _keep
from tests.web.verdicts import attempt, judged

SLUG, CHECK = "one_to_one", "owner_is_stored"
OTHERS = ("husband_is_stored", "user_is_stored")


@pytest.fixture
def graded(here):
    """Bob failed one check. Ann's attempt was an error of ours."""
    return attempt(here, "bob", [CHECK])


def at(name, **given):
    return reverse(name, kwargs={"folder": "here", **given})


@pytest.fixture
def olga(here):
    client = Client()
    client.force_login(here.users["olga"])
    return client


def told(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def points(here):
    return {login: one.points for (login, _), one in marks(here.classroom.book, here.classroom.policy).items()}


def work_off(here, failed):
    """As the worker does, with verdicts that are made here: by student, the checks that fail now."""
    while (work := lines.take("a worker")) is not None:
        classroom = Classroom(work.site, "the grader")
        login = str(work.person.login)
        _keep(work, classroom, judged(classroom.assignments[SLUG], login, failed[login]), 0.1)


def begin(here, olga):
    Work.objects.all().delete()
    page = told(olga.post(at("start_regrade"), {"slug": SLUG}, follow=True))
    return Regrading.objects.get(slug=SLUG, dropped_at=None, row=None), page


def test_nothing_counts_before_it_is_applied(here, graded, olga):
    before = points(here)
    found, page = begin(here, olga)
    assert "0 of 2 are graded again" in page
    assert "not finished" in told(olga.post(at("apply_regrade", pk=found.pk), follow=True))
    work_off(here, {"bob": OTHERS, "ann": []})
    page = told(olga.get(at("regrade", pk=found.pk)))
    assert points(here) == before
    assert "2 marks would change" in page
    for told_of in (f"{CHECK} failed -&gt; passed", *(f"{other} passed -&gt; failed" for other in OTHERS)):
        assert told_of in page
    olga.post(at("apply_regrade", pk=found.pk))
    spec = here.classroom.assignments[SLUG]
    worth = {check.id: check.points for check in spec.checks}
    assert points(here) == {"ann": spec.max_score, "bob": spec.max_score - sum(worth[other] for other in OTHERS)}
    assert "counts" in told(olga.get(at("regrade", pk=found.pk)))
    assert "2 attempts have the verdict again" in told(olga.post(at("undo_regrade"), follow=True))
    assert points(here) == before
    assert "no regrade that could be taken back" in told(olga.post(at("undo_regrade"), follow=True))
    assert audit.verify(here.classroom.book) == []


def test_what_is_known_is_not_graded_again(here, graded, olga):
    """A verdict by the same judges of the same bytes and assignment is the same verdict."""
    spec = here.classroom.assignments[SLUG]
    row = graded.verdict
    row.key = verdict_key(graded.digest, spec.digest, toolchain())
    row.save()
    found, _ = begin(here, olga)
    assert [work.submission.person.login for work in Work.objects.filter(regrading=found)] == ["ann"]


def test_one_at_a_time_and_dropped_without_a_trace(here, graded, olga):
    found, _ = begin(here, olga)
    assert "being regraded already" in told(olga.post(at("start_regrade"), {"slug": SLUG}, follow=True))
    olga.post(at("drop_regrade", pk=found.pk))
    assert not Work.objects.exists()
    assert "dropped" in told(olga.get(at("regrade", pk=found.pk)))
    again, _ = begin(here, olga)
    assert again.pk != found.pk
    assert olga.post(at("start_regrade"), {"slug": "nonsense"}).status_code == 404


def test_students_see_nothing_of_it_and_come_first(here, graded, olga):
    """Neither as their own work nor in their place in the line."""
    begin(here, olga)
    bob = Client()
    bob.force_login(here.users["bob"])
    work = Work.objects.filter(person=here.people["bob"]).get()
    assert bob.get(at("work", pk=work.pk)).status_code == 404
    assert 'hx-trigger="load"' not in told(bob.get(at("assignment", slug=SLUG)))
    own = lines.enter(here.classroom.site, here.people["bob"], SLUG, attempt=attempt(here, "bob"))
    assert lines.place(own) == 0
    assert lines.take("a worker").pk == own.pk


def test_published_marks_are_named(here, graded, olga):
    publish(here.classroom.book, list(marks(here.classroom.book, here.classroom.policy).values()))
    found, _ = begin(here, olga)
    work_off(here, {"bob": [], "ann": []})
    assert "1 of them is published" in told(olga.get(at("regrade", pk=found.pk)))


def test_what_fails_stays_as_it_was(here, graded, olga):
    found, _ = begin(here, olga)
    Work.objects.update(state=State.FAILED)
    page = told(olga.get(at("regrade", pk=found.pk)))
    assert "Could not be graded" in page
    assert "0 marks would change" in page


@pytest.fixture
def sixty(here):
    """Sixty more students, each of whom failed one check."""
    logins = [f"s{number:02}" for number in range(60)]
    enrol(here.classroom.book, [Student(login) for login in ("ann", "bob", *logins)])
    here.people |= {str(one.login): one for one in Person.objects.filter(course=here.classroom.book.course)}
    for login in logins:
        attempt(here, login, [CHECK])
    return logins


def test_a_class_is_a_page_at_a_time_in_as_few_questions_as_one(
    here, graded, sixty, olga, django_assert_max_num_queries
):
    found, _ = begin(here, olga)
    with django_assert_max_num_queries(8):  # asked again every second
        assert "0 of 62 are graded again" in told(olga.get(at("regrade", pk=found.pk)))
    work_off(here, dict.fromkeys(("ann", "bob", *sixty), ()))
    seen, pages = [], []
    for number in (1, 2):
        with django_assert_max_num_queries(19):
            pages.append(told(olga.get(at("regrade", pk=found.pk), {"page": number})))
        assert "62 marks would change" in pages[-1]
        seen.append(re.findall(r'<th scope="row" translate="no">(\w+)</th>', pages[-1]))
    assert [len(one) for one in seen] == [50, 12]
    assert seen[0] + seen[1] == sorted(("ann", "bob", *sixty))
    assert "".join(pages).count(f"{CHECK} failed -&gt; passed") == 61  # ann's attempt was an error of ours
    olga.post(at("apply_regrade", pk=found.pk))
    assert set(points(here).values()) == {here.classroom.assignments[SLUG].max_score}
    assert audit.verify(here.classroom.book) == []
