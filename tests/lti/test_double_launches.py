"""Launches, content, registration, keys and faults of the platform doubles, asked by a tool that believes all."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from tests.lti.double import Double
from tests.lti.double_course import TEST_USER
from tests.lti.double_keys import new_key
from tests.lti.double_launches import AGS, DL, NRPS, C, DeepLink
from tests.lti.double_registration import TOOL
from tests.lti.double_server import Fault
from tests.lti.double_tokens import SCOPES
from tests.lti.tools import BareTool, Client
from tests.lti.walking import Arrival, arrive, form_of, send
from tests.proving import only_when_proving

pytestmark = only_when_proving(
    "the doubles behave as platforms were measured to; what ours does on them is shown in every run"
)


@pytest.fixture(scope="module")
def tool() -> Iterator[BareTool]:
    with BareTool() as tool:
        yield tool


@pytest.fixture(params=["moodle", "canvas", "plain"])
def double(request: pytest.FixtureRequest, tool: BareTool) -> Iterator[Double]:
    with Double(request.param, tool=tool.url) as double:
        double.add_link("week1", "Week 1", custom={"assignment": "one_to_one"}, maximum=8.0)
        tool.auth_url = double.auth_url
        yield double


def _arrive(double: Double, user: str = "ann") -> Arrival:
    return arrive(requests.Session(), double.login_request(user, "week1"))


def _verified(double: Double, arrival: Arrival) -> dict[str, Any]:
    key = jwt.PyJWKClient(double.keyset_url).get_signing_key_from_jwt(arrival.fields["id_token"])
    told: dict[str, Any] = jwt.decode(
        arrival.fields["id_token"],
        key.key,
        algorithms=["RS256"],
        audience=double.client_id,
        issuer=double.issuer,
    )
    return told


def test_a_launch(double: Double, tool: BareTool) -> None:
    asked = double.login_request("ann", "week1")
    assert asked.method == ("GET" if double.manners.kind == "plain" else "POST")
    assert asked.fields["lti_message_hint"].startswith("{") == (double.manners.kind == "moodle")
    assert ("lti_storage_target" in asked.fields) == (double.manners.kind != "moodle")
    arrival = arrive(requests.Session(), asked)
    claims = _verified(double, arrival)
    assert arrival.fields["state"] == tool.auth_request["state"]
    assert claims["nonce"] == tool.auth_request["nonce"]
    assert claims["exp"] - claims["iat"] == (60 if double.manners.kind == "moodle" else 3600)
    assert claims["sub"].isdecimal() == (double.manners.kind == "moodle")
    assert ("azp" in claims) == (double.manners.kind != "moodle")
    assert isinstance(claims["aud"], str)
    assert (claims[f"{C}context"]["type"] == ["CourseSection"]) == (double.manners.kind == "moodle")
    assert claims[f"{C}custom"] == {"assignment": "one_to_one"}
    assert claims[f"{C}resource_link"]["id"] == "week1"
    assert all("purl.imsglobal.org" in role for role in claims[f"{C}roles"])
    answer = tool.ask_token(double.client_id, double.token_url)
    client = Client(answer.json()["access_token"])
    assert client.get(claims[AGS]["lineitem"]).json()["scoreMaximum"] == 8
    assert claims["sub"] in {
        one["user_id"] for one in client.get(claims[NRPS]["context_memberships_url"]).json()["members"]
    }
    assert arrival.post().status_code == 200
    assert tool.landed[-1] == arrival.fields
    assert [one.status for one in double.asked_of("auth")] == [200]


def test_roles(double: Double) -> None:
    roles = {name: _verified(double, _arrive(double, name))[f"{C}roles"] for name in double.people}
    assert ("test" in roles) == (double.manners.kind != "moodle")
    assert all((TEST_USER in held) == (name == "test") for name, held in roles.items())
    assistant = [role.rpartition("/")[2] for role in roles["assistant"]]
    both = ["membership#Instructor", "Instructor#TeachingAssistant"]
    assert assistant == (both[:1] if double.manners.kind == "moodle" else both)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "code"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"response_mode": "query"}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"lti_message_hint": "other"}, "invalid_request"),
        ({"login_hint": "other"}, "login_required"),
        ({"client_id": "other"}, None),
        ({"redirect_uri": "https://elsewhere.test/lti/launch"}, None),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_authorization_is_asked_for_rightly(
    double: Double, tool: BareTool, change: dict[str, str], error: str | None
) -> None:
    _arrive(double)
    answer = requests.get(double.auth_url, params=tool.auth_request | change, timeout=10)
    if error is None:
        assert (answer.status_code, "id_token" in answer.text) == (400, False)
    else:
        assert form_of(answer) == (double.launch_url, {"state": tool.auth_request["state"], "error": error})


def test_tokens_can_be_forged(double: Double) -> None:
    claims = double.claims("ann", "week1", "nonce")
    other = new_key()
    headers = [
        jwt.get_unverified_header(double.sign(claims, **wrong))
        for wrong in (
            {},
            {"headers": {"kid": None}},
            {"key": other, "headers": {"kid": double.key.kid}},
            {"alg": "none"},
            {"alg": "RS512"},
            {"alg": "HS256", "key": double.key.public_pem, "headers": {"jku": "https://evil.test"}},
        )
    ]
    assert [one.get("kid") == double.key.kid for one in headers] == [True, False, True, True, True, True]
    assert [one["alg"] for one in headers] == ["RS256", "RS256", "RS256", "none", "RS512", "HS256"]
    token = double.sign(claims, key=other, headers={"kid": double.key.kid})
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, double.key.private.public_key(), algorithms=["RS256"], audience=double.client_id)
    double.change = lambda told: told | {f"{C}roles": []}
    assert _verified(double, _arrive(double))[f"{C}roles"] == []


def test_keys_are_replaced(double: Double) -> None:
    old = double.key
    double.keys_headers = {"Cache-Control": "max-age=1"}
    double.rotate()
    answer = requests.get(double.keyset_url, timeout=10)
    assert [one["kid"] for one in answer.json()["keys"]] == [double.key.kid] != [old.kid]
    assert answer.headers["Cache-Control"] == "max-age=1"
    assert _verified(double, _arrive(double))["sub"] == double.people["ann"].sub


def test_faults(double: Double, tool: BareTool) -> None:
    url = double.keyset_url
    double.faults.add("keys", Fault(429, {"Retry-After": "7"}), Fault(500, seconds=0.2), Fault(close=True))
    first = requests.get(url, timeout=10)
    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    started = time.monotonic()
    assert requests.get(url, timeout=10).status_code == 500
    assert time.monotonic() - started >= 0.2
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=10)
    assert requests.get(url, timeout=10).status_code == 200
    assert [one.status for one in double.asked_of("keys")] == [429, 500, 0, 200]
    double.faults.always["keys"] = lambda request: Fault(403) if request.args.get("busy") else None
    assert [requests.get(url, params={"busy": busy}, timeout=10).status_code for busy in ("1", "")] == [403, 200]
    double.faults.add("token", Fault(close=True, after=True))
    with pytest.raises(requests.ConnectionError):
        tool.ask_token(double.client_id, double.token_url)
    assert len(double.tokens.bearers) == 1


def test_it_stops_and_comes_back(double: Double) -> None:
    double.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(double.keyset_url, timeout=10)
    double.restart()
    assert requests.get(double.keyset_url, timeout=10).json()["keys"][0]["kid"] == double.key.kid


_ITEM = {"type": "ltiResourceLink", "title": "Week 2", "custom": {"assignment": "m2m"}}
_COLUMN = _ITEM | {"lineItem": {"scoreMaximum": 16, "label": "W2", "resourceId": "m2m"}}


def _content(double: Double, deep: DeepLink) -> str:
    arrival = arrive(requests.Session(), double.deep_link_request("teacher", deep))
    claims = _verified(double, arrival)
    assert claims[f"{C}message_type"] == "LtiDeepLinkingRequest"
    settings = claims[f"{DL}deep_linking_settings"]
    assert settings.get("data") == deep.data
    return str(settings["deep_link_return_url"])


def test_content_becomes_links(double: Double, tool: BareTool) -> None:
    url = _content(double, DeepLink(data="a<b&c"))
    reply = tool.chosen(double.registration(), [_COLUMN, _ITEM], **{f"{DL}data": "a<b&c"})
    answer = requests.post(url, data={"JWT": tool.sign(reply)}, timeout=10)
    assert answer.status_code == 200, answer.text
    made = list(double.course.links.values())[1:]
    assert [(one.title, one.custom, one.line_item is None) for one in made] == [
        ("Week 2", {"assignment": "m2m"}, False),
        ("Week 2", {"assignment": "m2m"}, True),
    ]
    claims = _verified(double, arrive(requests.Session(), double.login_request("ann", made[0].id)))
    assert claims[f"{C}custom"] == {"assignment": "m2m"}
    assert double.line_item(made[0].id).maximum == 16
    assert double.returned == [reply]
    assert requests.post(url, data={"JWT": tool.sign(reply)}, timeout=10).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "other"},
        {"aud": "https://other.test"},
        {"exp": 5_000_000_000},
        {"exp": 1_000_000_000},
        {"iat": None},
        {"nonce": None},
        {f"{C}message_type": "LtiResourceLinkRequest"},
        {f"{C}version": None},
        {f"{C}deployment_id": "7"},
        {f"{DL}data": "unasked"},
        {f"{DL}content_items": [{"type": "link", "url": "https://x.test"}]},
        {f"{DL}content_items": [_ITEM, _ITEM]},
        {f"{DL}content_items": [_ITEM | {"custom": {"a": 1}}]},
        {f"{DL}content_items": [_ITEM | {"lineItem": {"label": "none"}}]},
    ],
    ids=lambda changes: json.dumps(changes).replace(C, "").replace(DL, "")[:40],
)
def test_content_is_looked_at(tool: BareTool, changes: dict[str, Any]) -> None:
    with Double("plain", tool=tool.url) as double:
        tool.auth_url = double.auth_url
        url = _content(double, DeepLink(accept_multiple=False))
        for headers, change in ((None, changes), ({}, {}), ({"kid": "zz"}, {})):
            reply = tool.chosen(double.registration(), [_ITEM], **change)
            answer = requests.post(url, data={"JWT": tool.sign(reply, headers=headers)}, timeout=10)
            assert answer.status_code == 400, answer.text
        assert not double.course.links
        right = tool.sign(tool.chosen(double.registration(), [_ITEM]))
        assert requests.post(url, data={"JWT": right}, timeout=10).status_code == 200


def _wish(tool: BareTool) -> dict[str, Any]:
    return {
        "application_type": "web",
        "client_name": "Grader",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": f"{tool.url}/lti/login",
        "redirect_uris": [f"{tool.url}/lti/launch"],
        "jwks_uri": f"{tool.url}/lti/keys",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(SCOPES),
        TOOL: {"domain": "127.0.0.1", "target_link_uri": f"{tool.url}/lti/launch", "messages": [{"type": "x"}]},
    }


@pytest.mark.parametrize("kind", ["moodle", "plain"])
def test_registration(tool: BareTool, kind: str) -> None:
    with Double(kind, tool=tool.url) as double:
        tool.auth_url, before = double.auth_url, double.client_id
        opened = urlsplit(double.registration_url("invitation"))
        assert opened.path == "/lti/register/invitation"
        query = {name: one[0] for name, one in parse_qs(opened.query).items()}
        described = requests.get(query["openid_configuration"], timeout=10).json()
        assert described["issuer"] == double.issuer
        assert described["jwks_uri"] == double.keyset_url
        bearer = {"Authorization": f"Bearer {query['registration_token']}"}
        where = described["registration_endpoint"]
        assert requests.post(where, json=_wish(tool), timeout=10).status_code == 401
        answer = requests.post(where, json=_wish(tool), headers=bearer, timeout=10)
        assert answer.json()["client_id"] == double.client_id != before
        assert answer.json()[TOOL]["deployment_id"] == "1"
        assert requests.post(where, json=_wish(tool), headers=bearer, timeout=10).status_code == 401
        double.add_link("week1")
        assert _verified(double, _arrive(double))["aud"] == answer.json()["client_id"]


@pytest.mark.parametrize("name", ["redirect_uris", "jwks_uri", "grant_types", "response_types", TOOL])
def test_registration_is_looked_at(tool: BareTool, name: str) -> None:
    with Double("moodle", tool=tool.url) as double:
        query = parse_qs(urlsplit(double.registration_url("invitation")).query)
        bearer = {"Authorization": f"Bearer {query['registration_token'][0]}"}
        where = requests.get(query["openid_configuration"][0], timeout=10).json()["registration_endpoint"]
        wish = {key: one for key, one in _wish(tool).items() if key != name}
        answer = requests.post(where, json=wish, headers=bearer, timeout=10)
        assert (answer.status_code, answer.json()["error_description"]) == (400, name)


def test_names_of_hosts(tool: BareTool) -> None:
    with Double("canvas", tool=tool.url, service_host="127.0.0.1") as double:
        double.add_link("week1")
        tool.auth_url = double.auth_url
        claims = _verified(double, _arrive(double))
        assert claims["iss"] == "https://canvas.instructure.com"
        assert urlsplit(claims[AGS]["lineitem"]).hostname == "127.0.0.1"
        assert {urlsplit(one).hostname for one in (double.auth_url, double.token_url)} == {"localhost"}
        assert send(requests.Session(), double.login_request("ann", "week1"), follow=False).status_code == 302
