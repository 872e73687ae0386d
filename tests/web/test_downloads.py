"""Downloads: what was published, in the platform's own file; what cannot be filled in says why."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from grader.gradebook.marks import adjust, marks, publish
from tests.web.verdicts import attempt

SLUG = "one_to_one"
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,One to one (12345)
    Points Possible,,,,,20
"O'Brien, Ann",4711,,ann,DJ101,
"Braun, Bob",4712,,bob,DJ101,
"""


@pytest.fixture
def published(here):
    """Bob's mark of 19 was published; it is 18 now. Ann has none."""
    row = attempt(here, "bob", ["owner_is_stored"])
    publish(here.classroom.book, list(marks(here.classroom.book, here.classroom.policy, login="bob").values()))
    adjust(here.classroom.book, here.people["bob"], row.assignment, -1, "after that")
    return here


@pytest.fixture
def olga(here):
    found = Client()
    found.force_login(here.users["olga"])
    return found


def ask(olga, platform, content=None):
    given = {"slug": SLUG, "platform": platform}
    if content is not None:
        given["file"] = SimpleUploadedFile("x.csv", content.encode())
    return olga.post(reverse("for_platform", kwargs={"folder": "here"}), given, follow=True)


def rows(answer):
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def mark(here):
    return marks(here.classroom.book, here.classroom.policy)["bob", SLUG].published.points


def test_canvas_own_file_is_filled_with_what_was_published(published, olga):
    found = rows(ask(olga, "canvas", CANVAS))
    assert [row[-1] for row in found] == ["One to one (12345)", "20", "", f"{mark(published):g}"]


def test_a_new_file(published, olga):
    for platform in ("canvas", "moodle"):
        assert f"{mark(published):g}" in rows(ask(olga, platform))[-1]


@pytest.mark.parametrize(("platform", "content"), [("openedx", None), ("openedx", "a,b\n"), ("canvas", "a,b\n")])
def test_what_cannot_be_filled_in_says_why(published, olga, platform, content):
    page = ask(olga, platform, content)
    assert "cannot be filled in" in page.content.decode()


def test_what_is_not_there(published, olga):
    assert ask(olga, "blackboard").status_code == 404
