"""``grader submit``: hand in to a site from a shell or a CI job, and print the verdict."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from ..core.errors import GraderError
from ..core.verdict import Status, Verdict
from ..reports.safe import one_line
from ..reports.terminal import verdict_report
from .terms import Exit, UsageProblem, console, tell

_TIMEOUT_SECONDS = 30.0
_PAUSE_SECONDS, _LONGEST_PAUSE = 0.3, 5.0


@dataclass(frozen=True, slots=True)
class Site:
    """A site and who calls: ``url`` as in a browser, the course's name in addresses, a personal token."""

    url: str
    course: str
    token: str

    def call(self, method: str, path: str, **given: Any) -> Any:
        """The answer's JSON. ``UsageProblem`` for a refusal, ``GraderError`` where the site cannot be reached."""
        address = f"{self.url.rstrip('/')}/api/courses/{quote(self.course, safe='')}/{path}"
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            answer = requests.request(
                method, address, headers=headers, timeout=_TIMEOUT_SECONDS, allow_redirects=False, **given
            )
        except requests.RequestException as error:
            raise GraderError(f"{self.url} cannot be reached: {type(error).__name__}") from error
        if answer.ok and answer.headers.get("Content-Type", "").startswith("application/json"):
            return answer.json()
        raise _refusal(answer, self.url)


def _refusal(answer: requests.Response, url: str) -> UsageProblem | GraderError:
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        return UsageProblem(f"{url} does not know this token, or it has ended. Make a new one at {url}/tokens/.")
    try:
        told = answer.json().get("detail")
    except (requests.JSONDecodeError, AttributeError):
        told = None
    if told and answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return UsageProblem(one_line(str(told)))
    return GraderError(f"{url} answered {answer.status_code}: is that a grader's site?")


def submit(path: Path, slug: str, site: Site, *, only_try: bool, language: str) -> Exit:
    """Hand in a file (with ``only_try`` no attempt is used), wait, and print the verdict.

    ``TROUBLE`` where the site's grader failed: that costs the student nothing.
    """
    with path.open("rb") as file:
        work = site.call(
            "POST",
            f"assignments/{quote(slug, safe='')}/submissions",
            params={"only_try": str(only_try).lower()},
            files={"upload": (path.name, file)},
        )
    tell("Only tried: no attempt is used." if only_try else f"Handed in as attempt {work['attempt']}.")
    pause = _PAUSE_SECONDS
    while work["verdict"] is None and work["state"] != "failed":
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
        work = site.call("GET", f"work/{int(work['id'])}")
    if work["verdict"] is None:
        raise GraderError("it could not be graded: the assignment is not there any more. Tell your teachers")
    verdict = Verdict.from_json(work["verdict"])
    console().print(verdict_report(verdict, language), end="")
    return Exit.TROUBLE if verdict.status is Status.ERROR else Exit.DONE
