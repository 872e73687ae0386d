"""Canvas: ``obrienann_LATE_4711_90210_models.py``: name, user's number, number of the file, the file's own name.

Numbers of files grow, so that the newer attempt has the greater ones. The archive tells no times, only who was late.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .archive import Download, Member
from .handed import Found, Handed, Who

# In an anonymous assignment there is no name. A name of digits reads as a number: so it does in Canvas itself. No
# number of its has more than eighteen digits.
_WHO = r"(?P<handle>(?:(?P<name>.+?)_)??(?P<late>LATE_)?(?P<user>\d{1,18}|anon_[^_]+)"
_FILE = re.compile(_WHO + r"_(?P<file>\d{1,18}))_(?P<rest>.+)", re.DOTALL)
_TYPED = re.compile(_WHO + r")_(?P<kind>text|link)\.html", re.DOTALL)
_KINDS = {"text": "typed into Canvas's editor, not handed in as a file", "link": "a link, not a file"}


def recognises(members: Sequence[Member]) -> bool:
    known = sum(len(member.parts) == 1 and _read(member) is not None for member in members)
    return known > len(members) / 2


def handed_in(download: Download) -> Found:
    """By user."""
    found = Found()
    known: dict[str, Handed] = {}
    for member in download.members:
        match = _read(member) if len(member.parts) == 1 else None
        if match is None:
            found.strays.append((member.name, "not named as Canvas names submissions"))
            continue
        handed = known.setdefault(match["user"], _new(match))
        if match.re is _TYPED:
            handed.problem = _KINDS[match["kind"]]
            continue
        if not handed.files:
            handed.handle = match["handle"]
        handed.order = max(handed.order, int(match["file"]))
        handed.files.append(((match["rest"],), member))
    found.handed.extend(known.values())
    return found


def feedback_name(handle: str, slug: str) -> str:
    """The name by which Canvas knows whose page it is: that of a file that was handed in, up to its number."""
    return f"{handle}_{slug}.html"


def _read(member: Member) -> re.Match[str] | None:
    return _FILE.fullmatch(member.parts[0]) or _TYPED.fullmatch(member.parts[0])


def _new(match: re.Match[str]) -> Handed:
    user = match["user"]
    label = f"{match['name']}_{user}" if match["name"] else user
    who = Who(name=match["name"] or "", key=user, user_id="" if user.startswith("anon_") else user)
    return Handed(label, (who,), late=match["late"] is not None)
