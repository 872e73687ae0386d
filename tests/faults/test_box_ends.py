"""The subject or the witness misbehaves: the judge makes of it what the matrix says, and goes on."""

from __future__ import annotations

import time

import pytest

from grader.core.report import Job, RunReport
from grader.core.verdict import Outcome
from grader.engine.lane import Lane
from tests.faults.__main__ import PAGE, page
from tests.faults.acts import ACTS
from tests.faults.box import KILLED
from tests.faults.matrix import CHECK, MATRIX, PATIENCE, Row
from tests.hostile.arena import descendants, left_over
from tests.proving import PROVING
from tests.sandboxed import REFERENCE

pytestmark = pytest.mark.sandbox

_ASKED = {"subject": "create", "witness": "ask"}  # first done in the check CHECK
_MOST_SECONDS = PATIENCE["call_seconds"] + 10  # a program anew, and a busy machine


def run(lane: Lane, source: str) -> RunReport:
    return lane.run(Job("one_to_one", {"models.py": source.encode()}, "a seed"))


def outcomes(report: RunReport, outcome: Outcome) -> set[str]:
    return {check.id for check in report.checks if check.outcome is outcome}


def told(report: RunReport) -> tuple[str, str]:
    """What came of the run, as (kind, detail) of the matrix."""
    ours = [check.traceback for check in report.checks if check.outcome is Outcome.ERROR]
    if report.trouble or ours:
        return "ours", report.trouble or f"{CHECK} failed by itself: {ours[0]}"
    if report.incidents:
        incident = report.incidents[0]
        assert incident.check == CHECK
        return incident.kind.value, incident.detail
    return "fails", ""


@pytest.fixture(scope="module")
def dependent(lane: Lane) -> set[str]:
    """The checks that are skipped where CHECK fails."""
    broken = run(lane, REFERENCE.replace("husband = ", "spouse = "))
    assert CHECK in outcomes(broken, Outcome.FAILED)
    return outcomes(broken, Outcome.SKIPPED)


@pytest.mark.parametrize("who", ["subject", "witness"])
@pytest.mark.parametrize("row", MATRIX, ids=[row.act for row in MATRIX])
def test_what_is_made_of_a_fault(row: Row, who: str, lane: Lane, dependent: set[str]) -> None:
    """One incident with its check, in time; every other check is judged, and the next student notices nothing."""
    if who in row.slow and not PROVING:
        pytest.skip(f"slow ({row.why}): run with GRADER_PROVE=1")
    before = descendants(lane.pid)
    began = time.monotonic()
    report = run(lane, f"# fault: {who} {_ASKED[who]} {row.act}\n{REFERENCE}")
    assert time.monotonic() - began < _MOST_SECONDS
    expected, _, words = getattr(row, who).partition(": ")
    kind, detail = told(report)
    assert kind == expected, detail
    assert words in detail
    assert len(report.incidents) == (kind not in ("fails", "ours"))
    if kind != "ours":
        assert outcomes(report, Outcome.FAILED) == {CHECK}
        assert outcomes(report, Outcome.SKIPPED) == dependent
        assert outcomes(report, Outcome.PASSED)
    assert left_over(lane.pid, before) == {}
    honest = run(lane, REFERENCE)
    assert outcomes(honest, Outcome.PASSED) == {check.id for check in honest.checks}
    assert not honest.incidents


@pytest.mark.parametrize("who", ["subject", "witness"])
@pytest.mark.parametrize("act", ["exits", "garbage", "wrong_id"])
def test_before_any_student_is_there_a_fault_is_ours(who: str, act: str, lane: Lane) -> None:
    """A program that is not even up has seen nobody's code."""
    report = run(lane, f"# fault: {who} hello {act}\n{REFERENCE}")
    assert "the box could not be set up" in report.trouble
    assert not run(lane, REFERENCE).trouble


def test_every_act_has_its_row() -> None:
    """What an end can do and what comes of it are told of the same acts, each once; the page says the same."""
    assert sorted(row.act for row in MATRIX) == sorted([*ACTS, KILLED])
    assert PAGE.read_text(encoding="utf-8") == page(), "run: .venv/bin/python -m tests.faults"
