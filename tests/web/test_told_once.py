"""What a page asks for again and again is sent when it is new: nothing is announced twice."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from grader.web import lines
from grader.web.models import Regrading, State, Work
from tests.sandboxed import REFERENCE, submission

HTMX = {"HX-Request": "true"}


def client_of(here, name: str) -> Client:
    client = Client()
    client.force_login(here.users[name])
    return client


def asked_for(page: str) -> str:
    """The address that a panel asks next."""
    return re.search(r'hx-get="([^"]+\?seen=[^"]+)"', page)[1]


def test_a_result_that_is_not_there_yet(here):
    """Ann's attempt is before bob's try in the line."""
    waiting = lines.enter(here.classroom.site, here.people["bob"], "one_to_one", tried=submission(REFERENCE, "bob"))
    client = client_of(here, "bob")
    first = client.get(reverse("work", args=["here", waiting.pk]), headers=HTMX).content.decode()
    assert "1 submission is before yours." in first.partition('id="told"')[2]
    assert client.get(asked_for(first), headers=HTMX).status_code == 204
    lines.take("a worker")
    second = client.get(asked_for(first), headers=HTMX).content.decode()
    assert "Yours is next." in second.partition('id="told"')[2]
    assert client.get(asked_for(second), headers=HTMX).status_code == 204


def test_a_regrade_that_goes_on(here):
    Regrading.objects.all().delete()
    client = client_of(here, "olga")
    Work.objects.all().delete()
    client.post(reverse("start_regrade", args=["here"]), {"slug": "one_to_one"})
    found = Regrading.objects.get()
    first = client.get(reverse("regrade", args=["here", found.pk]), headers=HTMX).content.decode()
    assert "0 of 1 are graded again." in first.partition('id="told"')[2]
    assert client.get(asked_for(first), headers=HTMX).status_code == 204
    Work.objects.update(state=State.DONE)
    assert client.get(asked_for(first), headers=HTMX).status_code == 200


def test_a_page_as_a_whole_says_nothing_yet(here):
    """The line that is watched is there from the beginning, and empty."""
    for user, address in (
        ("ann", reverse("work", args=["here", here.work.pk])),
        ("ann", reverse("assignment", args=["here", "one_to_one"])),
        ("olga", reverse("regrade", args=["here", here.regrading.pk])),
    ):
        page = client_of(here, user).get(address).content.decode()
        assert page.count('id="told"') == 1
        assert '<p class="unseen" role="status" id="told"></p>' in page


def test_a_brief_does_not_repeat_the_title_of_its_page(here):
    page = client_of(here, "ann").get(reverse("assignment", args=["here", "one_to_one"])).content.decode()
    assert page.count("<h1") == 1
    assert "How it is graded" in page
