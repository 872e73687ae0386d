"""A course of the site, connected with the course of a platform double: launches, attempts, and what goes out then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import timezone
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from grader.gradebook.marks import adjust, marks, publish
from grader.gradebook.models import Assignment, Submission
from grader.lms.lti import launch as protocol
from grader.lms.lti.jose import new_key
from grader.web.lti import admitting, keys
from grader.web.lti.models import Context, Key, Link, Member, Platform, Score, Sending
from grader.web.lti.outbox import fill
from grader.web.lti.posting import Poster
from grader.web.models import Membership
from tests.lti.answers import as_json
from tests.lti.double import Double
from tests.lti.double_server import Asked, Server
from tests.web.conftest import Class
from tests.web.verdicts import attempt

_PATIENCE = 60.0


one_kind = pytest.mark.parametrize("lms", ["moodle"], indirect=True)  # where the platform makes no difference


class KeyServer:
    """Our public keys over HTTP, for platforms to read. ``told``: the key set."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {"keys": []}
        self._server = Server(Map([Rule("/keys", endpoint="keys")]), {"keys": self._keys})
        self.url = f"http://127.0.0.1:{self._server.port}/keys"

    def _keys(self, _request: Request) -> Response:
        return as_json(self.told)


@contextmanager
def key_server() -> Iterator[KeyServer]:
    found = KeyServer()
    found._server.start()
    try:
        yield found
    finally:
        found._server.stop()


class Connected:
    def __init__(self, here: Class, double: Double, *, at_once: bool = True) -> None:
        self.site, self.double, self._at_once = here.classroom.site, double, at_once
        self.here = Class(here.classroom, people={})
        self.poster = Poster("a test", first_pause=0.1)

    @property
    def platform(self) -> Platform:
        return Platform.objects.get(client_id=self.double.client_id)

    # -- who comes --------------------------------------------------------------------------------------------

    def launch(self, user: str, link: str = "week1", **changes: Any) -> Member:
        """Somebody's launch, from where its signature was looked at; the platform's course is connected with ours."""
        double = self.double
        claims = double.change(double.claims(user, link, "nonce")) | changes
        said = protocol.read(claims, client_id=double.client_id, target=double.launch_url)
        member = admitting.admit(self.platform, said).member
        if member.context.site is None:
            Context.objects.filter(pk=member.context.pk).update(site=self.site, at_once=self._at_once)
            member = admitting.admit(self.platform, said).member
        person = Membership.objects.get(site=self.site, user=member.account.user).person
        if person is not None:
            self.here.people[user] = person
        return member

    # -- what they get ----------------------------------------------------------------------------------------

    def attempt(self, user: str, *failed: str) -> Submission:
        return attempt(self.here, user, failed)

    def gets(self, user: str, points: float) -> None:
        """One attempt more, and points by hand until it comes to so many."""
        self.attempt(user)
        self.is_given(user, points)

    def is_given(self, user: str, points: float) -> None:
        person = self.here.people[user]
        now = marks(self.here.classroom.book, self.here.classroom.policy, login=person.login)
        row = Assignment.objects.get(course=self.site.course, slug="one_to_one")
        before = now[person.login, "one_to_one"].points or 0.0
        adjust(self.here.classroom.book, person, row, points - before, "by hand")

    def publish(self) -> int:
        """As an owner does it."""
        book, policy = self.here.classroom.book, self.here.classroom.policy
        return publish(book, list(marks(book, policy).values()))

    # -- what goes out ----------------------------------------------------------------------------------------

    def once(self, poster: Poster | None = None) -> int:
        """What the worker does in one of its rounds."""
        fill(self.site)
        return (poster or self.poster).post_due()

    def settle(self, poster: Callable[[], Poster] | None = None) -> None:
        """Rounds, until nothing waits any more."""
        until = time.monotonic() + _PATIENCE
        self.once(poster() if poster else None)
        while fill(self.site) or Score.objects.filter(state=Sending.WAITING).exists():
            assert time.monotonic() < until, list(Score.objects.values())
            time.sleep(0.05)
            self.once(poster() if poster else None)

    def score(self, user: str, link: str = "week1") -> Score:
        subject = self.double.people[user].sub
        return Score.objects.get(link__link_id=link, account__subject=subject)

    def resend(self, user: str) -> None:
        """As staff's button does it (test_staff_pages)."""
        Score.objects.filter(pk=self.score(user).pk).update(
            state=Sending.WAITING, why="", held=False, overwrite=True, due_at=timezone.now(), tries=0
        )

    def stopped(self, user: str, *, held: bool) -> str:
        """Why somebody's score is, as staff read it."""
        row = self.score(user)
        assert (row.state, row.held) == (Sending.STOPPED, held), (row.state, row.why)
        return str(row.why)

    @property
    def sent(self) -> list[Asked]:
        return self.double.asked_of("scores")

    def link(self, link: str = "week1") -> Link:
        return Link.objects.get(link_id=link)


_KEY = new_key()  # to make one takes as long as a test


def read_our_keys(double: Double, server: KeyServer) -> None:
    """From here on the double finds our keys at ``server``."""
    own, public = _KEY
    Key.objects.create(kid=own.kid, sealed=keys._box().encrypt(own.pem), public=public)
    server.told = keys.public_set()
    double.tool_keys = server.url
