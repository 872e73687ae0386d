"""A whole roster of a platform, into rows: who is as before costs nothing, and who is new little.

One by one (``admitting``) somebody costs about thirty questions to the database, and there are courses of thousands.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from ...gradebook.models import Person
from ...gradebook.roster import admit_new
from ...lms.lti import roles
from ...lms.lti.nrps import Member as Listed
from ..courses import Classroom
from ..models import Membership, Role
from . import admitting
from .models import Account, Context, Member

_AT_ONCE = 200


def take(context: Context, listed: Sequence[Listed]) -> None:
    """Everybody there is in our course after that, each in the role that they have."""
    known = _known(context)
    places = {one.user_id: one for one in Membership.objects.filter(site=context.site).select_related("person")}
    others = [one for one in listed if not _as_before(known.get(one.subject), places, one)]
    new = _new(context, others)
    for first in range(0, len(new), _AT_ONCE):
        with transaction.atomic():
            _enter(context, new[first : first + _AT_ONCE])
    entered = {one.subject for one in new}
    for one in others:
        if one.subject not in entered:
            with transaction.atomic():
                member = admitting.enter(context, one)
                admitting.settle(member, one)


def _known(context: Context) -> dict[str, Member]:
    members = Member.objects.filter(context=context).select_related("account__user")
    return {str(one.account.subject): one for one in members}


def _as_before(member: Member | None, places: dict[int, Membership], listed: Listed) -> bool:
    place = places.get(member.account.user_id) if member is not None else None
    if member is None or place is None or member.left_at is not None:
        return False
    role = admitting.role_of(listed)
    if admitting.other_names(member.account.user, listed) is not None:
        return False
    if (member.role, member.test_user) != (role, roles.is_test_user(listed.roles)):
        return False
    if place.role == Role.OWNER or place.role != role or place.person is None:
        return bool(place.role in (Role.OWNER, role))
    person = place.person
    told = admitting.student_of(str(person.login), person, listed)
    return (told.last_name, told.first_name, told.email, told.lms_user_id) == (
        person.last_name,
        person.first_name,
        person.email,
        person.lms_user_id,
    )


def _new(context: Context, listed: Sequence[Listed]) -> list[Listed]:
    """Students of whom nobody here has ever heard. Whose id stands on the roster may be somebody who is here."""
    platform = context.deployment.platform
    accounts = set(Account.objects.filter(platform=platform).values_list("subject", flat=True))
    people = Person.objects.filter(course=context.site.course).exclude(lms_user_id="")
    heard = accounts | set(people.values_list("lms_user_id", flat=True))
    return [one for one in listed if one.subject not in heard and admitting.role_of(one) == Role.STUDENT]


def _enter(context: Context, new: Sequence[Listed]) -> None:
    platform, site = context.deployment.platform, context.site
    made = []
    for one in new:
        given, family = admitting.short_names(one)
        user = get_user_model()(username=admitting.new_name(), first_name=given, last_name=family)
        user.password = make_password(None)
        made.append(user)
    users = get_user_model().objects.bulk_create(made)
    both = list(zip(users, new, strict=True))
    accounts = Account.objects.bulk_create(Account(platform=platform, subject=one.subject, user=u) for u, one in both)
    Member.objects.bulk_create(
        Member(context=context, account=account, role=Role.STUDENT, test_user=roles.is_test_user(one.roles))
        for account, one in zip(accounts, new, strict=True)
    )
    book = Classroom(site, str(platform)).book
    people = admit_new(book, [admitting.student_of(u.get_username(), Person(), one) for u, one in both])
    Membership.objects.bulk_create(
        Membership(user=u, site=site, role=Role.STUDENT, person=person) for u, person in zip(users, people, strict=True)
    )
