"""Who is in a platform's course comes into ours, and who is no longer there goes off the roster. Marks stay."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...files import write_whole
from ...gradebook.models import Person
from ...gradebook.roster import enrol
from ...intake.course import Student, roster_text
from ...lms.lti import nrps
from ...lms.lti.platform import Later, NoToken, Refused, Services
from ..courses import Classroom
from ..models import Membership, Role
from . import admitting
from .models import Context, Member, Seat

EVERY = timedelta(hours=6)
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
    # Whoever else looks a moment later finds it done.
    if not Context.objects.filter(pk=context.pk, sync_due_at=context.sync_due_at).update(sync_due_at=now + EVERY):
        return False
    try:
        listed = {one.subject: one for one in nrps.members(services, context.deployment.platform.facts, context.roster)}
    except (Later, NoToken) as error:
        _trouble(context, error, sync_due_at=now + _AFTER_TROUBLE)
        return False
    except Refused as error:
        _trouble(context, error)
        return False
    if not listed:
        _trouble(context, _("the platform's roster is empty"))
        return False
    _take(context, list(listed.values()))
    Context.objects.filter(pk=context.pk).update(synced_at=now, sync_trouble="")
    return True


def _trouble(context: Context, error: Exception | str, **more: object) -> None:
    Context.objects.filter(pk=context.pk).update(sync_trouble=str(error)[:_LONGEST], **more)


def _take(context: Context, listed: list[nrps.Member]) -> None:
    for one in listed:
        with transaction.atomic():
            member = admitting.enter(context, one)
            admitting.settle(member, one)
    there = {one.subject for one in listed}
    present = Member.objects.filter(context=context, left_at=None).select_related("account")
    left = [one for one in present if one.account.subject not in there]
    for one in left:
        Member.objects.filter(pk=one.pk).update(left_at=timezone.now())
    _show_out(context, left)
    _write(context)


def _show_out(context: Context, left: list[Member]) -> None:
    """Nobody stays by a launch of before. Who taught there by the platform's word does so no more."""
    accounts = [one.account_id for one in left]
    Seat.objects.filter(site=context.site, account__in=accounts).delete()
    staff = Membership.objects.filter(site=context.site, user__account__in=accounts)
    staff.exclude(role__in=[Role.STUDENT, Role.OWNER]).delete()


def _write(context: Context) -> None:
    """The roster in the course's folder: who stood there and is of no platform, and the platforms' students."""
    classroom = Classroom(context.site, str(context.deployment.platform))
    seats = Membership.objects.filter(site=context.site, person__login__isnull=False)
    logins = dict(seats.values_list("user__account", "person__login"))
    members = Member.objects.filter(context__site=context.site)
    present = members.filter(role=Role.STUDENT, left_at=None, test_user=False)
    of_platform = {logins.get(account) for account in members.values_list("account", flat=True)}
    there = {logins.get(account) for account in present.values_list("account", flat=True)}
    people = Person.objects.filter(course=context.site.course, login__isnull=False)
    kept = [one for one in classroom.course.roster if one.id not in of_platform]
    kept += [
        Student(one.login, one.last_name, one.first_name, one.email, one.lms_user_id)
        for one in people.order_by("last_name", "first_name", "login")
        if one.login in there
    ]
    with transaction.atomic():
        enrol(classroom.book, kept)
        write_whole(classroom.folder / "students.csv", roster_text(kept).encode())  # last: it cannot be rolled back
