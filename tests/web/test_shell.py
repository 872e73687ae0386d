"""``grader submit`` with a token of the student's, and what it says where something is wrong."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from grader.cli import app
from tests.sandboxed import ROOT

pytestmark = pytest.mark.sandbox

TOKEN = """\
from django.contrib.auth import get_user_model
from django.test import Client
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(get_user_model().objects.get(username="student"))
page = client.post("/tokens/", {"name": "x", "days": 1, "may_submit": "on"}).content.decode()
print("dmg_" + page.partition("dmg_")[2].partition("<")[0])
"""


@pytest.fixture(scope="module")
def token(demo):
    """As its page shows it once."""
    return demo.shell(TOKEN)


def test_a_shell_submits(demo, token):
    done = _submit(demo.url, token)
    assert done.exit_code == 0, done.stderr
    assert re.search(r"Handed in as attempt \d+\.", done.stderr)
    assert "20 / 20" in done.stdout


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"token": "dmg_wrong"}, "does not know this token"),
        ({"course": "nowhere"}, "no such course"),
        ({"url": "http://127.0.0.1:1"}, "cannot be reached"),
    ],
)
def test_a_mistake_is_named(demo, token, wrong, words):
    done = _submit(**({"url": demo.url, "token": token} | wrong))
    assert done.exit_code in (2, 3)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def _submit(url, token, course="demo"):
    answer = ROOT / "solutions" / "parent_link" / "reference" / "models.py"
    command = ["submit", str(answer), "--assignment", "parent_link", "--server", url, "--course", course]
    return CliRunner().invoke(app, command, prog_name="grader", env={"GRADER_TOKEN": token})
