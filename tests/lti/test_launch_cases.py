"""Every launch of the table, from a double of each platform: who has to get in does, and nobody else.

``LTI_TABLE=write`` writes docs/reference/lti-launches.md anew.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from grader.web.lti.models import Account, Context, Link, Member
from tests.lti.cases import CASES, Case, got_in, is_asked_for_more
from tests.lti.conftest import KINDS
from tests.lti.walks import Walk
from tests.proving import PROVING

pytestmark = pytest.mark.parametrize("running", KINDS if PROVING else ["plain"], indirect=True)
DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "lti-launches.md"
_ROW = re.compile(r"^\| (.+) \| (gets in|refused) \| (.+) \|$", re.MULTILINE)


def told(answer: Any) -> str:
    """What became of a launch, in a few words: the reason as the page says it."""
    if got_in(answer):
        return "gets in"
    if is_asked_for_more(answer):
        return "refused: the platform's page is asked for what it keeps, and has nothing"
    page = answer.content.decode()
    found = re.search(r"<p>(.*?)</p>", page, re.DOTALL)
    why = found[1].removeprefix("The platform&#x27;s launch is not valid. ") if found else "-"
    return f"{answer.status_code} {html.unescape(why)}"


def _carried_out(case: Case, double) -> str:
    """Runs one, checks what has to be so of each, and leaves nothing in the database."""
    with transaction.atomic():
        walk = Walk(double, double.login_request("ann", "week1"))
        answer = case.run(walk)
        said = told(answer)
        if not case.gets_in:
            assert 400 <= answer.status_code < 500 or is_asked_for_more(answer), (case.name, said)
            assert is_asked_for_more(answer) or walk.fields["id_token"].split(".")[2] not in answer.content.decode()
            kept = [model.__name__ for model in (Account, Context, Link, Member) if model.objects.exists()]
            assert bool(kept) == bool(walk.got_in), (case.name, kept)
        transaction.set_rollback(True)
    return said


def test_every_launch(double) -> None:
    found = {case.name: _carried_out(case, double) for case in CASES}
    wrong = {case.name: found[case.name] for case in CASES if (found[case.name] == "gets in") != case.gets_in}
    assert not wrong
    if double.manners.kind == KINDS[0]:
        _compare(found)


def _compare(found: dict[str, str]) -> None:
    rows = [f"| {case.name} | {'gets in' if case.gets_in else 'refused'} | {found[case.name]} |" for case in CASES]
    if os.environ.get("LTI_TABLE") == "write":
        before = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(before[: before.index("| --- |")] + "\n".join(["| --- | --- | --- |", *rows]) + "\n")
    assert [f"| {' | '.join(one)} |" for one in _ROW.findall(DOCUMENT.read_text(encoding="utf-8"))] == rows


def test_no_case_stands_twice(running) -> None:
    assert len({case.name for case in CASES}) == len(CASES)
