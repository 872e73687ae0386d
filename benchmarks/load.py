"""A class hands in within one minute: through the real web server and worker, which is killed in the middle.

    python -m benchmarks.load [--students 300] [--seconds 60] [--database sqlite|postgresql] [--spare]

Every student opens the assignment, submits a named answer of their own bytes at a moment drawn at random, and looks
as often as the page tells a browser to until the verdict is there. Somebody else opens pages all the while. At the
end the database is asked: each attempt stored and graded once, each score the one that its answer must get.
``--spare``: the worker is not killed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import psutil
import requests

from tests.servers import free_port, postgresql

from .courses import Answer, answers, distinct
from .ways import ROOT

SLUG, NAME = "one_to_one", "load"
_PATIENCE = 300.0
_PREPARE = """
import json, sys, django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from django.core.management import call_command
from grader.web.courses import add_course
from grader.web.models import Membership, Role
from grader.gradebook.models import Person
call_command("migrate", verbosity=0, interactive=False)
call_command("collectstatic", verbosity=0, interactive=False)
folder = settings.COURSES / "load"
folder.mkdir(parents=True)
count = int(sys.argv[1])
(folder / "course.toml").write_text('[assignment.one_to_one]\\nattempts = 3\\ncounts = "best"\\n')
(folder / "students.csv").write_text("id\\n" + "".join(f"s{n:04}\\n" for n in range(count)))
site = add_course("load", "Load", actor="load").site
told = []
for person in Person.objects.filter(course=site.course).order_by("login"):
    user = get_user_model().objects.create_user(person.login)
    Membership.objects.create(user=user, site=site, role=Role.STUDENT, person=person)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    told.append(session.session_key)
print(json.dumps(told))
"""
_FOUND = """
import json, django
django.setup()
from django.db.models import Count
from grader.gradebook.models import Submission
from grader.web.models import Work
rows = Submission.objects.annotate(verdicts_=Count("verdicts")).select_related("person", "verdict")
print(json.dumps({
    "rows": [[r.person.login, r.attempt, r.verdicts_, r.verdict and r.verdict.score] for r in rows.defer("files")],
    "again": Work.objects.filter(tries__gt=1).count(),
    "works": Work.objects.count(),
}))
"""


@dataclass
class Load:
    """What clients saw: seconds from submit to verdict, seconds of pages, what went wrong."""

    url: str
    waited: list[float] = field(default_factory=list)
    posted: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def student(self, session_key: str, answer: bytes, at: float, began: float) -> None:
        """One student's evening."""
        session = requests.Session()
        session.cookies.set("sessionid", session_key, domain="127.0.0.1")
        place = f"{self.url}/c/{NAME}/a/{SLUG}/"
        try:
            time.sleep(max(0.0, began + at - time.monotonic()))
            session.get(place, timeout=60).raise_for_status()
            headers = {"HX-Request": "true", "X-CSRFToken": session.cookies["csrftoken"], "Referer": place}
            clicked = time.monotonic()
            given = {"text:models.py": answer.decode(), "what": "submit"}
            page = session.post(f"{place}submit", data=given, headers=headers, timeout=60)
            page.raise_for_status()
            self.posted.append(time.monotonic() - clicked)
            while 'class="panel waiting"' in page.text and time.monotonic() - clicked < _PATIENCE:
                time.sleep(int(page.text.partition('"every ')[2].partition("ms")[0]) / 1000)
                address = page.text.partition('hx-get="')[2].partition('"')[0]
                answer = session.get(self.url + address, headers={"HX-Request": "true"}, timeout=60)
                answer.raise_for_status()
                page = page if answer.status_code == HTTPStatus.NO_CONTENT else answer
            self.waited.append(time.monotonic() - clicked)
        except requests.RequestException as error:
            self.trouble.append(f"{type(error).__name__}: {error}")

    def reader(self, session_key: str) -> None:
        """Opens the course's page and the assignment's in turn, until all is over."""
        session = requests.Session()
        session.cookies.set("sessionid", session_key, domain="127.0.0.1")
        while not self.ended.wait(0.2):
            for address in ("", f"a/{SLUG}/"):
                began = time.monotonic()
                answer = session.get(f"{self.url}/c/{NAME}/{address}", timeout=60)
                self.pages.append(time.monotonic() - began)
                if not answer.ok:
                    self.trouble.append(f"page: {answer.status_code}")


