"""Handing in by upload and from the editor: attempts are counted, tries are not, and nothing is lost."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from grader.gradebook.models import Submission
from grader.gradebook.packing import unpacked_submission
from grader.sandbox.limits import default_limits
from grader.web.models import Draft, Work
from tests.sandboxed import REFERENCE

SLUG = "one_to_one"


@pytest.fixture
def bob(here):
    client = Client()
    client.force_login(here.users["bob"])
    return client


def post(client, name="submit", **data):
    return client.post(reverse(name, kwargs={"folder": "here", "slug": SLUG}), data)


def attempts(here):
    return list(Submission.objects.filter(person=here.people["bob"]).order_by("attempt"))


def taken(row):
    found = unpacked_submission(row.files, "bob", SLUG)
    return {file.target: file.content.decode() for file in found.taken}, found.problem


def test_what_was_written_is_an_attempt(here, bob):
    assert post(bob, **{"text:models.py": REFERENCE.replace("\n", "\r\n"), "what": "submit"}).status_code == 302
    (row,) = attempts(here)
    assert taken(row) == ({"models.py": REFERENCE}, None)
    assert row.submitted_at is not None
    assert [one.state for one in row.works.all()] == ["waiting"]


def test_a_try_is_no_attempt(here, bob):
    post(bob, **{"text:models.py": REFERENCE, "what": "try"})
    assert attempts(here) == []
    work = Work.objects.get(person=here.people["bob"])
    assert taken(work)[0] == {"models.py": REFERENCE}


def test_a_form_that_did_not_arrive_whole_takes_no_attempt(here, bob):
    """As one without its length does: Django reads nothing of it."""
    for given in ({}, {"text:models.py": REFERENCE}, {"text:models.py": REFERENCE, "what": "other"}):
        assert post(bob, **given).status_code == 400
    assert attempts(here) == []
    assert not Work.objects.filter(person=here.people["bob"]).exists()


def test_an_archive_is_read_in_memory(here, bob):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("project/one_to_one/models.py", REFERENCE)
        archive.writestr("../../evil.py", "x")
    post(bob, upload=SimpleUploadedFile("../../Ann's work.zip", packed.getvalue()), what="submit")
    (row,) = attempts(here)
    _, problem = taken(row)
    assert problem is not None  # a way out of the archive: refused as a whole, and kept as an attempt with its reason


def test_a_file_of_another_kind_says_so(here, bob):
    post(bob, upload=SimpleUploadedFile("report.docx", b"PK"), what="submit")
    (row,) = attempts(here)
    assert "neither a Python file nor a notebook" in taken(row)[1].en


def test_too_large_is_refused_before_it_is_read(here, bob):
    size = (default_limits().archive_mb << 20) + (1 << 20)
    answer = post(bob, upload=SimpleUploadedFile("big.zip", bytes(size)), what="submit")
    assert answer.status_code == 413
    assert attempts(here) == []


def test_attempts_run_out(here, bob):
    for number in range(3):
        post(bob, **{"text:models.py": f"# {number}\n", "what": "submit"})
    answer = post(bob, **{"text:models.py": "# one more\n", "what": "submit"})
    assert len(attempts(here)) == 3
    page = bob.get(answer.url).content.decode()
    assert "You have no attempt left" in page
    assert "Nothing was handed in" in page


def test_the_same_again_is_another_attempt(here, bob):
    """Who submits twice wants two: a page that says nothing about the second would be a riddle."""
    for _ in range(2):
        post(bob, **{"text:models.py": REFERENCE, "what": "submit"})
    assert [row.attempt for row in attempts(here)] == [1, 2]


def test_a_draft_is_kept(here, bob):
    post(bob, "draft", **{"text:models.py": "from django.db import models  # Zoë\n"})
    assert Draft.objects.get(person=here.people["bob"]).text.endswith("Zoë\n")
    page = bob.get(reverse("assignment", kwargs={"folder": "here", "slug": SLUG})).content.decode()
    assert "# Zoë" in page


def test_students_text_is_text(here, bob):
    evil = "</textarea><script>alert(1)</script>"
    post(bob, "draft", **{"text:models.py": evil})
    page = bob.get(reverse("assignment", kwargs={"folder": "here", "slug": SLUG})).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_pages_bear_a_policy_without_inline_script(bob):
    headers = bob.get(reverse("course", kwargs={"folder": "here"})).headers
    policy = headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-cache"
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy


def test_a_verdict_is_shown(here):
    client = Client()
    client.force_login(here.users["ann"])
    page = client.get(reverse("attempt", kwargs={"folder": "here", "pk": here.submission.pk})).content.decode()
    assert "costs you nothing" in page
    assert "nothing was run" not in page  # what failed is for staff
