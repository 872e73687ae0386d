"""The outcome of grading one submission: what students, staff and other programs rely on.

Version 1 of the JSON form; its schema is ``docs/reference/verdict.schema.json``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any

from .assignment import Visibility
from .schema import Schema
from .text import Text

VERSION = 1

Json = Mapping[str, Any]


@unique
class Outcome(StrEnum):
    """How a check ended. Only ``passed`` earns points; ``error`` is ours."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERROR = "error"


@unique
class Status(StrEnum):
    """``graded``: there is a score. ``rejected``: unusable. ``error``: ours. The last two have no score."""

    GRADED = "graded"
    REJECTED = "rejected"
    ERROR = "error"


@unique
class IncidentKind(StrEnum):
    """What ended a student's program before its time."""

    DIED = "died"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT = "output"
    PROTOCOL = "protocol"


@unique
class Evidence(StrEnum):
    """On whose word a check rests."""

    DATABASE = "database"  # read by the witness
    BEHAVIOUR = "behaviour"  # what the student's code answered on random data
    DECLARED = "declared"  # what the student's program says of itself


@dataclass(frozen=True, slots=True)
class Incident:
    """``check`` is the id of the check that hit it, or None where it happened at import.

    ``certain``: the kernel measured it, so that it counts without having been seen twice.
    """

    kind: IncidentKind
    check: str | None
    detail: str = ""  # for staff
    certain: bool = False

    def to_json(self, *, staff: bool = False) -> dict[str, Any]:
        public: dict[str, Any] = {"kind": self.kind.value, "check": self.check}
        return public | {"detail": self.detail, "certain": self.certain} if staff else public

    @classmethod
    def from_json(cls, data: Json) -> Incident:
        return cls(IncidentKind(data["kind"]), data["check"], data.get("detail", ""), data.get("certain", False))


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of a verdict. What only staff may see stands in ``staff``."""

    id: str
    task: str
    brief: str
    title: Text
    outcome: Outcome
    points: float
    max_points: float
    visibility: Visibility
    message: Text
    hint: Text
    expected: Json = field(default_factory=dict)
    happened: Json = field(default_factory=dict)
    transcript: str = ""
    skipped_because: str | None = None
    evidence: Evidence = Evidence.BEHAVIOUR
    staff: Json = field(default_factory=dict)  # traceback, failure, seconds

    def to_json(self, *, staff: bool) -> dict[str, Any]:
        """The staff's view, or the student's, which shows no values of a check that is not public."""
        open_book = staff or self.visibility is Visibility.PUBLIC
        data = {
            "id": self.id,
            "task": self.task,
            "brief": self.brief,
            "title": self.title.to_json(),
            "outcome": self.outcome.value,
            "points": self.points,
            "max_points": self.max_points,
            "visibility": self.visibility.value,
            "message": self.message.to_json() if open_book else {"en": "", "ru": ""},
            "hint": self.hint.to_json(),
            "expected": dict(self.expected) if open_book else {},
            "happened": dict(self.happened) if open_book else {},
            "transcript": self.transcript if open_book else "",
            "skipped_because": self.skipped_because,
            "evidence": self.evidence.value,
        }
        return data | {"staff": dict(self.staff)} if staff else data

    @classmethod
    def from_json(cls, data: Json) -> CheckResult:
        return cls(
            id=data["id"],
            task=data["task"],
            brief=data["brief"],
            title=Text.from_json(data["title"]),
            outcome=Outcome(data["outcome"]),
            points=data["points"],
            max_points=data["max_points"],
            visibility=Visibility(data["visibility"]),
            message=Text.from_json(data["message"]),
            hint=Text.from_json(data["hint"]),
            expected=data["expected"],
            happened=data["happened"],
            transcript=data["transcript"],
            skipped_because=data["skipped_because"],
            evidence=Evidence(data["evidence"]),
            staff=data.get("staff", {}),
        )


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A named mistake, kindly explained. Never changes points."""

    id: str
    message: Text
    file: str | None = None
    line: int | None = None
    reference: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "message": self.message.to_json(),
            "file": self.file,
            "line": self.line,
            "reference": self.reference,
        }

    @classmethod
    def from_json(cls, data: Json) -> Diagnosis:
        message = Text.from_json(data["message"])
        return cls(data["id"], message, data["file"], data["line"], data["reference"])


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the submission, and whether it was taken."""

    path: str
    sha256: str
    taken: bool
    reason: Text | None

    def to_json(self) -> dict[str, Any]:
        reason = self.reason.to_json() if self.reason else None
        return {"path": self.path, "sha256": self.sha256, "taken": self.taken, "reason": reason}

    @classmethod
    def from_json(cls, data: Json) -> FileEntry:
        reason = Text.from_json(data["reason"]) if data["reason"] else None
        return cls(data["path"], data["sha256"], data["taken"], reason)


@dataclass(frozen=True, slots=True)
class Output:
    """What the student's program printed, cut at a limit."""

    text: str = ""
    truncated: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "truncated": self.truncated}

    @classmethod
    def from_json(cls, data: Json) -> Output:
        return cls(data["text"], data["truncated"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """One submission's result. ``score`` is None unless ``status`` is ``graded``."""

    assignment: str
    student: str
    status: Status
    score: float | None
    max_score: float
    checks: tuple[CheckResult, ...]
    reason: Text | None = None
    incident: Incident | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    files: tuple[FileEntry, ...] = ()
    output: Output = Output()
    tables: Schema = field(default_factory=Schema)  # as migrated, where models were handed in
    isolation: Json = field(default_factory=dict)
    environment: Json = field(default_factory=dict)
    seconds: Json = field(default_factory=dict)
    staff: Json = field(default_factory=dict)  # all output, incidents of every subject, the self-test

    def __post_init__(self) -> None:
        if (self.score is None) == (self.status is Status.GRADED):
            raise ValueError(f"a verdict that is {self.status} cannot have the score {self.score}")

    def to_json(self, *, staff: bool = False) -> dict[str, Any]:
        """The contract's JSON form. The student's view is the default: leaking must be asked for."""
        isolation = dict(self.isolation) if staff else {"level": self.isolation.get("level")}
        data = {
            "version": VERSION,
            "assignment": self.assignment,
            "student": self.student,
            "status": self.status.value,
            "reason": self.reason.to_json() if self.reason else None,
            "incident": self.incident.to_json(staff=staff) if self.incident else None,
            "score": self.score,
            "max_score": self.max_score,
            "checks": [check.to_json(staff=staff) for check in self.checks],
            "diagnoses": [diagnosis.to_json() for diagnosis in self.diagnoses],
            "files": [entry.to_json() for entry in self.files],
            "output": self.output.to_json(),
            "tables": self.tables.to_json(),
            "isolation": isolation,
            "environment": dict(self.environment),
            "seconds": dict(self.seconds) if staff else _coarse(self.seconds),
        }
        return data | {"staff": dict(self.staff)} if staff else data

    @classmethod
    def from_json(cls, data: Json) -> Verdict:
        """The inverse of ``to_json``; raises ``ValueError`` for another version."""
        if data["version"] != VERSION:
            raise ValueError(f"this is a verdict of version {data['version']}, not {VERSION}")
        return cls(
            assignment=data["assignment"],
            student=data["student"],
            status=Status(data["status"]),
            score=data["score"],
            max_score=data["max_score"],
            checks=tuple(CheckResult.from_json(check) for check in data["checks"]),
            reason=Text.from_json(data["reason"]) if data["reason"] else None,
            incident=Incident.from_json(data["incident"]) if data["incident"] else None,
            diagnoses=tuple(Diagnosis.from_json(entry) for entry in data["diagnoses"]),
            files=tuple(FileEntry.from_json(entry) for entry in data["files"]),
            output=Output.from_json(data["output"]),
            tables=Schema.from_json(data["tables"]) if "tables" in data else Schema(),  # older ones have none
            isolation=data["isolation"],
            environment=data["environment"],
            seconds=data["seconds"],
            staff=data.get("staff", {}),
        )


def _coarse(seconds: Json) -> dict[str, float]:
    """Times for students, in whole seconds: a program chooses how long it takes in a hidden check, and how long to end
    after it. With every fraction it would send out what it saw there.
    """
    return {name: float(round(value)) for name, value in seconds.items()}


def earned(outcomes: Mapping[str, Outcome], points: Mapping[str, float]) -> float:
    """The sum of the points of passed checks, to a thousandth. Anything but PASSED earns nothing."""
    total = sum(points[check] for check in points if outcomes.get(check) is Outcome.PASSED)
    return round(total, 3)


def missing(required: Sequence[str], outcomes: Mapping[str, Outcome]) -> str | None:
    """The first required check that did not pass, or None: then the check can be run."""
    for check in required:
        if outcomes.get(check) is not Outcome.PASSED:
            return check
    return None
