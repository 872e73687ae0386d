"""A verdict as Gradescope's ``results.json``, by its specification (autograder_samples, docs/specs.md).

Gradescope hides the total from a student as soon as one test of hers is hidden. What a student may not see of a check
that is not public is therefore left out of its output, as on every page of ours, and the check itself is shown, unless
another ``closed`` visibility is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum, unique
from typing import Any

from ...core.assignment import Assignment, Visibility
from ...core.verdict import CheckResult, Outcome, Status, Verdict
from ...reports.jsontext import json_text
from ...reports.terminal import check_details, summary
from ...reports.view import Page, page


@unique
class Closed(StrEnum):
    """Gradescope's visibility of a check that is not public. With all but ``visible`` the total is hidden too."""

    VISIBLE = "visible"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"
    HIDDEN = "hidden"


def results_text(
    verdict: Verdict, language: str, *, assignment: Assignment | None = None, closed: Closed = Closed.VISIBLE
) -> str:
    """The file's text. A rejected submission has 0 points and says why.

    Raises ``ValueError`` for a verdict that is an error of ours: a student must never get a zero for that.
    """
    if verdict.status is Status.ERROR:
        raise ValueError("an error of ours is no result")
    shown = page(verdict, language, assignment=assignment)
    return json_text(
        {
            "score": verdict.score or 0.0,
            "output": summary(shown),
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": list(_tests(verdict, shown, closed)),
            "extra_data": {
                "assignment": verdict.assignment,
                "status": verdict.status.value,
                "isolation": verdict.isolation.get("level"),
                "environment": dict(verdict.environment),
                "files": [entry.to_json() for entry in verdict.files],
            },
        }
    )


def _tests(verdict: Verdict, shown: Page, closed: Closed) -> Iterator[dict[str, Any]]:
    """Each check with what its student sees of it; by task, as the page has them."""
    by_task: dict[str, list[CheckResult]] = {}
    for check in verdict.checks:
        by_task.setdefault(check.task, []).append(check)
    for first, (checks, task) in enumerate(zip(by_task.values(), shown.tasks, strict=True), 1):
        for second, (check, view) in enumerate(zip(checks, task.checks, strict=True), 1):
            public = check.visibility is Visibility.PUBLIC
            yield {
                "number": f"{first}.{second}",
                "name": f"{task.title}: {view.title}",
                "score": check.points,
                "max_score": check.max_points,
                "status": "passed" if check.outcome is Outcome.PASSED else "failed",
                "output": check_details(view, shown.language),
                "tags": [check.id],
                "visibility": (Closed.VISIBLE if public else closed).value,
            }
