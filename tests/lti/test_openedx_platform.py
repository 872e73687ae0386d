"""Open edX's platform launches, stores content, lists members, takes grades: asked by a tool that believes all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
import requests

from tests.lti.double_ags import ITEM_TYPE, SCORE_TYPE
from tests.lti.double_launches import AGS, DL, NRPS, C
from tests.lti.openedx_platform import OpenEdx, needs_open_edx, open_edx
from tests.lti.tools import BareTool, Client, under
from tests.lti.walking import Arrival, form_of

pytestmark = needs_open_edx


@pytest.fixture(scope="module")
def tool() -> Iterator[BareTool]:
    with BareTool() as tool:
        yield tool


@pytest.fixture(scope="module")
def platform(tool: BareTool) -> Iterator[OpenEdx]:
    with open_edx(tool.url) as platform:
        tool.auth_url = platform.registration["auth_url"]
        yield platform


def _arrive(url: str) -> Arrival:
    session = requests.Session()
    action, fields = form_of(session.get(url, timeout=20))
    return Arrival(session, action, fields)


def _claims(platform: OpenEdx, arrival: Arrival) -> dict[str, Any]:
    """Verified with the key set that the platform publishes."""
    registration = platform.registration
    key = jwt.PyJWKClient(registration["keyset_url"]).get_signing_key_from_jwt(arrival.fields["id_token"])
    told: dict[str, Any] = jwt.decode(
        arrival.fields["id_token"], key.key, algorithms=["RS256"], audience=registration["client_id"],
        issuer=registration["issuer"],
    )  # fmt: skip
    return told


def _client(platform: OpenEdx, tool: BareTool) -> Client:
    registration = platform.registration
    return Client(tool.ask_token(registration["client_id"], registration["token_url"]).json()["access_token"])


def test_a_launch(platform: OpenEdx, tool: BareTool) -> None:
    arrival = _arrive(f"{platform.start_url('ann')}?assignment=one_to_one")
    claims = _claims(platform, arrival)
    assert tool.login["iss"] == platform.registration["issuer"] == platform.url
    assert tool.login["lti_deployment_id"] == platform.registration["deployment_id"]
    assert claims["sub"] == platform.subs["ann"]
    assert claims["exp"] - claims["iat"] == 3600
    assert claims[f"{C}resource_link"]["id"] == platform.blocks["week1"]
    assert claims[f"{C}custom"] == {"assignment": "one_to_one"}
    assert arrival.post().ok
    assert tool.landed[-1]["id_token"] == arrival.fields["id_token"]


def test_a_grade_reaches_the_gradebook(platform: OpenEdx, tool: BareTool) -> None:
    claims = _claims(platform, _arrive(platform.start_url("ann")))
    score = {
        "userId": claims["sub"],
        "scoreGiven": 7,
        "scoreMaximum": 8,
        "comment": "7/8",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": datetime.now(UTC).isoformat(),
    }
    client = _client(platform, tool)
    answers = [client.send("POST", under(claims[AGS]["lineitem"], "scores"), score, SCORE_TYPE) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 400]
    grade = platform.grade("ann")
    assert grade is not None
    assert (grade["points"], grade["maximum"], grade["comment"]) == (87.5, 100, "7/8")
    assert platform.grade("bob") is None


def test_members_come_and_go(platform: OpenEdx, tool: BareTool) -> None:
    url = _claims(platform, _arrive(platform.start_url("teacher")))[NRPS]["context_memberships_url"]
    platform.enrol("zoe")
    platform.leave("eve")
    client = _client(platform, tool)
    told = {one["user_id"]: one for one in client.get(url).json()["members"]}
    assert told[platform.sub("zoe")]["name"] == "Zoe Example"
    assert platform.subs["eve"] not in told
    assert requests.get(platform.start_url("eve"), timeout=20).status_code == 403
    platform.enrol("eve")
    assert platform.subs["eve"] in {one["user_id"] for one in client.get(url).json()["members"]}


def test_content_is_stored_and_launched(platform: OpenEdx, tool: BareTool) -> None:
    arrival = _arrive(platform.deep_linking_url("teacher", "week2"))
    claims = _claims(platform, arrival)
    assert claims[f"{C}message_type"] == "LtiDeepLinkingRequest"
    launch, url = f"{tool.url}/lti/launch", claims[f"{DL}deep_linking_settings"]["deep_link_return_url"]
    items = [
        {"type": "ltiResourceLink", "title": name, "url": launch, "custom": {"assignment": name}}
        for name in ("one", "two")
    ]
    for chosen in (items[:1], items):
        token = tool.sign(tool.chosen(platform.registration, chosen))
        assert arrival.session.post(url, data={"JWT": token}, timeout=20).status_code == 200
        assert [one["custom"]["assignment"] for one in platform.content()["week2"]] == ["one", "two"][: len(chosen)]
        if len(chosen) == 1:  # what is alone is launched at once
            assert _claims(platform, _arrive(platform.start_url("ann", "week2")))[f"{C}custom"] == {"assignment": "one"}
    page = requests.get(platform.start_url("ann", "week2"), timeout=20)
    assert page.text.count("/lti/login?") == 2


def test_programmatic_line_items(tool: BareTool) -> None:
    with open_edx(tool.url, ags="programmatic") as platform:
        tool.auth_url = platform.registration["auth_url"]
        claims = _claims(platform, _arrive(platform.start_url("ann")))
        assert "lineitem" not in claims[AGS]
        wanted = {"scoreMaximum": 100, "label": "Week 1", "resourceLinkId": claims[f"{C}resource_link"]["id"]}
        made = _client(platform, tool).send("POST", claims[AGS]["lineitems"], wanted, ITEM_TYPE)
        assert made.status_code == 201
        assert platform.gradebook()["items"][-1]["resource_link_id"] == platform.blocks["week1"]
