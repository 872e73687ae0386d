"""Mistakes in all four tasks of ``one_to_one`` at once cost what each of them costs alone.

The fields of wrong named answers are put into one file, one of each task, and graded in the box.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from tests.sandboxed import ASSIGNMENT, REFERENCE, ROOT, Grading

pytestmark = pytest.mark.sandbox

SOLUTIONS = ROOT / "solutions" / "one_to_one"
WHOLE = load_assignment(ASSIGNMENT)
TASKS = {check.id: check.task for check in WHOLE.checks}
FIELDS = {
    "husband": ("Women", "husband"),
    "best_man": ("Women", "best_man"),
    "passport": ("Passport", "owner"),
    "profile": ("Profile", "user"),
}
# Whether these lose what they lose depends on another field by its nature, and not on how it is graded.
ENTANGLED = {
    "primary_key": "a second wife overwrites the first one, unless another unique column is in the way",
    "best_man_called_wife": "a clash needs a husband's link to Husband that is called wife",
    "best_man_without_related_name": "it clashes with a husband's link without related_name",
    "best_man_primary_key": "it is a second key where the husband is one",
    "passport_called_wife": "it clashes with a husband's link to Women",
    "passport_called_husband": "a clash needs a field called husband",
}


def _place(tree: ast.Module, task: str) -> tuple[list[ast.stmt], int] | None:
    """The body of the task's class, and where its field stands in it."""
    home, name = FIELDS[task]
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == home:
            for at, statement in enumerate(node.body):
                if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
                    return node.body, at
    return None


def _bare(tree: ast.Module) -> str:
    """The file without docstrings: what two answers must have in common beside the field of one task."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            del node.body[0]
    return ast.unparse(tree)


def _wrong_fields(task: str) -> dict[str, tuple[ast.stmt, frozenset[str]]]:
    """By answer: the field with the mistake and what it loses, where all the rest is as in the model answer."""
    right = ast.parse(REFERENCE)
    place = _place(right, task)
    assert place is not None
    body, at = place
    found = {}
    for folder in sorted(path for path in SOLUTIONS.iterdir() if path.is_dir() and path.name not in ENTANGLED):
        verdict = tomllib.loads((folder / "verdict.toml").read_text(encoding="utf-8"))
        lost = frozenset({*verdict["failed"], *verdict["skipped"]})
        if {TASKS[check] for check in lost} != {task} or "django" in verdict:
            continue
        if (field := _field(folder, task)) is None:
            continue
        body[at] = field
        if _bare(ast.parse(ast.unparse(right))) == _bare(ast.parse((folder / "models.py").read_text("utf-8"))):
            found[folder.name] = field, lost
    return found


def _field(folder: Path, task: str) -> ast.stmt | None:
    try:
        tree = ast.parse((folder / "models.py").read_text(encoding="utf-8"))
    except (SyntaxError, FileNotFoundError):
        return None
    place = _place(tree, task)
    return place[0][place[1]] if place else None


WRONG = {task: _wrong_fields(task) for task in FIELDS}
# enough files for every mistake of the three smaller tasks, with husband's spread over them
COUNT = max(len(found) for task, found in WRONG.items() if task != "husband")
ROUNDS = [{task: list(found)[number * len(found) // COUNT] for task, found in WRONG.items()} for number in range(COUNT)]


def _combined(names: dict[str, str]) -> str:
    tree = ast.parse(REFERENCE)
    for task, name in names.items():
        place = _place(tree, task)
        assert place is not None
        place[0][place[1]] = WRONG[task][name][0]
    return ast.unparse(tree)


@pytest.fixture(scope="module")
def whole() -> Iterator[Grading]:
    """A lane that grades all four tasks."""
    with Lane([WHOLE]) as lane:
        yield Grading(lane, WHOLE)


@pytest.mark.parametrize("names", ROUNDS, ids=lambda names: "+".join(names.values()))
def test_mistakes_of_several_tasks_cost_what_each_costs_alone(whole: Grading, names: dict[str, str]) -> None:
    """The same checks are lost, no more and no fewer."""
    verdict = whole.verdict(_combined(names))
    alone = frozenset().union(*(WRONG[task][name][1] for task, name in names.items()))
    assert {check.id for check in verdict.checks if check.outcome.value != "passed"} == alone


def test_every_task_has_its_part_in_it() -> None:
    """Several mistakes of each task are found, and those left out exist."""
    assert all(len(found) >= 7 for found in WRONG.values()), {task: list(found) for task, found in WRONG.items()}
    assert all((SOLUTIONS / name).is_dir() for name in ENTANGLED)
