"""The site and Open edX's own platform code, in a browser: the tool stands in a frame of another site.

From the teacher's first click to the mark in the platform's gradebook. Nothing on either side is put on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.lti.framed import answer, frame_of, guest, register, site_of, tool_in
from tests.lti.openedx_platform import OpenEdx, needs_open_edx, open_edx
from tests.proving import only_when_proving
from tests.sandboxed import FOREIGN_KEY, REFERENCE
from tests.servers import free_port
from tests.web.conftest import browser  # noqa: F401 - a fixture, asked for by name
from tests.web.sites import Served

pytestmark = [
    pytest.mark.sandbox,
    needs_open_edx,
    only_when_proving("minutes; launches in frames are shown with doubles in every run"),
]

_TITLE = "One to one"
_SECONDS = 40.0


@dataclass
class Pair:
    """A site and the platform whose course ``week1`` leads to one of its assignments."""

    site: Served
    platform: OpenEdx


def _until(found: Callable[[], Any]) -> Any:
    """What it finds, as soon as it finds something."""
    until = time.monotonic() + _SECONDS
    while not (there := found()):
        assert time.monotonic() < until, f"nothing in {_SECONDS} seconds"
        time.sleep(0.2)
    return there


def _launched(page: Page, platform: OpenEdx, user: str, block: str = "week1", *, deep: bool = False) -> Any:
    page.goto(platform.course_url(user, block, deep=deep))
    return tool_in(page)


def _set_up(page: Page, platform: OpenEdx) -> None:
    """The teacher connects the course and chooses what ``week1`` is."""
    tool = _launched(page, platform, "teacher", deep=True)
    expect(tool.get_by_role("heading", name="Which course is this?")).to_be_visible()
    tool.get_by_role("button", name="Make the course").click()
    tool.get_by_label(_TITLE).first.check()
    tool.get_by_role("button", name="Put in").click()
    expect(tool.locator("body")).to_contain_text("successfully saved")


@pytest.fixture(scope="module", params=["declarative", "programmatic"])
def pair(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory) -> Iterator[Pair]:  # noqa: F811
    port = free_port()
    folder = tmp_path_factory.mktemp("openedx") / "site"
    with (
        site_of(folder, f"http://localhost:{port}") as site,
        open_edx(site.url, ags=request.param, port=port) as platform,
    ):
        register(site, platform.registration, "Open edX")
        with guest(browser, site) as page:
            _set_up(page, platform)
        yield Pair(site, platform)


@pytest.fixture
def page(browser: Browser, pair: Pair) -> Iterator[Page]:  # noqa: F811
    with guest(browser, pair.site) as found:
        yield found


def _mark(pair: Pair, user: str, points: float) -> dict[str, Any]:
    """The platform's, once it is so many of a hundred."""

    def found() -> dict[str, Any] | None:
        grade = pair.platform.grade(user)
        return grade if grade and abs(grade["points"] - points) < 0.01 else None

    return _until(found)


def _in_roster(page: Page, name: str) -> bool:
    """As the teacher sees it, in the frame."""
    frame = frame_of(page)
    frame.goto(re.sub(r"/class/.*", "/class/people/", frame.url))
    row = frame.get_by_role("row", name=re.compile(name))
    return row.count() == 1 and row.get_by_role("cell").nth(1).inner_text() == "yes"


def test_an_answer_becomes_a_mark(pair: Pair, page: Page) -> None:
    """The course's rule is the last answer: a worse one takes points away again."""
    tool = _launched(page, pair.platform, "ann")
    answer(page, tool, REFERENCE)
    assert _mark(pair, "ann", 100.0)["maximum"] == 100
    answer(page, tool, FOREIGN_KEY)
    worse = _until(lambda: (found := pair.platform.grade("ann")) and found["points"] < 100.0 and found)
    assert 0 < worse["points"] < 100
    answer(page, tool, REFERENCE)
    _mark(pair, "ann", 100.0)


def test_points_by_hand_arrive_too(pair: Pair, page: Page, browser: Browser) -> None:  # noqa: F811
    answer(page, _launched(page, pair.platform, "bob"), REFERENCE)
    before = _mark(pair, "bob", 100.0)
    with guest(browser, pair.site) as desk:
        _launched(desk, pair.platform, "teacher").get_by_role("heading", name=_TITLE).first.wait_for()
        frame = frame_of(desk)
        frame.goto(re.sub(r"/class/.*", "/class/", frame.url))
        frame.locator("tr", has_text="Bob").locator("a[href*=one_to_one]").first.click()
        frame.get_by_label("Points, below zero to take some").fill("-5")
        frame.get_by_label("Why").last.fill("handed in by mail")
        frame.get_by_role("button", name="Keep").click()
        expect(frame.get_by_text("handed in by mail")).to_be_visible()
    less = _until(lambda: (found := pair.platform.grade("bob")) and found["points"] < before["points"] and found)
    assert 0 < less["points"] < 100


def test_the_roster_follows(pair: Pair, page: Page) -> None:
    _launched(page, pair.platform, "teacher").get_by_role("heading", name=_TITLE).first.wait_for()
    _until(lambda: _in_roster(page, "Eve"))
    pair.platform.leave("eve")
    frame = frame_of(page)
    frame.goto(re.sub(r"/class/.*", "/class/lms/", frame.url))
    frame.get_by_role("button", name="Read the roster now").click()
    expect(frame.get_by_role("status").first).to_be_visible()
    _until(lambda: not _in_roster(page, "Eve"))
    assert _in_roster(page, "Ann")


def test_several_are_put_in(pair: Pair, page: Page) -> None:
    """Each leads to its own assignment."""
    tool = _launched(page, pair.platform, "teacher", "week2", deep=True)
    boxes = tool.get_by_role("checkbox")
    expect(boxes).not_to_have_count(0)
    boxes.nth(0).check()
    boxes.nth(1).check()
    tool.get_by_role("button", name="Put in").click()
    expect(tool.locator("body")).to_contain_text("successfully saved")
    chosen = pair.platform.content()["week2"]
    assert len({one["custom"]["assignment"] for one in chosen}) == 2
    for number, one in enumerate(chosen):
        tool = _launched(page, pair.platform, "ann", "week2")
        tool.locator("a[href*='/lti/login']").nth(number).click()
        expect(tool.get_by_role("heading", name=one["title"]).first).to_be_visible()
