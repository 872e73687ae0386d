"""Who is in a course: the roster from a CSV file, invitations, and forgetting somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from axes.models import AccessAttempt
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ..commands.forget import erase_from_roster
from ..core.errors import AssignmentError
from ..files import write_whole
from ..gradebook import audit, forgetting
from ..gradebook.models import Person
from ..gradebook.roster import enrol
from ..intake.course import Student, roster_of
from ..reports.grades import csv_line, text_cell
from ..reports.safe import shortened
from .access import OWNERS, STAFF, Visit, in_course
from .lti import forgetting as lti
from .models import Allowance, Cell, Draft, Membership, Role, Site, Work

_ROWS = 100
_ROSTER = "students.csv"
_LONGEST_NAME, _LONGEST_ADDRESS = 150, 254  # of Django's users


@dataclass(frozen=True, slots=True)
class Change:
    """What a new roster would do: logins that come, change and go."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


@require_GET
@in_course(STAFF)
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everybody, and what an owner can do about it."""
    return render(request, "web/people.html", _about(request, visit))


def _about(request: HttpRequest, visit: Visit) -> dict[str, object]:
    members = Membership.objects.filter(site=visit.membership.site).select_related("user", "person")
    rows = Person.objects.filter(course=visit.membership.site.course, login__isnull=False)
    number = request.GET.get("page", "1")
    page = Paginator(rows.order_by("last_name", "first_name", "login"), _ROWS).get_page(number)
    by_person = {one.person_id: one for one in members.filter(person__in=[row.pk for row in page])}
    return {
        "visit": visit,
        "staff": members.exclude(role=Role.STUDENT).order_by("role", "user__username"),
        "page": page,
        "rows": [(row, by_person.get(row.pk)) for row in page],
    }


# -- the roster --------------------------------------------------------------------------------------------


@require_POST
@in_course(OWNERS)
def import_roster(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the file would change; sent again with ``sure``, it is done. Nothing is kept of a file with a mistake."""
    given = request.FILES.get("roster")
    text = request.POST.get("text", "").replace("\r\n", "\n")
    content = given.read() if isinstance(given, UploadedFile) else text.encode()
    try:
        roster = roster_of(content, Path(_ROSTER))
    except AssignmentError as error:
        messages.error(request, _("Nothing was changed: %s") % error)
        return redirect("people", folder=visit.membership.site.folder)
    if long := [one.id for one in roster if len(one.id) > _LONGEST_NAME or len(one.email) > _LONGEST_ADDRESS]:
        told = _("Nothing was changed: a login has at most 150 letters, and an address 254: %s")
        messages.error(request, told % shortened(long[0], _LONGEST_NAME))
        return redirect("people", folder=visit.membership.site.folder)
    if not roster:
        messages.error(request, _("Nothing was changed: there is nobody in this file."))
        return redirect("people", folder=visit.membership.site.folder)
    if request.POST.get("sure"):
        taken = _take_roster(visit, content, roster)
        messages.success(request, _("%d students are in the course.") % len(roster))
        if taken:
            told = _("These names are in the course already, and not as students: %s")
            messages.warning(request, told % ", ".join(taken))
        return redirect("people", folder=visit.membership.site.folder)
    about = _about(request, visit) | {"change": _change(visit, roster), "text": content.decode("utf-8-sig")}
    return render(request, "web/people.html", about)


def _change(visit: Visit, roster: Iterable[Student]) -> Change:
    before = {one.id: one for one in visit.classroom.course.roster}
    after = {one.id: one for one in roster}
    return Change(
        tuple(login for login in after if login not in before),
        tuple(login for login, one in after.items() if login in before and before[login] != one),
        tuple(login for login in before if login not in after),
    )


def _take_roster(visit: Visit, content: bytes, roster: tuple[Student, ...]) -> list[str]:
    """The file in its place, people in the gradebook, users and memberships for those who have none.

    Gives the names that cannot be a student's, since staff of this course have them.
    """
    with transaction.atomic():
        enrol(visit.classroom.book, roster)
        taken = _admit(visit, {one.id for one in roster})
        write_whole(visit.classroom.folder / _ROSTER, content)  # last: it cannot be rolled back
    return taken


