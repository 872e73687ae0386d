"""What was collected from a platform: which attempt of whom lies in ``submitted/``, and how the platform knows it.

``evidence/.collected.json`` keeps that, for who collects again and for feedback that goes back. Without it nothing
is lost but that: what lies in ``submitted/`` then counts as put there by hand.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from ..files import write_whole

_FILE = (".collected.json", "evidence")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one submission came from. ``handle`` and ``order``: see ``Handed``; ``digest``: of its files, by then."""

    platform: str
    handle: str
    order: int
    digest: str


class Collected:
    """The notes on one course. Notes that are damaged, or of another version, are none."""

    def __init__(self, folder: Path) -> None:
        name, kind = _FILE
        self._path = folder / kind / name
        self._places: dict[str, dict[str, Origin]] = {}  # by slug, by student
        try:
            data = json.loads(self._path.read_bytes())
            if data["version"] == _VERSION:
                self._places = {
                    slug: {student: Origin(**told) for student, told in places.items()}
                    for slug, places in data["places"].items()
                }
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            pass

    def of(self, slug: str, platform: str) -> dict[str, Origin]:
        """By student, what came from this platform."""
        return {student: one for student, one in self._places.get(slug, {}).items() if one.platform == platform}

    def origin(self, slug: str, student: str) -> Origin | None:
        return self._places.get(slug, {}).get(student)

    def note(self, slug: str, student: str, origin: Origin) -> None:
        """This lies in ``submitted/`` now. What is known of the same files as a later attempt stays."""
        known = self.origin(slug, student)
        same = known is not None and (known.platform, known.digest) == (origin.platform, origin.digest)
        if known is None or not same or known.order < origin.order:
            self._places.setdefault(slug, {})[student] = origin

    def forget(self, students: Collection[str]) -> None:
        """Drop, for good, what is known of these students."""
        known = [(slug, student) for slug, places in self._places.items() for student in places.keys() & set(students)]
        for slug, student in known:
            del self._places[slug][student]
        if known:
            self.save()

    def save(self) -> None:
        """Keep the notes. Raises ``OSError``."""
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        places = {
            slug: {student: asdict(origin) for student, origin in by_student.items()}
            for slug, by_student in self._places.items()
        }
        write_whole(self._path, json.dumps({"version": _VERSION, "places": places}).encode("ascii"), mode=0o600)
