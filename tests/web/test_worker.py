"""The real worker on a real site: killed in the midst of its work, it loses nothing and does nothing twice."""

from __future__ import annotations

import signal
import sqlite3
import time

import psutil
import pytest
from django.urls import reverse

from grader.web import grading, lines, worker
from grader.web.models import State, Work
from tests.proving import only_when_proving
from tests.sandboxed import REFERENCE, submission
from tests.web.sites import served

pytestmark = pytest.mark.sandbox
_SECONDS = 90


def rows(folder, question):
    with sqlite3.connect(f"file:{folder}/site.sqlite3?mode=ro", uri=True) as database:
        return database.execute(question).fetchall()


@only_when_proving("half a minute; test_lines has every step of it")
def test_a_killed_worker_loses_nothing(tmp_path):
    """The demo's class waits in the line when the site starts. The worker is killed while it is at it."""
    with served(tmp_path / "site") as site:
        for done in (1, 4):
            _until(lambda done=done: len(_done(site.folder)) >= done)
            _worker(site.process.pid).send_signal(signal.SIGKILL)
        (count,) = rows(site.folder, "SELECT count(*) FROM web_work")[0]
        _until(lambda: len(_done(site.folder)) == count)
        verdicts = rows(site.folder, "SELECT count(*), count(DISTINCT submission_id) FROM gradebook_verdict")
        assert verdicts == [(count, count)]
        assert rows(site.folder, "SELECT count(*) FROM web_work WHERE state = 'failed'") == [(0,)]
        assert rows(site.folder, "SELECT sum(count) FROM web_tally") == [(count,)]
        assert rows(site.folder, "SELECT lanes FROM web_pulse") == [(2,)]
    assert rows(site.folder, "SELECT count(*) FROM web_pulse") == [(0,)]
    assert not psutil.pid_exists(site.process.pid)


def _done(folder):
    return rows(folder, "SELECT id FROM web_work WHERE state IN ('done', 'failed')")


def _worker(pid):
    found = [one for one in psutil.Process(pid).children() if "grader.web.worker" in one.cmdline()]
    assert len(found) == 1
    return found[0]


def _until(happened):
    until = time.monotonic() + _SECONDS
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_work_for_an_assignment_that_is_gone_ends_and_says_so(here, client):
    """It is not begun again and again, and nobody waits for it for ever."""
    work = lines.enter(here.classroom.site, here.people["bob"], "gone", tried=submission(REFERENCE, "bob"))
    Work.objects.exclude(pk=work.pk).delete()
    assert worker.Worker(1, "full")._next(grading.grader("full"))
    assert Work.objects.get().state == State.FAILED
    assert not worker.Worker(1, "full")._next(grading.grader("full"))
    client.force_login(here.users["bob"])
    page = client.get(reverse("work", kwargs={"folder": "here", "pk": work.pk})).content.decode()
    assert "the assignment is not there any more" in page
    assert "hx-trigger" not in page.partition("<main")[2]
