"""The API for programs: submit, follow, read back. Its description is at ``/api/docs`` and ``/api/openapi.json``.

Whoever calls bears a personal token (``Authorization: Bearer ...``) and sees what its user sees as a student.
"""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, NinjaAPI, Schema, Status
from ninja.errors import HttpError, ValidationError
from ninja.files import UploadedFile
from ninja.security import HttpBearer

from ..core.assignment import Assignment
from ..gradebook.marks import marks
from ..gradebook.models import Submission
from ..gradebook.roster import AttemptsUsed
from . import lines
from .access import Visit
from .courses import Classroom
from .handing import Closed, hand, uploaded
from .models import Membership, Role, Token, Work
from .students import assignment_row, own_marks, own_work, verdict_of
from .tokens import find


class Bearer(HttpBearer):
    """A personal token."""

    def authenticate(self, _request: HttpRequest, token: str) -> Token | None:
        return find(token)


api = NinjaAPI(
    title="Grader",
    version="1",
    description="Submit models, follow the grading, read verdicts and marks. Make a token at /tokens/.",
    auth=Bearer(),
    urls_namespace="api",
)


class Problem(Schema):
    """Why not."""

    detail: str


class CourseOut(Schema):
    """A course that the user is a student of."""

    folder: str
    title: str


class AssignmentOut(Schema):
    """An assignment, and what the user has there. ``attempts_left``: null for any number; ``points``: of the attempts,
    without points by hand, which are in the mark that is published."""

    slug: str
    title: str
    files: list[str]
    due: datetime | None
    max_score: float
    attempts_left: int | None
    points: float | None


class WorkOut(Schema):
    """A piece of work. ``before``: how many are served first. ``verdict``: see docs/reference/verdict.schema.json; null
    while it is waiting or running, and where it failed for good."""

    id: int
    state: str
    before: int
    attempt: int | None
    verdict: dict[str, Any] | None


class AttemptOut(Schema):
    """One attempt."""

    id: int
    attempt: int
    submitted_at: datetime | None
    status: str | None
    score: float | None
    max_score: float | None


class MarkOut(Schema):
    """A mark that was published."""

    assignment: str
    status: str
    points: float | None
    max_score: float
    published_at: datetime


_REFUSALS = {401: Problem, 404: Problem, 422: Problem}


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent is not what the document asks for: each mistake with its place."""
    told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors]
    return api.create_response(request, {"detail": "; ".join(told)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _visit(request: HttpRequest, folder: str) -> Visit:
    token: Token = request.auth
    rows = Membership.objects.select_related("site__course", "person", "user")
    found = rows.filter(user=token.user, site__folder=folder, role=Role.STUDENT).first()
    if found is None:
        raise HttpError(404, "There is no such course, or you are no student in it.")
    return Visit(found, Classroom(found.site, token.user.get_username()))


def _assignment(visit: Visit, slug: str) -> Assignment:
    found = visit.classroom.assignments.get(slug)
    if found is None:
        raise HttpError(404, "There is no such assignment.")
    return found


@api.get("/courses", response={200: list[CourseOut], 401: Problem})
def courses(request: HttpRequest) -> list[dict[str, str]]:
    """The courses in which the user is a student."""
    rows = request.auth.user.memberships.filter(role=Role.STUDENT).select_related("site").order_by("site__folder")
    return [{"folder": one.site.folder, "title": one.site.title} for one in rows]


@api.get("/courses/{slug:folder}/assignments", response={200: list[AssignmentOut], **_REFUSALS})
def assignments(request: HttpRequest, folder: str) -> list[dict[str, Any]]:
    """The assignments of a course."""
    visit = _visit(request, folder)
    found = own_marks(visit)
    rows = [(one, assignment_row(visit, one, found.get(slug))) for slug, one in visit.classroom.assignments.items()]
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "files": list(spec.submit),
            "due": row.due,
            "max_score": row.max_score,
            "attempts_left": row.left,
            "points": row.so_far,
        }
        for spec, row in rows
    ]


@api.post(
    "/courses/{slug:folder}/assignments/{slug:slug}/submissions",
    response={202: WorkOut, 403: Problem, 409: Problem, 413: Problem, 429: Problem, **_REFUSALS},
)
def submit(
    request: HttpRequest, folder: str, slug: str, upload: File[UploadedFile], *, only_try: bool = False
) -> Status[dict[str, Any]]:
    """Hand in a file: a .py, an archive or a notebook. With ``only_try`` the checks run, and no attempt is used."""
    visit = _visit(request, folder)
    spec = _assignment(visit, slug)
    if not request.auth.may_submit:
        raise HttpError(403, "This token may only read.")
    handed_in = uploaded(visit, spec, upload.name or "models.py", upload.read())
    try:
        work = hand(visit, spec, handed_in, only_try=only_try)
    except Closed:
        raise HttpError(409, "This course is over. Nothing was handed in.") from None
    except AttemptsUsed:
        raise HttpError(409, "You have no attempt left for this assignment. Nothing was handed in.") from None
    except lines.TooMany:
        raise HttpError(429, "Enough of yours is waiting to be graded. Nothing was handed in.") from None
    return Status(202, _work_out(work))


@api.get("/courses/{slug:folder}/work/{pk}", response={200: WorkOut, **_REFUSALS})
def work(request: HttpRequest, folder: str, pk: int) -> dict[str, Any]:
    """How far a piece of work is, and its verdict once there is one."""
    visit = _visit(request, folder)
    found = own_work(visit).select_related("submission__verdict").filter(pk=pk).first()
    if found is None:
        raise HttpError(404, "There is no such work of yours.")
    return _work_out(found)


def _work_out(found: Work) -> dict[str, Any]:
    verdict = verdict_of(found)
    return {
        "id": found.pk,
        "state": found.state,
        "before": lines.place(found),
        "attempt": found.submission.attempt if found.submission else None,
        "verdict": verdict.to_json() if verdict else None,
    }


@api.get("/courses/{slug:folder}/assignments/{slug:slug}/submissions", response={200: list[AttemptOut], **_REFUSALS})
def history(request: HttpRequest, folder: str, slug: str) -> list[dict[str, Any]]:
    """The user's attempts, the last one last."""
    visit = _visit(request, folder)
    _assignment(visit, slug)
    rows = Submission.objects.filter(person=visit.membership.person, assignment__slug=slug).order_by("attempt")
    names = ("pk", "attempt", "submitted_at", "verdict__status", "verdict__score", "verdict__max_score")
    keys = ("id", "attempt", "submitted_at", "status", "score", "max_score")
    return [dict(zip(keys, row, strict=True)) for row in rows.values_list(*names)]


@api.get("/courses/{slug:folder}/marks", response={200: list[MarkOut], **_REFUSALS})
def published(request: HttpRequest, folder: str) -> list[dict[str, Any]]:
    """The user's marks that were published."""
    visit = _visit(request, folder)
    found = marks(visit.classroom.book, visit.classroom.policy, login=str(visit.membership.person.login))
    return [
        {
            "assignment": slug,
            "status": mark.published.status,
            "points": mark.published.points,
            "max_score": mark.published.max_score,
            "published_at": mark.published.at,
        }
        for (_login, slug), mark in sorted(found.items())
        if mark.published
    ]