def _admit(visit: Visit, logins: set[str]) -> list[str]:
    site = visit.membership.site
    found = Person.objects.filter(course=site.course, login__in=logins, memberships__isnull=True)
    there = set(Membership.objects.filter(site=site).values_list("user__username", flat=True))
    users = get_user_model().objects.in_bulk(list(logins), field_name="username")
    taken = []
    for person in found:
        login = str(person.login)
        if login in there:
            taken.append(login)
            continue
        user = users.get(login)
        if user is None:
            user = get_user_model().objects.create_user(login, email=person.email)  # without a password
        Membership.objects.create(user=user, site=site, role=Role.STUDENT, person=person)
    return sorted(taken)


# -- invitations -------------------------------------------------------------------------------------------


def may_be_taken(user: AbstractUser, site: Site) -> bool:
    """Who has no password yet, and belongs to this course alone: nobody else's account can be taken by a link."""
    alone = not user.memberships.exclude(site=site).exists()
    return alone and user.is_active and not user.has_usable_password() and not (user.is_staff or user.is_superuser)


def _link(request: HttpRequest, user: AbstractUser) -> str:
    """Where the user chooses a password: it works once, for some days (``PASSWORD_RESET_TIMEOUT``)."""
    given = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    return request.build_absolute_uri(reverse("welcome", kwargs=given))


@require_POST
@in_course(OWNERS)
def invite(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A link for everybody who has not chosen a password, as a CSV file to send them from."""
    members = Membership.objects.filter(site=visit.membership.site, role=Role.STUDENT).select_related("user", "person")
    lines = [csv_line(["id", "email", "link"])]
    for one in members.order_by("person__login"):
        if may_be_taken(one.user, visit.membership.site):
            told = [text_cell(str(one.person.login)), text_cell(one.person.email), _link(request, one.user)]
            lines.append(csv_line(told))
    headers = {"Content-Disposition": f'attachment; filename="{visit.membership.site.folder}-invitations.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


# -- the end -----------------------------------------------------------------------------------------------


@require_POST
@in_course(OWNERS)
def close(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Nobody can submit any more; or they can again."""
    site = visit.membership.site
    site.closed = request.POST.get("closed") == "1"
    site.save(update_fields=["closed"])
    return redirect("people", folder=site.folder)


@require_POST
@in_course(OWNERS)
def forget(request: HttpRequest, visit: Visit, person: int) -> HttpResponse:
    """Erase all that the site holds of a student. Their login has to be typed: nothing brings it back."""
    who = get_object_or_404(Person, pk=person, course=visit.membership.site.course, login__isnull=False)
    login = str(who.login)
    if request.POST.get("login") != login:
        messages.error(request, _("Nothing was erased: the login has to be typed as it stands there."))
        return redirect("people", folder=visit.membership.site.folder)
    with transaction.atomic():
        membership = Membership.objects.filter(person=who).select_related("user").first()
        for model in (Work, Draft, Allowance, Cell):
            model.objects.filter(person=who).delete()
        lti.forget(visit.membership.site, who, membership.user if membership else None)
        forgetting.forget(visit.classroom.book, who)  # comments and reviews go with the attempts
        if membership is not None:
            _leave(membership)
        erase_from_roster(visit.classroom.folder / _ROSTER, {login})
        transaction.on_commit(forgetting.wipe)
    audit.anchor(visit.classroom.book)
    messages.success(request, _("%s is forgotten: attempts, marks, drafts and the account.") % login)
    return redirect("people", folder=visit.membership.site.folder)


def _leave(membership: Membership) -> None:
    """The account goes too, unless it is needed elsewhere."""
    user = membership.user
    membership.delete()
    if not (user.memberships.exists() or user.is_staff or user.is_superuser):
        AccessAttempt.objects.filter(username=user.get_username()).delete()
        user.delete()
