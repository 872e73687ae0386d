"""How a launch begins: who is sent on to the platform, and who is told why not."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from grader.web.lti.models import Deployment, Login, Platform
from tests.lti.walks import Walk, begin, registered

pytestmark = pytest.mark.parametrize("running", ["plain"], indirect=True)  # of the others see test_launch_cases


def _asked(double, **changes):
    return double.login_request("ann", "week1", **changes)


def test_the_browser_is_sent_to_the_platform(double) -> None:
    asked = _asked(double, lti_storage_target=None)
    answer = begin(Client(), asked)
    where, query = answer.url.split("?", 1)
    found = parse_qs(query)
    assert where == double.auth_url
    assert found.pop("state") != found.pop("nonce")
    assert found == {
        "scope": ["openid"],
        "response_type": ["id_token"],
        "response_mode": ["form_post"],
        "prompt": ["none"],
        "client_id": [double.client_id],
        "redirect_uri": [double.launch_url],
        "login_hint": [asked.fields["login_hint"]],
        "lti_message_hint": [asked.fields["lti_message_hint"]],
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_goes_into_frames_and_to_launches_only(double) -> None:
    (cookie,) = begin(Client(), _asked(double)).cookies.values()
    assert (cookie["samesite"], cookie["secure"], cookie["httponly"]) == ("None", True, True)
    assert (cookie["path"], cookie["max-age"]) == ("/lti/launch", 600)
    assert "Partitioned" in cookie.OutputString()


def test_secrets_are_kept_as_digests(double) -> None:
    answer = begin(Client(), _asked(double, lti_storage_target=None))
    given = parse_qs(urlsplit(answer.url).query)
    row = Login.objects.get()
    (cookie,) = answer.cookies.values()
    kept = {row.state, row.nonce, row.browser}
    assert not kept & {given["state"][0], given["nonce"][0], cookie.value}
    assert all(len(one) == 64 for one in kept)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"iss": None}, "iss is missing"),
        ({"login_hint": None}, "login_hint is missing"),
        ({"login_hint": ""}, "login_hint is missing"),
        ({"login_hint": "a\x00b"}, "login_hint is missing"),
        ({"login_hint": "x" * 5000}, "login_hint is missing"),
        ({"target_link_uri": None}, "target_link_uri is missing"),
        ({"target_link_uri": "https://evil.example/lti/launch"}, "leads to no page of this site"),
        ({"target_link_uri": "http://testserver/lti/launch?x=1"}, "leads to no page of this site"),
        ({"target_link_uri": "http://testserver/"}, "leads to no page of this site"),
        ({"iss": "https://evil.example"}, "does not know the platform"),
        ({"client_id": "nobody"}, "does not know the platform"),
        ({"lti_deployment_id": "666"}, "deployment 666"),
    ],
)
def test_what_is_refused(double, changes, why) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)("/lti/login", _asked(double, **changes).fields)
        assert answer.status_code == 400
        assert why in answer.content.decode()
    assert not Login.objects.exists()


def test_a_platform_that_is_not_confirmed(double, platform) -> None:
    Platform.objects.update(active=False)
    answer = begin(Client(), _asked(double))
    assert answer.status_code == 400
    assert "not confirmed" in answer.content.decode()
    assert not Login.objects.exists()


def test_no_client_id(double) -> None:
    """With one registration of the issuer it is clear which one is meant; with two it is not."""
    assert begin(Client(), _asked(double, client_id=None)).status_code in (200, 302)
    registered(double, client_id="client-2", deployment_id="2")
    answer = begin(Client(), _asked(double, client_id=None))
    assert answer.status_code == 400
    assert "client_id" in answer.content.decode()


def test_no_deployment_id_in_the_login(double) -> None:
    Walk(double, _asked(double, lti_deployment_id=None)).must_get_in()


def test_the_next_deployment_is_taken_in_once(double, platform) -> None:
    Deployment.objects.all().delete()
    assert begin(Client(), _asked(double)).status_code == 400
    Platform.objects.update(bind_next=True)
    Walk(double, _asked(double)).must_get_in()
    platform.refresh_from_db()
    assert not platform.bind_next
    assert [one.deployment_id for one in Deployment.objects.all()] == [double.deployment_id]
    Walk(double, _asked(double)).must_get_in()


def test_whatever_ends_is_removed(double) -> None:
    walk = Walk(double, _asked(double))
    walk.let_expire()
    walk.again()
    assert Login.objects.count() == 1


def test_a_login_asks_few_questions(double, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(5):
        begin(Client(), _asked(double))


def test_the_key_set_holds_no_private_number(double) -> None:
    told = Client().get("/lti/keys").json()
    assert told["keys"]
    assert all(set(one) == {"kty", "n", "e", "kid", "use", "alg"} for one in told["keys"])
