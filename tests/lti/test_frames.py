"""Launches in a frame of another site, in a real browser that blocks what browsers block.

The platform is at localhost and the tool at 127.0.0.1, which are two sites: the frame is a third party's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import DESKTOP, PROGRAM
from tests.lti.double import Double
from tests.lti.double_launches import C
from tests.lti.framed import FRAMING, browser_with, connect, frame_of, guest, register, site_of, tool_in, watched
from tests.lti.posts import gets_in_once
from tests.proving import only_when_proving
from tests.web.browsing import log_in
from tests.web.sites import Served

pytestmark = only_when_proving(
    "half a minute for a browser and a site; what each cookie, page and policy says is in test_seats"
)

_ASSIGNMENT = "One to one"
_COURSE = "from grader.web.courses import add_course; add_course('second', 'The second course', actor='setup')"
# By what a user has chosen in the browser's settings, as its own file of them has it.
_THIRD_PARTIES_BLOCKED = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}
_ALL_BLOCKED = {
    "profile": {"content_settings": {"exceptions": {"cookies": {"http://127.0.0.1,http://localhost": {"setting": 2}}}}}
}


@dataclass
class World:
    """A site, two platforms that it knows, and one that it does not. Links that begin with b are in another course."""

    site: Served
    double: Double
    plain: Double
    """Its pages keep nothing for tools."""
    stranger: Double


def _told(claims: dict[str, Any]) -> dict[str, Any]:
    link = claims.get(f"{C}resource_link", {}).get("id", "")
    if link.startswith("b"):
        claims[f"{C}context"] |= {"id": "b", "title": "Another course"}
    if link.endswith("ru"):
        claims[f"{C}launch_presentation"]["locale"] = "ru-RU"
    return claims


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("frames") / "site"
    with (
        Double("plain") as double,
        Double("moodle") as plain,
        Double("canvas") as stranger,
        site_of(folder, double.url, plain.url) as site,
    ):
        site.shell(_COURSE)
        for one in (double, plain):
            one.tool, one.change = site.url, _told
            register(site, one.registration(), one.manners.kind)
            connect(site, one.issuer, one.course.id)
            for link in ("a1", "a2", "a3", "a4", "a5", "a-ru", "week1"):
                one.add_link(link, custom={"assignment": "one_to_one"})
        connect(site, double.issuer, "b", "second")
        for link in ("b1", "b2", "b3", "b4", "b5"):
            double.add_link(link, custom={"assignment": "link_and_save"})
        yield World(site, double, plain, stranger)


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def browser(driver: Any) -> Iterator[Browser]:
    found = driver.chromium.launch(executable_path=PROGRAM, args=FRAMING)
    yield found
    found.close()


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    with guest(browser, world.site) as found:
        yield found


def _launch(page: Page, double: Double, user: str, link: str, **more: str) -> Any:
    page.goto(f"{double.url}/course?" + "&".join(f"{k}={v}" for k, v in ({"user": user, "link": link} | more).items()))
    return tool_in(page)


def _expect_seated(place: Any, name: str, assignment: str = _ASSIGNMENT) -> None:
    expect(place.get_by_role("heading", name=assignment, exact=False).first).to_be_visible()
    expect(place.locator(".user")).to_have_text(name)


class _Setter(BaseHTTPRequestHandler):
    """Sets two cookies for frames, of which one says so, and shows those that come back."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Set-Cookie", "ours=1; SameSite=None; Secure; HttpOnly; Partitioned")
        self.send_header("Set-Cookie", "control=1; SameSite=None; Secure; HttpOnly")
        self.end_headers()
        self.wfile.write(f"<p id=came>{self.headers.get('Cookie', '')}</p>".encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def setter() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Setter) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_browser_that_blocks_third_parties_keeps_our_cookies(driver, tmp_path, world, setter) -> None:
    with browser_with(driver, tmp_path / "profile", _THIRD_PARTIES_BLOCKED) as context, watched(context, world.site):
        page = context.new_page()
        tool = _launch(page, world.double, "ann", "a1")
        _expect_seated(tool, "Ann Student")
        frame_of(page).goto(world.site.url + frame_of(page).evaluate("location.pathname"))
        _expect_seated(tool, "Ann Student")
        kept = {one["name"]: one for one in context.cookies(frame_of(page).url)}
        assert kept["grader_seat"]["partitionKey"] == "http://localhost"
        for came in ("", "ours=1"):  # nothing yet, then what it kept
            frame_of(page).goto(setter)
            assert tool.locator("#came").inner_text() == came


