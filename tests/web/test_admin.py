"""The operators' pages: superusers only; what is sealed is looked at; no student's code and no secret is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grader.gradebook import models as gradebook
from grader.gradebook.audit import verify
from grader.gradebook.marks import adjust, extend, marks, publish
from grader.web import lines, pulse
from grader.web.models import (
    Allowance,
    Cell,
    Comment,
    Draft,
    Membership,
    Pulse,
    Regrading,
    Review,
    Site,
    Tally,
    Token,
    Work,
)
from tests.browser import new_page
from tests.sandboxed import REFERENCE, submission

SEALED = {
    gradebook.Course,
    gradebook.Actor,
    gradebook.Person,
    gradebook.Assignment,
    gradebook.Submission,
    gradebook.Verdict,
    gradebook.Adjustment,
    gradebook.Extension,
    gradebook.Publication,
    gradebook.Regrade,
    gradebook.AuditEntry,
    gradebook.Dispatch,
    Work,
    Regrading,
    Pulse,
}
# What shows what people wrote, is shown with its verdict, is a number of /metrics, or is made of the rest.
NOWHERE = {Draft, Comment, Review, gradebook.CheckResult, Tally, Cell, Allowance}
MANAGED = {Site, Membership, Token}
CODE = "class Husband"  # in every answer here


@pytest.fixture
def full(here):
    """At least one row of each model."""
    book, ann = here.classroom.book, here.people["ann"]
    spec = gradebook.Assignment.objects.get(slug="one_to_one")
    adjust(book, ann, spec, 1.5, "for the idea")
    extend(book, ann, spec, timezone.now(), "was ill")
    publish(book, list(marks(book, here.classroom.policy, login="ann").values()))
    gradebook.Regrade.objects.create(course=book.course, changes=[], by=book.actor)
    gradebook.Dispatch.objects.create(submission=here.submission, key="k", job={"seed": "a secret seed"})
    lines.enter(here.classroom.site, ann, "one_to_one", tried=submission(REFERENCE, "ann"))
    Draft.objects.create(person=ann, slug="one_to_one", name="models.py", text=REFERENCE)
    end = timezone.now() + timedelta(days=1)
    Token.objects.create(user=here.users["ann"], name="laptop", hint="dmg_abc", digest="d" * 64, expires_at=end)
    pulse.beat("worker", 2)
    return here


@pytest.fixture
def operator(admin_client):
    return admin_client


def registered():
    ours = {"gradebook", "web"}
    return {model for model in admin.site._registry if model._meta.app_label in ours}


def page(model, what, *args):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{what}", args=args)


def test_every_model_has_its_place():
    from django.apps import apps

    every = {*apps.get_app_config("gradebook").get_models(), *apps.get_app_config("web").get_models()}
    assert registered() == SEALED | MANAGED
    assert every == SEALED | MANAGED | NOWHERE


@pytest.mark.parametrize("model", sorted(SEALED | MANAGED, key=str))
def test_pages_show_rows_and_nothing_that_students_wrote(full, operator, model, django_assert_max_num_queries):
    searched = operator.get(page(model, "changelist"), {"q": "ann"}).content.decode()
    row = model.objects.first()
    assert row is not None
    secrets = {CODE, "a secret seed", "d" * 64, full.people["ann"].salt, full.classroom.site.course.key}
    listed = operator.get(page(model, "changelist"))
    shown = operator.get(page(model, "change", row.pk))
    assert (listed.status_code, shown.status_code) == (200, 200)
    for text in (searched, listed.content.decode(), shown.content.decode()):
        assert not [one for one in secrets if one in text]
    with django_assert_max_num_queries(9):
        operator.get(page(model, "changelist"))


@pytest.mark.parametrize("model", [gradebook.Submission, gradebook.AuditEntry, Work, Membership])
def test_a_list_asks_no_more_for_more_rows(full, operator, model, django_assert_max_num_queries):
    for number in range(20):
        person = gradebook.Person.objects.create(course=full.classroom.site.course, login=f"p{number}")
        spec = gradebook.Assignment.objects.get()
        row = gradebook.Submission.objects.create(person=person, assignment=spec, attempt=1, digest="d", files=b"")
        lines.enter(full.classroom.site, person, "one_to_one", attempt=row)
        user = get_user_model().objects.create_user(f"p{number}")
        Membership.objects.create(user=user, site=full.classroom.site, role="student", person=person)
    with django_assert_max_num_queries(9):
        assert operator.get(page(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", sorted(SEALED, key=str))
def test_what_is_sealed_is_looked_at_only(full, operator, model):
    row, count = model.objects.first(), model.objects.count()
    assert operator.get(page(model, "add")).status_code == 403
    assert operator.post(page(model, "add"), {}).status_code == 403
    assert operator.post(page(model, "change", row.pk), {"points": "20", "comment": "forged"}).status_code == 403
    assert operator.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    operator.post(page(model, "changelist"), action)
    assert model.objects.count() == count


def test_the_log_is_true_after_all_that(full, operator):
    """The regrade and the dispatch of these tests are no work of the grader's, so the former is found."""
    gradebook.Regrade.objects.all().delete()
    for model in SEALED:
        row = model.objects.first()
        if row is not None:
            operator.post(page(model, "change", row.pk), {"comment": "forged", "points": 20, "login": "eve"})
            operator.post(page(model, "delete", row.pk), {"post": "yes"})
    assert verify(full.classroom.book) == []


