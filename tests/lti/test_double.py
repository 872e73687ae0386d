"""A platform double answers as the platform was measured or described: one table, asked over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.lti.double import Double
from tests.lti.double_ags import ITEM_TYPE, SCORE_TYPE
from tests.lti.double_keys import new_key
from tests.lti.double_tokens import RESULT, SCOPES, SCORE
from tests.lti.tools import BareTool, Client, under

_WHOLE_SECOND = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def tool() -> Iterator[BareTool]:
    with BareTool() as tool:
        yield tool


@pytest.fixture(params=["moodle", "canvas", "plain"])
def double(request: pytest.FixtureRequest, tool: BareTool) -> Iterator[Double]:
    with Double(request.param, tool=tool.url) as double:
        double.add_link("week1", maximum=8.0)
        yield double


def _client(double: Double, tool: BareTool, *scopes: str) -> Client:
    answer = tool.ask_token(double.client_id, double.token_url, " ".join(scopes or SCOPES))
    return Client(answer.json()["access_token"])


def _score(double: Double, **changes: Any) -> dict[str, Any]:
    score = {
        "userId": double.people["ann"].sub,
        "scoreGiven": 6,
        "scoreMaximum": 8,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": _WHOLE_SECOND.isoformat(),
    }
    return {name: value for name, value in (score | changes).items() if value is not None}


def _later(**after: float) -> str:
    return (_WHOLE_SECOND + timedelta(**after)).isoformat()


@dataclass(frozen=True)
class Row:
    """A second score, after one of 6/8; by kind (moodle, canvas, plain): its status, and the points afterwards."""

    name: str
    statuses: tuple[int, int, int]
    points: tuple[float | None, float | None, float | None]
    changes: dict[str, Any] = field(default_factory=dict)
    content_type: str = SCORE_TYPE


_LATER = {"timestamp": _later(seconds=2)}
_ROWS = (
    Row("later", (200, 200, 200), (4, 4, 4), _LATER | {"scoreGiven": 4}),
    Row("the same time", (409, 200, 409), (6, 4, 6), {"scoreGiven": 4}),
    Row("older", (409, 400, 409), (6, 6, 6), {"scoreGiven": 4, "timestamp": _later(hours=-1)}),
    Row("later in the same second", (409, 200, 200), (6, 4, 4), {"scoreGiven": 4, "timestamp": _later(milliseconds=9)}),
    Row("plain JSON", (400, 200, 400), (6, 4, 6), _LATER | {"scoreGiven": 4}, "application/json"),
    Row("Pending", (200, 200, 200), (None, None, 6), _LATER | {"gradingProgress": "Pending"}),
    Row("PendingManual", (200, 200, 200), (None, 4, 6), _LATER | {"scoreGiven": 4, "gradingProgress": "PendingManual"}),
    Row("no scoreGiven", (200, 200, 200), (None, None, 6), _LATER | {"scoreGiven": None, "scoreMaximum": None}),
    Row("more than the maximum", (200, 200, 200), (8, 9, 9), _LATER | {"scoreGiven": 9}),
    Row("another scale", (200, 200, 200), (4, 4, 4), _LATER | {"scoreGiven": 50, "scoreMaximum": 100}),
    Row("no scoreMaximum", (400, 422, 400), (6, 6, 6), _LATER | {"scoreMaximum": None}),
    Row("no activityProgress", (400, 400, 400), (6, 6, 6), _LATER | {"activityProgress": None}),
    Row("unknown gradingProgress", (200, 400, 400), (None, 6, 6), _LATER | {"gradingProgress": "Done"}),
    Row("no such user", (400, 422, 404), (6, 6, 6), _LATER | {"userId": "999999"}),
)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row.name)
def test_scores(double: Double, tool: BareTool, row: Row) -> None:
    column = ("moodle", "canvas", "plain").index(double.manners.kind)
    client, line_item = _client(double, tool), double.grading.item_url(double.line_item("week1").number)
    assert client.send("POST", under(line_item, "scores"), _score(double), SCORE_TYPE).status_code == 200
    answer = client.send("POST", under(line_item, "scores"), _score(double, **row.changes), row.content_type)
    assert (answer.status_code, double.grade("ann", "week1").points) == (row.statuses[column], row.points[column])
    told = client.get(under(line_item, "results"), user_id=double.people["ann"].sub).json()
    assert [one["resultScore"] for one in told] == ([] if row.points[column] is None else [row.points[column]])


def test_a_score_is_answered_with_nothing_or_an_address(double: Double, tool: BareTool) -> None:
    url = under(double.grading.item_url(double.line_item("week1").number), "scores")
    answer = _client(double, tool).send("POST", url, _score(double, comment="<b>7/8</b> é\n"), SCORE_TYPE)
    assert bool(answer.content) == (double.manners.kind == "canvas")
    assert double.grade("ann", "week1").comment == "<b>7/8</b> é\n"


def test_who_has_left_gets_no_score(double: Double, tool: BareTool) -> None:
    double.members.remove("ann")
    url = under(double.grading.item_url(double.line_item("week1").number), "scores")
    answer = _client(double, tool).send("POST", url, _score(double), SCORE_TYPE)
    assert answer.status_code == {"moodle": 400, "canvas": 422, "plain": 404}[double.manners.kind]
    told = _client(double, tool).get(double.roster.url()).json()["members"]
    assert double.people["ann"].sub not in {one["user_id"] for one in told}


def test_what_a_teacher_typed_stays_in_moodle(double: Double, tool: BareTool) -> None:
    double.override("ann", "week1", 7.5)
    url = under(double.grading.item_url(double.line_item("week1").number), "scores")
    assert _client(double, tool).send("POST", url, _score(double), SCORE_TYPE).status_code == 200
    assert double.grade("ann", "week1").points == (7.5 if double.manners.kind == "moodle" else 6)


@pytest.mark.parametrize(
    ("name", "changes", "statuses"),
    [
        ("right", {}, (200, 200, 200)),
        ("no kid", {"headers": {}}, (400, 400, 400)),
        ("unknown kid", {"headers": {"kid": "zz"}}, (400, 400, 400)),
        ("another key", {"key": new_key()}, (400, 400, 400)),
        ("expired", {"exp": int(time.time()) - 100}, (400, 400, 400)),
        ("wrong aud", {"aud": "https://other.test"}, (200, 400, 400)),
        ("wrong iss", {"iss": "zz"}, (200, 400, 400)),
        ("wrong sub", {"sub": "zz"}, (200, 400, 400)),
        ("no jti", {"jti": None}, (200, 400, 400)),
        ("an hour", {"exp": int(time.time()) + 3600}, (200, 400, 400)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tokens(double: Double, tool: BareTool, name: str, changes: dict[str, Any], statuses: tuple[int, ...]) -> None:
    assertion = tool.assertion(double.client_id, double.token_url, **changes)
    answer = tool.ask_token(double.client_id, double.token_url, assertion=assertion)
    assert answer.status_code == statuses[("moodle", "canvas", "plain").index(double.manners.kind)], name


def test_an_assertion_counts_once_where_that_is_looked_at(double: Double, tool: BareTool) -> None:
    assertion = tool.assertion(double.client_id, double.token_url)
    both = [tool.ask_token(double.client_id, double.token_url, assertion=assertion).status_code for _ in range(2)]
    assert both == [200, 200 if double.manners.kind == "moodle" else 400]


def test_scopes(double: Double, tool: BareTool) -> None:
    answer = tool.ask_token(double.client_id, double.token_url, f"{SCORE} urn:x")
    if double.manners.kind == "plain":
        assert answer.json()["scope"] == SCORE
    else:
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
    url = under(double.grading.item_url(double.line_item("week1").number), "scores")
    assert _client(double, tool, RESULT).send("POST", url, _score(double), SCORE_TYPE).status_code == 401
    assert Client("x").send("POST", url, _score(double), SCORE_TYPE).status_code == 401


def test_a_bearer_ends(double: Double, tool: BareTool) -> None:
    assert double.bearer_seconds == {"moodle": 60, "canvas": 3600, "plain": 3600}[double.manners.kind]
    double.bearer_seconds = 0
    assert _client(double, tool).get(double.roster.url()).status_code == 401


def test_line_items(double: Double, tool: BareTool) -> None:
    client, items = _client(double, tool), double.grading.items_url()
    made = client.send("POST", items, {"scoreMaximum": 7.5, "label": "W2", "resourceId": "w2", "tag": "t"}, ITEM_TYPE)
    assert made.status_code == 201
    assert made.json()["id"].endswith("?type_id=1") == (double.manners.kind == "moodle")
    assert [one["label"] for one in client.get(items, tag="t").json()] == ["W2"]
    changed = client.send("PUT", made.json()["id"], {"scoreMaximum": 16, "label": "W2b"}, ITEM_TYPE)
    assert (changed.status_code, client.get(made.json()["id"]).json()["scoreMaximum"]) == (200, 16)
    assert client.send("POST", items, {"scoreMaximum": 0, "label": "W3"}, ITEM_TYPE).status_code == 400
    assert client.send("DELETE", made.json()["id"], None, ITEM_TYPE).status_code == 204
    assert client.get(made.json()["id"]).status_code == 404


def test_pages_of_line_items(double: Double, tool: BareTool) -> None:
    double.add_link("week2")
    answer = _client(double, tool).get(double.grading.items_url(), limit=1)
    assert [one["label"] for one in answer.json()] == ["week1"]
    link = answer.headers["Link"].encode("latin-1").decode()
    if double.manners.kind == "moodle":
        assert link.endswith("&amp;from=1>; rel=“next”")
        assert "?type_id=1" in link
    else:
        assert link.endswith('&from=1>; rel="next"')


def test_pages_of_members(double: Double, tool: BareTool) -> None:
    double.page_size, url, told = 2, double.roster.url(), []
    client = _client(double, tool)
    while url:
        answer = client.get(url)
        told += [one["user_id"] for one in answer.json()["members"]]
        url = answer.links.get("next", {}).get("url")
        assert not url or f"{double.manners.page_by}=" in url
    assert told == [double.people[name].sub for name in double.members]
    if double.manners.kind == "canvas":
        first = client.get(double.roster.url()).links["next"]["url"]
        assert client.get(first.lower()).status_code == 400


def test_members(double: Double, tool: BareTool) -> None:
    client = _client(double, tool)
    roles = {one["user_id"]: one["roles"] for one in client.get(double.roster.url()).json()["members"]}
    full = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
    assert roles[double.people["ann"].sub] == ["Learner" if double.manners.kind == "moodle" else full]
    only = client.get(double.roster.url(), role="Instructor").json()["members"]
    names = {one["name"] for one in only}
    assert names == {"Tessa Staff", "Adam Staff"}
    double.names = False
    assert "name" not in client.get(double.roster.url()).json()["members"][0]
