"""Handing in, by whatever way it came: the browser's editor, an upload, the API."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ..core.assignment import Assignment
from ..core.submission import SourceFile
from ..core.submission import Submission as HandedIn
from ..gradebook.roster import hand_in
from ..intake.uploads import read_content
from ..sandbox.limits import default_limits
from . import lines
from .access import Visit
from .models import Work


class Closed(Exception):
    """Nothing can be handed in in this course any more."""


def uploaded(visit: Visit, spec: Assignment, name: str, content: bytes) -> HandedIn:
    """What came as one file. One that cannot be used is a submission too: it says why, and gets that as its verdict."""
    limits = default_limits().replaced(spec.limits)
    login = str(visit.membership.person.login)
    return read_content(name, content, spec, limits, student=login, submitted_at=timezone.now())


def written(visit: Visit, spec: Assignment, texts: Mapping[str, str]) -> HandedIn:
    """What was typed: a text for each file that is asked for."""
    limits, login, now = default_limits().replaced(spec.limits), str(visit.membership.person.login), timezone.now()
    files: list[SourceFile] = []
    problem = None
    for name in spec.submit:
        content = texts.get(name, "").replace("\r\n", "\n").encode("utf-8", "replace")
        read = read_content(name, content, spec, limits)
        files += read.files
        problem = problem or read.problem
    return HandedIn(login, spec.slug, tuple(files), problem, now)


def hand(visit: Visit, spec: Assignment, handed_in: HandedIn, *, only_try: bool) -> Work:
    """Put it in the line; unless it is only tried, as an attempt. Raises ``Closed``, ``AttemptsUsed``, ``TooMany``.

    Trying goes on when the course is over.
    """
    site, person = visit.membership.site, visit.membership.person
    if site.closed and not only_try:
        raise Closed
    with transaction.atomic():
        if only_try:
            return lines.enter(site, person, spec.slug, tried=handed_in)
        attempts = visit.classroom.policy(spec.slug).attempts
        row = hand_in(visit.classroom.book, person, spec, handed_in, attempts=attempts)
        return lines.enter(site, person, spec.slug, attempt=row)
