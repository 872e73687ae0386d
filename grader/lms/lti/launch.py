"""A launch: every claim that LTI Core 1.3 asks for, looked at before anything is believed of it.

``read`` gets claims whose signature, issuer, audience and time ``jose.verified`` has seen already.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .names import AGS, CLAIM, DEEP_LINKING, DL_CLAIM, NRPS, RESOURCE_LINK

_VERSION = "1.3.0"
_OLDEST_SECONDS = 3600  # since a token was made
_LATEST_SECONDS = 86_400  # until it ends
_LONGEST_ID = 255  # LTI Core 1.3, of sub, deployment_id, context and resource link
_LONGEST_TEXT = 1000
_LONGEST_ADDRESS = 2000
_MOST_ROLES = _MOST_WORDS = 100


class BadLaunch(Exception):
    """A launch that is refused. The message names the claim and not its value."""


@dataclass(frozen=True, slots=True)
class Context:
    """A course of the platform. ``id`` is empty where the launch comes from none."""

    id: str = ""
    title: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Grades:
    """Where scores of this launch go. ``line_item`` is empty where the link has none so far."""

    scopes: frozenset[str]
    line_items: str = ""
    line_item: str = ""


@dataclass(frozen=True, slots=True)
class DeepLinking:
    """A platform asks for content. ``data`` is None where none has to be given back."""

    return_url: str
    accept_types: frozenset[str]
    accept_multiple: bool
    accept_line_item: bool
    data: str | None


@dataclass(frozen=True, slots=True)
class Launch:
    """What a platform says of somebody who comes. ``link`` and ``link_title`` are empty in a deep linking request."""

    subject: str
    deployment: str
    target: str
    roles: frozenset[str]
    context: Context
    link: str = ""
    link_title: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    locale: str = ""
    return_url: str = ""
    custom: Mapping[str, str] | None = None
    grades: Grades | None = None
    roster: str = ""
    deep_linking: DeepLinking | None = None


def read(claims: Mapping[str, Any], *, client_id: str, target: str) -> Launch:
    """The launch that these claims make. Raises ``BadLaunch``.

    ``target``: the ``target_link_uri`` of the login that the launch answers.
    """
    _check_time(claims)
    _check_audience(claims, client_id)
    if _get(claims, CLAIM + "version", str) != _VERSION:
        raise BadLaunch("version: only 1.3.0 is spoken here")
    if _get(claims, CLAIM + "target_link_uri", str) != target:
        raise BadLaunch("target_link_uri: it is not that of the login")
    context = _maybe(claims, CLAIM + "context", dict)
    message = _get(claims, CLAIM + "message_type", str)
    if message not in (RESOURCE_LINK, DEEP_LINKING):
        raise BadLaunch("message_type: it is none that is known here")
    link = _get(claims, CLAIM + "resource_link", dict) if message == RESOURCE_LINK else {}
    given, family = _names(claims)
    presentation = _maybe(claims, CLAIM + "launch_presentation", dict) or {}
    return Launch(
        subject=_id(claims, "sub"),
        deployment=_id(claims, CLAIM + "deployment_id"),
        target=target,
        roles=_roles(claims),
        context=Context() if context is None else _context(context),
        link=_id(link, "id", of="resource_link") if message == RESOURCE_LINK else "",
        link_title=_text(link, "title"),
        given_name=given,
        family_name=family,
        email=_text(claims, "email"),
        locale=_text(presentation, "locale") or _text(claims, "locale"),
        return_url=_text(presentation, "return_url", _LONGEST_ADDRESS),
        custom=_custom(claims),
        grades=_grades(claims),
        roster=_text(_maybe(claims, NRPS, dict) or {}, "context_memberships_url", _LONGEST_ADDRESS),
        deep_linking=_deep_linking(claims) if message == DEEP_LINKING else None,
    )


def _check_time(claims: Mapping[str, Any]) -> None:
    now = time.time()
    made, ends = _number(claims, "iat"), _number(claims, "exp")
    if made < now - _OLDEST_SECONDS:
        raise BadLaunch("iat: the launch is too old")
    if ends > now + _LATEST_SECONDS:
        raise BadLaunch("exp: the launch would be good for too long")


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    """Others beside us may stand in ``aud`` only where ``azp`` says that the token is ours."""
    audience, party = claims.get("aud"), claims.get("azp")
    if isinstance(audience, list) and len(audience) > 1 and party is None:
        raise BadLaunch("azp: it has to say for whom of several the launch is")
    if party is not None and party != client_id:
        raise BadLaunch("azp: the launch is for somebody else")


def _context(claim: Mapping[str, Any]) -> Context:
    return Context(_id(claim, "id", of="context"), _text(claim, "title"), _text(claim, "label"))


def _names(claims: Mapping[str, Any]) -> tuple[str, str]:
    """Given and family name; one whole name counts as the family's."""
    given, family = _text(claims, "given_name"), _text(claims, "family_name")
    return (given, family) if given or family else ("", _text(claims, "name"))


