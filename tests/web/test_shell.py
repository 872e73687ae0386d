"""``grader submit`` with a token of the student's, and what it says where something is wrong."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.sandboxed import ROOT

pytestmark = pytest.mark.sandbox


def test_a_shell_submits(demo):
    secret = demo.shell(
        "from django.contrib.auth import get_user_model; from django.test import Client\n"
        "client = Client(HTTP_HOST='127.0.0.1')\n"
        "client.force_login(get_user_model().objects.get(username='student'))\n"
        "page = client.post('/tokens/', {'name': 'x', 'days': 1, 'may_submit': 'on'}).content.decode()\n"
        "print('dmg_' + page.partition('dmg_')[2].partition('<')[0])"
    )
    answer = ROOT / "solutions" / "parent_link" / "reference" / "models.py"
    done = _submit(answer, demo, secret)
    assert done.returncode == 0, done.stderr
    assert "Handed in as attempt 1" in done.stderr
    assert "20 / 20" in done.stdout
    for arguments, words in (
        ({"token": "dmg_wrong"}, "does not know this token"),
        ({"course": "nowhere"}, "no such course"),
        ({"server": "http://127.0.0.1:1"}, "cannot be reached"),
    ):
        done = _submit(answer, demo, **({"token": secret} | arguments))
        assert done.returncode in (2, 3)
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def _submit(path, site, token, course="demo", server=None):
    command = [sys.executable, "-P", "-m", "grader", "submit", str(path), "--assignment", "parent_link"]
    command += ["--server", server or site.url, "--course", course]
    own = {**os.environ, "GRADER_TOKEN": token}
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False, timeout=120)
