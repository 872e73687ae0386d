"""The named answers and their diagnoses: the ids exist, and the author's files keep to the rules."""

from __future__ import annotations

import re
import shutil
import tomllib

import pytest

from grader.core.errors import AssignmentError
from grader.diagnosis.run import diagnose, functions_of, known_ids, load
from grader.intake.assignments import load_assignment
from tests.diagnoses.made import ASSIGNMENTS, facts, ids, report
from tests.sandboxed import ROOT

AT_LEAST = {"one_to_one": 16, "parent_link": 10, "link_and_save": 14}


@pytest.mark.parametrize("slug", list(ASSIGNMENTS))
def test_every_id_in_a_verdict_exists(slug):
    """A diagnosis that was renamed must be renamed there, too."""
    known = known_ids(ASSIGNMENTS[slug])
    named = {}
    for path in (ROOT / "solutions" / slug).glob("*/verdict.toml"):
        named |= dict.fromkeys(tomllib.loads(path.read_text(encoding="utf-8")).get("diagnoses", []), path.parent.name)
    assert not {id_: answer for id_, answer in named.items() if id_ not in known}


@pytest.mark.parametrize("slug", list(ASSIGNMENTS))
def test_an_answer_with_full_marks_names_none(slug):
    for path in (ROOT / "solutions" / slug).glob("*/verdict.toml"):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        assert told.get("failed") or not told.get("diagnoses"), path.parent.name


@pytest.mark.parametrize("slug", list(ASSIGNMENTS))
def test_an_assignment_explains_its_mistakes(slug):
    """Each has as many of its own as its curriculum lists mistakes, each with a name of its own."""
    assignment = ASSIGNMENTS[slug]
    names = [function.__name__ for function in functions_of(*load(assignment.folder, assignment.digest))]
    assert len(names) >= AT_LEAST[slug]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("slug", list(ASSIGNMENTS))
def test_each_id_of_an_assignment_is_some_answers(slug):
    """A diagnosis that no named answer brings is one that nobody has ever seen."""
    assignment = ASSIGNMENTS[slug]
    own = {function.__name__ for function in functions_of(*load(assignment.folder, assignment.digest))}
    told = [path.read_text(encoding="utf-8") for path in (ROOT / "solutions" / slug).glob("*/verdict.toml")]
    seen = {id_ for text in told for id_ in tomllib.loads(text).get("diagnoses", [])}
    assert sorted(own - seen) == []


def test_a_broken_file_of_an_author_is_named_with_its_line(tmp_path):
    folder = tmp_path / "one_to_one"
    shutil.copytree(ROOT / "assignments" / "one_to_one", folder)
    (folder / "diagnoses.py").write_text("x = 1\ndef oops(:\n", encoding="utf-8")
    with pytest.raises(AssignmentError, match=re.escape(f"{folder / 'diagnoses.py'}:2: is not Python")):
        load_assignment(folder)


def test_a_diagnosis_that_raises_costs_the_student_nothing(tmp_path):
    """The others go on, and staff see the traceback."""
    folder = tmp_path / "one_to_one"
    shutil.copytree(ROOT / "assignments" / "one_to_one", folder)
    broken = 'def broken(facts):\n    raise KeyError("a fact")\n'
    works = 'def works(facts):\n    return facts.says(en="a", ru="b")\n'
    source = f"{broken}\n\n{works}"
    (folder / "diagnoses.py").write_text(source, encoding="utf-8")
    assignment = load_assignment(folder)
    found, troubles = diagnose(report(assignment=assignment), assignment)
    assert [diagnosis.id for diagnosis in found] == ["works"]
    assert len(troubles) == 1
    assert "KeyError: 'a fact'" in troubles[0]


def test_nothing_is_said_where_nothing_failed():
    assert ids("class Women(models.Model):\n    husband = models.OneToOneField('Husband'),\n", failed=()) == []


def test_findings_stand_in_the_order_of_their_lines_and_are_not_too_many():
    lines = "".join(f"    f{number} = models.CharField(),\n" for number in range(20))
    found, _ = diagnose(report(f"class Women(models.Model):\n{lines}"), ASSIGNMENTS["one_to_one"])
    assert [diagnosis.line for diagnosis in found] == list(range(2, 10))


def test_a_function_that_is_called_by_another_belongs_to_it():
    """A helper's save() is the function's save()."""
    other = "def other(x):\n    x.delete()\n"
    source = f"def appoint(ship, captain):\n    _store(ship)\n\n\ndef _store(one):\n    one.save()\n\n\n{other}"
    within = facts(source, assignment=ASSIGNMENTS["link_and_save"], failed=(), place="services.py").source.within(
        "appoint"
    )
    assert [entry.call.name for entry in within if entry.call] == ["_store", "one.save"]
