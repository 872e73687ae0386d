"""Who comes from a platform, as rows: deployment, account, course, place in it, and what they are in ours."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from ...gradebook.models import Person
from ...gradebook.roster import admit as admit_to_gradebook
from ...intake.course import Student
from ...lms.lti import roles
from ...lms.lti.launch import Launch
from ...lms.lti.nrps import Member as Listed
from ..courses import Classroom, known_assignments
from ..models import Membership, Role, Site
from ..people import may_be_taken
from .models import Account, Context, Deployment, Link, Member, Platform

_ROLES = {roles.INSTRUCTOR: Role.INSTRUCTOR, roles.ASSISTANT: Role.ASSISTANT, roles.STUDENT: Role.STUDENT}
_SHORT_NAME = 150  # of a user, in Django's own model
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whose launch it was, and which activity it came from (None: a deep linking request)."""

    member: Member
    link: Link | None


def bind(platform: Platform, deployment: str) -> bool:
    """Whether the platform's deployment is known; where the next one is to be taken in, it is from now on."""
    found = Deployment.objects.filter(platform=platform, deployment_id=deployment)
    if found.exists():
        return True
    with transaction.atomic():
        if not Platform.objects.filter(pk=platform.pk, bind_next=True).update(bind_next=False):
            return found.exists()
        Deployment.objects.get_or_create(platform=platform, deployment_id=deployment)
    return True


def admit(platform: Platform, said: Launch) -> Admitted:
    """The rows of a launch that is valid, made or brought up to date."""
    for last in (False, False, True):
        try:
            return _admit(platform, said)
        except IntegrityError:  # the same person in another tab was quicker: their rows are there now
            if last:
                raise
    raise AssertionError("the last try returns or raises")


def _admit(platform: Platform, said: Launch) -> Admitted:
    with transaction.atomic():
        context = _context(platform, said)
        listed = Listed(said.subject, said.roles, said.given_name, said.family_name, said.email)
        member = enter(context, listed)
        link = _link(context, said) if said.link else None
    if context.site is not None:
        settle(member, listed)
    return Admitted(member, link)


def _context(platform: Platform, said: Launch) -> Context:
    deployment = Deployment.objects.get(platform=platform, deployment_id=said.deployment)
    context, _ = Context.objects.select_related("site__course", "deployment__platform").get_or_create(
        deployment=deployment, context_id=said.context.id
    )
    before = (context.title, context.line_items, context.scopes, context.roster)
    context.title = said.context.title or said.context.label or context.title
    if said.grades is not None:
        context.line_items = said.grades.line_items or context.line_items
        context.scopes = sorted(said.grades.scopes)
    if said.roster and said.roster != context.roster:
        context.roster, context.sync_due_at = said.roster, timezone.now()
    if before != (context.title, context.line_items, context.scopes, context.roster):
        context.save(update_fields=["title", "line_items", "scopes", "roster", "sync_due_at"])
    return context


def _link(context: Context, said: Launch) -> Link:
    """The activity. Which assignment it is, it says itself where it was made by deep linking, also in a copy."""
    link, _ = Link.objects.get_or_create(context=context, link_id=said.link)
    before = (link.title, link.slug, link.line_item)
    link.title = said.link_title or link.title
    offered = (said.custom or {}).get("assignment", "")
    if offered in (Classroom(context.site, "").assignments if context.site else known_assignments()):
        link.slug = offered
    if said.grades is not None and said.grades.line_item:
        link.line_item = said.grades.line_item
    if before != (link.title, link.slug, link.line_item):
        link.save(update_fields=["title", "slug", "line_item"])
        context.count_anew()
    return link


def other_names(user: AbstractUser, listed: Listed) -> tuple[str, str] | None:
    """The user's names, if the platform tells others. Who has a password here keeps their own."""
    names = short_names(listed)
    changed = any(names) and names != (user.first_name, user.last_name) and not user.has_usable_password()
    return names if changed else None


def short_names(listed: Listed) -> tuple[str, str]:
    """As a user of Django's may have them."""
    return listed.given_name[:_SHORT_NAME], listed.family_name[:_SHORT_NAME]


def role_of(listed: Listed) -> Role:
    return Role(_ROLES[roles.role_of(listed.roles)])


def new_name() -> str:
    """Of a user who comes from a platform, and has no password here."""
    return f"lti-{secrets.token_hex(5)}"


def enter(context: Context, listed: Listed) -> Member:
    """Somebody's account and their place in the platform's course. To be called in a transaction."""
    platform = context.deployment.platform
    account = Account.objects.select_related("user").filter(platform=platform, subject=listed.subject).first()
    if account is None:
        account = _new_account(context, listed)
    user = account.user
    if names := other_names(user, listed):
        user.first_name, user.last_name = names
        user.save(update_fields=["first_name", "last_name"])
    told = {
        "role": role_of(listed),
        "test_user": roles.is_test_user(listed.roles),
        "seen_at": timezone.now(),
        "left_at": None,
    }
    member, _ = Member.objects.update_or_create(context=context, account=account, defaults=told)
    member.context, member.account = context, account
    return member


def _new_account(context: Context, listed: Listed) -> Account:
    """For somebody who is on our roster by their id in the platform, their own user; else a new one."""
    user = None
    student = roles.role_of(listed.roles) == roles.STUDENT
    if context.site is not None and student and only_platform(context.site, context.deployment.platform):
        listed_here = Membership.objects.select_related("user").filter(
            site=context.site, person__lms_user_id=listed.subject, user__account=None
        )
        user = next((one.user for one in listed_here if may_be_taken(one.user, context.site)), None)
    if user is None:
        user = get_user_model().objects.create_user(new_name())
    account: Account = Account.objects.create(platform=context.deployment.platform, subject=listed.subject, user=user)
    return account


def only_platform(site: Site, platform: Platform) -> bool:
    """Whether ids on the course's roster can only be this platform's. Two platforms may give the same one."""
    return not site.contexts.exclude(deployment__platform=platform).exists()


def settle(member: Member, listed: Listed) -> Membership:
    """What somebody of the platform's course is in ours. Owners stay owners: that is decided here."""
    site, account = member.context.site, member.account
    with transaction.atomic():
        before = Membership.objects.filter(site=site, user=account.user).select_related("person").first()
        if member.role == Role.STUDENT:
            person = _person(site, account, listed, before.person if before else None)
        else:
            person = None
        if before is None:
            made: Membership = Membership.objects.create(site=site, user=account.user, role=member.role, person=person)
            return made
        if before.role != Role.OWNER and (before.role, before.person) != (member.role, person):
            before.role, before.person = member.role, person
            before.save(update_fields=["role", "person"])
    return before


def _person(site: Site, account: Account, listed: Listed, known: Person | None) -> Person:
    """The student in the gradebook, with the names that the platform gives; it may give none."""
    classroom = Classroom(site, str(account.platform))
    if known is None and only_platform(site, account.platform):
        found = Person.objects.filter(course=site.course, lms_user_id=listed.subject, login__isnull=False)
        known = found.filter(memberships=None).first()
    login = str(known.login) if known else account.user.get_username()
    return admit_to_gradebook(classroom.book, student_of(login, known or Person(), listed))


def student_of(login: str, before: Person, listed: Listed) -> Student:
    """As the roster has them; what the platform does not tell stays as it was."""
    return Student(
        login,
        listed.family_name[:_LONGEST_NAME] or (before.last_name if not listed.given_name else ""),
        listed.given_name[:_LONGEST_NAME] or (before.first_name if not listed.family_name else ""),
        listed.email[:_LONGEST_NAME] or before.email,
        listed.subject,
    )
