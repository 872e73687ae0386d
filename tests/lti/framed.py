"""A real site that platforms launch in a real browser: what tests in a frame share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, FrameLocator, Page, Playwright, expect

from tests.browser import DESKTOP, FLAGS, PROGRAM
from tests.web.sites import Served, served

# A frame in the process of the page around it: else our driver, now and then, waits for ever for one that changed its
# process. Sites, cookies and policies stay what they are.
FRAMING = (*FLAGS, "--disable-site-isolation-trials")
_REGISTER = """
import json
from grader.web.lti.models import Deployment, Platform
told = json.loads({told!r})
deployment = told.pop("deployment_id")
platform = Platform.objects.create(name={name!r}, hosts="localhost 127.0.0.1", active=True, **told)
Deployment.objects.create(platform=platform, deployment_id=deployment)
"""
_CONNECT = """
from grader.web.lti.models import Context, Deployment
from grader.web.models import Site
deployment = Deployment.objects.get(platform__issuer={issuer!r})
ours = {{"site": Site.objects.get(folder={folder!r})}}
Context.objects.update_or_create(deployment=deployment, context_id={context!r}, defaults=ours)
"""


@contextmanager
def site_of(folder: Path, *origins: str, **environment: str) -> Iterator[Served]:
    """The demo; platforms of these origins may be asked over http."""
    with served(folder, GRADER_DEBUG="1", LTI_TEST_ORIGINS=" ".join(origins), **environment) as site:
        yield site


def register(site: Served, told: dict[str, str], name: str = "A platform") -> None:
    """As an operator does, who confirms it too."""
    site.shell(_REGISTER.format(told=json.dumps(told), name=name))


def connect(site: Served, issuer: str, context: str, folder: str = "demo") -> None:
    """The platform's course is that course of the site."""
    site.shell(_CONNECT.format(issuer=issuer, context=context, folder=folder))


@contextmanager
def guest(browser: Browser, site: Served) -> Iterator[Page]:
    """Somebody new. ``AssertionError`` where the browser complained of a page of the site's, and not the platform's."""
    with browser.new_context(viewport=DESKTOP) as context:
        context.set_default_timeout(20_000)
        with watched(context, site):
            yield context.new_page()


@contextmanager
def watched(context: BrowserContext, site: Served) -> Iterator[None]:
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("console", lambda said: problems.append(said.text) if _is_trouble(said, site) else None)
    yield
    assert problems == []


def _is_trouble(said: ConsoleMessage, site: Served) -> bool:
    return said.type == "error" and said.location["url"].startswith(site.url) and " status of 4" not in said.text


def tool_in(page: Page) -> FrameLocator:
    """The tool, in the platform's page."""
    return page.frame_locator("iframe[name=tool]")


def frame_of(page: Page) -> Frame:
    frame = page.frame(name="tool")
    assert frame is not None
    return frame


def answer(page: Page, tool: Any, text: str) -> None:
    """Writes it in the site's editor and submits; ends when the verdict is there. ``tool``: a frame or a page."""
    tool.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    tool.get_by_role("button", name="Submit", exact=True).click()
    expect(tool.locator("#result .score")).to_be_visible(timeout=60_000)


@contextmanager
def browser_with(driver: Playwright, folder: Path, preferences: dict[str, Any]) -> Iterator[BrowserContext]:
    """A browser whose user has chosen these settings, as its own file of them has it."""
    profile = folder / "Default"
    profile.mkdir(parents=True)
    (profile / "Preferences").write_text(json.dumps(preferences), encoding="utf-8")
    context = driver.chromium.launch_persistent_context(folder, executable_path=PROGRAM, args=FRAMING, viewport=DESKTOP)
    context.set_default_timeout(20_000)
    try:
        yield context
    finally:
        context.close()
