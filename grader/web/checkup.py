"""Can this machine grade for the site? One answer goes the whole way: database, lane, box, checks, verdict."""

from __future__ import annotations

import secrets
import time

from django.db import DatabaseError

from ..core.assignment import Assignment
from ..core.errors import GraderError
from ..core.submission import SourceFile, Submission
from ..core.verdict import Status
from ..engine.lane import Lane
from ..pipeline import grade
from . import pulse
from .courses import known_assignments


def checkup(min_isolation: str) -> str:
    """What was tried, in a line. ``GraderError`` where something does not work.

    The answer is empty: it earns nothing, and whether it is *graded* hangs on this machine alone.
    """
    began = time.monotonic()
    try:
        workers = pulse.alive().count()
    except DatabaseError as error:
        raise GraderError(f"the database cannot be used: {error}") from error
    assignment = next(iter(known_assignments().values()), None)
    if assignment is None:
        raise GraderError("there is no assignment that could be tried")
    with Lane([assignment], min_isolation=min_isolation) as lane:
        verdict = grade(_empty(assignment), assignment, lane, course_key=secrets.token_bytes(32))
        level = lane.isolation.get("level")
    if verdict.status is not Status.GRADED or verdict.incident is not None:
        raise GraderError(f"an empty answer was not graded: {verdict.status} {verdict.staff or verdict.incident or ''}")
    return (
        f"{assignment.slug}: an empty answer was graded in {time.monotonic() - began:.1f} s, isolation {level}; "
        f"workers that were seen lately: {workers}"
    )


def _empty(assignment: Assignment) -> Submission:
    files = tuple(SourceFile(name, b"", target=name) for name in assignment.submit)
    return Submission("checkup", assignment.slug, files)
