"""A course to look at: the shipped example class, a teacher, an assistant, and a student who has handed in nothing."""

from __future__ import annotations

import csv
import json
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from ..files import create_whole, write_whole
from ..gradebook.models import Person
from ..gradebook.roster import hand_in
from ..intake.uploads import read_submission
from ..sandbox.limits import default_limits
from . import lines
from .courses import Classroom, add_course
from .models import Membership, Role, Site

NAME = "demo"
_EXAMPLE = Path(__file__).parents[2] / "examples" / "course"
_STUDENT = "student"
_STAFF = {"teacher": Role.OWNER, "assistant": Role.ASSISTANT}
_DAYS = 14


def make() -> Iterator[tuple[str, str, str]]:
    """Make it where it is not there yet. Gives (user, password, role) of who can log in."""
    passwords = _passwords()
    if not Site.objects.filter(folder=NAME).exists():
        _write_folder(Path(settings.COURSES) / NAME)
        with transaction.atomic():
            classroom = add_course(NAME, "Django models (demo)", actor="demo")
            _users(classroom, passwords)
        _submissions(classroom)
    for name, password in passwords.items():
        yield name, password, str(_STAFF.get(name, Role.STUDENT))


def _passwords() -> dict[str, str]:
    """Made once, and readable by the site's owner alone: a demo that is reachable must not have known ones."""
    path = Path(settings.SITE) / ".demo-passwords.json"
    if not path.exists():
        made = {name: secrets.token_urlsafe(8) for name in (*_STAFF, _STUDENT)}
        create_whole(path, json.dumps(made).encode(), mode=0o600)
    return dict(json.loads(path.read_text(encoding="ascii")))


def _write_folder(folder: Path) -> None:
    due = (timezone.now() + timedelta(days=_DAYS)).replace(microsecond=0)
    (folder / "submitted").mkdir(parents=True, exist_ok=True)
    rules = "".join(
        f'[assignment.{slug}]\ndue = {due.isoformat()}\ncounts = "best"\nattempts = 10\n\n'
        for slug in ("one_to_one", "parent_link", "link_and_save")
    )
    write_whole(folder / "course.toml", f'language = "en"\n\n{rules}'.encode())
    roster = (_EXAMPLE / "students.csv").read_text(encoding="utf-8").rstrip("\n")
    write_whole(folder / "students.csv", f"{roster}\n{_STUDENT},Student,Sasha,sasha@example.org,\n".encode())


def _users(classroom: Classroom, passwords: dict[str, str]) -> None:
    people = {str(one.login): one for one in Person.objects.filter(course=classroom.site.course)}
    for name, password in passwords.items():
        user = get_user_model().objects.filter(username=name).first()
        user = user or get_user_model().objects.create_user(name, password=password)
        role = _STAFF.get(name, Role.STUDENT)
        person = people[name] if role == Role.STUDENT else None
        Membership.objects.create(user=user, site=classroom.site, role=role, person=person)


def _submissions(classroom: Classroom) -> None:
    """What the example's students handed in: the worker will grade it."""
    people = {str(one.login): one for one in Person.objects.filter(course=classroom.site.course)}
    with (_EXAMPLE / "students.csv").open(encoding="utf-8", newline="") as file:
        logins = [row["id"] for row in csv.DictReader(file)]
    for login in logins:
        for slug, spec in classroom.assignments.items():
            path = _EXAMPLE / "submitted" / login / slug
            if not path.is_dir():
                continue
            limits, now = default_limits().replaced(spec.limits), timezone.now()
            handed_in = read_submission(path, spec, limits, student=login, submitted_at=now)
            with transaction.atomic():
                row = hand_in(classroom.book, people[login], spec, handed_in)
                lines.enter(classroom.site, people[login], slug, attempt=row)
