"""Erasing what platforms told of somebody, and what was sent about them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser

from ...gradebook.models import Person
from ..models import Site
from .models import Account, Errand, Login, Member, Score, Seat


def forget(site: Site, person: Person, user: AbstractUser | None) -> None:
    """In one course. The account of the platform goes with the user, where that is not needed elsewhere."""
    Score.objects.filter(person=person).delete()
    if user is not None:
        for account in Account.objects.filter(user=user):
            Login.objects.filter(platform=account.platform_id, asked__login_hint=account.subject).delete()
        members = Member.objects.filter(context__site=site, account__user=user)
        Errand.objects.filter(member__in=members).delete()
        members.delete()
        Seat.objects.filter(site=site, account__user=user).delete()
