"""A learning platform for tests: a real HTTP server that launches a tool, takes scores, lists members.

It behaves as one of the kinds in ``manners.py``; the tool's addresses are those of this project. ::

    with Double("moodle", tool="http://127.0.0.1:8000") as double:
        double.add_link("week1", custom={"assignment": "one_to_one"})
        arrival = arrive(requests.Session(), double.login_request("ann", "week1"))
        arrival.post()
        double.grade("ann", "week1").points
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from tests.lti.answers import as_json
from tests.lti.double_ags import Grades
from tests.lti.double_content import Content
from tests.lti.double_course import Grade, LineItem, Link, Person, new_course, new_person
from tests.lti.double_keys import Key, new_key, sign
from tests.lti.double_launches import DeepLink, Hint, Launches, LoginRequest
from tests.lti.double_members import Members
from tests.lti.double_pages import Pages
from tests.lti.double_registration import CONFIGURATION, REGISTRATION, Registrations
from tests.lti.double_server import Asked, Faults, Server
from tests.lti.double_tokens import Tokens
from tests.lti.manners import KINDS


class Double:
    def __init__(
        self,
        kind: str = "plain",
        *,
        tool: str = "",
        issuer: str | None = None,
        security_host: str = "localhost",
        service_host: str = "localhost",
    ) -> None:
        """``tool`` may be set later, before the first launch. Hosts: names of this machine that its addresses show."""
        self.manners = KINDS[kind]
        self.course = new_course(self.manners)
        self.key = new_key()
        self.published: list[Key] = [self.key]
        self.keys_headers = {"Cache-Control": "max-age=300"}
        self.client_id, self.deployment_id = "client-1", "1"
        self.storage_target = self.manners.storage_target
        self.bearer_seconds: float = self.manners.bearer_seconds
        self.page_size: int | None = None
        """How many members a page holds where the tool does not say."""
        self.names = True
        """Whether it tells names and e-mail addresses."""
        self.tells_deployment = True
        """Whether registration answers a deployment."""
        self.described: dict[str, Any] = {}
        """What its configuration document says in place of the truth."""
        self.change: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        """Applied to the claims of every launch before they are signed."""
        self.launches, self.tokens, self.grading = Launches(self), Tokens(self), Grades(self)
        self.roster, self.deep, self.registrations = Members(self), Content(self), Registrations(self)
        self._pages = Pages(self)
        self._server = Server(Map(self._rules()), self._handlers())
        self.url = f"http://{security_host}:{self._server.port}"
        self.security_url = self.url
        self._service_url = f"http://{service_host}:{self._server.port}"
        self.issuer = issuer or self.manners.issuer or self.url
        self.tool = tool

    # -- the server -------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def stop(self) -> None:
        """Connections are refused from here on."""
        self._server.stop()

    def restart(self) -> None:
        """On the same port, with everything that it had."""
        self._server.stop()
        self._server.start()

    @property
    def faults(self) -> Faults:
        return self._server.faults

    @property
    def asked(self) -> list[Asked]:
        """Every request so far, oldest first."""
        return self._server.asked

    def asked_of(self, route: str) -> list[Asked]:
        return [one for one in self._server.asked if one.route == route]

    def _rules(self) -> list[Rule]:
        paths = self.manners.paths
        numbers = {"course": "<int:course>", "item": "<int:item>"}
        items, item = paths.line_items.format(**numbers), paths.line_item.format(**numbers)
        return [
            Rule(paths.auth, endpoint="auth", methods=["GET", "POST"]),
            Rule(paths.token, endpoint="token", methods=["POST"]),
            Rule(paths.keys, endpoint="keys", methods=["GET"]),
            Rule(items, endpoint="line_items", methods=["GET", "POST"]),
            Rule(item, endpoint="line_item", methods=["GET", "PUT", "DELETE"]),
            Rule(f"{item}/scores", endpoint="scores", methods=["POST"]),
            Rule(f"{item}/results", endpoint="results", methods=["GET"]),
            Rule(f"{item}/results/<user>", endpoint="results", methods=["GET"]),
            Rule(paths.members.format(**numbers), endpoint="members", methods=["GET"]),
            Rule(paths.deep_link_return, endpoint="content", methods=["POST"]),
            Rule("/course", endpoint="course", methods=["GET"]),
            Rule("/course/go", endpoint="go", methods=["GET"]),
            Rule("/course/store", endpoint="store", methods=["GET"]),
        ] + (
            [
                Rule(CONFIGURATION, endpoint="configuration", methods=["GET"]),
                Rule(REGISTRATION, endpoint="registration", methods=["POST"]),
            ]
            if self.manners.registers
            else []
        )

    def _handlers(self) -> dict[str, Callable[..., Response]]:
        return {
            "auth": self.launches.auth,
            "token": self.tokens.token,
            "keys": self._keys,
            "line_items": self.grading.line_items,
            "line_item": self.grading.line_item,
            "scores": self.grading.scores,
            "results": self.grading.results,
            "members": self.roster.members,
            "content": self.deep.arrive,
            "configuration": self.registrations.configuration,
            "registration": self.registrations.register,
            "course": self._pages.course,
            "go": self._pages.go,
            "store": self._pages.store,
        }

    # -- addresses --------------------------------------------------------------------------------------------

    @property
    def auth_url(self) -> str:
        return self.security_url + self.manners.paths.auth

    @property
    def token_url(self) -> str:
        return self.security_url + self.manners.paths.token

    @property
    def keyset_url(self) -> str:
        return self.security_url + self.manners.paths.keys

    def service_url(self, path: str, query: str = "") -> str:
        return f"{self._service_url}{path}" + (f"?{query}" if query else "")

    @property
    def tool(self) -> str:
        return self._tool

    @tool.setter
    def tool(self, url: str) -> None:
        self._tool = url.rstrip("/")
        self.launch_url, self.tool_keys = f"{self._tool}/lti/launch", f"{self._tool}/lti/keys"
        self.redirect_uris = [self.launch_url]

    def registration(self) -> dict[str, str]:
        """What an administrator types into the tool."""
        return {
            "issuer": self.issuer,
            "client_id": self.client_id,
            "deployment_id": self.deployment_id,
            "auth_url": self.auth_url,
            "token_url": self.token_url,
            "keyset_url": self.keyset_url,
        }

    def registration_url(self, invitation: str) -> str:
        """Where dynamic registration begins at the tool; each has a registration token of its own."""
        return self.registrations.url(invitation)

    # -- keys and tokens --------------------------------------------------------------------------------------

    def _keys(self, _request: Request) -> Response:
        return as_json({"keys": [one.public_jwk for one in self.published]}, headers=self.keys_headers)

    def rotate(self, *, keep_old: bool = False) -> Key:
        """Signs with a new key from here on, and publishes the old one no longer."""
        self.key = new_key()
        self.published = [*(self.published if keep_old else []), self.key]
        return self.key

    def sign(
        self,
        claims: Mapping[str, Any],
        *,
        key: Key | bytes | None = None,
        alg: str = "RS256",
        headers: Mapping[str, Any] | None = None,
    ) -> str:
        """An id_token. ``headers`` are added to ``kid``, or replace it (``{"kid": None}``: none)."""
        kid = key.kid if isinstance(key, Key) else self.key.kid
        return sign(claims, key or self.key, alg, {"kid": kid, **(headers or {})})

    # -- launches ---------------------------------------------------------------------------------------------

    def login_request(self, user: str, link: str, *, target: str = "iframe", **overrides: str | None) -> LoginRequest:
        """What the browser sends when ``user`` opens ``link``. ``overrides``: other fields, ``None`` for none."""
        hint = Hint(self.course.people[user], self.course.links[link], None, target)
        return self.launches.login_request(hint, **overrides)

    def deep_link_request(
        self, user: str = "teacher", deep: DeepLink | None = None, **overrides: str | None
    ) -> LoginRequest:
        """The same when ``user`` looks for content."""
        hint = Hint(self.course.people[user], None, deep or DeepLink(), "iframe")
        return self.launches.login_request(hint, **overrides)

    def claims(self, user: str, link: str, nonce: str, *, target: str = "iframe") -> dict[str, Any]:
        return self.launches.of_link(self.course.people[user], self.course.links[link], nonce, target)

    def deep_link_claims(self, user: str, nonce: str, deep: DeepLink) -> dict[str, Any]:
        return self.launches.of_deep(self.course.people[user], nonce, deep)

    @property
    def returned(self) -> list[dict[str, Any]]:
        """The claims of every deep linking reply that was accepted."""
        return self.deep.returned

    # -- the course -------------------------------------------------------------------------------------------

    @property
    def people(self) -> dict[str, Person]:
        return self.course.people

    @property
    def members(self) -> list[str]:
        """Who is in the course now, by name; changing the list changes the course."""
        return self.course.members

    def add_person(self, name: str, roles: tuple[str, ...]) -> Person:
        person = new_person(name, roles, self.manners, 100 + len(self.course.people))
        self.course.people[name] = person
        self.course.members.append(name)
        return person

    def add_link(
        self,
        id: str,  # noqa: A002 - the specification's name for it
        title: str | None = None,
        *,
        custom: dict[str, str] | None = None,
        maximum: float | None = 100.0,
        url: str | None = None,
    ) -> Link:
        """A place of the tool in the course, with a column of so many points (``None``: with none)."""
        link = Link(id, title or id, custom or {}, url=url)
        self.course.links[id] = link
        if maximum is not None:
            link.line_item = self.course.add_item(link.title, maximum, link_id=id).number
        return link

    def line_item(self, link: str) -> LineItem:
        """The column of that link: its own, or the first that a tool made for it. ``LookupError``: none."""
        own = self.course.links[link].line_item
        for item in self.course.items.values():
            if own == item.number or (own is None and item.link_id == link):
                return item
        raise LookupError(link)

    def grade(self, user: str, link: str) -> Grade:
        """The cell of the gradebook."""
        return self.course.grade(self.line_item(link).number, self.course.people[user].sub)

    def override(self, user: str, link: str, points: float | None) -> Grade:
        """What a teacher types into the gradebook."""
        grade = self.grade(user, link)
        grade.points, grade.overridden, grade.touched = points, True, grade.touched + 1
        return grade
