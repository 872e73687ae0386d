"""The verdict's JSON form: whole, valid by its published schema, and closed to students where it must be."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core.assignment import Visibility
from grader.core.text import Text
from grader.core.verdict import (
    CheckResult,
    Diagnosis,
    Evidence,
    FileEntry,
    Incident,
    IncidentKind,
    Outcome,
    Output,
    Status,
    Verdict,
)
from tests.properties.strategies import schemas
from tests.proving import PROVING

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/reference/verdict.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SECRET = "the-secret-value"

words = st.text(max_size=12)
names = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
texts = st.builds(Text, words, words)
numbers = st.floats(0, 1000, allow_nan=False)
hashes = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
values = st.dictionaries(names, st.one_of(words, st.integers(), st.booleans(), st.none()), max_size=3)


@st.composite
def check_results(draw: st.DrawFn) -> CheckResult:
    outcome = draw(st.sampled_from(Outcome))
    worth = draw(st.floats(0.5, 20))
    return CheckResult(
        id=draw(names),
        task=draw(names),
        brief=draw(names) + ".1",
        title=draw(texts),
        outcome=outcome,
        points=worth if outcome is Outcome.PASSED else 0.0,
        max_points=worth,
        visibility=draw(st.sampled_from(Visibility)),
        message=draw(texts),
        hint=draw(texts),
        expected=draw(values),
        happened=draw(values),
        transcript=draw(words),
        skipped_because=draw(st.none() | names),
        evidence=draw(st.sampled_from(Evidence)),
        staff=draw(values),
    )


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    status = draw(st.sampled_from(Status))
    return Verdict(
        assignment=draw(names),
        student=draw(words),
        status=status,
        score=draw(numbers) if status is Status.GRADED else None,
        max_score=draw(numbers),
        checks=tuple(draw(st.lists(check_results(), max_size=3))),
        reason=draw(st.none() | texts),
        incident=draw(st.none() | st.builds(Incident, st.sampled_from(IncidentKind), st.none() | names, words)),
        diagnoses=tuple(
            draw(
                st.lists(
                    st.builds(Diagnosis, names, texts, st.none() | names, st.none() | st.integers(1, 999), st.none()),
                    max_size=2,
                )
            )
        ),
        files=tuple(draw(st.lists(st.builds(FileEntry, words, hashes, st.booleans(), st.none() | texts), max_size=2))),
        output=draw(st.builds(Output, words, st.booleans())),
        tables=draw(schemas()),
        isolation={"level": draw(st.sampled_from(["full", "filtered", "none"])), "self_test": draw(values)},
        environment={"python": draw(words), "submission_digest": draw(hashes)},
        seconds=draw(st.dictionaries(st.sampled_from(["total", "sandbox", "checks"]), numbers, max_size=3)),
        staff=draw(values),
    )


def check(visibility: Visibility = Visibility.PUBLIC, **other: Any) -> CheckResult:
    known: dict[str, Any] = {
        "id": "widow_stays",
        "task": "husband",
        "brief": "husband.2",
        "title": Text("A widow stays", "Вдова остаётся"),
        "outcome": Outcome.FAILED,
        "points": 0.0,
        "max_points": 2.0,
        "message": Text(SECRET, SECRET),
        "hint": Text("on_delete", "on_delete"),
        "expected": {"value": SECRET},
        "happened": {"value": SECRET},
        "transcript": SECRET,
        "staff": {"traceback": SECRET},
    }
    return CheckResult(visibility=visibility, **(known | other))


def verdict(*checks: CheckResult, **other: Any) -> Verdict:
    known: dict[str, Any] = {"status": Status.GRADED, "score": 0.0, "max_score": 2.0}
    return Verdict("one_to_one", "alice", checks=checks, **(known | other))


@settings(max_examples=40 if PROVING else 15, deadline=None)
@given(some=verdicts(), staff=st.booleans())
def test_every_verdict_is_valid_by_the_published_schema(some: Verdict, *, staff: bool) -> None:
    """Both views of any verdict satisfy the schema, also after a trip through JSON text."""
    VALIDATOR.validate(json.loads(json.dumps(some.to_json(staff=staff))))


@settings(max_examples=40 if PROVING else 15, deadline=None)
@given(verdicts())
def test_the_staff_view_holds_the_whole_verdict(some: Verdict) -> None:
    """What is written for staff and read again is the same record."""
    assert Verdict.from_json(json.loads(json.dumps(some.to_json(staff=True)))) == some


@settings(max_examples=40 if PROVING else 15, deadline=None)
@given(verdicts())
def test_the_students_view_is_read_and_written_unchanged(some: Verdict) -> None:
    """A student's view loses nothing more when it is read and written once more."""
    view = some.to_json()
    assert Verdict.from_json(view).to_json() == view