def _roles(claims: Mapping[str, Any]) -> frozenset[str]:
    roles = _get(claims, CLAIM + "roles", list)
    if len(roles) > _MOST_ROLES or not all(isinstance(role, str) for role in roles):
        raise BadLaunch("roles: it is no list of names")
    return frozenset(roles)


def _custom(claims: Mapping[str, Any]) -> dict[str, str]:
    """Texts only: what else a platform sends there is nothing of ours."""
    given = _maybe(claims, CLAIM + "custom", dict) or {}
    return {name: value for name, value in given.items() if isinstance(value, str) and len(value) <= _LONGEST_TEXT}


def _grades(claims: Mapping[str, Any]) -> Grades | None:
    claim = _maybe(claims, AGS, dict)
    if claim is None:
        return None
    addresses = [_text(claim, name, _LONGEST_ADDRESS) for name in ("lineitems", "lineitem")]
    return Grades(_words(claim, "scope"), *addresses)


def _deep_linking(claims: Mapping[str, Any]) -> DeepLinking:
    claim = _get(claims, DL_CLAIM + "deep_linking_settings", dict)
    return_url = _text(claim, "deep_link_return_url", _LONGEST_ADDRESS)
    if not return_url:
        raise BadLaunch("deep_link_return_url: it is missing")
    data = claim.get("data")
    if data is not None and (not isinstance(data, str) or storable(data) != data):
        raise BadLaunch("data: it is no text")
    return DeepLinking(
        return_url,
        _words(claim, "accept_types"),
        accept_multiple=_flag(claim, "accept_multiple"),
        accept_line_item=_flag(claim, "accept_lineitem", default=True),
        data=data,
    )


def clean(text: str) -> str:
    """Without blanks around it, and without what no database keeps."""
    return storable(text).strip()


def storable(text: str) -> str:
    """Halves of letters, which JSON can hold, become question marks; NUL goes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


# -- claims of their kind -----------------------------------------------------------------------------------


def _short(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _maybe(claims: Mapping[str, Any], name: str, kind: type) -> Any:
    """None where there is none; one of another kind is refused."""
    value = claims.get(name)
    if kind is dict and value == []:
        return None  # PHP's way to write an object in which nothing is
    if value is not None and not isinstance(value, kind):
        raise BadLaunch(f"{_short(name)}: it is of the wrong kind")
    return value


def _get(claims: Mapping[str, Any], name: str, kind: type) -> Any:
    value = _maybe(claims, name, kind)
    if value is None:
        raise BadLaunch(f"{_short(name)}: it is missing")
    return value


def _id(claims: Mapping[str, Any], name: str, *, of: str = "") -> str:
    told = f"{of} {_short(name)}".strip()
    value = claims.get(name)
    if value is None:
        raise BadLaunch(f"{told}: it is missing")
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_ID or not value.isprintable():
        raise BadLaunch(f"{told}: it is no name of up to {_LONGEST_ID} letters")
    return value


def _text(claims: Mapping[str, Any], name: str, longest: int = _LONGEST_TEXT) -> str:
    value: str = _maybe(claims, name, str) or ""
    if len(value) > longest:
        raise BadLaunch(f"{_short(name)}: it is too long")
    return clean(value)


def _words(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    value = _maybe(claims, name, list) or []
    good = (one for one in value[:_MOST_WORDS] if isinstance(one, str) and len(one) <= _LONGEST_TEXT)
    return frozenset(one for one in good if one.isprintable())


def _flag(claims: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    value = claims.get(name, default)
    return value if isinstance(value, bool) else str(value).lower() == "true"


def _number(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadLaunch(f"{name}: it is no time")
    return float(value)
