"""Names and Role Provisioning Services of a platform double: who is in the course."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from tests.lti.answers import as_json, refuse
from tests.lti.double_ags import link_header
from tests.lti.double_course import Person
from tests.lti.double_tokens import ROSTER

if TYPE_CHECKING:
    from tests.lti.double import Double

MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
_CONTEXT = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


class Members:
    def __init__(self, double: Double) -> None:
        self._double = double

    def url(self) -> str:
        path = self._double.manners.paths.members.format(course=self._double.course.number)
        return self._double.service_url(path)

    def members(self, request: Request, course: int) -> Response:
        double = self._double
        if course != double.course.number:
            refuse(404, "not_found", "no such course")
        double.tokens.ask(request, (ROSTER,))
        people = [double.course.people[name] for name in double.course.members]
        role = request.args.get("role")
        if role and double.manners.role_filter:
            people = [one for one in people if role in one.roles or f"{_CONTEXT}{role}" in one.roles]
        limit = request.args.get("limit", double.page_size or 0, int)
        start = self._start(request)
        shown, headers = people[start:], {}
        if 0 < limit < len(shown):
            shown = shown[:limit]
            query = {**request.args.to_dict(), "limit": limit, double.manners.page_by: self._page(start + limit)}
            headers["Link"] = link_header(f"{self.url()}?{urlencode(query)}", "next", html=False)
        context = {"id": double.course.id, "label": double.course.label, "title": double.course.title}
        told = {"id": request.url, "context": context, "members": [self._told(one) for one in shown]}
        return as_json(told, headers=headers, content_type=MEMBERS_TYPE)

    def _page(self, start: int) -> str:
        """Canvas names a page by a bookmark: base64, in which the case of a letter counts."""
        return b64encode(f"bookmark:{start:06}:Z~z".encode()).decode() if self._by_bookmark else str(start)

    def _start(self, request: Request) -> int:
        asked = request.args.get(self._double.manners.page_by)
        if asked is None:
            return 0
        try:
            return int(b64decode(asked, validate=True).decode().split(":")[1] if self._by_bookmark else asked)
        except (ValueError, IndexError):
            refuse(400, "invalid_request", "no such page")

    @property
    def _by_bookmark(self) -> bool:
        return self._double.manners.page_by == "bookmark"

    def _told(self, one: Person) -> dict[str, Any]:
        roles = [role for role in one.roles if role.startswith(_CONTEXT.removesuffix("#")) or "lti/system" in role]
        if self._double.manners.short_roles:
            roles = [role.rpartition("#")[2] for role in roles]
        told: dict[str, Any] = {"status": "Active", "user_id": one.sub, "roles": roles}
        if self._double.names:
            told |= {"name": f"{one.given} {one.family}", "given_name": one.given, "family_name": one.family}
            told |= {"email": one.email}
        return told