@pytest.mark.parametrize("visibility", [Visibility.AFTER_DUE, Visibility.HIDDEN])
def test_a_student_sees_no_value_of_a_check_that_is_not_public(visibility: Visibility) -> None:
    """Message, expected, happened, transcript and traceback stay away; title, brief line and hint stay."""
    some = verdict(
        check(visibility),
        incident=Incident(IncidentKind.DIED, "widow_stays", SECRET),
        isolation={"level": "full", "self_test": SECRET},
        staff={"output": SECRET},
    )
    shown = json.dumps(some.to_json(), ensure_ascii=False)
    assert SECRET not in shown
    assert "A widow stays" in shown
    assert "husband.2" in shown
    assert json.dumps(some.to_json(staff=True)).count(SECRET) == 9


def test_a_student_sees_all_of_a_public_check_but_what_is_for_staff() -> None:
    """The transcript and both values of a public check are shown, its traceback is not."""
    data = verdict(check()).to_json()["checks"][0]
    assert (data["transcript"], data["expected"]) == (SECRET, {"value": SECRET})
    assert "staff" not in data


def test_the_schema_refuses_a_leak() -> None:
    """A student's view that shows a hidden value, or a key for staff, is not valid."""
    closed = verdict(check(Visibility.HIDDEN)).to_json()
    VALIDATOR.validate(closed)
    for key, value in (
        ("transcript", "x"),
        ("expected", {"a": 1}),
        ("message", {"en": "x", "ru": ""}),
        ("staff", {}),
    ):
        leaking = json.loads(json.dumps(closed))
        leaking["checks"][0][key] = value
        assert not VALIDATOR.is_valid(leaking), key
    assert not VALIDATOR.is_valid(closed | {"isolation": {"level": "full", "self_test": "x"}})
    assert not VALIDATOR.is_valid(closed | {"incident": {"kind": "died", "check": None, "detail": "x"}})


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"status": "passed"},
        {"score": None},
        {"score": -1},
        {"extra": 1},
        {"reason": {"en": "only English"}},
        {"environment": {"hostname": "x"}},
        {"status": "error"},
        {"isolation": {"level": "strict"}},
    ],
)
def test_the_schema_is_closed(change: dict[str, Any]) -> None:
    """Another version, an unknown key, a missing language, a score where none may be: not valid."""
    valid = verdict(check()).to_json()
    VALIDATOR.validate(valid)
    assert not VALIDATOR.is_valid(valid | change)


@pytest.mark.parametrize("key", sorted(SCHEMA["required"]))
def test_the_schema_needs_every_key(key: str) -> None:
    """A verdict without one of its keys is not valid."""
    data = verdict(check()).to_json()
    del data[key]
    assert not VALIDATOR.is_valid(data)


def test_the_schema_names_the_enumerations_of_the_code() -> None:
    """Statuses, outcomes, visibilities, evidence and kinds of incident are the same in both."""
    shapes = SCHEMA["$defs"]
    found = {
        Status: SCHEMA["properties"]["status"],
        Outcome: shapes["check"]["properties"]["outcome"],
        Visibility: shapes["check"]["properties"]["visibility"],
        Evidence: shapes["check"]["properties"]["evidence"],
        IncidentKind: shapes["incident"]["properties"]["kind"],
    }
    for kind, shape in found.items():
        assert shape["enum"] == [member.value for member in kind]


def test_another_version_is_not_read() -> None:
    """A verdict of a later version raises, instead of being half understood."""
    with pytest.raises(ValueError, match="version 2"):
        Verdict.from_json(verdict().to_json() | {"version": 2})


@pytest.mark.parametrize("status", [Status.REJECTED, Status.ERROR])
def test_only_a_graded_verdict_has_a_score(status: Status) -> None:
    """No score for what was rejected or went wrong with us, and no graded verdict without one."""
    with pytest.raises(ValueError, match="cannot have the score"):
        verdict(status=status)
    with pytest.raises(ValueError, match="cannot have the score"):
        verdict(score=None)
    assert verdict(status=status, score=None).to_json()["score"] is None


def test_a_verdict_cannot_be_changed() -> None:
    """The record is frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict().score = 20.0  # type: ignore[misc]
