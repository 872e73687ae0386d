"""Which marks go to which platforms: published marks become scores, a row for each student and activity.

Only published marks leave the house. Where a platform's course has it so (``Context.at_once``), a mark is published as
soon as it is there: its student launched to get it. A newer mark takes the older one's place in the row, so that
nothing older can arrive after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ...gradebook.marks import marks, publish
from ...gradebook.models import AuditEntry, Publication
from ..cells import touched
from ..courses import Classroom
from ..models import Membership, Role, Site
from .models import Context, Link, Member, Score, Sending
from .telling import language_of

_ACTOR = "the grader"
_MANY = 500


def fill(site: Site) -> int:
    """Brings the scores of one course up to date with its gradebook. How many were changed."""
    log = AuditEntry.objects.filter(course=site.course).order_by("-serial").values_list("serial", flat=True)
    contexts = Context.objects.filter(site=site, deployment__platform__active=True)
    here = {"left_at": None, "account__user__memberships__site": site}  # others are not in our course so far
    new = Member.objects.filter(context__in=contexts, counted=False, **here)
    last = log.first() or 0
    if not contexts.exclude(counted_serial=last).exists() and not new.exists():
        return 0  # looking costs no lock
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)  # one after the other, whoever looks
        last, fresh = log.first() or 0, list(new.values_list("pk", flat=True))
        classroom = Classroom(site, _ACTOR)
        with translation.override(language_of(site)):
            changed = sum(_fill_one(classroom, one, last, fresh) for one in contexts)
        Member.objects.filter(pk__in=fresh).update(counted=True)
    return changed


def _fill_one(classroom: Classroom, context: Context, last: int, fresh: Collection[int]) -> int:
    changed = _fill(classroom, context, last) + _take_up(context, fresh)
    # Where an activity was added meanwhile, everybody is looked at again.
    same = Context.objects.filter(pk=context.pk, counted_serial=context.counted_serial)
    same.update(counted_serial=last)
    return changed


def _take_up(context: Context, fresh: Collection[int]) -> int:
    """What was stopped since somebody had left goes on when they are back."""
    back = Member.objects.filter(context=context, pk__in=fresh).values("account")
    stopped = Score.objects.filter(link__context=context, account__in=back, state=Sending.STOPPED, held=False)
    waiting = stopped.filter(publication__points__isnull=False)
    return int(waiting.update(state=Sending.WAITING, why="", due_at=timezone.now(), tries=0))


def _fill(classroom: Classroom, context: Context, last: int) -> int:
    everybody = _places(context)
    wanted: Collection[int] | None = None
    if context.counted_serial:
        wanted = touched(classroom, context.counted_serial) if context.counted_serial != last else set()
        if wanted is not None:
            new = set(context.members.filter(counted=False, left_at=None).values_list("account__user_id", flat=True))
            wanted = wanted | {person for person, (_account, user) in everybody.items() if user in new}
    people = [person for person in everybody if wanted is None or person in wanted]
    links = list(context.links.exclude(slug=""))
    if not people or not links:
        return 0
    chosen = people if len(people) < _MANY else None
    if context.at_once:
        _publish(classroom, {one.slug for one in links}, set(people), chosen)
    latest = _latest(classroom, {one.slug for one in links}, chosen)
    rows = _rows(links, {person: everybody[person][0] for person in people}, latest)
    return sum(_put(*row) for row in rows)


def _places(context: Context) -> dict[int, tuple[int, int]]:
    """By a student's row in the gradebook: their account and user."""
    members = Member.objects.filter(context=context, role=Role.STUDENT, left_at=None)
    accounts = dict(members.values_list("account__user_id", "account_id"))
    people = Membership.objects.filter(site=context.site_id, person__login__isnull=False)
    return {
        person: (accounts[user], user)
        for person, user in people.values_list("person_id", "user_id")
        if user in accounts
    }


def _publish(classroom: Classroom, slugs: set[str], people: set[int], chosen: list[int] | None) -> None:
    """Of these people only: the course may have students who are of no platform."""
    known = Membership.objects.filter(site=classroom.site, person__login__isnull=False)
    logins = {login for person, login in known.values_list("person_id", "person__login") if person in people}
    found = marks(classroom.book, classroom.policy, people=chosen)
    publish(classroom.book, [one for (login, slug), one in found.items() if slug in slugs and login in logins])


def _latest(classroom: Classroom, slugs: set[str], chosen: list[int] | None) -> dict[tuple[int, str], Publication]:
    found = Publication.objects.filter(person__course=classroom.site.course, assignment__slug__in=slugs)
    if chosen is not None:
        found = found.filter(person__in=chosen)
    return {(one.person_id, one.assignment.slug): one for one in found.select_related("assignment").order_by("pk")}


def _rows(
    links: Iterable[Link], accounts: dict[int, int], latest: dict[tuple[int, str], Publication]
) -> Iterable[tuple[Link, int, Publication]]:
    for link in links:
        for person, account in accounts.items():
            told = latest.get((person, link.slug))
            if told is not None:
                yield link, account, told


def _put(link: Link, account: int, told: Publication) -> bool:
    """Whether the platform shall have another mark than it was to have before."""
    before = Score.objects.filter(link=link, account=account).values_list("publication_id", flat=True).first()
    if before == told.pk or (before is None and told.points is None):
        return False
    fields: dict[str, Any] = {"publication": told, "person_id": told.person_id}
    if told.points is None:
        fields |= {"state": Sending.STOPPED, "why": _("The mark has no points any more; the platform keeps the last.")}
    else:
        fields |= {"state": Sending.WAITING, "why": "", "due_at": timezone.now(), "tries": 0}
    row, made = Score.objects.get_or_create(link=link, account_id=account, defaults=fields)
    if not made:
        # What is held stays so, with the new mark: staff see it, and decide.
        if row.held:
            fields = {"publication": told}
        Score.objects.filter(pk=row.pk).update(**fields)
    return True
