"""What says whether a part works: the worker's own check, the web server's probe, and Django's list for deployment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from grader.sandbox.selftest import LEVELS
from tests.sandboxed import ROOT, WEAKEST
from tests.servers import free_port
from tests.web.sites import web_server

_PRODUCTION = {
    "GRADER_HTTPS": "1",
    "GRADER_HOSTS": "grader.example.org",
    "GRADER_SECRET_KEY": "an example that is long enough: 4Zq8vNf2LrT0xWcY6bHs1KdPjMu3EoGa",
    "GRADER_METRICS_TOKEN": "an example",
    "GRADER_LOG": "json",
}


def run(*command, folder, **environment):
    ours = ("DJANGO_SETTINGS_MODULE", "GRADER_SECRET_KEY")
    own = {name: value for name, value in os.environ.items() if name not in ours}
    own |= {"GRADER_SITE": str(folder / "site"), "DJANGO_SETTINGS_MODULE": "grader.web.settings"} | environment
    command = [sys.executable, "-P", "-m", *command]
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A site that nothing here changes."""
    folder = tmp_path_factory.mktemp("prepared")
    done = run("grader.web.prepare", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.sandbox
def test_a_machine_that_can_grade(prepared):
    done = run("grader.web.worker", "--check", folder=prepared, GRADER_MIN_ISOLATION=WEAKEST, GRADER_LOG="json")
    assert done.returncode == 0, done.stderr
    (told,) = map(json.loads, done.stderr.splitlines())
    assert re.search(rf"an empty answer was graded in [\d.]+ s, isolation ({'|'.join(LEVELS)})", told["message"])


@pytest.mark.sandbox
def test_a_machine_that_cannot_isolate(prepared):
    """In a namespace that allows no further ones, a full box is not to be had."""
    stopped = "sysctl -qw user.max_user_namespaces=0 || echo 0 > /proc/sys/user/max_user_namespaces"
    command = f'{stopped}; exec "$0" -P -m grader.web.worker --check'
    own = {**os.environ, "GRADER_SITE": str(prepared / "site"), "DJANGO_SETTINGS_MODULE": "grader.web.settings"}
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "sh", "-c", command, sys.executable],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "this machine cannot grade" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "the database cannot be used"),
        ({"GRADER_ASSIGNMENTS": "/nowhere"}, "no assignment"),
    ],
)
def test_what_is_missing_is_named(prepared, environment, words):
    done = run("grader.web.worker", "--check", folder=prepared, **environment)
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_probe_asks_as_the_proxy_does(tmp_path):
    with web_server(tmp_path / "site", **_PRODUCTION) as (url, _):
        port = url.rpartition(":")[2]
        done = run("grader.web.probe", folder=tmp_path, **_PRODUCTION, GRADER_BIND=f"0.0.0.0:{port}")
        assert done.returncode == 0, done.stderr
        assert '200 {"status": "ok", "workers": 0}' in done.stderr
        other = _PRODUCTION | {"GRADER_HOSTS": "another.example.org"}
        assert run("grader.web.probe", folder=tmp_path, **other, GRADER_BIND=f"0.0.0.0:{port}").returncode == 3
    done = run("grader.web.probe", folder=tmp_path, GRADER_BIND=f"127.0.0.1:{free_port()}")
    assert done.returncode == 3
    assert "does not answer" in done.stderr


def test_django_finds_nothing_to_warn_of(tmp_path):
    arguments = ("check", "--deploy", "--fail-level", "WARNING")
    done = run("django", *arguments, folder=tmp_path, **_PRODUCTION)
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), done.stderr
    careless = {"GRADER_DEBUG": "1", "GRADER_SECRET_KEY": "short"}
    assert run("django", *arguments, folder=tmp_path, **careless).returncode == 1
