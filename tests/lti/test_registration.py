"""Dynamic registration: a platform that registers is known afterwards, and of one that does not nothing is left."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from grader.lms.lti import registration as protocol
from grader.lms.lti.outside import Outside
from grader.web.logs import Json, Nameless
from grader.web.lti import registering
from grader.web.lti.models import Deployment, Invitation, Platform
from tests.lti.double import Double
from tests.lti.double_registration import CONFIGURATION, TOOL
from tests.lti.double_server import Fault
from tests.lti.walks import TOOL as SITE
from tests.lti.walks import Walk


@pytest.fixture(params=["moodle", "plain"])
def stranger(request, db, site, settings) -> Iterator[Double]:
    """A platform that registers by itself, and that nobody here knows."""
    with Double(request.param, tool=SITE) as found:
        found.add_link("week1", custom={"assignment": "one_to_one"})
        settings.LTI_TEST_ORIGINS = frozenset({found.url})
        yield found


one = pytest.mark.parametrize("stranger", ["moodle"], indirect=True)


@pytest.fixture
def invitation(here) -> str:
    return registering.invite(here.users["olga"])


def opened(stranger: Double, invitation: str) -> str:
    """The address that an administrator opens in the platform, as a path here."""
    parts = urlsplit(stranger.registration_url(invitation))
    return f"{parts.path}?{parts.query}"


def press(stranger: Double, invitation: str, client: Client | None = None) -> Any:
    """The page, and its one button."""
    client, address = client or Client(), opened(stranger, invitation)
    assert client.get(address).status_code == 200
    assert Platform.objects.count() == 0
    return client.post(address)


def nothing_is_left(answer: Any, *, good_again: bool) -> str:
    """And what the administrator is told."""
    assert answer.status_code == 400
    assert not Platform.objects.exists()
    assert not Deployment.objects.exists()
    assert (Invitation.objects.get().used_at is None) == good_again
    return answer.content.decode()


def test_from_the_invitation_to_a_launch(stranger, invitation, here) -> None:
    answer = press(stranger, invitation)
    assert answer.status_code == 200
    assert "data-lti-close" in answer.content.decode()  # the platform's window ends by itself
    known = Platform.objects.get()
    assert not known.active
    told = stranger.registration()
    del told["deployment_id"]
    assert {name: getattr(known, name) for name in told} == told
    assert known.product == stranger.manners.kind
    assert not known.bind_next
    assert Deployment.objects.get().deployment_id == stranger.deployment_id
    asked = stranger.login_request("teacher", "week1")
    refused = getattr(Client(), asked.method.lower())(urlsplit(asked.url).path, asked.fields)
    assert refused.status_code == 400  # nobody has looked at it so far
    Platform.objects.update(active=True)
    Walk(stranger, stranger.login_request("teacher", "week1")).must_get_in()


@one
def test_what_a_platform_is_told_of_us(stranger, invitation) -> None:
    press(stranger, invitation)
    (sent,) = stranger.registrations.asked
    assert sent["initiate_login_uri"] == f"{SITE}/lti/login"
    assert sent["redirect_uris"] == [f"{SITE}/lti/launch"]
    assert sent["jwks_uri"] == f"{SITE}/lti/keys"
    assert sent["token_endpoint_auth_method"] == "private_key_jwt"
    assert {one["type"] for one in sent[TOOL]["messages"]} == {"LtiDeepLinkingRequest", "LtiResourceLinkRequest"}
    assert sent[TOOL]["domain"] == "testserver"


@one
def test_a_deployment_that_is_not_named_is_bound_by_the_first_launch(stranger, invitation, here) -> None:
    stranger.tells_deployment = False
    press(stranger, invitation)
    assert Platform.objects.get().bind_next
    assert not Deployment.objects.exists()
    Platform.objects.update(active=True)
    Walk(stranger, stranger.login_request("teacher", "week1")).must_get_in()
    assert Deployment.objects.get().deployment_id == stranger.deployment_id
    assert not Platform.objects.get().bind_next


# -- invitations --------------------------------------------------------------------------------------------


@one
def test_an_invitation_works_once(stranger, invitation) -> None:
    assert press(stranger, invitation).status_code == 200
    for again in ("get", "post"):
        assert getattr(Client(), again)(opened(stranger, invitation)).status_code == 403
    assert Platform.objects.count() == 1


@one
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_register_one(transactional_db, stranger, invitation) -> None:
    """The second comes while the first one reads the platform's configuration."""
    address, seen = opened(stranger, invitation), []

    def second(_request: object) -> None:
        if not seen:
            seen.append(0)
            seen[0] = Client().post(address).status_code
            connections["default"].connection.close()  # Django keeps those of databases in memory

    stranger.faults.always["configuration"] = second
    assert press(stranger, invitation).status_code == 200
    assert seen == [403]
    assert Platform.objects.count() == 1
    assert len(stranger.registrations.asked) == 1


@one
@pytest.mark.parametrize("why", ["old", "unknown", "of a course", "its maker is gone"])
def test_invitations_that_are_none(stranger, invitation, here, why) -> None:
    if why == "old":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "of a course":
        Invitation.objects.update(site=here.classroom.site)
    elif why == "its maker is gone":
        type(here.users["olga"]).objects.filter(username="olga").update(is_active=False)
    for how in ("get", "post"):
        answer = getattr(Client(), how)(opened(stranger, "x" if why == "unknown" else invitation))
        assert answer.status_code == 403
    assert stranger.asked == []


