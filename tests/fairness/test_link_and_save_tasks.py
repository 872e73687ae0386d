"""A mistake in one function of ``link_and_save`` costs that function's task only.

Most claims here are about the named answers and their ``verdict.toml``; that each answer really gets its verdict is
what ``grader verify`` shows.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.core.submission import SourceFile, Submission
from grader.core.verdict import Outcome
from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.intake.solutions import stub_of
from grader.pipeline import grade
from tests.sandboxed import COURSE_KEY, ROOT

SOLUTIONS = ROOT / "solutions" / "link_and_save"
REFERENCE = (SOLUTIONS / "reference" / "services.py").read_text(encoding="utf-8")
ASSIGNMENT = load_assignment(ROOT / "assignments" / "link_and_save")
TASKS = [task.id for task in ASSIGNMENT.tasks]
TASK_OF = {check.id: check.task for check in ASSIGNMENT.checks}
SEVERAL = {
    "untouched_stub": "nothing is solved",
    "syntax_error": "nothing of a file that cannot be imported can be judged",
    "models_imported_from_nowhere": "the same",
    "atomic_imported_from_the_wrong_place": "the same",
    "no_models_imported": "five functions name a model",
}


@dataclass(frozen=True)
class Answer:
    """A named answer and what it must get."""

    name: str
    score: float
    failed: frozenset[str]
    skipped: frozenset[str]

    @property
    def tasks(self) -> set[str]:
        """The tasks in which it loses something."""
        return {TASK_OF[check] for check in self.failed | self.skipped}


def read(folder: Path) -> Answer:
    data = tomllib.loads((folder / "verdict.toml").read_text(encoding="utf-8"))
    return Answer(folder.name, data["score"], frozenset(data["failed"]), frozenset(data["skipped"]))


ANSWERS = [read(folder) for folder in sorted(SOLUTIONS.iterdir()) if folder.is_dir()]
RIGHT = [answer for answer in ANSWERS if not answer.tasks]
WRONG = [answer for answer in ANSWERS if answer.tasks and answer.name not in SEVERAL]


def named(answer: Answer) -> str:
    return answer.name


def functions(source: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("answer", WRONG, ids=named)
def test_a_mistake_costs_its_own_task_only(answer: Answer) -> None:
    """All other tasks earn everything, and the answer is named after the task in which it errs."""
    (task,) = answer.tasks
    assert answer.name.startswith(f"{task}_")
    assert answer.score >= ASSIGNMENT.max_score - ASSIGNMENT.task_points(task)


@pytest.mark.parametrize("name", SEVERAL)
def test_the_exceptions_do_lose_in_several_tasks(name: str) -> None:
    """The list of exceptions holds nothing that belongs under the rule."""
    assert len(read(SOLUTIONS / name).tasks) > 1


@pytest.mark.parametrize("answer", ANSWERS, ids=named)
def test_the_score_is_the_sum_of_what_is_not_lost(answer: Answer) -> None:
    lost = sum(ASSIGNMENT.check(check).points for check in answer.failed | answer.skipped)
    assert answer.score == pytest.approx(ASSIGNMENT.max_score - lost)


@pytest.mark.parametrize("task", TASKS)
def test_each_check_finds_mistakes_of_its_own(task: str) -> None:
    """Every check is failed by some answer that is wrong in this task only, and no two by the same answers."""
    checks = [check for check, owner in TASK_OF.items() if owner == task]
    failed_by = {check: {answer.name for answer in WRONG if check in answer.failed} for check in checks}
    assert all(failed_by.values())
    assert len({frozenset(names) for names in failed_by.values()}) == len(checks)


def test_there_are_right_answers_of_many_shapes() -> None:
    """For each task there are several, and a dozen and more in all."""
    sources = [SOLUTIONS / answer.name / "services.py" for answer in RIGHT]
    bodies: dict[str, set[str]] = {task: set() for task in TASKS}
    for path in sources:
        if path.is_file():
            for name, function in functions(path.read_text(encoding="utf-8")).items():
                bodies[name].add(ast.unparse(ast.Module(function.body[1:], [])))
    assert {task: len(found) for task, found in bodies.items() if len(found) < 2} == {}
    assert len(RIGHT) >= 12


def test_the_stub_is_the_model_answer_without_its_solution() -> None:
    """What students start from has every function, each with a docstring and nothing else."""
    stub = stub_of(REFERENCE)
    assert (SOLUTIONS / "untouched_stub" / "services.py").read_text(encoding="utf-8") == stub
    found = functions(stub)
    assert list(found) == TASKS
    assert all(len(function.body) == 1 and ast.get_docstring(function) for function in found.values())


def test_the_untouched_stub_earns_nothing() -> None:
    assert read(SOLUTIONS / "untouched_stub").failed == set(TASK_OF)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_brief_shows_the_given_models(language: str) -> None:
    """Field by field what stands in ``given/models.py``, which a student cannot change."""
    given = ast.parse(ASSIGNMENT.given["models.py"])
    brief = (ASSIGNMENT.folder / f"brief.{language}.md").read_text(encoding="utf-8")
    shown = ast.parse(brief.split("```python\n")[1].split("```")[0])
    assert fields(shown) == fields(given)


def fields(tree: ast.Module) -> dict[str, list[str]]:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: [ast.unparse(line) for line in node.body if isinstance(line, ast.Assign)] for node in classes}


@pytest.fixture(scope="module")
def lane() -> Iterator[Lane]:
    with Lane([ASSIGNMENT]) as lane:
        yield lane


@pytest.mark.sandbox
@pytest.mark.parametrize("task", TASKS)
def test_a_missing_function_costs_its_own_task_only(lane: Lane, task: str) -> None:
    """The model answer without it fails all of that task's checks, and no other."""
    tree = ast.parse(REFERENCE)
    tree.body = [node for node in tree.body if getattr(node, "name", None) != task]
    source = SourceFile("services.py", ast.unparse(tree).encode(), target="services.py")
    verdict = grade(Submission("tester", "link_and_save", (source,)), ASSIGNMENT, lane, course_key=COURSE_KEY)
    failed = {check.id for check in verdict.checks if check.outcome is not Outcome.PASSED}
    assert failed == {check for check, owner in TASK_OF.items() if owner == task}
