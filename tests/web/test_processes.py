"""A web server of several processes, as gunicorn runs it: they count together, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from django.conf import settings

from tests.proving import only_when_proving
from tests.servers import postgresql
from tests.web.sites import web_server

_TRIES = settings.AXES_FAILURE_LIMIT
_AT_ONCE = 6
_MANY = {"GRADER_WEB_PROCESSES": "3", "GRADER_LOG": "json", "GRADER_METRICS_TOKEN": "a token"}


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgresql", marks=only_when_proving("the same, elsewhere"))],
)
def several(request, tmp_path_factory):
    """The address of three processes, and their log."""
    folder = tmp_path_factory.mktemp(request.param)
    with contextlib.ExitStack() as stack:
        own = dict(_MANY)
        if request.param == "postgresql":
            data = folder / "postgresql"
            data.mkdir()
            own["DATABASE_URL"] = stack.enter_context(postgresql(data))
        yield stack.enter_context(web_server(folder / "site", **own))


def guess(url: str, name: str) -> int:
    """The status of one wrong password, by a visitor of its own."""
    with requests.Session() as session:
        page = session.get(f"{url}/login/", timeout=20)
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        form = {"csrfmiddlewaretoken": token, "username": name, "password": "guess"}
        return session.post(f"{url}/login/", form, timeout=20).status_code


def test_all_processes_count_together(several):
    """However many ask at once, only so many passwords are tried."""
    url, _ = several
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = Counter(pool.map(lambda _: guess(url, "ann"), range(40)))
    assert found.keys() == {200, 429}
    assert _TRIES - _AT_ONCE <= found[200] < _TRIES
    assert guess(url, "ann") == 429
    assert guess(url, "bob") == 200


def test_the_numbers_are_of_all_processes(several):
    url, _ = several
    before = _counted(url)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        assert set(pool.map(lambda _: requests.get(f"{url}/healthz", timeout=20).status_code, range(60))) == {200}
    assert _counted(url) == before + 60


def _counted(url: str) -> int:
    page = requests.get(f"{url}/metrics", headers={"Authorization": "Bearer a token"}, timeout=20).text
    found = re.findall(r'grader_request_seconds_count{method="GET",route="healthy",status="200"} (\S+)', page)
    return int(float(found[0])) if found else 0


def test_its_log_is_json_and_names_nobody(several):
    """Of gunicorn, Django and ours, from the first line on."""
    url, log = several
    own = {"X-Request-ID": "written-by-the-proxy"}
    requests.get(f"{url}/c/annas-course/?who=anna", headers=own, timeout=20, allow_redirects=False)
    written = [json.loads(line) for line in Path(log).read_text(encoding="utf-8").splitlines()]
    (told,) = [one for one in written if one.get("request_id") == "written-by-the-proxy"]
    assert (told["method"], told["route"], told["status"]) == ("GET", "course", 302)
    assert told["ms"] > 0
    assert "gunicorn.error" in {one["logger"] for one in written}
    assert "anna" not in log.read_text(encoding="utf-8")
