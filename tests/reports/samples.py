"""Verdicts made by hand, hostile ones among them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from grader.core.assignment import Assignment, CheckSpec, Task, Visibility
from grader.core.text import Text
from grader.core.verdict import (
    CheckResult,
    Diagnosis,
    FileEntry,
    Incident,
    IncidentKind,
    Outcome,
    Output,
    Status,
    Verdict,
)

ESCAPES = "\x1b[2J\x1b]0;owned\x07\r\x08\x9b31m\x7f"
BIDI = "\u202eevil\u2066\u2069\u200f\u061c"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&[bold]{{ 7*7 }}"
LONE = "\ud800 \udfff"
HOSTILE = f"{MARKUP}{ESCAPES}{BIDI}{LONE}"

SECRET = "only staff may read this 4711"


def text(word: str) -> Text:
    return Text(en=word, ru=f"{word} по-русски")


def result(id_: str, outcome: Outcome = Outcome.PASSED, **changes: Any) -> CheckResult:
    """One check of two points, public unless said otherwise."""
    plain = CheckResult(
        id=id_,
        task="husband",
        brief="husband.1",
        title=text(f"title of {id_}"),
        outcome=outcome,
        points=2.0 if outcome is Outcome.PASSED else 0.0,
        max_points=2.0,
        visibility=Visibility.PUBLIC,
        message=Text("", "") if outcome is Outcome.PASSED else text(f"message of {id_}"),
        hint=text(f"hint of {id_}"),
    )
    return dataclasses.replace(plain, **changes)


def verdict(*checks: CheckResult, **changes: Any) -> Verdict:
    """A graded verdict with those checks; one passed check without any."""
    found = checks or (result("stored"),)
    plain = Verdict(
        assignment="one_to_one",
        student="alice",
        status=Status.GRADED,
        score=sum(check.points for check in found),
        max_score=sum(check.max_points for check in found),
        checks=found,
        isolation={"level": "full", "self_test": {"network": "blocked"}},
        environment={"grader": "0.1.0", "python": "3.11.7", "django": "5.2.19", "sqlite": "3.40.1"},
    )
    return dataclasses.replace(plain, **changes)


def rejected(**changes: Any) -> Verdict:
    return verdict(status=Status.REJECTED, score=None, reason=text("no such file"), **changes)


def hidden(id_: str = "secretly") -> CheckResult:
    """A failed check whose details no student may see."""
    return result(
        id_,
        Outcome.FAILED,
        visibility=Visibility.HIDDEN,
        message=text(SECRET),
        expected={"value": SECRET},
        happened={"value": SECRET},
        transcript=SECRET,
        staff={"traceback": SECRET},
    )


def hostile() -> Verdict:
    """A verdict in which everything that can come from a student is an attack."""
    failed = result(
        "attacked",
        Outcome.FAILED,
        message=text(HOSTILE),
        expected={"value": HOSTILE, HOSTILE: 1},
        happened={"rows": [[HOSTILE, None, float("nan")]]},
        transcript=HOSTILE,
    )
    return verdict(
        failed,
        student=HOSTILE,
        incident=Incident(IncidentKind.DIED, HOSTILE, HOSTILE),
        diagnoses=(Diagnosis("bad", text(HOSTILE), HOSTILE, 3, "javascript:alert(1)"),),
        files=(FileEntry(HOSTILE, "0" * 64, taken=False, reason=text(HOSTILE)),),
        output=Output(HOSTILE, truncated=True),
    )


def assignment() -> Assignment:
    spec = CheckSpec("stored", "husband", "husband.1", 2.0, Visibility.PUBLIC, text("stored"), text("hint"))
    return Assignment(
        slug="one_to_one",
        app="one_to_one",
        submit=("models.py",),
        title=text("One to one"),
        tasks=(Task("husband", text("A woman and her husband")),),
        checks=(spec,),
        folder=Path(),
        digest="0" * 64,
        limits={},
    )
