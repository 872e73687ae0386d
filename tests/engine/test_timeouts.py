"""A program that does not end is ended, in time."""

from __future__ import annotations

import time

import pytest

from grader.core.verdict import IncidentKind, Outcome
from grader.sandbox.limits import default_limits
from tests.proving import PROVING, only_when_proving
from tests.sandboxed import REFERENCE, Grading

pytestmark = pytest.mark.sandbox
LIMIT = default_limits().cpu_seconds
LOOP_IN_SAVE = REFERENCE + "\ndef save(self, *args, **kwargs):\n    while True: pass\nWomen.save = save\n"


def test_an_endless_loop_at_import_is_a_timeout_within_its_limit_and_a_second(grading: Grading) -> None:
    """From bytes to verdict, a measured timeout being taken at its word. Score 0."""
    began = time.monotonic()
    verdict = grading.verdict(REFERENCE + "\nwhile True: pass\n")
    seconds = time.monotonic() - began
    assert verdict.incident is not None
    assert (verdict.incident.kind, verdict.incident.check, verdict.score) == (IncidentKind.TIMEOUT, None, 0)
    assert {check.outcome for check in verdict.checks} == {Outcome.FAILED}
    if PROVING:  # CPU seconds take longer on a busy machine, so not in every run
        assert seconds < LIMIT + 1
    grading.accepts(REFERENCE)


def test_an_endless_loop_in_save_costs_the_checks_that_need_it(grading: Grading) -> None:
    """The check that hit it fails, what needs it is skipped, the others are graded in a fresh program."""
    verdict = grading.survives(LOOP_IN_SAVE, incident="timeout")
    outcomes = {check.id: check.outcome for check in verdict.checks}
    assert outcomes["husband_is_stored"] is Outcome.FAILED
    assert outcomes["husband_passes_check"] is Outcome.PASSED
    assert verdict.score == 0.25


@only_when_proving("seconds of CPU, as for the loop in save")
def test_an_endless_loop_in_one_method_costs_only_the_check_that_calls_it(grading: Grading) -> None:
    """Deleting a husband never ends: the widow's check fails, all others are graded."""
    loop = "\ndef delete(self, *args, **kwargs):\n    while True: pass\nHusband.delete = delete\n"
    verdict = grading.survives(REFERENCE + loop, incident="timeout")
    assert [check.id for check in verdict.checks if check.outcome is not Outcome.PASSED] == ["widow_stays"]
