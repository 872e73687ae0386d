"""A mistake in one class of ``parent_link`` costs that class's task only.

The claims here are about the named answers and their ``verdict.toml``; that each answer really gets its verdict is
what ``grader verify`` shows.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.intake.assignments import load_assignment
from grader.intake.solutions import stub_of
from tests.sandboxed import ROOT

SOLUTIONS = ROOT / "solutions" / "parent_link"
REFERENCE = (SOLUTIONS / "reference" / "models.py").read_text(encoding="utf-8")
ASSIGNMENT = load_assignment(ROOT / "assignments" / "parent_link")
TASK_OF = {check.id: check.task for check in ASSIGNMENT.checks}
CLASSES = {"implicit": "Singer", "explicit": "Sponsor", "second_link": "Guardian"}
SEVERAL = {
    "untouched_stub": "nothing is solved",
    "women_are_abstract": "the given class is changed into one that nothing can be linked to",
    "singer_redeclares_name": "nothing of a file that cannot be imported can be judged",
    "models_model_first": "the same",
    "meta_of_women": "the same",
    "women_ptr_without_parent_link": "the same",
    "no_on_delete": "the same",
}


@dataclass(frozen=True)
class Answer:
    """A named answer: its source (of a package, all files in one) and what it must get."""

    name: str
    source: str
    score: float
    failed: frozenset[str]
    skipped: frozenset[str]

    @property
    def tasks(self) -> set[str]:
        """The tasks in which it loses something."""
        return {TASK_OF[check] for check in self.failed | self.skipped}

    def links(self, task: str) -> Iterator[ast.Call]:
        """The calls that make the links of the task's class."""
        for node in ast.walk(ast.parse(self.source)):
            if isinstance(node, ast.ClassDef) and node.name == CLASSES[task]:
                for part in ast.walk(node):
                    if isinstance(part, ast.Call) and ast.unparse(part.func).endswith(("OneToOneField", "ForeignKey")):
                        yield part


def _answer(folder: Path) -> Answer:
    data = tomllib.loads((folder / "verdict.toml").read_text(encoding="utf-8"))
    source = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.py")))
    return Answer(folder.name, source, data["score"], frozenset(data["failed"]), frozenset(data["skipped"]))


ANSWERS = {folder.name: _answer(folder) for folder in sorted(SOLUTIONS.iterdir()) if folder.is_dir()}
RIGHT = {name for name, answer in ANSWERS.items() if not answer.tasks}
WRONG = {name: answer for name, answer in ANSWERS.items() if answer.tasks}
OF_ONE_TASK = {name: answer for name, answer in WRONG.items() if name not in SEVERAL}


# -- what is there -----------------------------------------------------------------------------------------


def test_tasks_are_worth_what_the_brief_says() -> None:
    """6, 9 and 5 points, in 18 checks at least; the system check of a task is worth one point at most."""
    assert {task: ASSIGNMENT.task_points(task) for task in CLASSES} == {"implicit": 6, "explicit": 9, "second_link": 5}
    assert len(ASSIGNMENT.checks) >= 18
    for name in CLASSES.values():
        assert ASSIGNMENT.check(f"{name.lower()}_passes_check").points <= 1


def test_no_check_requires_one_of_another_task() -> None:
    """What is missing in one task keeps no check of another from being run."""
    crossing = [c.id for c in ASSIGNMENT.checks for required in c.requires if TASK_OF[required] != c.task]
    assert crossing == []


def test_the_untouched_stub_is_what_students_receive_and_earns_nothing() -> None:
    """It is the model answer without its solution."""
    assert ANSWERS["untouched_stub"].source == stub_of(REFERENCE)
    assert ANSWERS["untouched_stub"].score == 0


@pytest.mark.parametrize("name", ANSWERS)
def test_a_score_is_what_the_lost_checks_leave(name: str) -> None:
    """No verdict contradicts itself."""
    lost = sum(ASSIGNMENT.check(check).points for check in ANSWERS[name].failed | ANSWERS[name].skipped)
    assert ANSWERS[name].score == pytest.approx(ASSIGNMENT.max_score - lost)


def test_there_are_right_answers_of_many_shapes() -> None:
    """Twelve at least beside the model answer, and no two of them are the same program."""
    programs = {ast.unparse(ast.parse(ANSWERS[name].source)) for name in RIGHT}
    assert len(programs) == len(RIGHT) > 12


# -- a mistake costs its task ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_loses_checks_of_one_task(name: str) -> None:
    """But for those that are listed with the reason."""
    assert (len(WRONG[name].tasks) > 1) == (name in SEVERAL), WRONG[name].tasks


