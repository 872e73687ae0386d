"""Launches of a real site without a browser: as many at once as there are threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import jwt
import requests

from tests.lti.double import Double
from tests.lti.double_launches import LoginRequest
from tests.lti.walking import form_of, send
from tests.web.sites import Served


@dataclass(frozen=True, slots=True)
class Launch:
    """One that only has to be posted. The cookie is sent by hand: Python's own jar keeps ``Secure`` from http."""

    action: str
    fields: dict[str, str]
    cookie: str

    @property
    def kid(self) -> str:
        return str(jwt.get_unverified_header(self.fields["id_token"])["kid"])

    def post(self, **changes: str) -> requests.Response:
        headers = {"Cookie": self.cookie, "Sec-Fetch-Dest": "iframe"}
        return requests.post(self.action, self.fields | changes, headers=headers, allow_redirects=False, timeout=60)


def begun(asked: LoginRequest) -> Launch:
    """From the login request on; ``asked`` has no ``lti_storage_target``."""
    answer = send(requests.Session(), asked, follow=False)
    assert answer.status_code == 302, answer.text
    action, fields = form_of(requests.get(answer.headers["Location"], timeout=60))
    return Launch(action, fields, answer.headers["Set-Cookie"].partition(";")[0])


def of_link(double: Double, user: str = "ann", link: str = "week1") -> Launch:
    return begun(double.login_request(user, link, lti_storage_target=None))


def got_in(answer: requests.Response) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/as/")


def put_in(site: Served, double: Double) -> requests.Response:
    """A teacher puts an assignment into the course; what the platform answers."""
    answer = begun(double.deep_link_request("teacher", lti_storage_target=None)).post()
    assert answer.status_code == 302, answer.text
    errand = requests.post(site.url + answer.headers["Location"], {"assignment": "one_to_one"}, timeout=60)
    action, fields = form_of(errand)
    return requests.post(action, fields, timeout=60)


def gets_in_once(double: Double) -> None:
    """Twenty launches, each posted twice at the same time."""
    for turn in range(20):
        launch, gate = of_link(double, "ann" if turn % 2 else "bob"), threading.Barrier(2)

        def post(_: int, launch=launch, gate=gate) -> int:
            gate.wait()
            return launch.post().status_code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(post, range(2))) == [302, 403]