def in_django(code: str, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def killed(server: int, after: float) -> threading.Timer:
    """Kill the worker below the server's process so many seconds from now. The server starts another."""

    def kill() -> None:
        for process in psutil.Process(server).children():
            if "grader.web.worker" in process.cmdline():
                os.kill(process.pid, signal.SIGKILL)

    timer = threading.Timer(after, kill)
    timer.start()
    return timer


def drawn(students: int) -> list[Answer]:
    """An answer for each of them: the same ones each time."""
    known, chance = answers(SLUG), random.Random(1)
    return [chance.choice(known) for _ in range(students)]


def carry_out(load: Load, sessions: list[str], seconds: float) -> None:
    chance, began = random.Random(2), time.monotonic()
    reader = threading.Thread(target=load.reader, args=(sessions[0],))
    reader.start()
    with ThreadPoolExecutor(len(sessions)) as pool:
        for number, (key, answer) in enumerate(zip(sessions, drawn(len(sessions)), strict=True)):
            pool.submit(load.student, key, distinct(answer.source, number), chance.uniform(0, seconds), began)
    load.ended.set()
    reader.join()


def report(load: Load, found: dict[str, list[list[object]]], students: int) -> list[str]:
    """What is said, and what is wrong; the last line says which."""
    expected = [(f"s{n:04}", 1, 1, one.score) for n, one in enumerate(drawn(students))]
    wrong = {tuple(row) for row in found["rows"]} ^ set(expected)
    lines = [
        f"{len(found['rows'])} attempts stored and graded, {found['again']} of them begun more than once",
        f"submit to verdict: {_spread(load.waited)}",
        f"the answer to the submit itself: {_spread(load.posted)}",
        f"other pages meanwhile: {_spread(load.pages)} ({len(load.pages)} of them)",
    ]
    lines += [f"trouble: {one}" for one in load.trouble[:5]]
    lines.append("every score is the expected one, none twice" if not wrong else f"WRONG: {sorted(wrong)[:5]}")
    return lines


def _spread(seconds: list[float]) -> str:
    if len(seconds) < 2:  # noqa: PLR2004 - a spread needs two
        return "-"
    return f"median {statistics.median(seconds):.2f} s, p95 {statistics.quantiles(seconds, n=20)[-1]:.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--spare", action="store_true")
    told = parser.parse_args()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        own = {**os.environ, "DJANGO_SETTINGS_MODULE": "grader.web.settings", "GRADER_SITE": str(home / "site")}
        if told.database == "postgresql":
            (home / "database").mkdir()
            home.chmod(0o755)
            own["DATABASE_URL"] = stack.enter_context(postgresql(home / "database"))
        sessions = json.loads(in_django(_PREPARE, own, str(told.students)))
        port = free_port()
        command = [sys.executable, "-P", "-m", "grader", "serve", str(home / "site"), "--port", str(port)]
        with (home / "log").open("w") as log:
            server = subprocess.Popen([*command, "--jobs", "2"], cwd=ROOT, env=own, stdout=log, stderr=log)
        stack.callback(server.wait, 60)
        stack.callback(server.send_signal, signal.SIGINT)
        load = Load(f"http://127.0.0.1:{port}")
        _until_ready(load.url)
        if not told.spare:
            killed(server.pid, told.seconds / 2)
        carry_out(load, sessions, told.seconds)
        lines = report(load, json.loads(in_django(_FOUND, own)), told.students)
        print(f"{told.students} students within {told.seconds:.0f} s, {told.database}:", *lines, sep="\n  ")
        sys.exit(any(line.startswith(("trouble", "WRONG")) for line in lines))


def _until_ready(url: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            requests.get(f"{url}/readyz", timeout=5).raise_for_status()
        except requests.RequestException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()
