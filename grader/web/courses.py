"""A course of the site: its folder's rules, its assignments, its gradebook, and how it came on the site."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.functional import cached_property  # functools' has one lock for all threads before Python 3.12

from ..core.assignment import Assignment
from ..core.errors import AssignmentError
from ..core.policy import Policy
from ..gradebook.connection import Gradebook, gradebook_in
from ..gradebook.roster import assignments as enter_assignments
from ..gradebook.roster import enrol
from ..intake.assignments import load_assignment
from ..intake.course import Course, read_course
from ..intake.coursekey import course_key
from .models import Site

_loaded: dict[Path, tuple[tuple[tuple[str, int, int], ...], Assignment]] = {}
_read: dict[Path, tuple[tuple[int, ...], Course]] = {}


@dataclass(frozen=True)
class Classroom:
    """One course as a request or the worker sees it. ``actor``: in whose name the gradebook is changed."""

    site: Site
    actor: str

    @property
    def folder(self) -> Path:
        return Path(settings.COURSES) / self.site.folder

    @cached_property
    def course(self) -> Course:
        """Its folder: roster, language, policies. Raises what ``read_course`` raises."""
        return _course_in(self.folder)

    @cached_property
    def book(self) -> Gradebook:
        return gradebook_in(self.folder, course_key(self.folder), self.actor)

    @cached_property
    def assignments(self) -> dict[str, Assignment]:
        """By slug: those that ``course.toml`` names, or all where it names none."""
        known = known_assignments()
        named = self.course.policies
        return {slug: known[slug] for slug in (named or known) if slug in known}

    def policy(self, slug: str) -> Policy:
        return self.course.policy_of(slug)


def _course_in(folder: Path) -> Course:
    """What its files say; they are read again when one of them was changed."""
    files = [folder / name for name in ("course.toml", "students.csv")]
    changed = tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)
    known = _read.get(folder)
    if known is None or known[0] != changed:
        known = _read[folder] = (changed, read_course(folder))
    return known[1]


def known_assignments() -> dict[str, Assignment]:
    """All assignments of the site; a folder is read again when one of its files was changed."""
    found = {}
    for file in sorted(Path(settings.ASSIGNMENTS).glob("*/assignment.toml")):
        folder = file.parent
        changed = _changes(folder)
        known = _loaded.get(folder)
        if known is None or known[0] != changed:
            try:
                known = _loaded[folder] = (changed, load_assignment(folder))
            except AssignmentError:
                continue  # its author hears of it from `grader verify`; students cannot mend it
        found[known[1].slug] = known[1]
    return found


def _changes(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Differs when a file below it does; what Python keeps there is none of them."""
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            state = os.stat(os.path.join(parent, name))
            found.append((name, state.st_mtime_ns, state.st_size))
    return tuple(found)


def add_course(name: str, title: str, *, actor: str) -> Classroom:
    """Put the course in the site's folder ``courses/<name>`` on the site, or bring it up to date with its folder."""
    folder = Path(settings.COURSES) / name
    (folder / "submitted").mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        book = gradebook_in(folder, course_key(folder), actor)
        site, _ = Site.objects.update_or_create(course=book.course, defaults={"folder": name, "title": title})
        classroom = Classroom(site, actor)
        enrol(book, classroom.course.roster)
        enter_assignments(book, classroom.assignments.values())
    return classroom
