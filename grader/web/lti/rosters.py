"""Who is in a platform's course comes into ours, and who is no longer there goes off the roster. Marks stay."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ...core.errors import AssignmentError, GraderError
from ...files import write_whole
from ...gradebook.models import Person
from ...gradebook.roster import enrol
from ...intake.course import Student, roster_text
from ...lms.lti import nrps
from ...lms.lti.platform import Later, NoToken, Refused, Services
from ..courses import Classroom
from ..models import Membership, Role
from .admitting import only_platform
from .models import Context, Member, Seat
from .taking import take
from .telling import language_of

EVERY = timedelta(hours=6)
_AT_IT = timedelta(minutes=15)
_FEW = 500  # more than that in one question are too many for SQLite
_AFTER_TROUBLE = timedelta(minutes=5)
_LONGEST = 500


def sync_due(services: Services) -> int:
    """Reads the rosters that are due. How many were read."""
    due = Context.objects.filter(
        site__isnull=False, deployment__platform__active=True, sync_due_at__lte=timezone.now()
    ).exclude(roster="")
    return sum(sync(services, one) for one in due.select_related("site__course", "deployment__platform"))


def sync(services: Services, context: Context) -> bool:
    """Whether it was read whole. Nothing is changed by half of one, nor by an empty one."""
    now = timezone.now()
    # Whoever else looks a moment later finds somebody at it; should that one end, it is due again.
    mine = Context.objects.filter(pk=context.pk, sync_due_at=context.sync_due_at, site=context.site)
    if not mine.update(sync_due_at=now + _AT_IT):
        return False
    try:
        listed = {one.subject: one for one in nrps.members(services, context.deployment.platform.facts, context.roster)}
    except (Later, NoToken) as error:
        _trouble(context, error, sync_due_at=now + _AFTER_TROUBLE)
        return False
    except Refused as error:
        _trouble(context, error, sync_due_at=now + EVERY)
        return False
    if not listed:
        with translation.override(language_of(context.site)):
            _trouble(context, _("the platform's roster is empty"), sync_due_at=now + EVERY)
        return False
    try:
        _take(context, list(listed.values()))
    except (AssignmentError, GraderError, OSError) as error:  # the course's folder cannot be read, or written
        _trouble(context, error, sync_due_at=now + _AFTER_TROUBLE)
        return False
    asked = Context.objects.filter(pk=context.pk, sync_due_at__gt=now)  # else it is wanted once more by now
    asked.update(sync_due_at=now + EVERY)
    Context.objects.filter(pk=context.pk).update(synced_at=now, sync_trouble="")
    return True


def _trouble(context: Context, error: Exception | str, **more: object) -> None:
    Context.objects.filter(pk=context.pk).update(sync_trouble=str(error)[:_LONGEST], **more)


def _take(context: Context, listed: list[nrps.Member]) -> None:
    take(context, listed)
    there, now = {one.subject for one in listed}, timezone.now()
    present = Member.objects.filter(context=context, left_at=None)
    left = [one for one in present.select_related("account") if one.account.subject not in there]
    with transaction.atomic():
        for first in range(0, len(left), _FEW):
            gone = Member.objects.filter(pk__in=[one.pk for one in left[first : first + _FEW]])
            gone.update(left_at=now, counted=False)
        present.update(seen_at=now)
        _show_out(context, {one.account_id for one in left})
    _write(context)


def _show_out(context: Context, left: set[int]) -> None:
    """Nobody stays by a launch of before. Who taught there by the platform's word does so no more.

    Not who is still in another of the platforms' courses that are this one.
    """
    elsewhere = Member.objects.filter(context__site=context.site, left_at=None).values_list("account", flat=True)
    accounts = sorted(left - set(elsewhere))
    for first in range(0, len(accounts), _FEW):
        gone = accounts[first : first + _FEW]
        Seat.objects.filter(site=context.site, account__in=gone).delete()
        staff = Membership.objects.filter(site=context.site, user__account__in=gone)
        staff.exclude(role__in=[Role.STUDENT, Role.OWNER]).delete()


def _write(context: Context) -> None:
    """The roster in the course's folder: who stood there and is of no platform, and the platforms' students."""
    classroom = Classroom(context.site, str(context.deployment.platform))
    seats = Membership.objects.filter(site=context.site, person__login__isnull=False)
    logins = dict(seats.values_list("user__account", "person__login"))
    members = Member.objects.filter(context__site=context.site)
    present = members.filter(role=Role.STUDENT, left_at=None, test_user=False)
    of_platform = _logins_of(context, logins)
    there = {logins.get(account) for account in present.values_list("account", flat=True)}
    people = Person.objects.filter(course=context.site.course, login__isnull=False)
    kept = [one for one in classroom.course.roster if one.id not in of_platform]
    kept += [
        Student(one.login, one.last_name, one.first_name, one.email, one.lms_user_id)
        for one in people.order_by("last_name", "first_name", "login")
        if one.login in there
    ]
    if tuple(kept) == classroom.course.roster:
        return
    with transaction.atomic():
        enrol(classroom.book, kept)
        write_whole(classroom.folder / "students.csv", roster_text(kept).encode())  # last: it cannot be rolled back


def _logins_of(context: Context, logins: dict[int, str]) -> set[str | None]:
    """Under which names people of the platforms may stand on the roster, also those who are no students any more."""
    known = Member.objects.filter(context__site=context.site)
    accounts = list(known.values_list("account", "account__user__username", "account__subject"))
    people = Person.objects.filter(course=context.site.course, login__isnull=False).exclude(lms_user_id="")
    alone = only_platform(context.site, context.deployment.platform)  # ids mean somebody in one platform only
    by_id = dict(people.filter(memberships=None).values_list("lms_user_id", "login")) if alone else {}
    return {name for pk, user, subject in accounts for name in (logins.get(pk), user, by_id.get(subject))}
