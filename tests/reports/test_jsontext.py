from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from grader.core.verdict import Verdict
from grader.reports.jsontext import json_text, verdict_text

from .samples import SECRET, hidden, hostile, rejected, verdict


@pytest.mark.parametrize("staff", [False, True])
def test_a_hostile_verdict_is_still_json(staff):
    written = verdict_text(hostile(), staff=staff).encode()
    data = json.loads(written, parse_constant=pytest.fail)
    assert data["assignment"] == "one_to_one"


def test_cyrillic_is_written_as_such():
    assert "по-русски" in verdict_text(verdict())


@pytest.mark.parametrize("shown", [verdict(), rejected(), verdict(hidden(), staff={"trouble": SECRET})])
def test_the_staff_view_can_be_read_back_whole(shown):
    assert Verdict.from_json(json.loads(verdict_text(shown, staff=True))) == shown


def test_the_students_view_is_the_default():
    assert SECRET not in verdict_text(verdict(hidden(), staff={"trouble": SECRET}))


def test_it_steers_no_terminal():
    """The same to a program: what a terminal would obey is an escape of JSON's own."""
    odd = "\x7f\x9b31m\u202e\ufeff\U000e0041\u2028"
    written = json_text({odd: [odd]})
    assert written.replace("\n", "").isprintable()
    assert json.loads(written) == {odd: [odd]}


def test_what_json_lacks_is_written_as_text():
    data = json.loads(json_text({"a": (1, float("inf")), 2: Decimal("0.5"), "d": dt.date(2026, 1, 2), "b": b"x"}))
    assert data == {"a": [1, "inf"], "2": "0.5", "d": "2026-01-02", "b": "b'x'"}