def test_the_exceptions_are_wrong_answers_that_exist() -> None:
    """No reason is left over from an answer that is gone."""
    assert set(SEVERAL) <= set(WRONG)


@pytest.mark.parametrize("task", CLASSES)
def test_each_task_has_wrong_answers(task: str) -> None:
    """Seven at least that are wrong there and nowhere else."""
    assert len([name for name, answer in OF_ONE_TASK.items() if answer.tasks == {task}]) >= 7


@pytest.mark.parametrize("check", TASK_OF)
def test_each_check_is_failed_by_an_answer_that_is_right_elsewhere(check: str) -> None:
    """Failed and not only skipped: a check that nothing but ruins fail would show nothing."""
    assert [name for name, answer in OF_ONE_TASK.items() if check in answer.failed]


# -- names cost once ---------------------------------------------------------------------------------------

NAMES = {
    "link_with_another_name": {"link_is_called_woman"},
    "link_called_women_ptr": {"link_is_called_woman"},
    "link_with_another_related_name": {"reverse_is_called_sponsor"},
    "link_with_related_query_name": {"reverse_is_called_sponsor"},
    "singer_is_called_voice": {"woman_is_read_as_singer"},
    "ward_with_another_related_name": {"reverse_is_called_protector"},
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_costs_the_check_of_that_name(name: str) -> None:
    """All other checks use the name that is there."""
    assert ANSWERS[name].failed == NAMES[name]
    assert not ANSWERS[name].skipped


@pytest.mark.parametrize("name", ["ward_without_related_name", "ward_with_copied_related_name", "link_with_null"])
def test_a_failed_system_check_costs_one_point_at_most(name: str) -> None:
    """What manage.py check says costs ``..._passes_check``; beside it only the name can be lost."""
    others = {check for check in ANSWERS[name].failed if not check.endswith("_passes_check")}
    assert others <= {"reverse_is_called_protector"}
    assert sum(ASSIGNMENT.check(check).points for check in ANSWERS[name].failed) <= 1


# -- the mistakes that are made most -----------------------------------------------------------------------


def _argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    by_place = call.args[position : position + 1] if position is not None else []
    return (named or by_place or [None])[0]


def _says(call: ast.Call, name: str) -> object:
    value = _argument(call, name)
    return value.value if isinstance(value, ast.Constant) else None


def _lacks_null(answer: Answer, call: ast.Call) -> bool:
    return "SET_NULL" in ast.unparse(call) and _says(call, "null") is not True


def _has_null(answer: Answer, call: ast.Call) -> bool:
    return _says(call, "parent_link") is True and _says(call, "null") is True


def _copies_related_name(answer: Answer, call: ast.Call) -> bool:
    taken = {_says(link, "related_name") for task in ("implicit", "explicit") for link in answer.links(task)}
    return _says(call, "related_name") in taken - {None}


def _lacks_target(answer: Answer, call: ast.Call) -> bool:
    target = _argument(call, "to", 0)
    if not isinstance(target, ast.Constant) or not isinstance(target.value, str) or "." in target.value:
        return False
    classes = {node.name.lower() for node in ast.walk(ast.parse(answer.source)) if isinstance(node, ast.ClassDef)}
    return target.value.lower() not in classes | {"self"}


def _is_auth_user(answer: Answer, call: ast.Call) -> bool:
    target = _argument(call, "to", 0)
    return isinstance(target, ast.Constant) and target.value == "auth.User"


# implicit asks for no link: what is mistaken there is mostly the class
CASES: list[tuple[str, Callable[[Answer, ast.Call], bool]]] = [
    ("implicit", _lacks_target),
    ("explicit", _lacks_null),
    ("explicit", _has_null),
    ("explicit", _lacks_target),
    ("explicit", _is_auth_user),
    ("second_link", _lacks_null),
    ("second_link", _has_null),
    ("second_link", _copies_related_name),
    ("second_link", _lacks_target),
    ("second_link", _is_auth_user),
]


@pytest.mark.parametrize(("task", "mistake"), CASES)
def test_each_task_has_an_answer_with_that_mistake(task: str, mistake: Callable[[Answer, ast.Call], bool]) -> None:
    """Made in a link of the task's class, it costs that task and no other."""
    made = [answer for answer in OF_ONE_TASK.values() if any(mistake(answer, call) for call in answer.links(task))]
    assert made
    assert {answer.name: answer.tasks for answer in made} == {answer.name: {task} for answer in made}
