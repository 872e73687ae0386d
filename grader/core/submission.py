"""What a student handed in, as bytes. Nothing here is ever run outside the box."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from .text import Text


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a submission.

    ``path`` is the name under which it was handed in, for display only. ``target`` is the place inside the
    app package where it is put ("models.py", "models/people.py"), or None for a file that is not taken.
    ``note`` says why a file was not taken, or under which odd name it was found.
    """

    path: str
    content: bytes
    target: str | None = None
    note: Text | None = None

    @property
    def taken(self) -> bool:
        return self.target is not None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's attempt at one assignment. ``problem`` is set where it cannot be used at all."""

    student: str
    assignment: str
    files: tuple[SourceFile, ...]
    problem: Text | None = None
    submitted_at: datetime | None = None

    @property
    def taken(self) -> tuple[SourceFile, ...]:
        return tuple(file for file in self.files if file.taken)

    @property
    def digest(self) -> str:
        """Hex SHA-256 over targets and bytes of what was taken: equal code, equal digest."""
        whole = hashlib.sha256()
        for file in sorted(self.taken, key=lambda file: file.target or ""):
            whole.update(f"{file.target}\0{len(file.content)}\0".encode())
            whole.update(file.content)
        return whole.hexdigest()
