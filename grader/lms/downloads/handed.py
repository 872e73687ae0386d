"""What an archive holds, whichever platform made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from .archive import Member


@dataclass(frozen=True, slots=True)
class Who:
    """A person as a platform knows her. What it does not tell is empty.

    ``key`` is what its own lists of the assignment call her; ``user_id`` its number for her in all courses.
    """

    name: str = ""
    key: str = ""
    user_id: str = ""
    number: str = ""
    login: str = ""
    email: str = ""


@dataclass(slots=True)
class Handed:
    """One submission, by one person or a group.

    ``label``: what the archive calls it. ``handle``: by what the platform knows it again when a file is given back.
    ``order``: the newer of two attempts has the greater one. ``problem``: why it cannot be used; empty for none.
    """

    label: str
    who: tuple[Who, ...]
    handle: str = ""
    order: int = 0
    submitted_at: datetime | None = None
    late: bool = False
    files: list[tuple[tuple[str, ...], Member]] = field(default_factory=list)
    problem: str = ""


@dataclass(slots=True)
class Found:
    """All of an archive. ``strays``: files that belong to no submission, and why: ``[(name, why)]``."""

    handed: list[Handed] = field(default_factory=list)
    strays: list[tuple[str, str]] = field(default_factory=list)
