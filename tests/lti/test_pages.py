"""Pages of a launch in both languages, light and dark, on a desktop and a phone: axe finds nothing; and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.lti.double import Double
from tests.lti.double_launches import C
from tests.lti.framed import connect, guest, register, site_of
from tests.lti.posts import of_link
from tests.proving import only_when_proving
from tests.web.browsing import log_in
from tests.web.conftest import browser  # noqa: F401 - a fixture, asked for by name
from tests.web.sites import Served
from tests.web.test_accessibility import COMBINATIONS, complaints, dress
from tests.web.test_keyboard import press, reach

pytestmark = only_when_proving("a minute for a browser and a site")

_INVITE = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from grader.web.lti.models import Invitation
from grader.web.secret import digest, new_secret
secret, user = new_secret(), get_user_model().objects.first()
Invitation.objects.create(digest=digest(secret), made_by=user, expires_at=timezone.now() + timedelta(days=1))
print(secret)
"""


@dataclass
class World:
    """Links that begin with n are in a course that is not connected."""

    site: Served
    double: Double
    new: Double
    """Known to nobody so far."""
    language: str = "en"
    seen: dict[str, list[str]] = field(default_factory=dict)

    def goto(self, page: Page, user: str, link: str, **more: str) -> None:
        """Launches in the page itself."""
        asked = "&".join(f"{name}={value}" for name, value in ({"user": user, "link": link} | more).items())
        page.goto(f"{self.double.url}/course/go?target=window&{asked}")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("pages") / "site"
    with (
        Double("moodle") as double,
        Double("moodle") as new,
        site_of(folder, double.url, new.url) as site,
    ):
        found = World(site, double, new)

        def told(claims: dict) -> dict:
            if claims.get(f"{C}resource_link", {}).get("id", "").startswith("n"):
                claims[f"{C}context"]["id"] = "new"
            claims.setdefault(f"{C}launch_presentation", {})["locale"] = found.language
            return claims

        double.tool = new.tool = site.url
        double.change = told
        for link, custom in (("week1", {"assignment": "one_to_one"}), ("bare", {}), ("new", {})):
            double.add_link(link, custom=custom)
        register(site, double.registration())
        connect(site, double.issuer, double.course.id)
        yield found


def _connect(page: Page, world: World) -> None:
    world.goto(page, "teacher", "new")


def _choose(page: Page, world: World) -> None:
    world.goto(page, "teacher", "bare")


def _pick(page: Page, world: World) -> None:
    world.goto(page, "teacher", "week1", deep="1")


def _pick_nothing(page: Page, world: World) -> None:
    """With what is wrong above it."""
    _pick(page, world)
    page.get_by_role("button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def _not_yet(page: Page, world: World) -> None:
    world.goto(page, "ann", "new")


def _refused(page: Page, world: World) -> None:
    page.goto(f"{world.site.url}/lti/errand/nothing")


def _own_window(page: Page, world: World) -> None:
    page.goto(world.site.url + of_link(world.double).post().headers["Location"])


def _window(page: Page, world: World) -> None:
    launch = of_link(world.double)
    fields = "".join(f'<input name="{name}" value="{value}">' for name, value in launch.fields.items())
    page.goto(f"{world.double.url}/course?user=ann&link=week1&target=window")
    page.evaluate(
        """([action, fields]) => {
          document.body.innerHTML = `<form method="post" action="${action}">${fields}</form>`;
          document.querySelector("form").submit();
        }""",
        [launch.action, fields],
    )
    page.wait_for_url("**/lti/launch")


def _register(page: Page, world: World) -> None:
    page.goto(world.new.registration_url(world.site.shell(_INVITE)))
    expect(page.locator("main form button")).to_be_visible()


def _registered(page: Page, world: World) -> None:
    _register(page, world)
    page.get_by_role("button").click()
    expect(page.locator("[data-lti-close]")).to_be_visible()


def _left(page: Page, world: World) -> None:
    world.goto(page, "ann", "week1")
    page.locator("form[action$=leave] button").click()
    page.wait_for_url("**/leave")


def _ended(page: Page, world: World) -> None:
    page.goto(f"{world.site.url}/as/0123456789abcdef/c/demo/lti/arrive")


def _lms(page: Page, world: World) -> None:
    """The owner's, with a code."""
    log_in(page, world.site, "teacher")
    page.goto(f"{world.site.url}/c/demo/class/lms/")
    page.locator("form[action$=code] button").click()
    expect(page.locator("main code")).to_be_visible()


PAGES: dict[str, Callable[[Page, World], None]] = {
    "connect": _connect, "choose": _choose, "pick": _pick, "pick_nothing": _pick_nothing, "not_yet": _not_yet,
    "refused": _refused, "own_window": _own_window, "window": _window, "register": _register,
    "registered": _registered, "left": _left, "ended": _ended, "lms": _lms,
}  # fmt: skip


@pytest.mark.parametrize("combination", COMBINATIONS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong_with_any_page(name, combination, world: World, browser: Browser) -> None:  # noqa: F811
    if name == "registered":
        world.site.shell("from grader.web.lti.models import Platform; Platform.objects.filter(active=False).delete()")
    world.language = combination[0]
    with guest(browser, world.site) as page:
        if name != "lms":
            dress(page, world.site, combination)
        PAGES[name](page, world)
        dress(page, world.site, combination)
        if name == "lms":
            page.reload()
        expect(page.locator("html")).to_have_attribute("lang", combination[0])
        assert complaints(page) == []


def test_by_keyboard_alone(world: World, browser: Browser) -> None:  # noqa: F811
    """A teacher puts an assignment into the course."""
    world.language = "en"
    with guest(browser, world.site) as page:
        _pick(page, world)
        reach(page, page.get_by_role("checkbox").nth(1))
        page.keyboard.press("Space")
        before = len(world.double.returned)
        press(page, page.get_by_role("button", name="Put in"))
        expect(page.locator("body")).to_contain_text("Content was added")
        assert len(world.double.returned) == before + 1