def test_a_browser_that_blocks_all_cookies_is_offered_a_window(driver, tmp_path, world) -> None:
    """With the platform's page keeping the launch, it gets in; what it cannot keep is the seat."""
    with browser_with(driver, tmp_path / "profile", _ALL_BLOCKED) as context, watched(context, world.site):
        page = context.new_page()
        tool = _launch(page, world.double, "ann", "a1")
        expect(tool.get_by_role("heading", name="Open in a new window")).to_be_visible()
        expect(tool.locator("main")).to_contain_text("You come as Ann Student")
        assert context.cookies() == []
        heard = page.frame(name=world.double.storage_target).evaluate("window.heard.map((one) => one.subject)")
        assert heard == ["lti.put_data", "lti.get_data"]
        with context.expect_page() as opened:
            tool.get_by_role("button", name="Open in a new window").click()
        _expect_seated(opened.value, "Ann Student")
        opened.value.reload()
        _expect_seated(opened.value, "Ann Student")
        with context.expect_page() as again:
            tool.get_by_role("button", name="Open in a new window").click()
        expect(again.value.get_by_role("heading", name="This did not work")).to_be_visible()


def test_nobody_else_answers_for_the_platforms_page(driver, tmp_path, world) -> None:
    """Neither another origin nor an answer to another question is heard; then the link in a window begins anew."""
    with browser_with(driver, tmp_path / "profile", _ALL_BLOCKED) as context:
        context.add_init_script("crypto.randomUUID = () => 'known'")
        context.route("**/course/store", lambda route: route.fulfill(body="<p>keeps nothing</p>"))
        page = context.new_page()
        posted: list[str] = []
        page.on("request", lambda sent: posted.append(sent.url) if "evil" in (sent.post_data or "") else None)
        page.goto(f"{world.double.url}/course?user=ann&link=a1", wait_until="domcontentloaded")
        page.evaluate(_FORGING, ["not known", "evil"])
        page.evaluate(_EMBEDDING, f"{world.stranger.url}/course/go")
        page.wait_for_timeout(300)
        page.frame(name="hostile").evaluate(_FORGING_ABOVE, ["known", "evil"])
        tool = tool_in(page)
        expect(tool.get_by_role("link", name="Open in a new window")).to_be_visible()
        assert posted == []
        with context.expect_page() as opened:
            tool.get_by_role("link", name="Open in a new window").click()
        _expect_seated(opened.value, "Ann Student")


_FORGE = """([id, value]) => setInterval(() => %s.postMessage(
  {subject: "lti.get_data.response", message_id: id, value}, "*"), 5)"""
_FORGING, _FORGING_ABOVE = _FORGE % "frames.tool", _FORGE % "parent.frames.tool"
_EMBEDDING = """(src) => document.body.append(
  Object.assign(document.createElement("iframe"), {name: "hostile", src}))"""


def test_without_storage_the_link_begins_anew(driver, tmp_path, world) -> None:
    with browser_with(driver, tmp_path / "profile", _ALL_BLOCKED) as context, watched(context, world.site):
        tool = _launch(context.new_page(), world.plain, "ann", "a1")
        with context.expect_page() as opened:
            tool.get_by_role("link", name="Open in a new window").click()
        _expect_seated(opened.value, "Ann Student")


def test_each_tab_stays_who_it_was(page: Page, world: World) -> None:
    """Of a teacher and a student, in two courses each: twenty tabs at once."""
    wanted = [(user, f"{course}{number}") for number in range(1, 6) for course in "ab" for user in ("teacher", "ann")]
    tabs = [page.context.new_page() for _ in wanted]
    for tab, (user, link) in zip(tabs, wanted, strict=True):
        tab.goto(f"{world.double.url}/course?user={user}&link={link}", wait_until="commit")
    names = {"teacher": world.double.people["teacher"], "ann": world.double.people["ann"]}
    for round_ in range(2):
        for tab, (user, link) in zip(tabs, wanted, strict=True):
            one = names[user]
            _expect_seated(tool_in(tab), f"{one.given} {one.family}", _ASSIGNMENT if link[0] == "a" else "")
            where = frame_of(tab).url
            assert f"/c/{'demo' if link[0] == 'a' else 'second'}/" in where
            assert ("/class/" in where) == (user == "teacher")
            if not round_:
                frame_of(tab).goto(where)


