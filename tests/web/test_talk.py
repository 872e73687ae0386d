"""Questions, answers, comments and deadlines: what one side writes, the other reads, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grader.gradebook import audit
from grader.gradebook.models import Extension
from grader.web import lines
from grader.web.models import Allowance, Comment, Review, Work
from tests.sandboxed import REFERENCE, submission
from tests.web.verdicts import attempt

CHECK = "owner_is_stored"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def bobs(here):
    return attempt(here, "bob", [CHECK])


def client(here, name):
    found = Client()
    found.force_login(here.users[name])
    return found


def at(name, **given):
    return reverse(name, kwargs={"folder": "here", **given})


def told(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def ask(here, row, check=CHECK, text=f"Why? {SCRIPT}", who="bob"):
    return client(here, who).post(at("ask", pk=row.pk), {"check": check, "text": text}, follow=True)


def test_a_question_is_answered_beside_its_evidence(here, bobs):
    assert "Staff will look at it" in told(ask(here, bobs))
    row = Review.objects.get(submission=bobs)
    page = told(client(here, "ada").get(at("reviews")))
    assert page.index("why?") < page.index("Why? &lt;script&gt;")  # the oldest that is open comes first
    shown = told(client(here, "ada").get(at("submission", pk=bobs.pk)))
    place = shown.index(f'id="check-{CHECK}"')
    assert place < shown.index("Why? &lt;script&gt;", place) < shown.index("</li>", place)
    client(here, "ada").post(at("answer", pk=row.pk), {"text": f"Because {SCRIPT}"})
    own = told(client(here, "bob").get(at("attempt", pk=bobs.pk)))
    assert "Because &lt;script&gt;" in own
    assert SCRIPT not in own
    client(here, "ada").post(at("answer", pk=here.review.pk), {"text": "x"})
    ask(here, bobs, "passport_goes_with_its_owner", "New?")
    page = told(client(here, "ada").get(at("reviews")))
    assert page.index("New?") < page.index("why?")  # what is answered comes last


@pytest.mark.parametrize(
    ("check", "text", "code", "words"),
    [
        ("no_such_check", "Why?", 404, ""),
        (CHECK, "", 200, "Nothing was sent"),
        (CHECK, "x" * 5001, 200, "Nothing was sent"),
    ],
)
def test_what_cannot_be_asked(here, bobs, check, text, code, words):
    answer = ask(here, bobs, check, text)
    assert answer.status_code == code
    assert words in answer.content.decode()
    assert not Review.objects.filter(submission=bobs).exists()


def test_a_check_is_asked_about_once_and_by_its_student_alone(here, bobs):
    ask(here, bobs)
    assert "asked about this check already" in told(ask(here, bobs, text="again"))
    assert Review.objects.get(submission=bobs).question.startswith("Why?")
    assert ask(here, bobs, who="ann").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(submission=bobs, check_id=CHECK, question="past the page")


def test_a_course_that_is_over_takes_no_questions(here, bobs):
    here.classroom.site.closed = True
    here.classroom.site.save()
    assert "This course is over" in told(ask(here, bobs))
    assert not Review.objects.filter(submission=bobs).exists()


def test_a_comment_is_read_by_its_student(here, bobs):
    client(here, "ada").post(at("comment", pk=bobs.pk), {"text": f"Well done {SCRIPT}"})
    assert "Well done &lt;script&gt;" in told(client(here, "bob").get(at("attempt", pk=bobs.pk)))
    client(here, "ada").post(at("comment", pk=bobs.pk), {"text": ""})
    assert Comment.objects.count() == 1


def test_more_time_is_seen_by_staff_and_student(here):
    given = {"due": "2036-11-05T12:00", "why": "was ill"}
    place = {"person": here.people["bob"].pk, "slug": "one_to_one"}
    told(client(here, "ivan").post(at("extend", **place), given, follow=True))
    assert Extension.objects.get().due == datetime(2036, 11, 5, 12, tzinfo=UTC)
    assert "was ill" in told(client(here, "ivan").get(at("student", **place)))
    assert "11/05/2036" in told(client(here, "bob").get(at("course")))
    assert "11/05/2036" not in told(client(here, "ann").get(at("course")))
    assert "Nothing was changed" in told(
        client(here, "ivan").post(at("extend", **place), {"due": "soon", "why": "x"}, follow=True)
    )
    assert audit.verify(here.classroom.book) == []


def test_a_bucket_empties_and_fills_again(here):
    """Also for one who has nothing waiting any more."""
    person, site = here.people["bob"], here.classroom.site
    tried = submission(REFERENCE, "bob")
    Allowance.objects.create(person=person, left=1.5)
    lines.enter(site, person, "one_to_one", tried=tried)
    Work.objects.all().delete()
    with pytest.raises(lines.TooMany):
        lines.enter(site, person, "one_to_one", tried=tried)
    Allowance.objects.update(at=timezone.now() - timezone.timedelta(seconds=lines.SECONDS_EACH))
    lines.enter(site, person, "one_to_one", tried=tried)
    Allowance.objects.update(at=timezone.now() - timezone.timedelta(days=9))
    lines.enter(site, person, "one_to_one", tried=tried)
    assert Allowance.objects.get(person=person).left == pytest.approx(lines.MOST_AT_ONCE - 1)
