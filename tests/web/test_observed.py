"""Every request has an id and one line in the log; nobody's name, code or address stands in it."""

from __future__ import annotations

import json
import logging
import re
import sys

import pytest
from django.test import Client
from django.urls import reverse

from grader.web import logs


def line(caplog):
    (found,) = [one for one in caplog.records if one.name == "grader.web.requests"]
    return found


@pytest.fixture(autouse=True)
def all_lines(caplog):
    caplog.set_level("INFO")


def test_a_request_has_an_id(here):
    first, second = (Client().get(reverse("login")).headers["X-Request-ID"] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first != second


@pytest.mark.parametrize("name", ["3f2a1c9e-7b5d-4c1e-9a53-0f6f2f1d8e11", "a.proxy_s-own", "A1b2C3d4"])
def test_a_proxys_id_is_kept(db, name):
    assert Client().get("/healthz", headers={"X-Request-ID": name}).headers["X-Request-ID"] == name


@pytest.mark.parametrize("name", ["short", "x" * 65, "with blank", "newline\nhere", "кириллица", '"quoted-id"', ""])
def test_what_is_not_well_formed_is_replaced(db, name):
    told = Client().get("/healthz", headers={"X-Request-ID": name}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", told)


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/c/here/a/one_to_one/?next=ann", "assignment", 200),
        ("/c/here/class/", "classroom", 404),
        ("/nothing/ann", "none", 404),
        ("/healthz", "healthy", 200),
        ("/admin/", "admin:index", 302),
        ("/api/courses", "api:courses", 401),
    ],
)
def test_a_line_says_the_route_and_no_path(here, caplog, path, route, status):
    client = Client()
    client.force_login(here.users["ann"])
    answer = client.get(path, headers={"X-Request-ID": "the-one-here"})
    assert answer.status_code == status
    found = line(caplog)
    assert (found.method, found.route, found.status) == ("GET", route, status)
    assert 0 < found.ms < 60_000
    text = _written(caplog.records)
    assert all(json.loads(one)["message"] for one in text.splitlines())
    for told in ("here/", "ann", "next"):
        assert told not in text


def test_a_method_that_somebody_invents_is_no_word_in_the_log(here, caplog):
    Client().generic("ANNS-SECRET", "/healthz")
    assert line(caplog).method == "other"


def test_a_page_that_fails_is_told_with_its_id_and_without_its_path(here, caplog, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("grader.web.pulse.alive", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/readyz", headers={"X-Request-ID": "the-failed-one"})
    assert (answer.status_code, answer.headers["X-Request-ID"]) == (500, "the-failed-one")
    (told,) = [one for one in map(json.loads, _written(caplog.records).splitlines()) if one["level"] == "ERROR"]
    assert told["message"] == "Internal Server Error: ready"
    assert "ZeroDivisionError" in told["traceback"]


def test_only_what_is_listed_is_written():
    record = logging.LogRecord("grader", logging.INFO, __file__, 1, "a line", (), None)
    record.work, record.password = 7, "secret"
    told = json.loads(logs.Json().format(record))
    assert told.keys() == {"time", "level", "logger", "message", "work"}


def test_a_traceback_stays_in_one_line():
    try:
        int("two\nlines")
    except ValueError:
        record = logging.LogRecord("grader", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    assert "\n" not in logs.Json().format(record)


def _written(records):
    """What the site writes for these records."""
    nameless = logs.Nameless()
    return "\n".join(logs.Json().format(one) for one in records if nameless.filter(one))
