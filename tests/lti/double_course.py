"""What a platform double holds: people, links of a course, columns of its gradebook."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.lti.manners import Manners

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person"
TEACHES = (f"{_MEMBERSHIP}#Instructor", f"{_INSTITUTION}#Instructor")
LEARNS = (f"{_MEMBERSHIP}#Learner", f"{_INSTITUTION}#Student")
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
_GIVEN = {"teacher": "Tessa", "assistant": "Adam", "ann": "Ann", "bob": "Bob", "eve": "Ève", "test": "Test"}


@dataclass(slots=True)
class Person:
    name: str
    """The login, which is what tests call somebody by."""
    sub: str
    roles: tuple[str, ...]
    given: str
    family: str

    @property
    def email(self) -> str:
        return f"{self.name}@uni.test"

    @property
    def learns(self) -> bool:
        return LEARNS[0] in self.roles

    @property
    def teaches(self) -> bool:
        return TEACHES[0] in self.roles


@dataclass(slots=True)
class Link:
    """A place in the course where the tool is."""

    id: str
    title: str
    custom: dict[str, str] = field(default_factory=dict)
    line_item: int | None = None
    """The column that the launch names; without one, a tool makes its own."""
    url: str | None = None
    """Another target than the tool's launch address."""


@dataclass(slots=True)
class LineItem:
    """A column of the gradebook."""

    number: int
    label: str
    maximum: float
    link_id: str | None = None
    resource_id: str | None = None
    tag: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    """What else the tool sent: startDateTime, extensions."""


@dataclass(slots=True)
class Grade:
    """A cell of the gradebook."""

    points: float | None = None
    """On the column's scale; ``None``: no grade."""
    comment: str = ""
    stamp: datetime | None = None
    """Of the last score that was accepted."""
    overridden: bool = False
    scores: list[dict[str, Any]] = field(default_factory=list)
    """Every score that was accepted, oldest first."""
    touched: int = 0
    """How often ``points`` was written, by whomever."""


@dataclass(slots=True)
class Course:
    id: str
    number: int
    label: str
    title: str
    people: dict[str, Person]
    members: list[str]
    """Names of who is in the course now."""
    links: dict[str, Link] = field(default_factory=dict)
    items: dict[int, LineItem] = field(default_factory=dict)
    grades: dict[tuple[int, str], Grade] = field(default_factory=dict)
    """By column and ``sub``."""
    _last: int = 4

    def number_next(self) -> int:
        self._last += 1
        return self._last

    def add_item(self, label: str, maximum: float, **more: Any) -> LineItem:
        item = LineItem(self.number_next(), label, maximum, **more)
        self.items[item.number] = item
        return item

    def member(self, sub: str) -> Person | None:
        """Who in the course is called that."""
        return next((one for name in self.members if (one := self.people[name]).sub == sub), None)

    def grade(self, item: int, sub: str) -> Grade:
        return self.grades.setdefault((item, sub), Grade())


def new_person(name: str, roles: tuple[str, ...], manners: Manners, number: int) -> Person:
    """The ``sub`` is the same at each start: a tool may keep it between two doubles of one kind."""
    sub = str(number) if manners.numeric_sub else str(uuid.uuid5(uuid.NAMESPACE_URL, f"{manners.kind}/{name}"))
    return Person(name, sub, roles, _GIVEN.get(name, name.title()), "Student" if LEARNS[0] in roles else "Staff")


def new_course(manners: Manners) -> Course:
    """A teacher, an assistant, three students, where the kind has one a test student; and no link yet."""
    roles = {"teacher": TEACHES, "assistant": manners.assistant, "ann": LEARNS, "bob": LEARNS, "eve": LEARNS}
    if manners.test_user:
        roles["test"] = (*LEARNS, TEST_USER)
    people = {name: new_person(name, held, manners, number) for number, (name, held) in enumerate(roles.items(), 3)}
    identity = "2" if manners.numeric_sub else uuid.uuid5(uuid.NAMESPACE_URL, f"{manners.kind}/course").hex
    return Course(identity, 2, "DJ101", "Django 101", people, list(people))