def _refuses(page: Page, address: str) -> bool:
    """Whether the browser shows nothing of that address in the platform's frame."""
    page.evaluate("(src) => { document.querySelector('iframe[name=tool]').src = src; }", address)
    page.wait_for_timeout(800)
    return frame_of(page).url.startswith("chrome-error://")


def test_who_may_show_our_pages(browser: Browser, world: World) -> None:
    with browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        tool = _launch(page, world.double, "ann", "a1")
        _expect_seated(tool, "Ann Student")
        seat = frame_of(page).url
        assert not _refuses(page, f"{seat}?again")
        assert _refuses(page, f"{world.site.url}/login/")
        assert _refuses(page, f"{world.site.url}/c/demo/")
        other = context.new_page()  # the same site for cookies, and an origin that nobody registered
        world.stranger.tool = world.site.url
        world.stranger.add_link("week1")
        other.goto(f"{world.stranger.url}/course?user=ann&link=week1")
        assert _refuses(other, seat)
        beside = context.new_page()  # another registered platform, and not that of the launch
        beside.goto(f"{world.plain.url}/course?user=ann&link=a1")
        assert _refuses(beside, seat)


_SENT_ELSEWHERE = """(action) => new Promise((resolve) => {
  addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  setTimeout(() => resolve("nothing stopped it"), 2000);
  const form = Object.assign(document.createElement("form"), {method: "post", action});
  document.body.append(form);
  form.submit();
})"""


def test_the_answer_goes_to_the_platform_alone(browser: Browser, world: World) -> None:
    with browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        tool = _launch(page, world.double, "teacher", "a1", deep="1")
        tool.get_by_role("checkbox").first.check()
        assert frame_of(page).evaluate(_SENT_ELSEWHERE, f"{world.double.url}/course") == "form-action"
        held = []
        context.route("**/*", lambda route: _hold(route, held) if route.request.method == "POST" else route.continue_())
        tool.get_by_role("button", name="Put in").click()
        expect(tool.get_by_role("button", name="Back to your course")).to_be_visible()
        page.wait_for_timeout(300)
        assert frame_of(page).evaluate(_SENT_ELSEWHERE, f"{world.stranger.url}/course") == "form-action"
        context.unroute("**/*")
        before = len(world.double.returned)
        tool.get_by_role("button", name="Back to your course").click()
        expect(tool.locator("body")).to_contain_text("Content was added")
        assert len(world.double.returned) == before + 1
        assert len(held) == 1


def _hold(route: Any, held: list[str]) -> None:
    """What goes to the platform's own address stays on its way."""
    if "127.0.0.1" in route.request.url:
        route.continue_()
    else:
        held.append(route.request.url)
        route.fulfill(status=204)  # the page stays


def test_who_leaves_is_nobody(page: Page, world: World) -> None:
    tool = _launch(page, world.double, "ann", "a1")
    _expect_seated(tool, "Ann Student")
    seat = frame_of(page).url
    tool.get_by_role("button", name="Leave").click()
    expect(tool.get_by_role("heading", name="You have left")).to_be_visible()
    frame_of(page).goto(seat)
    expect(tool.locator("main")).to_contain_text("Your visit has ended")


def test_the_language_is_that_of_the_launch(page: Page, world: World) -> None:
    """Until somebody chooses another, in the frame too."""
    tool = _launch(page, world.double, "ann", "a-ru")
    expect(tool.locator("html")).to_have_attribute("lang", "ru")
    tool.get_by_role("button", name="English").click()
    expect(tool.locator("html")).to_have_attribute("lang", "en")
    _expect_seated(tool, "Ann Student")
    _launch(page, world.double, "ann", "a-ru")
    expect(tool.locator("html")).to_have_attribute("lang", "ru")


def test_a_password_login_is_untouched(page: Page, world: World) -> None:
    log_in(page, world.site, "teacher")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    own = page.url
    other = page.context.new_page()
    _expect_seated(_launch(other, world.double, "ann", "a-ru"), "Ann Student", "")
    other.goto(f"{world.double.url}/course?user=ann&link=a1&target=window")
    with page.context.expect_page() as opened:
        other.click("#open")
    _expect_seated(opened.value, "Ann Student")
    page.reload()
    expect(page.locator(".user")).to_have_text("teacher")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Log out").click()
    page.goto(own)
    expect(page.get_by_label("Password")).to_be_visible()
    opened.value.reload()
    _expect_seated(opened.value, "Ann Student")


def test_a_launch_that_is_posted_twice_at_once_gets_in_once(world: World) -> None:
    gets_in_once(world.plain)
