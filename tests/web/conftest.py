"""A course on a site, in memory: somebody of each role, and one attempt that was graded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Browser, Page

from grader.core.verdict import Verdict
from grader.gradebook.models import Person, Submission
from grader.gradebook.packing import verdict_key
from grader.gradebook.recording import record
from grader.gradebook.roster import hand_in
from grader.pipeline import failed
from grader.web import lines
from grader.web.courses import Classroom, add_course
from grader.web.models import Membership, Regrading, Review, Role, Work
from tests.browser import new_browser
from tests.sandboxed import ASSIGNMENT, REFERENCE, submission
from tests.web.browsing import visitor
from tests.web.sites import Served, served

RULES = '[assignment.one_to_one]\ndue = 2036-10-30T23:00:00+03:00\nattempts = 3\ncounts = "best"\n'


@dataclass
class Class:
    """A course, its people by role, and what one student, ann, has there."""

    classroom: Classroom
    users: dict[str, object] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    submission: Submission | None = None
    work: Work | None = None
    review: Review | None = None
    regrading: Regrading | None = None

    def add(self, name: str, role: str) -> None:
        user = get_user_model().objects.create_user(name, password="x")
        person = self.people[name] if role == Role.STUDENT else None
        Membership.objects.create(user=user, site=self.classroom.site, role=role, person=person)
        self.users[name] = user


def make_class(settings, name: str, students: str) -> Class:
    folder = settings.COURSES / name
    folder.mkdir(parents=True)
    (folder / "course.toml").write_text(RULES, encoding="utf-8")
    (folder / "students.csv").write_text(f"id,last_name,first_name\n{students}", encoding="utf-8")
    classroom = add_course(name, f"Course {name}", actor="setup")
    people = {str(one.login): one for one in Person.objects.filter(course=classroom.site.course)}
    return Class(classroom, people=people)


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[Served]:
    """A real one, with the demo's course, for all tests that need no other."""
    with served(tmp_path_factory.mktemp("demo") / "site") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real one. Not for longer than a module: while it is there, Django refuses the database to other tests."""
    with new_browser() as found:
        yield found


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """Whatever the browser complains about fails the test."""
    with visitor(browser) as found:
        yield found


@pytest.fixture
def site(settings, tmp_path):
    settings.SITE = tmp_path
    settings.COURSES = tmp_path / "courses"
    settings.ASSIGNMENTS = tmp_path / "assignments"
    shutil.copytree(ASSIGNMENT, settings.ASSIGNMENTS / "one_to_one", ignore=shutil.ignore_patterns("__pycache__"))
    return settings


@pytest.fixture
def here(db, site) -> Class:
    found = make_class(site, "here", "ann,O'Brien,Ann\nbob,Braun,Bob\n")
    for name, role in (("olga", Role.OWNER), ("ivan", Role.INSTRUCTOR), ("ada", Role.ASSISTANT)):
        found.add(name, role)
    for name in ("ann", "bob"):
        found.add(name, Role.STUDENT)
    spec = found.classroom.assignments["one_to_one"]
    found.submission = hand_in(found.classroom.book, found.people["ann"], spec, submission(REFERENCE, "ann"))
    found.work = lines.enter(found.classroom.site, found.people["ann"], "one_to_one", attempt=found.submission)
    verdict: Verdict = failed(submission(REFERENCE, "ann"), spec, "nothing was run")
    record(found.classroom.book, found.submission, verdict_key(found.submission.digest, spec.digest, "tests"), verdict)
    found.review = Review.objects.create(submission=found.submission, check_id="husband_is_stored", question="why?")
    found.regrading = Regrading.objects.create(site=found.classroom.site, slug="other", dropped_at=timezone.now())
    return found


@pytest.fixture
def there(db, site) -> Class:
    found = make_class(site, "there", "eve,Else,Eve\n")
    found.add("otto", Role.OWNER)
    found.add("eve", Role.STUDENT)
    return found
