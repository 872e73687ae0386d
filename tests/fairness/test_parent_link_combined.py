"""Mistakes in all three classes of ``parent_link`` at once cost what each of them costs alone.

The classes of wrong named answers are put into one file, one of each task, and graded in the box.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator

import pytest

from grader.core.submission import SourceFile, Submission
from grader.core.verdict import Outcome
from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.pipeline import grade
from tests.sandboxed import COURSE_KEY, ROOT

pytestmark = pytest.mark.sandbox

SOLUTIONS = ROOT / "solutions" / "parent_link"
REFERENCE = (SOLUTIONS / "reference" / "models.py").read_text(encoding="utf-8")
ASSIGNMENT = load_assignment(ROOT / "assignments" / "parent_link")
TASK_OF = {check.id: check.task for check in ASSIGNMENT.checks}
CLASSES = {"implicit": "Singer", "explicit": "Sponsor", "second_link": "Guardian"}
# Whether these lose what they lose depends on another class by its nature, and not on how it is graded.
ENTANGLED = {
    "ward_with_copied_related_name": "a clash needs a sponsor's link that is called sponsor",
    "ward_called_like_the_singer": "a clash needs a hidden link of singers",
    "ward_target_is_singer": "the ward's link needs a class Singer",
    "parent_link_to_another_model": "the sponsor's link needs a class Singer",
    "singer_inherits_from_sponsor": "the singer is a child of the very class that another mistake is in",
}
ROUNDS = 10


def _classes(source: str) -> dict[str, ast.ClassDef]:
    """The classes of a file that has nothing else in it but imports and a docstring; ``{}`` for any other file.

    Without docstrings: what a class is does not depend on them.
    """
    found = {}
    for node in ast.parse(source).body[1:]:
        if isinstance(node, ast.ClassDef):
            if ast.get_docstring(node) is not None:
                del node.body[0]
            found[node.name] = node
        elif not isinstance(node, ast.ImportFrom):
            return {}
    return found


RIGHT = _classes(REFERENCE)


def _wrong_classes(task: str) -> dict[str, tuple[ast.ClassDef, frozenset[str]]]:
    """By answer: the class with the mistake and what it loses, where all the rest is as in the model answer."""
    name = CLASSES[task]
    found = {}
    for folder in sorted(path for path in SOLUTIONS.iterdir() if (path / "models.py").is_file()):
        verdict = tomllib.loads((folder / "verdict.toml").read_text(encoding="utf-8"))
        lost = frozenset({*verdict["failed"], *verdict["skipped"]})
        if {TASK_OF[check] for check in lost} != {task} or "django" in verdict or folder.name in ENTANGLED:
            continue
        classes = _classes((folder / "models.py").read_text(encoding="utf-8"))
        others = {other: ast.unparse(node) for other, node in classes.items() if other != name}
        if name in classes and others == {other: ast.unparse(node) for other, node in RIGHT.items() if other != name}:
            found[folder.name] = classes[name], lost
    return found


WRONG = {task: _wrong_classes(task) for task in CLASSES}
COMBINED = [
    {task: list(found)[number * len(found) // ROUNDS] for task, found in WRONG.items()} for number in range(ROUNDS)
]


def _source(names: dict[str, str]) -> str:
    wrong = [ast.unparse(WRONG[task][name][0]) for task, name in names.items()]
    return "\n\n".join(["from django.db import models", ast.unparse(RIGHT["Women"]), *wrong])


@pytest.fixture(scope="module")
def lane() -> Iterator[Lane]:
    """A lane for this assignment."""
    with Lane([ASSIGNMENT]) as lane:
        yield lane


@pytest.mark.parametrize("names", COMBINED, ids=lambda names: "+".join(names.values()))
def test_mistakes_of_several_tasks_cost_what_each_costs_alone(lane: Lane, names: dict[str, str]) -> None:
    """The same checks are lost, no more and no fewer."""
    file = SourceFile("models.py", _source(names).encode(), target="models.py")
    verdict = grade(Submission("tester", "parent_link", (file,)), ASSIGNMENT, lane, course_key=COURSE_KEY)
    alone = frozenset().union(*(WRONG[task][name][1] for task, name in names.items()))
    assert {check.id for check in verdict.checks if check.outcome is not Outcome.PASSED} == alone


def test_every_task_has_its_part_in_it() -> None:
    """Several mistakes of each task are found, and those left out exist."""
    assert all(len(found) >= 7 for found in WRONG.values()), {task: list(found) for task, found in WRONG.items()}
    assert all((SOLUTIONS / name).is_dir() for name in ENTANGLED)
