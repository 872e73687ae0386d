"""Where a course's gradebook lies, and whether SQLite is safe there: facts for ``grader doctor COURSE``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ..gradebook.connection import FILE, database_of
from ..gradebook.forgetting import expired
from ..intake.course import read_course
from .book import reading
from .machine import Fact

_ELSEWHERE = "move the course to a local disk, or name a PostgreSQL database in DATABASE_URL"
# File systems that come over a network: their locks are not to be relied on, and SQLite relies on them.
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs")
# Programs that copy files behind a database's back, by the names of their folders and of what they leave in them.
_SYNCED = (
    *("dropbox", "onedrive", "google drive", "googledrive", "icloud drive", "mobile documents", "yandex.disk"),
    *("nextcloud", "owncloud", "syncthing", "mega"),
)
_MARKS = (".dropbox", ".stfolder", ".sync", ".owncloudsync.log", ".nextcloudsync.log")
_MOUNTS = Path("/proc/self/mountinfo")


def course_facts(folder: Path) -> Iterator[Fact]:
    """What there is to know about the gradebook of the course in ``folder``."""
    database = database_of(folder)
    if database["ENGINE"].endswith("sqlite3"):
        place = Path(database["NAME"])
        yield Fact("gradebook", f"SQLite, {place}")
        yield from _warnings(place.parent)
    else:
        yield Fact("gradebook", f"PostgreSQL, {database['NAME']} on {database['HOST'] or 'this machine'}")
    course = read_course(folder)
    if course.retention_days is not None and (os.environ.get("DATABASE_URL") or (folder / FILE).exists()):
        with reading(folder) as book:
            late = len(expired(book, course.retention_days, datetime.now(UTC)))
        remedy = f"grader forget {folder} --expired" if late else ""
        yield Fact("retention", f"{late} students past {course.retention_days} days", remedy)


def _warnings(place: Path) -> Iterator[Fact]:
    kind = _file_system(place.resolve(), _MOUNTS.read_text(encoding="utf-8") if _MOUNTS.exists() else "")
    if kind in _NETWORK:
        yield Fact("  network folder", f"{kind}: SQLite can lose marks there", _ELSEWHERE)
    program = _synced_by(place.resolve())
    if program:
        yield Fact("  synced folder", f"{program}: it copies the file while it is written", _ELSEWHERE)


def _file_system(place: Path, mounts: str) -> str:
    """The type of the file system that ``place`` lies on, from the lines of mountinfo; "" where unknown."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        point = fields.split()[4].replace("\\040", " ")
        inside = place == Path(point) or Path(point) in place.parents
        if inside and len(point) >= len(best):  # of two mounts on one point the later is seen
            best, kind = point, rest.split()[0]
    return kind


def _synced_by(place: Path) -> str:
    """The name of the folder, or of the mark in one, that says that another program copies it; "" for none."""
    for folder in (place, *place.parents):
        if folder.name.lower().startswith(_SYNCED):
            return folder.name
        for mark in _MARKS:
            if (folder / mark).exists():
                return str(folder / mark)
    return ""
