"""Named answers: what ``verdict.toml`` says must come out, and how a verdict differs from it."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from ..core.assignment import Assignment
from ..core.errors import AssignmentError
from ..core.verdict import IncidentKind, Outcome, Status, Verdict
from ..reports.safe import number, one_line

Known = TypeVar("Known", Status, IncidentKind)

REFERENCE = "reference"
VERDICT_FILE = "verdict.toml"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a named answer must get. ``django`` is the versions it holds for; empty for all."""

    score: float | None
    failed: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    diagnoses: frozenset[str] = frozenset()
    status: Status = Status.GRADED
    incident: IncidentKind | None = None
    django: SpecifierSet = field(default_factory=SpecifierSet)
    why: str = ""


KINDS: Mapping[str, type | tuple[type, ...]] = {
    "why": str,
    "score": (int, float),
    "failed": list,
    "skipped": list,
    "diagnoses": list,
    "status": str,
    "incident": str,
    "django": str,
}


def read_expectation(folder: Path, assignment: Assignment) -> Expectation:
    """What ``folder`` must get; the model answer without a file must get everything.

    Raises ``AssignmentError`` for a file that is missing, broken, or names what does not exist.
    """
    path = folder / VERDICT_FILE
    if folder.name == REFERENCE and not path.exists():
        return Expectation(score=assignment.max_score)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AssignmentError(str(path), None, "is missing: every named answer says what it must get") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AssignmentError(str(path), None, f"is not TOML: {error}") from error
    return _parsed(data, assignment, str(path))


def _parsed(data: Mapping[str, Any], assignment: Assignment, file: str) -> Expectation:
    for key, value in data.items():
        if key not in KINDS:
            raise AssignmentError(file, key, f"unknown key; known are {', '.join(KINDS)}")
        if not isinstance(value, KINDS[key]) or isinstance(value, bool):
            raise AssignmentError(file, key, f"cannot be {value!r}")
    status = _member(Status, data.get("status", Status.GRADED.value), file, "status")
    if (status is Status.GRADED) != ("score" in data):
        raise AssignmentError(
            file, "score", f"an answer that is {status} {'needs' if status == 'graded' else 'has no'} score"
        )
    incident = data.get("incident")
    return Expectation(
        score=data.get("score"),
        failed=_checks(data, "failed", assignment, file),
        skipped=_checks(data, "skipped", assignment, file),
        diagnoses=_texts(data, "diagnoses", file),
        status=status,
        incident=None if incident is None else _member(IncidentKind, incident, file, "incident"),
        django=_versions(data.get("django", ""), file),
        why=str(data.get("why", "")).strip(),
    )


def _member(kind: type[Known], value: str, file: str, key: str) -> Known:
    try:
        return kind(value)
    except ValueError as error:
        raise AssignmentError(file, key, f"is {value!r}; known are {', '.join(kind)}") from error


def _checks(data: Mapping[str, Any], key: str, assignment: Assignment, file: str) -> frozenset[str]:
    known = [check.id for check in assignment.checks]
    named: Sequence[object] = data.get(key, [])
    for check in named:
        if check not in known:
            near = difflib.get_close_matches(str(check), known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise AssignmentError(file, key, f"{assignment.slug} has no check {check!r}{hint}")
    return frozenset(str(check) for check in named)


def _texts(data: Mapping[str, Any], key: str, file: str) -> frozenset[str]:
    named: Sequence[object] = data.get(key, [])
    for text in named:
        if not isinstance(text, str):
            raise AssignmentError(file, key, f"must be a list of texts, and holds {text!r}")
    return frozenset(str(text) for text in named)


def _versions(text: str, file: str) -> SpecifierSet:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier as error:
        raise AssignmentError(file, "django", f"is no version condition: {text!r}") from error


def differences(expected: Expectation, verdict: Verdict) -> Iterator[str]:
    """Every difference, as a sentence."""
    if verdict.status is not expected.status:
        reason = f" ({verdict.reason.en})" if verdict.reason else ""
        yield f"status is {verdict.status}{reason}, not {expected.status}"
    if not _same(verdict.score, expected.score):
        yield f"score is {_points(verdict.score)}, not {_points(expected.score)}"
    kind = verdict.incident.kind if verdict.incident else None
    if kind is not expected.incident:
        yield f"incident is {kind or 'none'}, not {expected.incident or 'none'}"
    for outcome, wanted in ((Outcome.FAILED, expected.failed), (Outcome.SKIPPED, expected.skipped)):
        found = {check.id: one_line(check.message.en) for check in verdict.checks if check.outcome is outcome}
        for check in sorted(found.keys() - wanted):
            why = f": {found[check]}" if outcome is Outcome.FAILED and found[check] else ""
            yield f"{check} {outcome}, and should not have{why}"
        for check in sorted(wanted - found.keys()):
            yield f"{check} should have {outcome}: {_outcome(verdict, check)}"
    yield from _other_diagnoses(expected, verdict)
    for result in verdict.checks:
        if result.outcome is Outcome.ERROR:
            yield f"{result.id} ended in an error of ours"


def _other_diagnoses(expected: Expectation, verdict: Verdict) -> Iterator[str]:
    made = {diagnosis.id for diagnosis in verdict.diagnoses}
    for diagnosis in sorted(made - expected.diagnoses):
        yield f"diagnosis {diagnosis} is made, and should not be"
    for diagnosis in sorted(expected.diagnoses - made):
        yield f"diagnosis {diagnosis} should be made, and is not"


def _outcome(verdict: Verdict, check_id: str) -> str:
    for check in verdict.checks:
        if check.id == check_id:
            return check.outcome
    return "not in the verdict"


def _same(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) < 0.0005  # noqa: PLR2004 - points are kept to a thousandth


def _points(score: float | None) -> str:
    return "none" if score is None else number(score)


def heavy(assignment: Assignment) -> dict[str, str]:
    """The checks on which more than half of their task's points hang without a ``gate`` that says why."""
    found = {}
    for check in assignment.checks:
        leverage, whole = assignment.leverage(check.id), assignment.task_points(check.task)
        if leverage > whole / 2 and not check.gate:
            found[check.id] = f"{number(leverage)} of the {number(whole)} points of {check.task} hang on it"
    return found
