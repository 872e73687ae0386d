"""What a lane is asked and what it observed: the border between judging and pricing.

A report holds observations only. Points, words and statuses are made of it by ``grader.pipeline``.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .schema import Schema
from .verdict import Evidence, Incident, Json, Outcome


@dataclass(frozen=True, slots=True)
class Job:
    """One run of one submission: the files by their place in the app package, and the seed's root."""

    assignment: str  # slug
    files: Mapping[str, bytes]
    seed: str

    def to_json(self) -> dict[str, Any]:
        files = {name: base64.b64encode(content).decode() for name, content in self.files.items()}
        return {"assignment": self.assignment, "files": files, "seed": self.seed}

    @classmethod
    def from_json(cls, data: Json) -> Job:
        files = {name: base64.b64decode(content) for name, content in data["files"].items()}
        return cls(data["assignment"], files, data["seed"])


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One check that was run or skipped. ``failure`` names the kind of failure for the words.

    ``failure`` is one of: "" (passed), "not_equal", "not_in", "not_an_instance", "not_true", "not_raised", "raised",
    "refuted" (a fact of the database), "incident", "import", "missing" (skipped), "ours".
    """

    id: str
    outcome: Outcome
    failure: str = ""
    expected: Json = field(default_factory=dict)
    happened: Json = field(default_factory=dict)
    skipped_because: str | None = None
    evidence: Evidence = Evidence.BEHAVIOUR
    transcript: str = ""
    traceback: str = ""
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "outcome": self.outcome.value,
            "failure": self.failure,
            "expected": dict(self.expected),
            "happened": dict(self.happened),
            "skipped_because": self.skipped_because,
            "evidence": self.evidence.value,
            "transcript": self.transcript,
            "traceback": self.traceback,
            "seconds": self.seconds,
        }

    @classmethod
    def from_json(cls, data: Json) -> CheckRun:
        known = dict(data, outcome=Outcome(data["outcome"]), evidence=Evidence(data["evidence"]))
        return cls(**known)


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything a lane observed about one submission."""

    checks: tuple[CheckRun, ...]
    incidents: tuple[Incident, ...] = ()  # in order; the first is the verdict's
    import_error: Json | None = None  # exception, message, file, line
    broken: tuple[Json, ...] = ()  # relations and models that could not be migrated
    facts: Json = field(default_factory=dict)  # what diagnoses are made of: see grader/judge/gathering.py
    schema: Schema = field(default_factory=Schema)  # the tables as migrated, where students hand in the models
    output: str = ""  # printed before the first check that is not public
    hidden_output: str = ""  # printed from then on: for staff
    truncated: bool = False
    trouble: str = ""  # a failure of ours: no score
    isolation: Json = field(default_factory=dict)
    environment: Json = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)  # total, sandbox, import, migrate, checks

    def to_json(self) -> dict[str, Any]:
        return {
            "checks": [check.to_json() for check in self.checks],
            "incidents": [incident.to_json(staff=True) for incident in self.incidents],
            "import_error": self.import_error,
            "broken": list(self.broken),
            "facts": dict(self.facts),
            "schema": self.schema.to_json(),
            "output": self.output,
            "hidden_output": self.hidden_output,
            "truncated": self.truncated,
            "trouble": self.trouble,
            "isolation": dict(self.isolation),
            "environment": dict(self.environment),
            "seconds": dict(self.seconds),
        }

    @classmethod
    def from_json(cls, data: Json) -> RunReport:
        known = dict(data)
        known["checks"] = tuple(CheckRun.from_json(check) for check in data["checks"])
        known["incidents"] = tuple(Incident.from_json(entry) for entry in data["incidents"])
        known["broken"] = tuple(data["broken"])
        known["schema"] = Schema.from_json(data["schema"])
        return cls(**known)
