"""``grader serve``: the site on one machine, with nothing else installed. Two processes: web server and worker."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

from ..core.errors import GraderError
from .terms import Exit, UsageProblem, console

_LOOK_SECONDS = 0.2
_END_SECONDS = 15.0
_MODULE = [sys.executable, "-P", "-m"]


def serve(site: Path, *, host: str, port: int, jobs: int, min_isolation: str, demo: bool, assignments: Path) -> Exit:
    """Serve until Ctrl-C. A process that dies is started again; both end together.

    ``site``: the site's folder, made where there is none. Raises ``GraderError`` where it cannot be made ready.
    """
    if not 0 <= port < 1 << 16:
        raise UsageProblem(f"{port} is no port: 1 to 65535, or 0 for a free one.")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "grader.web.settings",
        "GRADER_SITE": str(site.resolve()),
        "GRADER_ASSIGNMENTS": str(assignments.resolve()),
        "GRADER_MIN_ISOLATION": min_isolation,
        "GRADER_BIND": f"{host}:{port}",
        "GRADER_HOLDER": f"serve {secrets.token_hex(8)}",
    }
    out = console()
    prepared = subprocess.run(  # noqa: S603 - our own program
        [*_MODULE, "grader.web.prepare", *(["--demo"] if demo else [])],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if prepared.returncode:
        raise GraderError(f"the site in {site} cannot be made ready; the reason stands above")
    out.print(f"The site is at http://{host}:{port}/   (Ctrl-C ends it)")
    if prepared.stdout:
        out.print(f"Who can log in:\n{prepared.stdout.rstrip()}")
    web = [*_MODULE, "gunicorn", "-c", "python:grader.web.server"]
    return _run({"web server": web, "worker": [*_MODULE, "grader.web.worker", str(jobs)]}, environment)


def _run(commands: dict[str, list[str]], environment: dict[str, str]) -> Exit:
    running = {name: _start(command, environment) for name, command in commands.items()}
    ended: list[int] = []
    before = {number: signal.signal(number, lambda number, _: ended.append(number)) for number in _SIGNALS}
    try:
        while not ended:
            time.sleep(_LOOK_SECONDS)
            for name, process in running.items():
                status = process.poll()
                if status is not None and not ended:
                    console(stderr=True).print(f"The {name} ended ({status}) and is started again.")
                    time.sleep(1)
                    running[name] = _start(commands[name], environment)
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for number, handler in before.items():
            signal.signal(number, handler)
    return Exit.DONE


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # a session of its own: Ctrl-C is for us, who end both
    return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own programs
