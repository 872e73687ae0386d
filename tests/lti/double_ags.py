"""Assignment and Grade Services of a platform double: columns, scores, results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from tests.lti.answers import as_json, json_of, refuse
from tests.lti.double_course import Grade, LineItem
from tests.lti.double_tokens import LINE_ITEM, LINE_ITEM_READ, RESULT, SCORE

if TYPE_CHECKING:
    from tests.lti.double import Double

ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
_ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
_GRADING = ("FullyGraded", "Pending", "PendingManual", "Failed", "NotReady")
_KNOWN = ("id", "label", "scoreMaximum", "resourceLinkId", "resourceId", "tag")


def link_header(url: str, rel: str, *, html: bool) -> str:
    """``html``: with curly quotes and ``&amp;``, as Moodle writes it (in UTF-8, which HTTP reads as latin-1)."""
    if not html:
        return f'<{url}>; rel="{rel}"'
    return f"<{url.replace('&', '&amp;')}>; rel=“{rel}”".encode().decode("latin-1")


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


class Grades:
    def __init__(self, double: Double) -> None:
        self._double = double

    # -- columns ----------------------------------------------------------------------------------------------

    def items_url(self) -> str:
        manners, course = self._double.manners, self._double.course
        path = manners.paths.line_items.format(course=course.number)
        return self._double.service_url(path, manners.line_item_query)

    def item_url(self, item: int, under: str = "") -> str:
        manners, course = self._double.manners, self._double.course
        path = manners.paths.line_item.format(course=course.number, item=item) + under
        return self._double.service_url(path, manners.line_item_query)

    def _told(self, item: LineItem) -> dict[str, Any]:
        told = {"id": self.item_url(item.number), "label": item.label, "scoreMaximum": item.maximum} | item.more
        more = {"resourceLinkId": item.link_id, "resourceId": item.resource_id, "tag": item.tag}
        return told | {name: value for name, value in more.items() if value is not None}

    def line_items(self, request: Request, course: int) -> Response:
        self._here(course)
        if request.method == "POST":
            return self._made(request)
        self._double.tokens.ask(request, (LINE_ITEM, LINE_ITEM_READ))
        wanted = {"resource_link_id": "link_id", "resource_id": "resource_id", "tag": "tag"}
        asked = {field: request.args[name] for name, field in wanted.items() if name in request.args}
        found = [
            one
            for one in self._double.course.items.values()
            if all(getattr(one, field) == value for field, value in asked.items())
        ]
        limit, start = request.args.get("limit", 0, int), request.args.get("from", 0, int)
        shown, headers = found[start:], {}
        if 0 < limit < len(shown):
            shown = shown[:limit]
            query = urlencode({**request.args.to_dict(), "limit": limit, "from": start + limit})
            url = f"{self.items_url().partition('?')[0]}?{query}"
            headers["Link"] = link_header(url, "next", html=self._double.manners.html_links)
        return as_json([self._told(one) for one in shown], headers=headers, content_type=ITEMS_TYPE)

    def _made(self, request: Request) -> Response:
        self._double.tokens.ask(request, (LINE_ITEM,))
        self._typed(request, ITEM_TYPE)
        item = self._double.course.add_item("", 0.0)
        try:
            self._read(item, json_of(request))
            if item.link_id is not None and item.link_id not in self._double.course.links:
                refuse(404, "not_found", "no such resource link")
        except Exception:
            del self._double.course.items[item.number]
            raise
        return as_json(self._told(item), 201, content_type=ITEM_TYPE)

    @staticmethod
    def _read(item: LineItem, sent: dict[str, Any]) -> None:
        label, maximum = sent.get("label"), _number(sent.get("scoreMaximum"))
        if not isinstance(label, str) or not label or maximum is None or maximum <= 0:
            refuse(400, "invalid_request", "label and a positive scoreMaximum are required")
        item.label, item.maximum = label, maximum
        item.link_id = sent.get("resourceLinkId", item.link_id)
        item.resource_id, item.tag = sent.get("resourceId"), sent.get("tag")
        item.more = {name: value for name, value in sent.items() if name not in _KNOWN}

    def line_item(self, request: Request, course: int, item: int) -> Response:
        found = self._found(course, item)
        if request.method == "GET":
            self._double.tokens.ask(request, (LINE_ITEM, LINE_ITEM_READ))
            return as_json(self._told(found), content_type=ITEM_TYPE)
        self._double.tokens.ask(request, (LINE_ITEM,))
        if request.method == "DELETE":
            del self._double.course.items[item]
            return Response(status=204)
        self._typed(request, ITEM_TYPE)
        self._read(found, json_of(request))
        return as_json(self._told(found), content_type=ITEM_TYPE)

    # -- scores -----------------------------------------------------------------------------------------------

    def scores(self, request: Request, course: int, item: int) -> Response:
        found = self._found(course, item)
        self._double.tokens.ask(request, (SCORE,))
        self._typed(request, SCORE_TYPE)
        sent = json_of(request)
        stamp = self._checked(sent)
        grade = self._double.course.grade(item, str(sent["userId"]))
        self._in_order(grade, stamp)
        grade.stamp = stamp
        grade.scores.append(sent)
        self._count(grade, found, sent)
        if not self._double.manners.score_body:
            return Response(status=200)
        url = self.item_url(item, f"/results/{sent['userId']}")
        return as_json({"resultUrl": url}, content_type=SCORE_TYPE)

    def _checked(self, sent: dict[str, Any]) -> datetime:
        """Refuses what is no score; gives its time."""
        manners = self._double.manners
        if sent.get("activityProgress") not in _ACTIVITY:
            refuse(400, "invalid_request", "activityProgress")
        if sent.get("gradingProgress") not in _GRADING and manners.kind != "moodle":  # MEASURED: Moodle takes any
            refuse(400, "invalid_request", "gradingProgress")
        try:
            stamp = datetime.fromisoformat(sent["timestamp"])
        except (KeyError, TypeError, ValueError):
            refuse(400, "invalid_request", "timestamp")
        if stamp.tzinfo is None:
            stamp = stamp.replace(tzinfo=UTC)
        member = self._double.course.member(str(sent.get("userId")))
        if member is None or (manners.only_students and not member.learns):
            refuse(manners.stranger_status, "not_found", "no student of this course")
        if sent.get("scoreGiven") is not None:
            if _number(sent["scoreGiven"]) is None:
                refuse(400, "invalid_request", "scoreGiven")
            if not _number(sent.get("scoreMaximum")):
                refuse(manners.maximum_missing_status, "invalid_request", "scoreMaximum")
        return stamp

    def _in_order(self, grade: Grade, stamp: datetime) -> None:
        manners, last = self._double.manners, grade.stamp
        if last is None:
            return
        if manners.stamp_seconds:
            stamp, last = (one.replace(microsecond=0) for one in (stamp, last))
        if stamp < last or (manners.same_stamp_refused and stamp == last):
            refuse(manners.stale_status, "conflict", "timestamp is not later than the last one")

    def _count(self, grade: Grade, item: LineItem, sent: dict[str, Any]) -> None:
        """What a score that was accepted does to the gradebook."""
        manners = self._double.manners
        if grade.overridden and manners.override_stays:
            return
        if isinstance(sent.get("comment"), str):
            grade.comment = sent["comment"]
        final = sent["gradingProgress"] == "FullyGraded"
        final = final or (manners.pending_manual_counts and sent["gradingProgress"] == "PendingManual")
        given = _number(sent.get("scoreGiven"))
        if not final or given is None:
            if manners.partial_erases:
                grade.points, grade.touched = None, grade.touched + 1
            return
        points = given * item.maximum / float(sent["scoreMaximum"])
        grade.points = min(points, item.maximum) if manners.caps else points
        grade.overridden, grade.touched = False, grade.touched + 1

    def results(self, request: Request, course: int, item: int, user: str | None = None) -> Response:
        found = self._found(course, item)
        self._double.tokens.ask(request, (RESULT,))
        user = user or request.args.get("user_id")
        told = [
            {
                "id": self.item_url(item, f"/results/{sub}"),
                "scoreOf": self.item_url(item),
                "userId": sub,
                "resultScore": grade.points,
                "resultMaximum": found.maximum,
            }
            | ({"comment": grade.comment} if grade.comment else {})
            for (number, sub), grade in self._double.course.grades.items()
            if number == item and grade.points is not None and user in {None, sub}
        ]
        return as_json(told, content_type=RESULTS_TYPE)

    # -- what all ask -----------------------------------------------------------------------------------------

    def _here(self, course: int) -> None:
        if course != self._double.course.number:
            refuse(404, "not_found", "no such course")

    def _found(self, course: int, item: int) -> LineItem:
        self._here(course)
        found = self._double.course.items.get(item)
        if found is None:
            refuse(404, "not_found", "no such line item")
        return found

    def _typed(self, request: Request, wanted: str) -> None:
        accepted: Sequence[str] = (wanted,) if self._double.manners.exact_types else (wanted, "application/json")
        if request.mimetype not in accepted:
            refuse(400, "invalid_request", f"No handler found for {request.mimetype}")
