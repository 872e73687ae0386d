"""Tokens and calls to a platform's services: what is asked how often, with what, and what an answer means."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs

import jwt
import pytest

from grader.lms.lti import ags, nrps
from grader.lms.lti import platform as calls
from grader.lms.lti.launch import Grades
from grader.lms.lti.names import LINE_ITEM_SCOPE, LINE_ITEMS_TYPE, ROSTER_SCOPE, ROSTER_TYPE
from grader.lms.lti.outside import Answer, Outside
from grader.lms.lti.platform import Later, NoToken, Platform, Refused, Services, checked
from tests.lti.conftest import HERE
from tests.lti.double import Double
from tests.lti.double_server import Fault
from tests.lti.tools import BareTool
from tests.proving import only_when_proving

ITEMS = frozenset({LINE_ITEM_SCOPE})
ROSTER = frozenset({ROSTER_SCOPE})


@pytest.fixture(scope="module")
def tool() -> Iterator[BareTool]:
    with BareTool() as found:
        yield found


@pytest.fixture(scope="module", params=HERE)
def running(request, tool) -> Iterator[Double]:
    with Double(request.param, tool=tool.url) as found:
        found.add_link("week1")
        yield found


@pytest.fixture
def double(running) -> Iterator[Double]:
    """As new."""
    manners, seconds = running.manners, running.bearer_seconds
    running.asked.clear()
    yield running
    running.manners, running.bearer_seconds = manners, seconds
    running.faults.clear()


@pytest.fixture
def services(double, tool) -> Services:
    return Services(Outside({double.url}), tool.sign)


def of(double: Double) -> Platform:
    told = double.registration()
    return Platform(double.issuer, double.client_id, told["auth_url"], told["token_url"], told["keyset_url"])


def look(services: Services, double: Double, **changes: str) -> Answer:
    platform = replace(of(double), **changes)
    return services.call(platform, ITEMS, "GET", double.grading.items_url(), accept=LINE_ITEMS_TYPE)


# -- tokens -------------------------------------------------------------------------------------------------


def test_one_token_serves_many_calls_of_one_scope(double, services) -> None:
    for _ in range(3):
        assert look(services, double).ok
    assert len(double.asked_of("token")) == 1
    answer = services.call(of(double), ROSTER, "GET", double.roster.url(), accept=ROSTER_TYPE)
    assert answer.ok
    scopes = [parse_qs(one.body.decode())["scope"] for one in double.asked_of("token")]
    assert scopes == [[LINE_ITEM_SCOPE], [ROSTER_SCOPE]]


def test_what_a_platform_is_asked_a_token_with(double, services, tool) -> None:
    """kid, iss = sub = client id, aud = the token address, an end within five minutes, a jti of its own each time."""
    look(services, double)
    services.drop(of(double), ITEMS)
    look(services, double)
    sent = [parse_qs(one.body.decode())["client_assertion"][0] for one in double.asked_of("token")]
    seen = set()
    for token in sent:
        assert jwt.get_unverified_header(token) == {"alg": "RS256", "typ": "JWT", "kid": tool.key.kid}
        claims = jwt.decode(token, options={"verify_signature": False})
        assert (claims["iss"], claims["sub"]) == (double.client_id, double.client_id)
        assert claims["aud"] == double.token_url
        assert 0 < claims["exp"] - claims["iat"] <= 300
        assert claims["iat"] <= time.time() < claims["exp"]
        seen.add(claims["jti"])
    assert len(seen) == 2


def test_another_audience_where_the_platform_wants_one(double, services) -> None:
    double.manners = replace(double.manners, strict_assertion=False)
    look(services, double, audience="https://platform.test/oauth")
    sent = parse_qs(double.asked_of("token")[0].body.decode())["client_assertion"][0]
    assert jwt.decode(sent, options={"verify_signature": False})["aud"] == "https://platform.test/oauth"


@only_when_proving("six seconds by the clock; the next test does it without")
@pytest.mark.parametrize("running", ["plain"], indirect=True)
def test_a_token_is_left_before_it_ends(double, services) -> None:
    """Of 5 seconds the last quarter is not used: no call comes with a token that has just ended."""
    double.bearer_seconds = 5
    began = time.monotonic()
    while time.monotonic() - began < 5.5:
        assert look(services, double).ok
        time.sleep(0.2)
    assert len(double.asked_of("token")) == 2
    assert {one.status for one in double.asked_of("line_items")} == {200}


def test_tokens_of_a_minute_serve_for_most_of_it(double, services, monkeypatch) -> None:
    double.bearer_seconds = 60
    now = time.monotonic()
    for later, tokens in ((0, 1), (40, 1), (50, 2), (90, 2)):
        monkeypatch.setattr(calls.time, "monotonic", lambda later=later: now + later)
        assert look(services, double).ok
        assert len(double.asked_of("token")) == tokens


def test_a_token_that_is_not_taken_is_got_anew_once(double, services) -> None:
    assert look(services, double).ok
    double.tokens.forget()
    assert look(services, double).ok
    assert [one.status for one in double.asked_of("line_items")] == [200, 401, 200]
    assert len(double.asked_of("token")) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_a_second_refusal_is_one(double, services, status) -> None:
    double.faults.add("line_items", Fault(status), Fault(status))
    answer = look(services, double)
    assert answer.status == status
    with pytest.raises(Refused):
        checked(answer)
    assert len(double.asked_of("line_items")) == 2


def test_canvas_says_with_403_that_it_is_asked_too_often(double, services) -> None:
    """That token is good: to get another one at once would only be one request more."""
    double.faults.add("line_items", Fault(403, {"X-Rate-Limit-Remaining": "0"}, "403 Forbidden (Rate Limit Exceeded)"))
    answer = look(services, double)
    with pytest.raises(Later, match="Rate Limit"):
        checked(answer)
    assert len(double.asked_of("line_items")) == 1
    assert look(services, double).ok
    assert len(double.asked_of("token")) == 1


def test_no_token_is_told_apart_from_a_refused_call(double, services) -> None:
    with pytest.raises(NoToken, match="no access token"):
        look(services, double, client_id="somebody-else") if double.manners.strict_assertion else _refused(
            services, double
        )
    assert double.asked_of("line_items") == []


def _refused(services: Services, double: Double) -> None:
    double.faults.add("token", Fault(400, body='{"error":"invalid_client"}'))
    look(services, double)


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"access_token": 7}', '{"access_token": ""}', '{"access_token": "a\\nb"}']
)
def test_an_answer_without_a_token_is_no_token(double, services, body) -> None:
    double.faults.add("token", Fault(200, body=body))
    with pytest.raises(NoToken):
        look(services, double)


@pytest.mark.parametrize(
    "life", ["null", "-5", "0", "true", '"3600"', '"\\u00b2"', "1e400", "NaN", "9" * 400, "[]", '"soon"']
)
def test_any_life_of_a_token_is_lived_with(double, services, life) -> None:
    double.faults.add("token", Fault(200, body=f'{{"access_token": "t", "expires_in": {life}}}'))
    assert look(services, double).ok  # "t" is refused, and another one got


def test_a_platform_that_cannot_give_a_token_now_is_asked_later(double, services) -> None:
    double.faults.add("token", Fault(503, {"Retry-After": "7"}), Fault(close=True))
    with pytest.raises(Later) as error:
        look(services, double)
    assert error.value.seconds == 7
    with pytest.raises(Later):
        look(services, double)
    assert look(services, double).ok


# -- calls --------------------------------------------------------------------------------------------------


def test_a_bearer_goes_to_hosts_of_the_platform_only(double, services) -> None:
    """Whatever a launch or an answer named: nobody else is sent anything, nor is a token got for it."""
    with Double("plain") as other:
        port = other.url.rpartition(":")[2]
        for address in (f"http://127.0.0.1:{port}/x", f"http://localhost@127.0.0.1:{port}/x", "http://[::1/x", ""):
            with pytest.raises(Refused) as error:
                services.call(of(double), ITEMS, "GET", address, accept="*/*")
            assert error.value.status == 0
        assert other.asked == []
    assert double.asked == []


def test_a_next_page_elsewhere_is_not_followed(double, services) -> None:
    with Double("plain", service_host="127.0.0.1") as other:
        link = {"Link": f'<http://127.0.0.1:{other.url.rpartition(":")[2]}/members>; rel="next"'}
        double.faults.add("members", Fault(200, link, json.dumps({"members": []})))
        with pytest.raises(Refused, match="none of the platform's hosts"):
            list(nrps.members(services, of(double), double.roster.url()))
        assert other.asked == []


def test_a_further_host_is_one_of_the_platforms_where_an_operator_says_so() -> None:
    known = Platform("https://lms.test", "c", "https://a.lms.test", "https://t.lms.test", "https://k.lms.test")
    assert known.has("https://T.LMS.test/x")
    assert not known.has("https://s.lms.test/x")
    assert not known.has("https://lms.test.evil.test/x")
    assert replace(known, hosts=frozenset({"s.lms.test"})).has("https://s.lms.test/x")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0", 0.0), ("99999999999", 3600.0), ("9" * 999, 3600.0), ("-1", None), ("\u00b2", None), ("", None),
     ("Wed, 21 Oct 2026 07:28:00 GMT", None)],
)  # fmt: skip
def test_how_long_a_platform_asks_to_be_left_alone(header, seconds) -> None:
    with pytest.raises(Later) as error:
        checked(Answer(429, {"Retry-After": header}, b"busy"))
    assert error.value.seconds == seconds


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 599])
def test_what_is_worth_another_try(status) -> None:
    with pytest.raises(Later):
        checked(Answer(status, {}, b""))


@pytest.mark.parametrize("status", [301, 302, 304, 400, 401, 403, 404, 405, 409, 410, 422])
def test_what_is_said_once_and_for_all(status) -> None:
    with pytest.raises(Refused) as error:
        checked(Answer(status, {}, b"no " * 999))
    assert error.value.status == status
    assert len(str(error.value)) < 400


def test_exact_media_types(double, services) -> None:
    """MEASURED: Moodle has no handler for anything else."""
    grades = Grades(ITEMS, double.grading.items_url())
    made = ags.create_line_item(services, of(double), grades, label="Week 2", scoreMaximum=20, resourceLinkId="week1")
    assert made.startswith(double.url)
    list(ags.line_items(services, of(double), grades, resource_link_id="week1"))
    list(nrps.members(services, of(double), double.roster.url()))
    sent = {(one.route, one.method): one.headers for one in double.asked}
    assert sent["line_items", "POST"]["Content-Type"] == "application/vnd.ims.lis.v2.lineitem+json"
    assert sent["line_items", "GET"]["Accept"] == "application/vnd.ims.lis.v2.lineitemcontainer+json"
    assert sent["members", "GET"]["Accept"] == "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
    assert "Content-Type" not in sent["members", "GET"]


@pytest.mark.parametrize("address", ["http://[::1", "", "x", "https://[v1.x]/", "http://localhost:x/1"])
def test_a_line_item_that_is_no_address(double, services, address) -> None:
    """As a launch may have named it."""
    for action in (
        lambda: ags.send(services, of(double), address, "ann", ags.Score(1.0, 2), datetime.now(UTC)),
        lambda: ags.result(services, of(double), address, "ann"),
        lambda: list(ags.line_items(services, of(double), Grades(ITEMS, address), tag="x")),
    ):
        with pytest.raises(Refused):
            action()
