"""Erasing what platforms told of somebody, and what was sent about them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser

from ...gradebook.models import Person
from ..models import Site
from .models import Errand, Member, Score, Seat


def forget(site: Site, person: Person, user: AbstractUser | None) -> None:
    """In one course. The account of the platform goes with the user, where that is not needed elsewhere."""
    Score.objects.filter(person=person).delete()
    if user is not None:
        members = Member.objects.filter(context__site=site, account__user=user)
        Errand.objects.filter(member__in=members).delete()
        members.delete()
        Seat.objects.filter(site=site, account__user=user).delete()
