"""A real site for tests: ``grader serve --demo`` on a free port."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.sandboxed import ROOT
from tests.servers import free_port

_START_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Served:
    """Where a site is, and the passwords of its demo's users."""

    url: str
    folder: Path
    assignments: Path
    passwords: dict[str, str]
    process: subprocess.Popen[str]

    def shell(self, code: str) -> str:
        """What that code prints in the site's own Django."""
        own = {**os.environ, "GRADER_SITE": str(self.folder), "DJANGO_SETTINGS_MODULE": "grader.web.settings"}
        own.pop("GRADER_SECRET_KEY", None)
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextlib.contextmanager
def served(folder: Path, **environment: str) -> Iterator[Served]:
    """Serve the demo in ``folder``, of a copy of our assignments, until the end of the block."""
    port, assignments = free_port(), folder.with_name("assignments")
    shutil.copytree(ROOT / "assignments", assignments, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-P", "-m", "grader", "serve", str(folder), "--assignments", str(assignments)]
    command += ["--demo", "--port", str(port), "--jobs", "2"]
    ours = ("DJANGO_SETTINGS_MODULE", "GRADER_SITE", "GRADER_SECRET_KEY")  # of the tests that run in their own process
    own = {name: value for name, value in os.environ.items() if name not in ours}
    log = folder.with_suffix(".log")
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=own | environment, stdout=out, stderr=out, text=True)
    url = f"http://127.0.0.1:{port}"
    try:
        _until_ready(url, process, log)
        said = log.read_text(encoding="utf-8")
        passwords = dict(re.findall(r"^  (\w+) +(\S+) +(?:owner|assistant|student)$", said, re.MULTILINE))
        yield Served(url, folder, assignments, passwords, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@contextlib.contextmanager
def web_server(folder: Path, **environment: str) -> Iterator[tuple[str, Path]]:
    """The web server alone, as gunicorn runs it in production; gives its address and its log. No worker."""
    port = free_port()
    ours = ("DJANGO_SETTINGS_MODULE", "GRADER_SECRET_KEY")
    own = {name: value for name, value in os.environ.items() if name not in ours} | environment
    own |= {"GRADER_SITE": str(folder), "GRADER_BIND": f"127.0.0.1:{port}"}
    subprocess.run([sys.executable, "-P", "-m", "grader.web.prepare"], cwd=ROOT, env=own, check=True)
    log = folder.with_suffix(".log")
    with log.open("w") as out:
        command = [sys.executable, "-P", "-m", "gunicorn", "-c", "python:grader.web.server"]
        process = subprocess.Popen(command, cwd=ROOT, env=own, stdout=out, stderr=out, text=True)
    try:
        _until_ready(f"http://127.0.0.1:{port}", process, log, Host=own.get("GRADER_HOSTS", f"127.0.0.1:{port}"))
        yield f"http://127.0.0.1:{port}", log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _until_ready(url: str, process: subprocess.Popen[str], log: Path, **headers: str) -> None:
    until = time.monotonic() + _START_SECONDS
    asked = urllib.request.Request(f"{url}/readyz", headers={"X-Forwarded-Proto": "https", **headers})
    while True:
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(asked):
            return
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError(log.read_text(encoding="utf-8")[-3000:])
        time.sleep(0.1)
