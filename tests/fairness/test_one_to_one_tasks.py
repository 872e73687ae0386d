"""A mistake in one task of ``one_to_one`` costs that task only.

The claims here are about the named answers and their ``verdict.toml``; that each answer really gets its verdict is
what ``grader verify`` shows.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.core.assignment import Assignment
from grader.intake.assignments import load_assignment
from grader.intake.solutions import stub_of
from tests.sandboxed import ASSIGNMENT, REFERENCE, ROOT

SOLUTIONS = ROOT / "solutions" / "one_to_one"
FIELDS = {
    "husband": ("Women", "husband"),
    "best_man": ("Women", "best_man"),
    "passport": ("Passport", "owner"),
    "profile": ("Profile", "user"),
}
SEVERAL = {
    "untouched_stub": "nothing is solved",
    "import_error_missing_module": "nothing of a file that cannot be imported can be judged",
    "name_error": "the same",
    "no_on_delete": "the same",
    "syntax_error": "the same",
    "tabs_and_spaces": "the same",
    "no_related_name_at_all": "the mistake is made in two tasks",
    "everything_is_a_foreign_key": "the mistake is made in all tasks",
}
CHECKS = load_assignment(ASSIGNMENT)
TASKS = {check.id: check.task for check in CHECKS.checks}


@dataclass(frozen=True)
class Answer:
    """A named answer: its source (of a package, all files in one) and what it must lose."""

    name: str
    source: str
    score: float
    lost: frozenset[str]  # checks that fail or cannot be run

    @property
    def tasks(self) -> set[str]:
        return {TASKS[check] for check in self.lost}

    def field(self, task: str) -> ast.Call | None:
        """The call that makes the task's field; None where there is none, or nothing can be parsed."""
        home, name = FIELDS[task]
        try:
            tree = ast.parse(self.source)
        except SyntaxError:
            return None
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == home:
                for statement in node.body:
                    if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
                        return statement.value if isinstance(statement.value, ast.Call) else None
        return None


def _answer(folder: Path) -> Answer:
    verdict = tomllib.loads((folder / "verdict.toml").read_text(encoding="utf-8"))
    source = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.py")))
    return Answer(folder.name, source, verdict["score"], frozenset({*verdict["failed"], *verdict["skipped"]}))


ANSWERS = {folder.name: _answer(folder) for folder in sorted(SOLUTIONS.iterdir()) if folder.is_dir()}
WRONG = {name: answer for name, answer in ANSWERS.items() if answer.lost}
OF_ONE_TASK = {name: answer for name, answer in WRONG.items() if name not in SEVERAL}


def _points(assignment: Assignment, checks: frozenset[str]) -> float:
    return sum(assignment.check(check).points for check in checks)


# -- what is there -----------------------------------------------------------------------------------------


def test_tasks_are_worth_what_the_brief_says() -> None:
    """9, 3, 4 and 4 points, in 22 checks at least; the system check of a task is worth one point at most."""
    assert {task: CHECKS.task_points(task) for task in FIELDS} == {
        "husband": 9,
        "best_man": 3,
        "passport": 4,
        "profile": 4,
    }
    assert len(CHECKS.checks) >= 22
    assert all(CHECKS.check(f"{task}_passes_check").points <= 1 for task in FIELDS)


def test_no_check_requires_one_of_another_task() -> None:
    """What is missing in one task keeps no check of another from being run."""
    assert {
        check.id for check in CHECKS.checks for required in check.requires if TASKS[required] != check.task
    } == set()


def test_the_untouched_stub_is_what_students_receive() -> None:
    """It is the model answer without its solution."""
    assert ANSWERS["untouched_stub"].source == stub_of(REFERENCE)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_score_is_what_the_lost_checks_leave(name: str) -> None:
    """No verdict contradicts itself."""
    answer = ANSWERS[name]
    assert answer.score == pytest.approx(CHECKS.max_score - _points(CHECKS, answer.lost))


# -- a mistake costs its task ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_loses_checks_of_one_task(name: str) -> None:
    """But for those that are wrong in several places, which really are."""
    assert (len(WRONG[name].tasks) > 1) == (name in SEVERAL), WRONG[name].tasks


def test_the_exceptions_are_wrong_answers_that_exist() -> None:
    """No reason is left over from an answer that is gone."""
    assert set(SEVERAL) <= set(WRONG)


@pytest.mark.parametrize("task", FIELDS)
def test_each_task_has_wrong_answers(task: str) -> None:
    """Seven at least that are wrong there and nowhere else."""
    assert len([name for name, answer in OF_ONE_TASK.items() if answer.tasks == {task}]) >= 7


@pytest.mark.parametrize("check", TASKS)
def test_each_check_is_failed_by_an_answer_that_is_right_elsewhere(check: str) -> None:
    """A check that only ruins fail would show nothing."""
    assert [name for name, answer in OF_ONE_TASK.items() if check in answer.lost]


# -- the mistakes that are made most -----------------------------------------------------------------------


def _argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return named[0] if named else call.args[position] if len(call.args) > position else None


def _names(answer: Answer) -> Mapping[str, str]:
    """Where the names in the file were imported from."""
    found = {}
    for node in ast.walk(ast.parse(answer.source)):
        if isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: node.module or "" for alias in node.names}
    return found


def _lacks_null(answer: Answer, task: str, call: ast.Call) -> bool:
    written = ast.unparse(call)
    return "SET_NULL" in written and "null=True" not in written


def _copies_related_name(answer: Answer, task: str, call: ast.Call) -> bool:
    husband = answer.field("husband")
    if task == "husband" or husband is None:
        return False
    theirs, its = (_argument(field, "related_name", 99) for field in (husband, call))
    return theirs is not None and its is not None and ast.dump(theirs) == ast.dump(its)


def _lacks_target(answer: Answer, task: str, call: ast.Call) -> bool:
    target = _argument(call, "to", 0)
    if not isinstance(target, ast.Constant) or not isinstance(target.value, str) or "." in target.value:
        return False
    classes = {node.name.lower() for node in ast.walk(ast.parse(answer.source)) if isinstance(node, ast.ClassDef)}
    return target.value.lower() not in classes | {"self"}


def _is_auth_user(answer: Answer, task: str, call: ast.Call) -> bool:
    target = _argument(call, "to", 0)
    if isinstance(target, ast.Name):
        return target.id == "User" and _names(answer).get("User") == "django.contrib.auth.models"
    return isinstance(target, ast.Constant) and target.value == "auth.User"


COPIED = "the related_name is copied from husband"
MISTAKES = {
    "null is missing": _lacks_null,
    COPIED: _copies_related_name,
    "there is no such target": _lacks_target,
    "the target is auth.User": _is_auth_user,
}
CASES = [(task, mistake) for task in FIELDS for mistake in MISTAKES if (task, mistake) != ("husband", COPIED)]


@pytest.mark.parametrize(("task", "mistake"), CASES)
def test_each_task_has_an_answer_with_that_mistake(task: str, mistake: str) -> None:
    """Made in the field of the task, it costs that task and no other."""
    made = []
    for answer in OF_ONE_TASK.values():
        field = answer.field(task)
        if field is not None and MISTAKES[mistake](answer, task, field):
            made.append(answer)
    assert made
    assert {answer.name: answer.tasks for answer in made} == {answer.name: {task} for answer in made}
