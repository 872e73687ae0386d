"""What no browser sends, and somebody does: none of it is an error of ours, on the stricter database either."""

from __future__ import annotations

import re

import pytest
import requests
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from grader.web.models import Draft, Membership
from tests.proving import only_when_proving
from tests.servers import postgresql
from tests.web.sites import served
from tests.web.test_roles import _client
from tests.web.verdicts import attempt

_NUL, _HUGE = "a\0b", "9" * 30


def test_a_draft_is_kept_without_a_nul(here):
    """PostgreSQL knows no such letter."""
    address = reverse("draft", kwargs={"folder": "here", "slug": "one_to_one"})
    assert _client(here.users["bob"]).post(address, {"text:models.py": _NUL}).status_code == 200
    assert Draft.objects.get().text == "a\ufffdb"


def test_a_name_too_long_for_its_column_is_counted_too(db):
    Client().post(reverse("login"), {"username": "a" * 300, "password": "guess"})
    assert AccessAttempt.objects.get().username == "a" * 255


@pytest.mark.parametrize("line", ["z" * 151, f"carl,{'c' * 250}@x.org"])
def test_a_roster_with_what_no_account_can_have_changes_nothing(here, line):
    before = (here.classroom.folder / "students.csv").read_bytes()
    given = {"text": f"id,email\nann,\n{line}\n", "sure": "1"}
    page = _client(here.users["olga"]).post(reverse("import_roster", kwargs={"folder": "here"}), given, follow=True)
    assert "a login has at most 150 letters" in page.content.decode()
    assert (here.classroom.folder / "students.csv").read_bytes() == before
    assert Membership.objects.count() == 5


@pytest.mark.parametrize("check", [_NUL, "nonsense", ""])
def test_only_checks_of_the_attempt_are_asked_about(here, check):
    row = attempt(here, "bob")
    address = reverse("ask", kwargs={"folder": "here", "pk": row.pk})
    assert _client(here.users["bob"]).post(address, {"check": check, "text": "why?"}).status_code == 404


def _visitor(site, name):
    session = requests.Session()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', session.get(f"{site.url}/login/", timeout=20).text)
    form = {"csrfmiddlewaretoken": token[1], "username": name, "password": site.passwords[name]}
    assert "/c/demo/" in session.post(f"{site.url}/login/", form, timeout=20).url
    session.headers["X-CSRFToken"] = session.cookies["csrftoken"]
    return session


_ASKED = {
    "student": [
        ("c/demo/a/one_to_one/draft", {"text:models.py": _NUL}),
        ("c/demo/a/one_to_one/submit", {"text:models.py": _NUL, "what": "try"}),
        ("tokens/", {"name": _NUL, "days": _HUGE}),
        (f"c/demo/attempt/{_HUGE}/", None),
        (f"c/demo/work/{_HUGE}/", None),
        (f"welcome/{_HUGE}/x-y/", None),
        ("c/%00/", None),
    ],
    "teacher": [
        ("c/demo/class/people/roster", {"text": f"id\n{_NUL}\n", "sure": "1"}),
        ("c/demo/class/people/roster", {"text": f"id\n{'z' * 151}\n", "sure": "1"}),
        ("c/demo/class/regrades/start", {"slug": _NUL}),
        ("c/demo/class/1/one_to_one/extend", {"due": "0001-01-01T00:00", "why": "x"}),
        ("c/demo/class/1/one_to_one/adjust", {"points": "nan", "why": "x"}),
        (f"c/demo/class/{_HUGE}/one_to_one/", None),
        (f"c/demo/class/reviews/{_HUGE}/answer", {"text": "x"}),
        ("c/demo/class/?q=%00&a=%00&sort=%00&page=%00", None),
        ("login/", {"username": "a" * 300, "password": "x"}),
        ("login/", {"username": _NUL, "password": _NUL}),
    ],
}


@pytest.mark.sandbox
@only_when_proving("the same, on a real server with PostgreSQL")
def test_nothing_is_an_error_of_ours_on_postgresql(tmp_path):
    (tmp_path / "database").mkdir()
    with postgresql(tmp_path / "database") as url, served(tmp_path / "site", DATABASE_URL=url) as site:
        found = {}
        for name, asked in _ASKED.items():
            session = _visitor(site, name)
            for path, data in asked:
                how = "GET" if data is None else "POST"
                answer = session.request(how, f"{site.url}/{path}", data=data, timeout=30, allow_redirects=False)
                found[path, str(data)] = answer.status_code
        page = _visitor(site, "student").post(f"{site.url}/tokens/", {"name": "x", "days": "1"}, timeout=20).text
        bearer = {"Authorization": f"Bearer {re.search(r'dmg_[-_0-9A-Za-z]{20,}', page)[0]}"}
        for path in ("%00/assignments", "demo/assignments/%00/submissions", f"demo/work/{_HUGE}", "%00/marks"):
            found[path, ""] = requests.get(f"{site.url}/api/courses/{path}", headers=bearer, timeout=20).status_code
    assert {asked: code for asked, code in found.items() if code >= 500} == {}
    assert {code for (path, _), code in found.items() if "%00/" in path} == {404}