def test_who_is_no_superuser_is_refused(full):
    for is_staff in (False, True):
        user = get_user_model().objects.create_user(f"staff {is_staff}", is_staff=is_staff)
        client = Client()
        client.force_login(user)
        for model in registered():
            answer = client.get(page(model, "changelist"))
            assert answer.status_code == 302
            assert answer.url.startswith(reverse("admin:login"))
    assert Client().get(reverse("admin:index")).status_code == 302


def test_somebody_is_put_into_a_course_and_out_of_it(full, there, operator):
    user = get_user_model().objects.create_user("new")
    data = {"user": user.pk, "site": full.classroom.site.pk, "role": "assistant", "person": ""}
    assert operator.post(page(Membership, "add"), data).status_code == 302
    row = Membership.objects.get(user=user)
    stranger = there.people["eve"].pk
    for wrong in ({"role": "student"}, {"person": stranger}, {"role": "student", "person": stranger}):
        answer = operator.post(page(Membership, "change", row.pk), data | wrong)
        assert answer.status_code == 200
        assert "errornote" in answer.content.decode()
    assert operator.post(page(Membership, "delete", row.pk), {"post": "yes"}).status_code == 302
    assert not Membership.objects.filter(user=user).exists()


def test_a_course_is_closed_and_not_renamed(full, operator):
    site = full.classroom.site
    data = {"title": "Another title", "closed": "on", "folder": "elsewhere"}
    assert operator.post(page(Site, "change", site.pk), data).status_code == 302
    site.refresh_from_db()
    assert (site.title, site.closed, site.folder) == ("Another title", True, "here")
    assert operator.post(page(Site, "delete", site.pk), {"post": "yes"}).status_code == 403


def test_tokens_are_revoked(full, operator):
    row = Token.objects.get()
    assert operator.post(page(Token, "change", row.pk), {"may_submit": "on"}).status_code == 403
    operator.post(page(Token, "changelist"), {"action": "revoke", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert not row.usable


def test_a_user_can_be_deleted_and_the_work_stays(full, operator):
    user = full.users["ann"]
    assert operator.post(reverse("admin:auth_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 302
    assert not get_user_model().objects.filter(pk=user.pk).exists()
    assert gradebook.Submission.objects.filter(person=full.people["ann"]).exists()


@pytest.mark.sandbox
def test_it_works_in_a_browser_under_the_sites_own_policy(demo):
    """A membership is found by search, and its user picked in the window that Django opens for that."""
    demo.shell(
        "from django.contrib.auth import get_user_model as m\n"
        "m().objects.filter(username='root').exists() or m().objects.create_superuser('root', password='for a test')"
    )
    with new_page() as opened:
        opened.set_default_timeout(20_000)
        problems: list[str] = []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("console", lambda said: problems.append(f"{said.text} {said.location['url']}"))
        opened.goto(f"{demo.url}/admin/web/membership/")
        opened.get_by_label("Username").fill("root")
        opened.get_by_label("Password").fill("for a test")
        opened.get_by_role("button", name="Log in").click()
        opened.get_by_role("textbox").fill("teacher")
        opened.get_by_role("button", name="Search").click()
        opened.get_by_role("link", name="teacher").click()
        with opened.expect_popup() as window:
            opened.locator("#lookup_id_user").click()
        window.value.get_by_role("link", name="assistant").click()
        assert opened.locator("#id_user").input_value() != ""
        assert [one for one in problems if not one.endswith("/favicon.ico")] == []  # Django's pages name no icon
