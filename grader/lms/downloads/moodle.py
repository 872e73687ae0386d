"""Moodle: ``Ann OBrien_1234_assignsubmission_file/models.py``, or all of that in the name of one file.

The number is the participant's in this assignment, and no user's. The archive tells no times but when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .archive import Download, Member
from .handed import Found, Handed, Who

# Moodle writes blanks for underscores in names; before 4.1 there was one more underscore at the end.
_NAME = re.compile(
    r"(?P<handle>(?P<name>[^_]*)_(?P<key>\d+))_assignsubmission_(?P<plugin>[a-z0-9]+)(?:_(?P<rest>.*))?", re.DOTALL
)


def recognises(members: Sequence[Member]) -> bool:
    return any(_NAME.fullmatch(member.parts[0]) for member in members)


def handed_in(download: Download) -> Found:
    """By participant. What was typed into Moodle's editor is no file."""
    found = Found()
    known: dict[str, Handed] = {}
    made_at = max((_made_at(member) for member in download.members), default=0)
    for member in download.members:
        match = _NAME.fullmatch(member.parts[0])
        parts = tuple(filter(None, [match["rest"], *member.parts[1:]])) if match else ()
        if match is None or not parts:
            found.strays.append((member.name, "not named as Moodle names submissions"))
            continue
        who = Who(name=match["name"], key=match["key"])
        handed = known.setdefault(match["handle"], Handed(match["handle"], (who,), match["handle"], made_at))
        if match["plugin"] == "file":
            handed.files.append((parts, member))
    for handed in known.values():
        if not handed.files:
            handed.problem = "typed into Moodle's editor, not handed in as a file"
    found.handed.extend(known.values())
    return found


def feedback_name(handle: str, slug: str) -> str:
    """The name by which "Upload multiple feedback files in a zip" knows whose page it is."""
    return f"{handle}_assignfeedback_file_{slug}.html"


def _made_at(member: Member) -> int:
    """When the archive was made, as a number that grows: 20260301174512."""
    return int("".join(f"{part:02d}" for part in member.info.date_time))
