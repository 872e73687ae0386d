"""How long the pages of a large course take: 2,000 students, 20 assignments, through the real web server.

    python -m benchmarks.pages [--students 2000] [--assignments 20] [--database sqlite|postgresql] [--site FOLDER]

Each page is asked for several times, one after the other; the medians are of the whole answer as a browser gets it.
Exit status 1 where that of a page is over 300 ms; a download may take longer. ``--site``: where a site with SQLite is
kept, so that it is made once; else it is made, and removed.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import requests

from tests.servers import free_port, postgresql

from .ways import ROOT

_TIMES = 9
_MOST_MS = 300
_NAME, _PASSWORD = "big", "measured"
PAGES = {
    "student": ["", "a/task_00/", "attempt/{attempt}/"],
    "owner": [
        "class/",
        "class/?sort=:total&down=1",
        "class/?q=фамилия01&only=below&a=task_03",
        "class/?page=40",
        "class/a/task_00/",
        "class/a/task_02/?page=40",
        "class/{person}/task_00/",
        "class/submission/{attempt}/",
        "class/reviews/",
        "class/regrades/",
        "class/regrades/1/",
        "class/people/",
        "class/log/",
        "class/export/csv",
    ],
}


@contextmanager
def served(site: Path, assignments: Path, environment: dict[str, str]) -> Iterator[str]:
    """The web server alone; its address."""
    port = free_port()
    own = {
        **environment,
        "DJANGO_SETTINGS_MODULE": "grader.web.settings",
        "GRADER_SITE": str(site),
        "GRADER_ASSIGNMENTS": str(assignments),
        "GRADER_BIND": f"127.0.0.1:{port}",
    }
    command = [sys.executable, "-P", "-m", "gunicorn", "-c", "python:grader.web.server"]
    process = subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            time.sleep(0.1)
            try:
                requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5)
                break
            except requests.RequestException:  # a busy machine may also answer late
                continue
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def logged_in(url: str, name: str) -> requests.Session:
    session = requests.Session()
    page = session.get(f"{url}/login/", timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token is not None
    given = {"username": name, "password": _PASSWORD, "csrfmiddlewaretoken": token[1]}
    answer = session.post(f"{url}/login/", data=given, timeout=30)
    assert answer.url.endswith((f"/c/{_NAME}/", "/class/")), answer.url
    return session


def measure(url: str, pages: dict[str, list[str]]) -> Iterator[tuple[str, float, float, float, int]]:
    """For each page: its address, the first, the median and the slowest milliseconds, and kilobytes."""
    for role, addresses in pages.items():
        session = logged_in(url, role)
        for address in addresses:
            found = []
            for _ in range(_TIMES):
                began = time.perf_counter()
                answer = session.get(f"{url}/c/{_NAME}/{address}", timeout=120)
                found.append((time.perf_counter() - began) * 1000)
                answer.raise_for_status()
            yield f"{role}: {address}", found[0], statistics.median(found), max(found[1:]), len(answer.content) >> 10


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    parser.add_argument("--students", type=int, default=2000)
    parser.add_argument("--assignments", type=int, default=20)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--site", type=Path)
    told = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pages-")))
        home, environment = (told.site or folder).resolve(), dict(os.environ)
        if told.database == "postgresql":
            if told.site:
                parser.error("--site keeps no database of PostgreSQL")
            (home / "database").mkdir()
            home.chmod(0o755)
            environment["DATABASE_URL"] = stack.enter_context(postgresql(home / "database"))
        site, assignments = home / "site", home / "assignments"
        if not site.exists():
            own = environment | {"GRADER_SITE": str(site), "GRADER_ASSIGNMENTS": str(assignments)}
            command = [sys.executable, "-m", "benchmarks.big_site", str(told.students), str(told.assignments)]
            subprocess.run(command, cwd=ROOT, env=own, check=True)
        with served(site, assignments, environment) as url:
            pages = {role: [_filled(one) for one in addresses] for role, addresses in PAGES.items()}
            print(f"{'page':<58} {'first':>7} {'median':>7} {'slowest':>7}  (ms)   kB")
            slow = []
            for page, first, median, slowest, size in measure(url, pages):
                print(f"{page:<58} {first:7.0f} {median:7.0f} {slowest:7.0f} {size:9}", flush=True)
                if median > _MOST_MS and "/export/" not in page:
                    slow.append(page)
            print(f"over {_MOST_MS} ms: {', '.join(slow) or 'none'}")
    sys.exit(bool(slow))


def _filled(address: str) -> str:
    """The ids are those of the first student and attempt, who were written first."""
    return address.format(attempt=1, person=1)


if __name__ == "__main__":
    main()
