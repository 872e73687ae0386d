"""Facts made by hand: from a source and what a lane would have told of it, without a box."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from grader.core.assignment import Assignment
from grader.core.report import CheckRun, RunReport
from grader.core.verdict import Outcome
from grader.diagnosis.facts import Facts, read_facts
from grader.diagnosis.run import diagnose
from grader.intake.assignments import load_assignment
from grader.judge.gathering import checked_outline
from grader.sandbox.subject.outline import outline
from tests.sandboxed import ROOT

ASSIGNMENTS = {
    slug: load_assignment(ROOT / "assignments" / slug) for slug in ("one_to_one", "parent_link", "link_and_save")
}
ONE_TO_ONE = ASSIGNMENTS["one_to_one"]


def field(name: str, kind: str, **options: Any) -> list[Any]:
    """A field as the subject describes it."""
    return [name, f"django.db.models.fields.related.{kind}", [], options]


def model(name: str, *fields: list[Any], bases: tuple[str, ...] = (), **options: Any) -> dict[str, Any]:
    return {"name": name, "fields": list(fields), "bases": list(bases), "options": options}


def report(  # noqa: PLR0913 - one for each kind of fact
    source: str = "",
    *,
    failed: Mapping[str, Mapping[str, Any]] | tuple[str, ...] = ("husband_is_stored",),
    error: Mapping[str, Any] | None = None,
    models: Any = (),
    checks: Any = (),
    broken: Any = (),
    assignment: Assignment = ONE_TO_ONE,
    place: str = "models.py",
) -> RunReport:
    """A report in which these checks failed; the source, where there is one, goes through the real outline."""
    happened = failed if isinstance(failed, Mapping) else {id_: {} for id_ in failed}
    runs = [
        CheckRun(spec.id, Outcome.FAILED, "raised", happened=happened[spec.id])
        if spec.id in happened
        else CheckRun(spec.id, Outcome.PASSED)
        for spec in assignment.checks
    ]
    facts = {
        "models": json.loads(json.dumps(list(models))),
        "tables": {},
        "system_checks": [list(check) for check in checks],
        "source": checked_outline(outline({place: source.encode()} if source else {})),
    }
    return RunReport(tuple(runs), import_error=error, broken=tuple(broken), facts=facts)


def facts(source: str = "", **told: Any) -> Facts:
    return read_facts(report(source, **told), told.get("assignment", ONE_TO_ONE))


def ids(source: str = "", **told: Any) -> list[str]:
    """The ids of all diagnoses; none of ours may have failed."""
    found, troubles = diagnose(report(source, **told), told.get("assignment", ONE_TO_ONE))
    assert troubles == []
    return [diagnosis.id for diagnosis in found]


def error(exception: str, message: str, line: int | None = 1, file: str | None = "models.py") -> dict[str, Any]:
    """An error at import, as the subject tells it."""
    return {"exception": exception, "message": message, "file": file, "line": line}
