"""Gradescope: ``assignment_7_export/submission_42/models.py``; ``submission_metadata.yml`` says whose, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import yaml

from .archive import BadDownload, Download, Member
from .handed import Found, Handed, Who

_METADATA = "submission_metadata.yml"
_DEEPEST = 2  # in the folder that everything lies in
_METADATA_MB = 64  # the output of every submission's autograder is in it
_LARGEST = 10**18  # no student has a greater number
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def recognises(members: Sequence[Member]) -> bool:
    return _metadata(members) is not None


def handed_in(download: Download) -> Found:
    """The active submission of each student or group; Gradescope exports no other."""
    listed = _metadata(download.members)
    if listed is None:
        raise BadDownload(f"there is no {_METADATA} in it")
    root = listed.parts[:-1]
    found = Found()
    known = {key: _handed(key, entry) for key, entry in _read(download, listed).items() if isinstance(key, str)}
    for member in download.members:
        top, inner = member.parts[: len(root)], member.parts[len(root) :]
        if top == root and inner and inner[0] in known:
            known[inner[0]].files.append((inner[1:] or inner, member))
        elif member is not listed:
            found.strays.append((member.name, f"not named in {_METADATA}"))
    for handed in known.values():
        if not handed.problem and not handed.files:
            handed.problem = "without a file in the archive"
    found.handed.extend(known.values())
    return found


def _metadata(members: Sequence[Member]) -> Member | None:
    """The list that lies beside all the submissions: one that lies deeper may be a student's own file."""
    found = [one for one in members if one.parts[-1] == _METADATA]
    nearest = min(found, key=lambda one: len(one.parts), default=None)
    if nearest is None or len(nearest.parts) > _DEEPEST:
        return None
    home = nearest.parts[:-1]
    return nearest if all(one.parts[: len(home)] == home for one in members) else None


def _read(download: Download, listed: Member) -> Mapping[object, Any]:
    try:
        data = yaml.load(download.read(listed, _METADATA_MB), Loader=_LOADER)  # noqa: S506 - one of the safe ones
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadDownload(f"{_METADATA} in it cannot be read: {str(error).splitlines()[0]}") from error
    if not isinstance(data, Mapping):
        raise BadDownload(f"{_METADATA} in it is no list of submissions")
    return data


def _handed(key: str, entry: Any) -> Handed:
    """One entry. Its keys are Ruby's symbols: they begin with a colon."""
    facts = entry if isinstance(entry, Mapping) else {}
    people = facts.get(":submitters")
    submitters = [one for one in people if isinstance(one, Mapping)] if isinstance(people, list) else []
    who = tuple(_who(key, one) for one in submitters)
    label = f"{', '.join(one.name or one.number or one.email for one in who)} ({key})" if who else key
    moment = _moment(facts.get(":created_at"))
    order = int(moment.timestamp() * 1_000_000) if moment else 0
    return Handed(label, who, key, order, moment, problem="" if who else "without a name")


def _who(key: str, submitter: Mapping[object, Any]) -> Who:
    name, number, email = (_text(submitter.get(f":{field}")) for field in ("name", "sid", "email"))
    return Who(name=name, key=key, number=number, email=email)


def _text(told: Any) -> str:
    """A text, or a number that was not quoted; empty for anything else: it may unfold to more than fits in memory."""
    if type(told) is int and abs(told) < _LARGEST:
        return str(told)
    return told if isinstance(told, str) else ""


def _moment(told: Any) -> datetime | None:
    """A time of the metadata; one without a zone is UTC."""
    if isinstance(told, str) and re.match(r"\d{4}-\d\d-\d\d[ T]", told):
        try:
            told = datetime.fromisoformat(told)
        except ValueError:
            return None
    if not isinstance(told, datetime):
        return None
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)
