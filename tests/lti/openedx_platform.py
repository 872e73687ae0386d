"""Open edX's own LTI platform code, ``lti-consumer-xblock``, as a server for tests: ``make .openedx/.ready``.

It runs in an environment and a process of its own, at ``localhost``; a tool at 127.0.0.1 is another site to a browser.
What it does not offer: dynamic registration, platform storage, DELETE of line items (403).
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pytest
import requests

from tests.proving import PROVING
from tests.servers import free_port

_ROOT = Path(__file__).parents[2]
_SITE = Path(__file__).parent / "openedx"
_PYTHON = _ROOT / ".openedx/bin/python"
_START_SECONDS = 60.0

needs_open_edx = pytest.mark.skipif(
    not PROVING and not (_ROOT / ".openedx/.ready").exists(),
    reason="Open edX's platform is missing: make .openedx/.ready",
)


@dataclass(frozen=True)
class OpenEdx:
    url: str
    registration: dict[str, str]
    subs: dict[str, str]
    """What the tool knows each user as."""
    blocks: dict[str, str]
    """By short name (week1, week2): the resource link's id."""

    def start_url(self, user: str, block: str = "week1") -> str:
        """Opens the block: the content chosen for it, else the tool. It redirects to the tool's login address."""
        return f"{self.url}/start/{user}/{block}"

    def deep_linking_url(self, user: str = "teacher", block: str = "week1") -> str:
        return f"{self.url}/start_dl/{user}/{block}"

    def course_url(self, user: str, block: str = "week1", *, deep: bool = False, target: str = "iframe") -> str:
        """A page with the tool in a frame (``target="window"``: none), and a link ``#open`` to a new window."""
        return f"{self.url}/course?user={user}&block={block}&target={target}" + ("&deep=1" if deep else "")

    def gradebook(self) -> dict[str, list[dict[str, Any]]]:
        """``lms``: user, block, points, maximum, comment; ``items`` and ``scores`` as the services hold them."""
        return self._get("gradebook")

    def grade(self, user: str, block: str = "week1") -> dict[str, Any] | None:
        """What the course shows for that user."""
        found = [one for one in self.gradebook()["lms"] if (one["user"], one["block"]) == (user, self.blocks[block])]
        return found[0] if found else None

    def content(self) -> dict[str, list[dict[str, Any]]]:
        """Content items that deep linking stored, by block."""
        return self._get("content")

    def enrol(self, user: str, role: str = "student") -> None:
        """``role``: instructor, staff, "Community TA", student. A new user gets a ``sub`` (read it with ``sub()``)."""
        requests.post(f"{self.url}/enrol/{user}/{role}", timeout=10).raise_for_status()

    def leave(self, user: str) -> None:
        requests.post(f"{self.url}/leave/{user}", timeout=10).raise_for_status()

    def sub(self, user: str) -> str:
        return str(self._get("registration")["subs"][user])

    def _get(self, what: str) -> Any:
        answer = requests.get(f"{self.url}/{what}", timeout=10)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def open_edx(
    tool_url: str, *, ags: Literal["declarative", "programmatic"] = "declarative", port: int | None = None
) -> Iterator[OpenEdx]:
    """A new platform with its course, on a free port. ``RuntimeError`` with its output where it does not start."""
    if not _PYTHON.exists():
        raise RuntimeError("Open edX's platform is missing: make .openedx/.ready")
    port = port or free_port()
    url = f"http://localhost:{port}"
    with TemporaryDirectory(prefix="openedx-") as data:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO"))}
        environment |= {"OPENEDX_DATA": data, "OPENEDX_ADDRESS": url, "OPENEDX_TOOL": tool_url.rstrip("/")}
        environment |= {"OPENEDX_AGS": ags, "PYTHONDONTWRITEBYTECODE": "1"}
        log = Path(data) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [_PYTHON, "serve.py", str(port)], cwd=_SITE, env=environment, stdout=out, stderr=out
            )
        try:
            yield OpenEdx(url, **_ready(url, process, log))
        finally:
            process.terminate()
            process.wait(10)


def _ready(url: str, process: subprocess.Popen[bytes], log: Path) -> dict[str, Any]:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            answer = requests.get(f"{url}/registration", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
            continue
        if answer.ok:
            told: dict[str, Any] = answer.json()
            return told
        break
    raise RuntimeError(f"Open edX's platform does not start: {log.read_text(errors='replace')[-3000:]}")
