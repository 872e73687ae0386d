"""The real worker on a real site: killed in the midst of its work, it loses nothing and does nothing twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from tests.sandboxed import ROOT
from tests.web.sites import served

pytestmark = pytest.mark.sandbox
_SECONDS = 90


def rows(folder, question):
    with sqlite3.connect(f"file:{folder}/site.sqlite3?mode=ro", uri=True) as database:
        return database.execute(question).fetchall()


def test_a_killed_worker_loses_nothing(tmp_path):
    """The demo's class waits in the line when the site starts. The worker is killed twice while it is at it."""
    with served(tmp_path / "site") as site:
        for done in (1, 4):
            _until(lambda done=done: len(_done(site.folder)) >= done)
            _worker(site.process.pid).send_signal(signal.SIGKILL)
        (count,) = rows(site.folder, "SELECT count(*) FROM web_work")[0]
        _until(lambda: len(_done(site.folder)) == count)
        verdicts = rows(site.folder, "SELECT count(*), count(DISTINCT submission_id) FROM gradebook_verdict")
        assert verdicts == [(count, count)]
        assert rows(site.folder, "SELECT count(*) FROM web_work WHERE state = 'failed'") == [(0,)]
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


def test_a_shell_submits(tmp_path):
    """``grader submit`` with a token of the student's, and what it says where something is wrong."""
    with served(tmp_path / "site") as site:
        secret = site.shell(
            "from django.contrib.auth import get_user_model; from django.test import Client\n"
            "client = Client(HTTP_HOST='127.0.0.1')\n"
            "client.force_login(get_user_model().objects.get(username='student'))\n"
            "page = client.post('/tokens/', {'name': 'x', 'days': 1, 'may_submit': 'on'}).content.decode()\n"
            "print('dmg_' + page.partition('dmg_')[2].partition('<')[0])"
        )
        answer = ROOT / "solutions" / "one_to_one" / "reference" / "models.py"
        done = _submit(answer, site, secret)
        assert done.returncode == 0, done.stderr
        assert "Handed in as attempt 1" in done.stderr
        assert "20 / 20" in done.stdout
        for arguments, words in (
            ({"token": "dmg_wrong"}, "does not know this token"),
            ({"course": "nowhere"}, "no such course"),
            ({"server": "http://127.0.0.1:1"}, "cannot be reached"),
        ):
            done = _submit(answer, site, **({"token": secret} | arguments))
            assert done.returncode in (2, 3)
            assert words in done.stderr
            assert "Traceback" not in done.stderr


def _submit(path, site, token, course="demo", server=None):
    command = [sys.executable, "-P", "-m", "grader", "submit", str(path), "--assignment", "one_to_one"]
    command += ["--server", server or site.url, "--course", course]
    own = {**os.environ, "GRADER_TOKEN": token}
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False, timeout=120)
