"""Which students a platform means: by its own number, login or address, or else by name.

What two students share decides nothing, so that nobody's work is ever put down to somebody else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from ...intake.course import Student
from ...intake.names import composed, is_safe_component
from ..exports.entries import Directory
from ..exports.sheet import BadSheet, Sheet
from .handed import Handed, Who
from .times import moment

# The lists that platforms give, by the column that tells one: Moodle's grading worksheet (in English and in
# Russian) and Canvas's gradebook. By field of ``Who``: what the column is called; key and name must be there.
_WORKSHEET = {"key": "Identifier", "login": "Username", "number": "ID number", "email": "Email address"}
_LISTS = (
    _WORKSHEET,
    _WORKSHEET | {"key": "Идентификатор", "email": "Адрес электронной почты"},
    {"key": "ID", "name": "Student", "user_id": "ID", "number": "SIS User ID", "login": "SIS Login ID"},
)
_SUBMITTED = ("Last modified (submission)", "Последнее изменение (ответ)")  # in the worksheet
_KEYS = {
    "user_id": ("lms_user_id",),
    "number": ("id", "lms_user_id"),
    "login": ("id", "lms_user_id", "email"),
    "email": ("email", "id"),
    "name": ("first_last", "last_first"),
}


class Unplaced(Exception):
    """Why nobody can be named."""


@dataclass(frozen=True, slots=True)
class _Person:
    """A student, and all by which a platform may know her, as ``plain`` writes it."""

    student: str
    id: str
    lms_user_id: str
    email: str
    first_last: str
    last_first: str


@dataclass(slots=True)
class Names:
    """What lists beside the roster tell: students by what an archive calls them; and by key more about people.

    ``times``: by key, when they handed in, in the zone of whoever downloaded the list.
    """

    students: dict[str, list[str]] = field(default_factory=dict)
    people: dict[str, Who] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes) -> Names:
        """Of a CSV with the columns ``name,id``, or of a list of the platform's. Raises ``BadSheet``."""
        sheet = Sheet.read(data)
        if sheet.column("name") is not None and sheet.column("id") is not None:
            students = defaultdict(list)
            for row in sheet.rows[1:]:
                if name := plain(sheet.cell(row, "name")):
                    students[name].append(composed(sheet.cell(row, "id")))
            return cls(students)
        columns = next((one for one in _LISTS if _has(sheet, one)), None)
        if columns is None:
            raise BadSheet(
                "it has neither the columns name,id nor those of Moodle's grading worksheet or Canvas's gradebook"
            )
        found = cls()
        for who, row in _listed(sheet, columns):
            found.people[who.key] = who
            at = moment(next(filter(None, (sheet.cell(row, column) for column in _SUBMITTED)), ""))
            if at is not None:
                found.times[who.key] = at
        return found

    def submitted_at(self, handed: Handed, zone: tzinfo | None) -> datetime | None:
        """When the list says that this was handed in, in UTC. ``zone``: that of its times; None is this machine's."""
        at = next((self.times[who.key] for who in handed.who if who.key in self.times), None)
        return at and at.replace(tzinfo=zone).astimezone(UTC)


def _has(sheet: Sheet, columns: dict[str, str]) -> bool:
    return all(sheet.column(columns[name]) is not None for name in ("key", "name") if name in columns)


def _listed(sheet: Sheet, columns: dict[str, str]) -> Iterator[tuple[Who, list[str]]]:
    """Each person that the list tells of, with her row."""
    for row in sheet.rows[1:]:
        told = {name: sheet.cell(row, column) for name, column in columns.items()}
        number = re.search(r"\d+$", told["key"])  # "Participant 1234"
        if number:
            yield Who(**told | {"key": number[0]}), row


class People:
    """The students of a course. Without a roster the platform's own logins are the students' ids."""

    def __init__(self, roster: Sequence[Student], names: Names | None = None) -> None:
        self._roster = {composed(student.id): student.id for student in roster}
        self._names = names or Names()
        self._directory = Directory([_person(student) for student in roster], _KEYS)

    def of(self, handed: Handed) -> list[tuple[str, Who]]:
        """The ids of those whose submission this is, each with whom the platform means. Raises ``Unplaced``."""
        if named := self._by_own_list(handed):
            return [(student, Who(name=student)) for student in named]
        return [(self._one(who), who) for who in handed.who]

    def _by_own_list(self, handed: Handed) -> list[str]:
        called = [handed.label, handed.handle, *(one for who in handed.who for one in (who.key, who.name))]
        named = next((self._names.students[one] for one in map(plain, called) if one in self._names.students), [])
        for student in named:
            if not is_safe_component(student) or (self._roster and student not in self._roster):
                raise Unplaced(f"put down to {student}, who is not on the roster")
        return [self._roster.get(student, student) for student in named]

    def _one(self, who: Who) -> str:
        known = self._names.people.get(who.key)
        if known is not None:
            who = replace(known, name=who.name, user_id=who.user_id or known.user_id)
        if not self._roster:
            return _login(who)
        cells = {
            field: plain(getattr(who, field)) if field == "name" else composed(getattr(who, field)) for field in _KEYS
        }
        person = self._directory.find(cells)
        if person is not None:
            return person.student
        if several := self._directory.shared(cells):
            raise Unplaced(f"several are called so ({', '.join(sorted(one.student for one in several))})")
        raise Unplaced("nobody on the roster is called so")


def plain(name: str) -> str:
    """A name as one word of letters and digits: platforms leave out signs and blanks, and people write е for ё."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return "".join(char for char in folded if char.isalnum())


def _person(student: Student) -> _Person:
    first, last = plain(student.first_name), plain(student.last_name)
    return _Person(
        student.id,
        composed(student.id),
        composed(student.lms_user_id),
        composed(student.email),
        first + last,
        last + first,
    )


def _login(who: Who) -> str:
    found = next((one for one in map(composed, (who.login, who.number, who.email)) if is_safe_component(one)), None)
    if found is None:
        raise Unplaced("there is no roster, and the archive tells no login")
    return found
