"""LTI Assignment and Grade Services 2.0: line items, scores and results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit, urlunsplit

from .launch import Grades
from .links import next_page
from .names import (
    LINE_ITEM_SCOPE,
    LINE_ITEM_TYPE,
    LINE_ITEMS_TYPE,
    RESULT_SCOPE,
    RESULTS_TYPE,
    SCORE_SCOPE,
    SCORE_TYPE,
)
from .platform import Platform, Refused, Services, checked, quoted

_PAGES = 200
_HUNDRED = 100
_ROUNDED = 0.0051


class Newer(Exception):
    """The platform has a score that is as new as this one, or newer."""


@dataclass(frozen=True, slots=True)
class Score:
    """Points as a platform gets them: ``maximum`` is a whole number, since Open edX takes no other."""

    given: float
    maximum: int
    comment: str = ""

    @classmethod
    def of(cls, points: float, max_score: float, comment: str = "") -> Score:
        """As they are where the total is a whole number, else of a hundred. What lies outside is cut to the edge."""
        points = min(max(points, 0.0), max_score)
        if max_score == int(max_score):
            return cls(round(points, 3), int(max_score), comment)
        return cls(round(points / max_score * _HUNDRED, 3), _HUNDRED, comment)


@dataclass(frozen=True, slots=True)
class Result:
    """What stands in the platform's gradebook. ``score`` is None where nothing does."""

    score: float | None
    maximum: float

    def holds(self, given: float, maximum: float) -> bool:
        """Whether that is this score, as exactly as a platform keeps it: two decimals of its own maximum."""
        if self.score is None or self.maximum <= 0:
            return False
        return abs(self.score - given / maximum * self.maximum) <= _ROUNDED


def create_line_item(services: Services, platform: Platform, grades: Grades, **item: Any) -> str:
    """Its address. ``item``: as the specification has it; ``resourceLinkId`` ties it to the link in the course."""
    answer = services.call(
        platform,
        frozenset({LINE_ITEM_SCOPE}),
        "POST",
        grades.line_items,
        accept=LINE_ITEM_TYPE,
        content=json.dumps(item).encode(),
        content_type=LINE_ITEM_TYPE,
    )
    made = checked(answer).json()
    found = made.get("id") if isinstance(made, dict) else None
    if not isinstance(found, str) or not platform.has(found):
        raise Refused(answer.status, "the new line item has no address")
    return found


def line_items(services: Services, platform: Platform, grades: Grades, **wanted: str) -> Iterator[dict[str, Any]]:
    """Those of the course that match, page by page: ``resource_link_id``, ``resource_id`` or ``tag``."""
    address: str | None = _with(grades.line_items, **wanted)
    scopes = frozenset({LINE_ITEM_SCOPE})
    yield from _pages(services, platform, scopes, address, LINE_ITEMS_TYPE)


def send(services: Services, platform: Platform, line_item: str, user: str, score: Score, at: datetime) -> str:
    """Gives somebody that score; ``at`` has to be later than the last time by a second. What the platform answered.

    Raises ``Newer``, ``Refused`` or ``Later``.
    """
    body = {
        "userId": user,
        "scoreGiven": score.given,
        "scoreMaximum": score.maximum,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds"),
    } | ({"comment": score.comment} if score.comment else {})
    answer = services.call(
        platform,
        frozenset({SCORE_SCOPE}),
        "POST",
        below(line_item, "/scores"),
        accept="*/*",
        content=json.dumps(body).encode(),
        content_type=SCORE_TYPE,
    )
    told = quoted(answer)
    late = answer.status == HTTPStatus.BAD_REQUEST and "timestamp" in told.lower()  # Open edX
    if answer.status == HTTPStatus.CONFLICT or late:
        raise Newer(f"{answer.status} {told}")
    return f"{checked(answer).status} {told}".strip()


def result(services: Services, platform: Platform, line_item: str, user: str) -> Result | None:
    """What the platform's gradebook holds of somebody; None where it holds nothing."""
    address = _with(below(line_item, "/results"), user_id=user)
    for one in _pages(services, platform, frozenset({RESULT_SCOPE}), address, RESULTS_TYPE):
        if str(one.get("userId")) == user:
            score, maximum = one.get("resultScore"), one.get("resultMaximum")
            return Result(_number(score), _number(maximum) or 1.0)
    return None


def _pages(
    services: Services, platform: Platform, scopes: frozenset[str], address: str | None, kind: str
) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    while address is not None and address not in seen and len(seen) < _PAGES:
        seen.add(address)
        answer = checked(services.call(platform, scopes, "GET", address, accept=kind))
        told = answer.json()
        yield from (one for one in (told if isinstance(told, list) else ()) if isinstance(one, dict))
        address = next_page(answer.headers, address)


def below(address: str, name: str) -> str:
    """``/scores`` or ``/results`` of a line item: before its query, which Moodle's have."""
    parts = _parts(address)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + name))


def _with(address: str, **wanted: str) -> str:
    parts = _parts(address)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, urlencode(wanted))))))


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError as error:
        raise Refused(0, "no address") from error


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
