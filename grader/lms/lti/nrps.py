"""LTI Names and Role Provisioning Services 2.0: who is in a course of the platform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .launch import clean
from .links import next_page
from .names import ROSTER_SCOPE, ROSTER_TYPE
from .platform import Platform, Refused, Services, checked

_PAGES = 1000
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the course. Names and address are empty where the platform keeps them to itself."""

    subject: str
    roles: frozenset[str]
    given_name: str = ""
    family_name: str = ""
    email: str = ""


def members(services: Services, platform: Platform, address: str) -> Iterator[Member]:
    """All active ones, however many pages they are on. Raises ``Refused`` or ``Later``, also amid them."""
    seen: set[str] = set()
    following: str | None = address
    while following is not None:
        if following in seen or len(seen) >= _PAGES:
            raise Refused(0, "the pages of the roster have no end")
        seen.add(following)
        answer = checked(services.call(platform, frozenset({ROSTER_SCOPE}), "GET", following, accept=ROSTER_TYPE))
        told = answer.json()
        listed = told.get("members") if isinstance(told, dict) else None
        if not isinstance(listed, list):
            raise Refused(answer.status, "the answer holds no list of members")
        yield from filter(None, map(_member, listed))
        following = next_page(answer.headers, following)


def _member(told: Any) -> Member | None:
    if not isinstance(told, dict) or told.get("status", "Active") != "Active":
        return None
    subject, roles = told.get("user_id"), told.get("roles")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST or not subject.isprintable():
        return None
    names = {name: _text(told.get(name)) for name in ("given_name", "family_name", "email")}
    if not names["given_name"] and not names["family_name"]:
        names["family_name"] = _text(told.get("name"))
    found = frozenset(one for one in (roles if isinstance(roles, list) else ()) if isinstance(one, str))
    return Member(subject, found, **names)


def _text(value: object) -> str:
    return clean(value)[:_LONGEST] if isinstance(value, str) else ""
