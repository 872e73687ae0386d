"""What operators see and change. What the audit log seals is changed by the grader alone, else it would not be true.

No page shows what a student wrote, a verdict's evidence, or a secret: fields are named one by one.
"""

from __future__ import annotations

from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..gradebook import models as gradebook
from .models import Membership, Pulse, Regrading, Site, Token, Work

for unused in (Group, AccessLog, AccessFailureLog):  # nothing here asks for groups, and axes fills neither log
    admin.site.unregister(unused)


class Kept(admin.ModelAdmin):
    """To be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Deletable(Kept):
    """Goes with a user, or what else it belongs to, which could not be deleted else."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


class _OnlyRows(admin.TabularInline):
    """To be looked at, below the row that they belong to."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _kept(model: type[Any], shown: str, *, search: str = "", of: str = "", filters: str = "", more: str = "") -> None:
    """Register ``model``: columns, what is searched, relations that columns name, filters, fields beside columns."""
    own = {
        "list_display": ["pk", *shown.split()],
        "fields": [*shown.split(), *more.split()],
        "search_fields": search.split(),
        "list_select_related": of.split(),
        "list_filter": filters.split(),
        "show_full_result_count": False,  # it would count all rows for each page
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (Kept,), own))


_PERSON = "person__login person__last_name person__key"
_OF_WORK = "person assignment"

_kept(gradebook.Course, "name", search="name")
_kept(gradebook.Actor, "name key course", search="name key", of="course", filters="course")
_kept(
    gradebook.Person,
    "login last_name first_name course",
    search="login last_name first_name email key",
    of="course",
    filters="course",
    more="email lms_user_id key position forgotten_at",
)
_kept(gradebook.Assignment, "slug course max_score", search="slug", of="course", filters="course")
_kept(
    gradebook.Submission,
    "person assignment attempt verdict received_at",
    search=f"{_PERSON} digest",
    of="person assignment verdict",
    filters="assignment__course assignment__slug",
    more="submitted_at digest",
)
_kept(
    gradebook.Adjustment,
    "person assignment points by at",
    search=_PERSON,
    of=f"{_OF_WORK} by",
    filters="assignment__course",
    more="comment",
)
_kept(
    gradebook.Extension,
    "person assignment due by at",
    search=_PERSON,
    of=f"{_OF_WORK} by",
    filters="assignment__course",
    more="comment",
)
_kept(
    gradebook.Publication,
    "person assignment status points max_score by at",
    search=_PERSON,
    of=f"{_OF_WORK} by",
    filters="assignment__course status",
)
_kept(gradebook.Regrade, "course by at undone_at", of="course by", filters="course", more="changes")
_kept(
    gradebook.AuditEntry,
    "course serial at event actor person",
    search="event actor person",
    of="course",
    filters="course event",
    more="details seals mac",
)
_kept(
    gradebook.Dispatch,
    "submission attempts sent_at lease_until done_at",
    search="key trouble",
    of="submission__person submission__assignment",
    more="key trouble",
)
_kept(
    Work,
    "site person slug state turn tries created_at done_at",
    search=f"{_PERSON} slug holder",
    of="site person",
    filters="state site slug",
    more="submission regrading holder lease_until",
)
_kept(Regrading, "site slug by at row dropped_at", search="slug", of="site by row", filters="site")
_kept(Pulse, "holder lanes seen_at", search="holder")


class _Results(_OnlyRows):
    model = gradebook.CheckResult
    fields = ("check_id", "outcome", "points", "max_points")


@admin.register(gradebook.Verdict)
class VerdictAdmin(Kept):
    list_display = ("pk", "submission", "status", "score", "max_score", "incident", "isolation", "graded_at")
    fields = (*list_display[1:], "serial", "key", "settled", "diagnoses")
    search_fields = ("submission__person__login", "submission__person__last_name", "key")
    list_select_related = ("submission__person", "submission__assignment")
    list_filter = ("status", "incident", "isolation", "submission__assignment__slug")
    show_full_result_count = False
    inlines = (_Results,)


@admin.register(Site)
class SiteAdmin(Kept):
    """Its title, and whether it is over. Courses come on the site with their folder, and go with it."""

    list_display = ("title", "folder", "closed")
    fields = ("title", "closed", "folder", "course")
    readonly_fields = ("folder", "course")
    search_fields = ("title", "folder")
    list_filter = ("closed",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ("user", "site", "role", "person")
    raw_id_fields = ("user", "site", "person")
    search_fields = ("user__username", "person__login", "person__last_name", "site__folder")
    list_select_related = ("user", "site", "person")
    list_filter = ("role", "site")


@admin.register(Token)
class TokenAdmin(Deletable):
    """Users make their own. The secret is known to nobody, and its digest of no use to anybody."""

    list_display = ("user", "name", "hint", "may_submit", "created_at", "expires_at", "revoked_at", "used_at")
    fields = list_display
    search_fields = ("user__username", "name", "hint")
    list_select_related = ("user",)
    list_filter = ("may_submit",)
    actions = ("revoke",)

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        """From now on nobody gets in with them."""
        count = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, _("%d tokens do not work any more.") % count)
