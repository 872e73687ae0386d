"""What the template says of its assignment: ``checks.json``, where the checks that students can see are described."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..core.assignment import CheckSpec, Visibility
from ..core.limits import Limits
from ..core.text import Text
from ..sandbox.limits import default_limits

CHECKS_FILE = Path(__file__).resolve().parents[1] / "checks.json"


@dataclass(frozen=True, slots=True)
class Kit:
    """One assignment, as far as its student knows it. ``checks`` stand in the order in which they run."""

    slug: str
    app: str
    modules: tuple[str, ...]  # submitted ones beside the models
    models_given: bool
    files: tuple[str, ...]  # what is in the app when it is graded: "models.py", and what is given
    max_score: float  # of all checks, those included that are not here
    limits: Limits
    brief: Mapping[str, Text]  # the numbered lines of the brief that the checks below rest on
    checks: tuple[CheckSpec, ...]

    def check(self, check_id: str) -> CheckSpec | None:
        """The check of that id; None for a test of the student's own."""
        return next((check for check in self.checks if check.id == check_id), None)

    @property
    def titles(self) -> Mapping[str, Text]:
        return {check.id: check.title for check in self.checks}


@cache
def read_kit(file: Path = CHECKS_FILE) -> Kit:
    """The description beside this package."""
    data = json.loads(file.read_text(encoding="utf-8"))
    return Kit(
        slug=data["slug"],
        app=data["app"],
        modules=tuple(data["modules"]),
        models_given=data["models_given"],
        files=tuple(data["files"]),
        max_score=data["max_score"],
        limits=default_limits().replaced(data["limits"]),
        brief={line: Text.from_json(said) for line, said in data["brief"].items()},
        checks=tuple(map(_check, data["checks"])),
    )


def _check(data: Mapping[str, Any]) -> CheckSpec:
    return CheckSpec(
        id=data["id"],
        task=data["task"],
        brief=data["brief"],
        points=data["points"],
        visibility=Visibility.PUBLIC,
        title=Text.from_json(data["title"]),
        hint=Text.from_json(data["hint"]),
        requires=tuple(data["requires"]),
        reference=data["reference"],
    )
