"""The platforms' pages in a browser: the tool in a frame of another site, in a window, and the store beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser import new_browser
from tests.lti.double import Double
from tests.lti.double_launches import DL
from tests.lti.openedx_platform import needs_open_edx, open_edx
from tests.lti.tools import BareTool
from tests.proving import only_when_proving

pytestmark = only_when_proving(
    "the doubles behave as platforms were measured to; what ours does on them is shown in every run"
)

_ASK = """([where, subject, key, value, target]) => new Promise((resolve) => {
  const above = window.opener ?? window.parent;
  const frame = where === null ? above : above.frames[where];
  const id = String(Math.random());
  window.addEventListener("message", (event) => {
    if (event.data.message_id === id) resolve({origin: event.origin, ...event.data});
  });
  frame.postMessage({subject, message_id: id, key, value}, target);
  setTimeout(() => resolve({silence: true}), 1500);
})"""


@pytest.fixture(scope="module")
def tool() -> Iterator[BareTool]:
    with BareTool() as tool:
        yield tool


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with new_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(params=["canvas", "plain"])
def double(request: pytest.FixtureRequest, tool: BareTool) -> Iterator[Double]:
    with Double(request.param, tool=tool.url) as double:
        double.add_link("week1")
        tool.auth_url = double.auth_url
        yield double


def _tool_in(page: Page) -> Frame:
    expect(page.frame_locator("iframe[name=tool]").locator("#landed")).to_be_visible()
    frame = page.frame(name="tool")
    assert frame is not None
    return frame


def _ask(place: Frame | Page, *what: Any) -> dict[str, Any]:
    told: dict[str, Any] = place.evaluate(_ASK, list(what))
    return told


def test_the_store_keeps_for_the_tool_alone(double: Double, tool: BareTool, page: Page) -> None:
    page.goto(f"{double.url}/course?user=bob&link=week1")
    frame, where = _tool_in(page), double.storage_target
    assert frame.url == f"{tool.url}/lti/launch"
    able = _ask(frame, None, "lti.capabilities", None, None, "*")
    assert {"subject": "lti.put_data", "frame": where} in able["supported_messages"]
    put = _ask(frame, where, "lti.put_data", "lti_state_1", "secret", double.url)
    assert (put["subject"], put["value"], put["origin"]) == ("lti.put_data.response", "secret", double.url)
    assert _ask(frame, where, "lti.get_data", "lti_state_1", None, double.url)["value"] == "secret"
    assert _ask(frame, where, "lti.get_data", "lti_state_2", None, double.url)["value"] is None
    assert _ask(frame, where, "lti.get_data", "lti_state_1", None, "http://localhost:1") == {"silence": True}
    elsewhere = _ask(page, where, "lti.get_data", "lti_state_1", None, double.url)
    assert elsewhere["error"]["code"] == "wrong_origin"
    page.reload()
    assert _ask(_tool_in(page), where, "lti.get_data", "lti_state_1", None, double.url)["value"] is None


def test_in_a_window(double: Double, page: Page) -> None:
    page.goto(f"{double.url}/course?user=ann&link=week1&target=window")
    with page.expect_popup() as opened:
        page.click("#open")
    window = opened.value
    expect(window.locator("#landed")).to_be_visible()
    put = _ask(window, double.storage_target, "lti.put_data", "lti_state_1", "secret", double.url)
    assert put["value"] == "secret"
    window.close()


def test_moodle_has_no_store(tool: BareTool, page: Page) -> None:
    with Double("moodle", tool=tool.url) as double:
        double.add_link("week1")
        tool.auth_url = double.auth_url
        page.goto(f"{double.url}/course?user=ann&link=week1")
        able = _ask(_tool_in(page), None, "lti.capabilities", None, None, "*")
        assert able["supported_messages"] == [{"subject": "lti.capabilities"}]
        assert tool.login.get("lti_storage_target") is None


@needs_open_edx
def test_open_edx_takes_content_from_a_frame(tool: BareTool, page: Page) -> None:
    with open_edx(tool.url) as platform:
        tool.auth_url = platform.registration["auth_url"]
        page.goto(platform.course_url("teacher", deep=True))
        frame = _tool_in(page)
        claims = jwt.decode(tool.landed[-1]["id_token"], options={"verify_signature": False})
        items = [{"type": "ltiResourceLink", "title": "One", "url": f"{tool.url}/lti/launch"}]
        reply = tool.sign(tool.chosen(platform.registration, items))
        frame.evaluate(
            """([url, token]) => {
              const form = Object.assign(document.createElement("form"), {method: "post", action: url});
              form.append(Object.assign(document.createElement("input"), {name: "JWT", value: token}));
              document.body.append(form);
              form.submit();
            }""",
            [claims[f"{DL}deep_linking_settings"]["deep_link_return_url"], reply],
        )
        expect(page.frame_locator("iframe[name=tool]").locator("body")).to_contain_text("successfully saved")
        assert [one["title"] for one in platform.content()["week1"]] == ["One"]
        page.goto(platform.course_url("ann", target="window"))
        with page.expect_popup() as opened:
            page.click("#open")
        expect(opened.value.locator("#landed")).to_be_visible()
        opened.value.close()
