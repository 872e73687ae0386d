"""Who may do what: every view of a course goes through ``in_course``, and tests hold the table of all routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from .courses import Classroom
from .models import Membership, Role

_Roles = frozenset[str]
STUDENTS: _Roles = frozenset({str(Role.STUDENT)})
STAFF: _Roles = frozenset(map(str, (Role.OWNER, Role.INSTRUCTOR, Role.ASSISTANT)))
GRADERS: _Roles = frozenset(map(str, (Role.OWNER, Role.INSTRUCTOR)))
OWNERS: _Roles = frozenset({str(Role.OWNER)})
EVERYBODY = STUDENTS | STAFF


@dataclass(frozen=True)
class Visit:
    """Somebody in a course."""

    membership: Membership
    classroom: Classroom

    @property
    def is_staff(self) -> bool:
        return self.membership.role in STAFF

    @property
    def decides(self) -> bool:
        return self.membership.role in GRADERS


View = Callable[..., HttpResponse]


def in_course(roles: frozenset[str]) -> Callable[[View], View]:
    """For members of the course with one of these roles; to all others there is no such page.

    The view is called with the request and a ``Visit``.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def wrapped(request: HttpRequest, folder: str, **rest: Any) -> HttpResponse:
            found = Membership.objects.select_related("site__course", "person", "user")
            membership = found.filter(user_id=request.user.pk, site__folder=folder, role__in=roles).first()
            if membership is None:
                raise Http404
            return view(request, Visit(membership, Classroom(membership.site, request.user.get_username())), **rest)

        wrapped.roles = roles
        return wrapped

    return decorate
