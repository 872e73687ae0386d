"""Whatever a platform answers: it is read or refused, and nothing else comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.lms.lti import ags, nrps
from grader.lms.lti.launch import Grades
from grader.lms.lti.names import LINE_ITEM_SCOPE
from grader.lms.lti.outside import Answer, Outside
from grader.lms.lti.platform import Later, Platform, Refused, Services
from tests.lti.tools import BareTool

ITEMS = frozenset({LINE_ITEM_SCOPE})


@pytest.fixture(scope="module")
def tool() -> Iterator[BareTool]:
    with BareTool() as found:
        yield found


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["members", "user_id", "roles", "status", "name", "id", "userId", "resultScore"])
            | st.sampled_from(["resultMaximum", "access_token", "expires_in"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


class _Saying(Outside):
    """Not a platform: answers of any shape, more of them than a server could give in the time."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__()
        self._said = Answer(status, {"Link": '<https://p.test/2>; rel="next"'}, body)

    def request(self, method, address, *, headers=None, content=None) -> Answer:
        return Answer(200, {}, b'{"access_token": "t"}') if address.endswith("/token") else self._said


@settings(max_examples=300)
@given(_VALUES, st.sampled_from([200, 201, 204, 301, 400, 401, 409, 429, 500]), st.binary(max_size=20) | st.none())
def test_any_answer_is_read_or_refused(tool, value, status, raw) -> None:
    """Nothing else may come out, since whoever sends the scores of all platforms would end with it."""
    body = json.dumps(value).encode() if raw is None else raw
    services = Services(_Saying(status, body), tool.sign)
    platform = Platform(*(f"https://p.test/{name}" for name in ("", "client", "auth", "token", "keys")))
    grades = Grades(ITEMS, "https://p.test/items")
    nothing = ags.Result(None, 1.0)
    for action in (
        lambda: list(nrps.members(services, platform, "https://p.test/members")),
        lambda: list(ags.line_items(services, platform, grades)),
        lambda: ags.create_line_item(services, platform, grades, label="x"),
        lambda: (ags.result(services, platform, "https://p.test/items/1", "ann") or nothing).holds(1.0, 2.0),
    ):
        with suppress(Refused, Later):
            action()
