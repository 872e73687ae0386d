"""Students' projects as the tests lay them out and run them: in a Python that cannot see the grader."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from grader.commands.answers import Expectation, read_expectation
from grader.commands.template import project_of, write_folder
from grader.core.assignment import Assignment, Visibility
from grader.core.verdict import Status
from grader.intake.uploads import read_submission
from grader.sandbox.limits import default_limits

CHECKOUT = Path(__file__).resolve().parents[2]
ASSIGNMENTS, SOLUTIONS, TEMPLATES = (CHECKOUT / name for name in ("assignments", "solutions", "student_template"))

PYTHONS = os.environ.get("TEMPLATE_PYTHONS", sys.executable).split(os.pathsep)

_AWKWARD = "мой проект 1"
_WITHOUT_GRADER = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "grader":
            raise ImportError("a student has no grader")
sys.meta_path.insert(0, Refuse())
"""
_STALE_MIGRATION = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("gone", "0001_initial")]
    operations = [migrations.DeleteModel("Nobody")]
"""


@dataclass(frozen=True)
class Outcomes:
    """How the tests of a project ended, by check id, and what was printed."""

    failed: frozenset[str]
    skipped: frozenset[str]
    passed: frozenset[str]
    text: str


class Project:
    """A student's project in a folder with a blank and Cyrillic letters."""

    def __init__(self, home: Path, assignment: Assignment, python: str = sys.executable) -> None:
        self.assignment, self.python = assignment, python
        self.folder = home / _AWKWARD
        self.app = self.folder / assignment.app
        self._guard = home / "guard"
        self._guard.mkdir(parents=True)
        (self._guard / "sitecustomize.py").write_text(_WITHOUT_GRADER)
        write_folder(self.folder, project_of(assignment, SOLUTIONS))

    def hand_in(self, files: dict[str, bytes]) -> None:
        """Puts the files in the place of the stub's."""
        for name in self.assignment.submit:
            (self.app / name).unlink(missing_ok=True)
        for place, content in files.items():
            file = self.app / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def leave_migrations(self) -> None:
        """Migrations of some earlier day, which cannot be applied any more."""
        (self.app / "migrations" / "0001_initial.py").write_text(_STALE_MIGRATION)

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
        """The project's Python with these arguments, in an environment that has nothing of ours."""
        clean = {"PATH": os.defpath, "HOME": str(self._guard), "PYTHONPATH": str(self._guard), **environment}
        return subprocess.run(
            [self.python, *arguments],
            cwd=self.folder,
            env=clean,
            input=stdin.encode(),
            capture_output=True,
            check=False,
        )

    def test(self, *arguments: str, encoding: str = "cp866", **environment: str) -> Outcomes:
        """Runs the tests. What they print must be readable in that encoding."""
        report = self._guard / "report.xml"
        report.unlink(missing_ok=True)
        done = self.run(*("-m", "pytest", f"--junitxml={report}", *arguments), PYTHONIOENCODING=encoding, **environment)
        text = (done.stdout + done.stderr).decode(encoding)
        if not report.exists():
            raise AssertionError(text)
        by_kind: dict[str, set[str]] = {"passed": set(), "failure": set(), "skipped": set(), "error": set()}
        for case in ET.parse(report).iter("testcase"):
            kind = next((child.tag for child in case if child.tag in by_kind), "passed")
            by_kind[kind].add(case.attrib["name"].partition("[")[0].removeprefix("test_"))
        assert not by_kind["error"], text
        failed, skipped = frozenset(by_kind["failure"]), frozenset(by_kind["skipped"])
        return Outcomes(failed, skipped, frozenset(by_kind["passed"]) - failed - skipped, text)


@dataclass(frozen=True)
class NamedAnswer:
    """One answer of ``solutions/`` that gets a verdict everywhere."""

    assignment: Assignment
    name: str
    expected: Expectation

    @property
    def files(self) -> dict[str, bytes]:
        limits = default_limits().replaced(self.assignment.limits)
        taken = read_submission(SOLUTIONS / self.assignment.slug / self.name, self.assignment, limits).taken
        return {file.target: file.content for file in taken if file.target}

    def differences(self, outcomes: Outcomes) -> str:
        """How the student's own outcomes differ from the grader's, for the checks that a student sees; or nothing."""
        public = {check.id for check in self.assignment.checks if check.visibility is Visibility.PUBLIC}
        wrong = [
            f"{kind}: {sorted(found ^ wanted)}"
            for kind, found, wanted in (
                ("failed", outcomes.failed, self.expected.failed & public),
                ("skipped", outcomes.skipped, self.expected.skipped & public),
                ("seen", outcomes.failed | outcomes.skipped | outcomes.passed, public),
            )
            if found != wanted
        ]
        return "; ".join(wrong)


def named_answer(assignment: Assignment, name: str) -> NamedAnswer:
    return NamedAnswer(assignment, name, read_expectation(SOLUTIONS / assignment.slug / name, assignment))


def named_answers(assignment: Assignment) -> list[NamedAnswer]:
    """All answers of the assignment that are graded to the end."""
    folders = sorted(path for path in (SOLUTIONS / assignment.slug).iterdir() if path.is_dir())
    answers = [named_answer(assignment, folder.name) for folder in folders]
    return [a for a in answers if a.expected.status is Status.GRADED and a.expected.incident is None]
