"""axe-core finds nothing on any page: in both languages, by day and by night, on a desktop and on a phone."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import DESKTOP
from tests.proving import PROVING, only_when_proving
from tests.sandboxed import FOREIGN_KEY
from tests.web.browsing import changed_assignment, log_in, regrade, visitor, wait_until_graded, write
from tests.web.sites import Served
from tests.web.stops import STOPS

pytestmark = pytest.mark.sandbox

PHONE: ViewportSize = {"width": 375, "height": 667}
COMBINATIONS = tuple(itertools.product(("en", "ru"), ("light", "dark"), (DESKTOP, PHONE)))
SHIFTS = range(len(COMBINATIONS))  # so that each page is looked at in every combination
axe = Axe()

# What nobody can do with the mouse in a short time: an account in no course, a link to choose a password by, a name
# that was tried too often, and what was said about an attempt of the student's.
_SHELL = """
import json
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import now
from grader.web.models import Comment, Review, Work
User = get_user_model()
guest, _ = User.objects.get_or_create(username="guest")
guest.set_password("in no course")
guest.save()
invited, _ = User.objects.get_or_create(username="invited")
tried = {"username": "locked", "ip_address": "127.0.0.1", "failures_since_start": 10, "attempt_time": now()}
AccessAttempt.objects.update_or_create(username="locked", defaults=tried)
work = Work.objects.filter(person__login="student", submission__verdict__isnull=False).last()
teacher = User.objects.get(username="teacher")
Comment.objects.create(submission=work.submission, author=teacher, text="Look at the first check.")
for check in ("husband_is_stored", "second_wife_is_refused"):
    Review.objects.get_or_create(submission=work.submission, check_id=check, defaults={"question": "Why?"})
uid, token = urlsafe_base64_encode(str(invited.pk).encode()), default_token_generator.make_token(invited)
found = {"work": work.pk, "attempt": work.submission_id, "person": work.person_id}
print(json.dumps(found | {"invitation": reverse("welcome", kwargs={"uidb64": uid, "token": token})}))
"""


@pytest.fixture(scope="module")
def ids(browser, demo) -> Iterator[dict[str, object]]:
    """What the addresses of the stops leave open: of an attempt that failed and was talked about, of a regrade."""
    with visitor(browser) as page:
        log_in(page, demo, "student")
        page.get_by_role("link", name="One to one").click()
        write(page, FOREIGN_KEY)
        page.get_by_role("button", name="Submit", exact=True).click()
        expect(page.get_by_role("region", name="Result").locator(".score")).to_be_visible(timeout=60_000)
    demo.passwords["guest"] = "in no course"
    found = json.loads(demo.shell(_SHELL))
    with visitor(browser) as page, changed_assignment(demo, "link_and_save"):
        log_in(page, demo, "teacher")
        wait_until_graded(page, demo)
        regrade(page, demo, "link_and_save")
        yield found | {"regrade": page.url.rstrip("/").rpartition("/")[2]}
        page.get_by_role("button", name="Drop it").click()


def dress(page: Page, site: Served, combination: tuple[str, str, ViewportSize]) -> None:
    """For the pages that are opened from now on."""
    language, scheme, size = combination
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)


def complaints(page: Page) -> list[str]:
    """axe's of what is open; and on a phone's width, that one would have to scroll the whole page sideways."""
    found = axe.run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
    told = [f"{one['id']}: {', '.join(str(node['target']) for node in one['nodes'])}" for one in found]
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    return told if width <= PHONE["width"] else [*told, f"{width} px wide"]


@only_when_proving("two minutes; what comes of forms is looked at in every run")
@pytest.mark.parametrize("shift", SHIFTS)
def test_nothing_is_wrong_with_any_page(browser, demo, ids, shift):
    found = {}
    with ExitStack() as stack:
        pages: dict[str, Page] = {}
        for number, stop in enumerate(STOPS):
            if stop.who not in pages:
                pages[stop.who] = stack.enter_context(visitor(browser))
                if stop.who:
                    log_in(pages[stop.who], demo, stop.who)
            page, combination = pages[stop.who], COMBINATIONS[(number + shift) % len(COMBINATIONS)]
            dress(page, demo, combination)
            page.goto(demo.url + stop.path.format(**ids))
            if told := complaints(page):
                found[stop.who, stop.path, *combination[:2]] = told
    assert found == {}


def _tried(page: Page) -> None:
    """A try that failed, below the editor."""
    page.goto(page.url.replace("/c/demo/", "/c/demo/a/one_to_one/"))
    write(page, FOREIGN_KEY)
    page.locator("button[value=try]").first.click()
    expect(page.locator("#result .score")).to_be_visible(timeout=60_000)
    page.locator("#result details").first.locator("summary").click()


def _made_token(page: Page) -> None:
    page.goto(page.url.replace("/c/demo/", "/tokens/"))
    page.locator("#name").fill("for a test")
    page.locator("main form.narrow button").click()
    expect(page.locator("main pre")).to_be_visible()


def _locked_out(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")
    page.goto(page.url.replace("/c/demo/", "/login/"))
    page.locator("#id_username").fill("locked")
    page.locator("#id_password").fill("a guess")
    page.locator("main button").click()
    expect(page.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize("combination", COMBINATIONS if PROVING else COMBINATIONS[-1:])
@pytest.mark.parametrize("come_to", [_tried, _made_token, _locked_out])
def test_nor_with_what_comes_of_a_form(page, demo, ids, come_to, combination):
    log_in(page, demo, "student")
    dress(page, demo, combination)
    come_to(page)
    assert complaints(page) == []
