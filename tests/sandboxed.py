"""Verbs for tests that grade real code in the real box: ``accepts``, ``rejects``, ``survives``.

All of them share one lane, as a class's submissions do: an attack that harms the next submission harms the next test.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import jsonschema

from grader.core.assignment import Assignment
from grader.core.submission import SourceFile, Submission
from grader.core.verdict import Verdict
from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.pipeline import grade

ROOT = Path(__file__).parents[1]
ASSIGNMENT = ROOT / "assignments" / "one_to_one"
REFERENCE = (ROOT / "solutions" / "one_to_one" / "reference" / "models.py").read_text(encoding="utf-8")
FOREIGN_KEY = (ROOT / "solutions" / "one_to_one" / "foreign_key" / "models.py").read_text(encoding="utf-8")
COURSE_KEY = b"a key for tests"
WEAKEST = os.environ.get("GRADER_TEST_ISOLATION", "full")  # what the shared lanes make do with
SCHEMA = json.loads((ROOT / "docs" / "reference" / "verdict.schema.json").read_text(encoding="utf-8"))

VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)  # made once: that takes longer than grading


def only_task(task: str, home: Path) -> Assignment:
    """``one_to_one`` cut down to one task, in ``home``: tests of the box need no more, and each grading less time."""
    return only_tasks((task,), ASSIGNMENT, home)


def only_tasks(tasks: Collection[str], whole: Path, home: Path) -> Assignment:
    """The assignment of the folder ``whole`` cut down to these tasks, in ``home``."""
    folder = home / whole.name
    folder.mkdir()
    head, *blocks = re.split(r"(?m)^(?=\[check\.)", (whole / "assignment.toml").read_text(encoding="utf-8"))
    kept = [block for block in blocks if any(f'task = "{task}"' in block for task in tasks)]
    (folder / "assignment.toml").write_text("".join([head, *kept]), encoding="utf-8")
    names = {f"test_{block.removeprefix('[check.').partition(']')[0]}" for block in kept}
    for name in ("brief.en.md", "brief.ru.md"):
        shutil.copy(whole / name, folder)
    if (whole / "given").is_dir():
        shutil.copytree(whole / "given", folder / "given", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("test_public.py", "test_hidden.py"):
        tree = ast.parse((whole / name).read_text(encoding="utf-8"))
        tree.body = [node for node in tree.body if not _is_other_test(node, names)]
        (folder / name).write_text(ast.unparse(tree) + "\n", encoding="utf-8")
    return load_assignment(folder)


def _is_other_test(node: ast.stmt, names: set[str]) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name not in names


def submission(source: str | Mapping[str, str], student: str = "tester") -> Submission:
    """A submission of ``models.py``, or of several files by their place in the app."""
    files = {"models.py": source} if isinstance(source, str) else source
    taken = tuple(SourceFile(name, text.encode(), target=name) for name, text in files.items())
    return Submission(student, "one_to_one", taken)


@dataclass
class Grading:
    """The shared lane and what can be claimed of sources on it."""

    lane: Lane
    assignment: Assignment

    def verdict(self, source: str | Mapping[str, str]) -> Verdict:
        verdict = grade(submission(source), self.assignment, self.lane, course_key=COURSE_KEY)
        for staff in (False, True):
            VALIDATOR.validate(verdict.to_json(staff=staff))
        return verdict

    def accepts(self, source: str | Mapping[str, str]) -> Verdict:
        """Full marks."""
        verdict = self.verdict(source)
        assert verdict.score == verdict.max_score, failures(verdict)
        return verdict

    def rejects(self, source: str | Mapping[str, str], *, because: str) -> Verdict:
        """Graded, and the check ``because`` among those that fail."""
        verdict = self.verdict(source)
        assert because in failures(verdict), failures(verdict)
        return verdict

    def survives(self, source: str | Mapping[str, str], *, incident: str | None) -> Verdict:
        """Graded with that incident, and the next submission is graded as if nothing had been."""
        verdict = self.verdict(source)
        found = verdict.incident.kind.value if verdict.incident else None
        assert found == incident, (verdict.incident, verdict.reason, verdict.staff)
        self.accepts(REFERENCE)
        return verdict


def failures(verdict: Verdict) -> dict[str, str]:
    """What did not pass, with its message."""
    return {check.id: check.message.en for check in verdict.checks if check.outcome.value == "failed"}
