"""Where a tool returns the content that was chosen: its token is verified, its links become links of the course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
from werkzeug.wrappers import Request, Response

from tests.lti.answers import page, refuse
from tests.lti.double_course import Link
from tests.lti.double_launches import DL, C, DeepLink
from tests.lti.double_tokens import tool_key

if TYPE_CHECKING:
    from tests.lti.double import Double

_LONGEST = 300
_REQUIRED = ["iss", "aud", "exp", "iat", "nonce"]


class Content:
    def __init__(self, double: Double) -> None:
        self._double = double
        self._open: dict[str, DeepLink] = {}
        self._nonces: set[str] = set()
        self.returned: list[dict[str, Any]] = []
        """The claims of every reply that was accepted."""

    def return_url(self, deep: DeepLink) -> str:
        """It has a query of its own, as Moodle's has."""
        self._open[deep.id] = deep
        path, course = self._double.manners.paths.deep_link_return, self._double.course
        return f"{self._double.url}{path}?course={course.number}&id={deep.id}"

    def arrive(self, request: Request) -> Response:
        deep = self._open.get(request.args.get("id", ""))
        if deep is None:
            refuse(400, "invalid_request", "nobody asked for content here")
        claims = self._verified(request.form.get("JWT", ""), deep)
        items = claims.get(f"{DL}content_items", [])
        if not isinstance(items, list) or (len(items) > 1 and not deep.accept_multiple):
            refuse(400, "invalid_request", "content_items")
        for item in items:
            self._check(item, deep)
        del self._open[deep.id]
        self.returned.append(claims)
        made = [self._stored(item) for item in items if item["type"] == "ltiResourceLink"]
        names = "".join(f'<li id="link-{link.id}">{link.title}</li>' for link in made)
        return page("Content", f"<p>Content was added to the course.</p><ul>{names}</ul>")

    def _verified(self, token: str, deep: DeepLink) -> dict[str, Any]:
        double = self._double
        try:
            claims: dict[str, Any] = jwt.decode(
                token, tool_key(double, token), algorithms=["RS256"], leeway=5, audience=double.issuer,
                issuer=double.client_id, options={"require": _REQUIRED},
            )  # fmt: skip
        except jwt.PyJWTError as error:
            refuse(400, "invalid_request", f"JWT: {error}")
        if claims["exp"] - claims["iat"] > _LONGEST:
            refuse(400, "invalid_request", f"exp is more than {_LONGEST} seconds after iat")
        if claims["nonce"] in self._nonces:
            refuse(400, "invalid_request", "nonce was used before")
        self._nonces.add(claims["nonce"])
        expected = {
            f"{C}message_type": "LtiDeepLinkingResponse",
            f"{C}version": "1.3.0",
            f"{C}deployment_id": double.deployment_id,
        }
        if deep.data is not None:
            expected[f"{DL}data"] = deep.data
        elif f"{DL}data" in claims:
            refuse(400, "invalid_request", "data was returned that was not sent")
        for name, value in expected.items():
            if claims.get(name) != value:
                refuse(400, "invalid_request", name)
        return claims

    @staticmethod
    def _check(item: Any, deep: DeepLink) -> None:
        if not isinstance(item, dict) or item.get("type") not in deep.accept_types:
            refuse(400, "invalid_request", "a content item of a type that is not accepted")
        custom = item.get("custom", {})
        if not isinstance(custom, dict) or not all(isinstance(value, str) for value in custom.values()):
            refuse(400, "invalid_request", "custom parameters are strings")
        column = item.get("lineItem")
        if column is not None and not (isinstance(column, dict) and column.get("scoreMaximum", 0) > 0):
            refuse(400, "invalid_request", "lineItem")

    def _stored(self, item: dict[str, Any]) -> Link:
        course, column = self._double.course, item.get("lineItem")
        link = Link(f"link-{course.number_next()}", item.get("title", "Untitled"), dict(item.get("custom", {})))
        link.url = item.get("url")
        course.links[link.id] = link
        if column and column.get("scoreMaximum"):
            made = course.add_item(
                column.get("label") or link.title, float(column["scoreMaximum"]), link_id=link.id,
                resource_id=column.get("resourceId"), tag=column.get("tag"),
            )  # fmt: skip
            link.line_item = made.number
        return link
