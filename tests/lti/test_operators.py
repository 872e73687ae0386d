"""The operators' pages of platforms, our own keys, and forgetting somebody."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grader.gradebook.marks import marks, publish
from grader.gradebook.models import Person, Publication
from grader.web.lti import keys, models
from grader.web.lti.outbox import fill
from tests.lti.walks import Walk

pytestmark = pytest.mark.parametrize("running", ["plain"], indirect=True)
MANAGED = {models.Platform, models.Invitation, models.Key}
LOOKED_AT = {models.Context, models.Account}
INSIDE = {models.Deployment}  # its platform's page
NOWHERE = {models.Login, models.Seat, models.Errand, models.Member, models.Link, models.Score, models.Delivery}


def _page(model, what, *args):
    return reverse(f"admin:lti_{model._meta.model_name}_{what}", args=args)


def test_every_model_has_its_place(running) -> None:
    every = set(apps.get_app_config("lti").get_models())
    assert every == MANAGED | LOOKED_AT | INSIDE | NOWHERE
    assert {one for one in admin.site._registry if one._meta.app_label == "lti"} == MANAGED | LOOKED_AT


def test_pages_show_no_secret(double, here, admin_client) -> None:
    keys.signing()
    Walk(double, double.login_request("teacher", "week1")).must_get_in()
    models.Invitation.objects.create(digest="d" * 64, made_by=here.users["olga"], expires_at=timezone.now())
    sealed = bytes(models.Key.objects.get().sealed).decode()
    for model in MANAGED | LOOKED_AT:
        row = model.objects.first()
        for page in (_page(model, "changelist"), _page(model, "change", row.pk)):
            told = admin_client.get(page)
            assert told.status_code == 200
            assert sealed not in told.content.decode()


FORM = {
    "name": "Campus",
    "issuer": "https://campus.example",
    "client_id": "abc",
    "auth_url": "https://campus.example/auth",
    "token_url": "https://campus.example/token",
    "keyset_url": "https://campus.example/keys",
    "active": "on",
    "deployments-TOTAL_FORMS": "1",
    "deployments-INITIAL_FORMS": "0",
    "deployments-0-deployment_id": "1",
}


def test_a_platform_is_entered_by_hand(double, admin_client) -> None:
    assert admin_client.post(_page(models.Platform, "add"), FORM).status_code == 302
    row = models.Platform.objects.get(client_id="abc")
    assert (row.active, [one.deployment_id for one in row.deployments.all()]) == (True, ["1"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auth_url", "http://campus.example/auth"),
        ("token_url", "ftp://campus.example/token"),
        ("keyset_url", "file:///etc/passwd"),
        ("token_url", "https://user:secret@campus.example/token"),
        ("auth_url", "no address"),
    ],
)
def test_addresses_that_are_never_asked(double, admin_client, name, value) -> None:
    answer = admin_client.post(_page(models.Platform, "add"), FORM | {name: value})
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    assert not models.Platform.objects.filter(client_id="abc").exists()


def test_an_invitation_is_shown_once(double, admin_client) -> None:
    answer = admin_client.post(_page(models.Invitation, "add"), {}, follow=True)
    told = answer.content.decode()
    assert "/lti/register/" in told
    secret = told.split("/lti/register/")[1].split("<")[0].split()[0]
    row = models.Invitation.objects.get()
    assert secret not in (row.digest, admin_client.get(_page(models.Invitation, "changelist")).content.decode())
    assert Client().get(f"/lti/register/{secret}", {"openid_configuration": f"{double.url}/x"}).status_code == 200


def test_what_registered_itself_is_confirmed(double, platform, admin_client) -> None:
    models.Platform.objects.update(active=False)
    models.Deployment.objects.all().delete()
    admin_client.post(_page(models.Platform, "changelist"), {"action": "confirm", "_selected_action": [platform.pk]})
    platform.refresh_from_db()
    assert (platform.active, platform.bind_next) == (True, True)
    admin_client.post(_page(models.Platform, "changelist"), {"action": "silence", "_selected_action": [platform.pk]})
    platform.refresh_from_db()
    assert not platform.active


# -- our own keys -------------------------------------------------------------------------------------------


def test_the_private_half_is_sealed(double) -> None:
    key = keys.signing()
    row = models.Key.objects.get()
    assert b"PRIVATE" in key.pem
    assert b"PRIVATE" not in bytes(row.sealed)
    assert key.pem not in bytes(row.sealed)
    public = jwt.PyJWK(row.public).key
    assert jwt.decode(key.sign({"a": 1}), public, algorithms=["RS256"]) == {"a": 1}


def test_the_sites_secret_is_changed(double, settings) -> None:
    first = keys.signing()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"
    assert keys.signing() == first
    settings.SECRET_KEY_FALLBACKS = []
    second = keys.signing()
    assert second.kid != first.kid
    assert keys.signing() == second


def test_a_new_key_is_published_before_it_signs(double) -> None:
    first = keys.signing()
    keys.rotate()
    assert len(keys.public_set()["keys"]) == 2
    assert keys.signing() == first
    models.Key.objects.update(signs_from=timezone.now())
    assert keys.signing() != first
    assert len(keys.public_set()["keys"]) == 2  # what the first signed may be under way
    models.Key.objects.exclude(gone_at=None).update(gone_at=timezone.now())
    assert [one["kid"] for one in keys.public_set()["keys"]] == [keys.signing().kid]


def test_old_keys_go_by_themselves(double) -> None:
    keys.signing()
    assert not keys.rotate_old()
    models.Key.objects.update(created_at=timezone.now() - keys.LIFE - timedelta(days=1))
    assert keys.rotate_old()
    assert not keys.rotate_old()


def test_a_key_in_wrong_hands(double, admin_client) -> None:
    first = keys.signing()
    row = models.Key.objects.get()
    admin_client.post(_page(models.Key, "changelist"), {"action": "rotate_now", "_selected_action": [row.pk]})
    assert [one["kid"] for one in keys.public_set()["keys"]] == [keys.signing().kid]
    assert keys.signing() != first


# -- forgetting ---------------------------------------------------------------------------------------------


def test_forgetting_somebody_of_a_platform(double, here) -> None:
    deployment = models.Deployment.objects.get()
    walk = Walk(double, double.login_request("ann", "week1"))
    context = models.Context.objects.create(
        deployment=deployment,
        context_id=walk.claims["https://purl.imsglobal.org/spec/lti/claim/context"]["id"],
        site=here.classroom.site,
    )
    walk.must_get_in()
    account = models.Account.objects.get()
    person = Person.objects.get(lms_user_id=account.subject)
    found = marks(here.classroom.book, here.classroom.policy, login=str(person.login))
    assert not found
    row = here.classroom.book.course.assignment_set.get(slug="one_to_one")
    told = Publication.objects.create(
        person=person, assignment=row, status="graded", points=3, max_score=20, by=here.classroom.book.actor
    )
    publish(here.classroom.book, [])
    models.Context.objects.filter(pk=context.pk).update(at_once=False)
    fill(here.classroom.site)
    assert models.Score.objects.get().publication == told
    browser = Client()
    browser.force_login(here.users["olga"])
    browser.post(reverse("forget", kwargs={"folder": "here", "person": person.pk}), {"login": person.login})
    gone = (models.Account, models.Member, models.Seat, models.Score, models.Delivery)
    assert not [model for model in gone if model.objects.exists()]
    ours = [apps.get_app_config(name) for name in ("auth", "gradebook", "web", "lti", "sessions", "axes")]
    rows = [row for app in ours for model in app.get_models() for row in model.objects.all()]
    kept = [str(value) for row in rows for value in vars(row).values()]
    assert rows
    assert not [one for one in kept if account.subject in one]
