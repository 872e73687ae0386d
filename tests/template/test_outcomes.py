"""On a student's machine each public check ends as it does in the grader, for right and wrong answers."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.intake.assignments import find_assignment
from tests.proving import only_when_proving
from tests.template.projects import ASSIGNMENTS, PYTHONS, NamedAnswer, Project, named_answer, named_answers

_SOME = {
    "one_to_one": ("models_package",),
    "parent_link": ("reference",),
    "link_and_save": ("reassign_without_freeing",),
}


def _differences(answer: NamedAnswer, home, python: str) -> str:
    project = Project(home, answer.assignment, python)
    project.hand_in(answer.files)
    project.leave_migrations()
    try:
        outcomes = project.test("--seed", "1")
    except AssertionError as error:
        return str(error)[-2000:]
    return answer.differences(outcomes)


@pytest.mark.parametrize(("slug", "name"), [(slug, name) for slug, names in _SOME.items() for name in names])
def test_some_answers_end_as_in_the_grader(tmp_path, slug, name):
    answer = named_answer(find_assignment(slug, ASSIGNMENTS), name)
    assert _differences(answer, tmp_path, PYTHONS[0]) == ""


@only_when_proving("starts pytest hundreds of times")
@pytest.mark.parametrize("python", PYTHONS)
def test_every_answer_ends_as_in_the_grader(tmp_path, assignment, python):
    """TEMPLATE_PYTHONS names other Pythons that have Django, pytest and pytest-django."""
    django = subprocess.run(
        [python, "-c", "import django; print(django.get_version())"], capture_output=True, text=True, check=True
    ).stdout.strip()
    answers = [a for a in named_answers(assignment) if a.expected.django.contains(django, prereleases=True)]
    assert answers

    def compared(answer: NamedAnswer) -> str:
        found = _differences(answer, tmp_path / answer.name, python)
        return f"{answer.name}: {found}" if found else ""

    with ThreadPoolExecutor(2) as both:
        assert list(filter(None, both.map(compared, answers))) == []