# -- platforms that are not let in --------------------------------------------------------------------------


@one
@pytest.mark.parametrize(
    "address", ["", "http://campus.example/c", "https://me@campus.example/c", "file:///etc/passwd"]
)
def test_addresses_that_are_not_even_asked(stranger, invitation, address) -> None:
    answer = Client().post(f"/lti/register/{invitation}", query_params={"openid_configuration": address})
    nothing_is_left(answer, good_again=True)
    assert stranger.asked == []


@one
def test_a_platform_inside_our_own_network_is_not_asked(stranger, invitation, settings) -> None:
    settings.LTI_TEST_ORIGINS = frozenset()
    address = stranger.url.replace("http:", "https:") + CONFIGURATION
    answer = Client().post(f"/lti/register/{invitation}", query_params={"openid_configuration": address})
    assert "public network" in nothing_is_left(answer, good_again=True)
    assert stranger.asked == []


@one
@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({"issuer": "https://elsewhere.example"}, "another host"),
        ({"registration_endpoint": "https://localhost/register"}, "somewhere else"),
        ({"registration_endpoint": "https://elsewhere.example/register"}, "somewhere else"),
        ({"issuer": "http://elsewhere.example"}, "issuer"),
        ({"token_endpoint": "http://elsewhere.example/token"}, "token_endpoint"),
        ({"jwks_uri": "ftp://elsewhere.example/keys"}, "jwks_uri"),
        ({"authorization_endpoint": None}, "authorization_endpoint"),
        ({"authorization_endpoint": ["https://x.example"]}, "authorization_endpoint"),
        ({"jwks_uri": "https://x.example/" + "k" * 500}, "jwks_uri"),
        ({"authorization_server": "a\nb"}, "authorization_server"),
        ({protocol._PLATFORM: {"product_family_code": "x" * 300}}, "product_family_code"),
    ],
)
def test_a_description_that_cannot_be_true(stranger, invitation, described, told) -> None:
    stranger.described = described
    assert told in nothing_is_left(press(stranger, invitation), good_again=True)
    assert stranger.asked_of("registration") == []


@one
@pytest.mark.parametrize(
    "fault",
    [
        Fault(302, {"Location": "http://127.0.0.1:1/"}),
        Fault(404),
        Fault(500),
        Fault(close=True),
        Fault(200, body="<html>"),
        Fault(200, body="[]"),
        Fault(200, body=json.dumps({"issuer": "x" * (5 << 20)})),
    ],
    ids=["redirect", "404", "500", "closed", "no JSON", "no object", "huge"],
)
def test_a_configuration_that_cannot_be_read(stranger, invitation, fault) -> None:
    stranger.faults.add("configuration", fault)
    nothing_is_left(press(stranger, invitation), good_again=True)
    assert len(stranger.asked) == 1
    assert press(stranger, invitation).status_code == 200  # it was good again


@one
def test_a_platform_that_takes_too_long_is_left(stranger) -> None:
    stranger.faults.add("configuration", Fault(seconds=8.0))
    with pytest.raises(protocol.NotRegistered, match="too long"):
        protocol.read_configuration(Outside({stranger.url}, seconds=0.5), stranger.url + CONFIGURATION)


@one
@pytest.mark.parametrize(
    "fault",
    [
        Fault(302, {"Location": "http://127.0.0.1:1/"}),
        Fault(401, body='{"error":"invalid_token"}'),
        Fault(500),
        Fault(close=True),
        Fault(200, body="{}"),
        Fault(200, body='{"client_id": ["x"]}'),
        Fault(200, body=json.dumps({"client_id": "x" * 256})),
        Fault(200, body='{"client_id": "a\\u0000b"}'),
        Fault(200, body=json.dumps({"client_id": "x", TOOL: {"deployment_id": "d" * 256}})),
    ],
    ids=["redirect", "401", "500", "closed", "nothing", "a list", "too long", "no text", "deployment too long"],
)
def test_a_registration_that_fails(stranger, invitation, fault) -> None:
    """Its token is used up; so the invitation is too, and an operator makes another one."""
    stranger.faults.add("registration", fault)
    nothing_is_left(press(stranger, invitation), good_again=False)


@one
def test_a_platform_that_is_known_already(stranger, invitation, here) -> None:
    press(stranger, invitation)
    known = json.dumps({"client_id": Platform.objects.get().client_id})
    stranger.faults.add("registration", Fault(200, body=known))
    answer = Client().post(opened(stranger, registering.invite(here.users["olga"])))
    assert answer.status_code == 400
    assert "already" in answer.content.decode()
    assert Platform.objects.count() == 1


@pytest.mark.parametrize("fails", [False, True])
def test_no_secret_is_logged_or_shown(stranger, invitation, caplog, fails) -> None:
    caplog.handler.addFilter(Nameless())  # as the site's own lines are made
    caplog.handler.setFormatter(Json())
    caplog.set_level(logging.INFO)
    if fails:
        stranger.faults.add("registration", Fault(500))
    address = opened(stranger, invitation)
    token = parse_qs(urlsplit(address).query)["registration_token"][0]
    client = Client(raise_request_exception=False)
    pages = [client.get(address), client.post(address), client.post(address)]
    assert [one.status_code for one in pages] == [200, 400 if fails else 200, 403]
    assert "lti_register" in caplog.text
    for secret in (token, invitation):
        assert secret not in caplog.text, [one for one in caplog.text.splitlines() if secret in one]
        assert not [one for one in pages if secret in one.content.decode()]
