"""No file is slow to be diagnosed, no fact ends the grading, and no name breaks a message."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.diagnosis import clock
from grader.diagnosis.run import diagnose
from grader.diagnosis.source import Source
from grader.intake.assignments import load_assignment
from grader.sandbox.subject.outline import outline
from tests.diagnoses.made import ASSIGNMENTS, ONE_TO_ONE, facts, field, model, report
from tests.sandboxed import ROOT

SERVICES = ASSIGNMENTS["link_and_save"]
EVERY = tuple(check.id for check in SERVICES.checks)
CIRCLES = "".join(f"class C{number}(C{number + 1}, C{number + 2}):\n    pass\n" for number in range(400))
CALLS = "def appoint(ship, captain):\n    f0()\n" + "".join(f"def f{n}():\n    f{n + 1}()\n" for n in range(900))
CHAINS = "".join(f"x{'.f()' * 60}\n" for _ in range(400))
METHODS = "".join(f"class C{n}:\n    def save(self):\n        self.f()\n" for n in range(600))
LONG_NAMES = "".join(f"{'ab' * 90}{n} = f()\n" for n in range(400))


@pytest.mark.parametrize(
    "source", [CIRCLES, CALLS, CHAINS, METHODS, LONG_NAMES], ids=["circles", "calls", "chains", "methods", "names"]
)
def test_an_odd_source_takes_no_longer_than_a_second(source):
    """Both where it is read, and where all diagnoses ask about it."""
    told = [model(name, *[field(f"x{n}", "OneToOneField", to="y") for n in range(9)]) for name in ("C0", "C1", "Ship")]
    began = time.thread_time()
    made = report(source, failed=EVERY, models=told, assignment=SERVICES, place="services.py")
    _, troubles = diagnose(made, SERVICES)
    assert time.thread_time() - began < 2
    assert troubles == []


def test_a_large_expression_has_no_text_and_a_small_one_beside_it_has():
    """What nobody could compare with anything is not written out."""
    source = facts(f"a = {' + '.join(['b'] * 300)}\nc = d.e()\n").source
    assert [(entry.target, entry.text) for entry in source.of("assign")] == [("a", ""), ("c", "d.e()")]


def test_files_share_one_allowance():
    """Many files of the largest size are no way to more than one of them."""
    line = b"a = b.c(d)\n"
    one = outline({"a.py": line * 1500})
    many = outline({f"a{number}.py": line * 1500 for number in range(20)})
    assert len(many) < 2 * len(one)


def test_a_field_of_a_distant_base_is_found_and_circles_end():
    """As Python looks for it: depth first, the first base before the second."""
    source: Source = facts(
        "class A(B, C):\n    pass\nclass B(D):\n    pass\nclass C:\n    x = 1\nclass D(A):\n    x = 2\n"
    ).source
    found = source.field("A", "x")
    assert found is not None
    assert found.text == "2"
    assert source.field("A", "y") is None


def test_a_report_of_any_shape_ends_no_grading():
    """An exception where the facts are read is staff's, too."""
    found, troubles = diagnose(replace(report(), broken=(5,)), ONE_TO_ONE)
    assert found == ()
    assert len(troubles) == 1
    assert "TypeError" in troubles[0]


def test_an_endless_diagnosis_is_stopped_and_staff_hear_of_it(tmp_path, monkeypatch):
    """The time is one for all diagnoses: those after it are not asked."""
    monkeypatch.setattr(clock.Clock.__init__, "__defaults__", (0.3,))
    folder = tmp_path / "one_to_one"
    shutil.copytree(ROOT / "assignments" / "one_to_one", folder)
    endless = "def endless(facts):\n    while True:\n        facts.failing('husband')\n"
    late = "def late(facts):\n    return facts.says(en='a', ru='b')\n"
    (folder / "diagnoses.py").write_text(f"{endless}\n\n{late}", encoding="utf-8")
    assignment = load_assignment(folder)
    began = time.thread_time()
    found, troubles = diagnose(report(assignment=assignment), assignment)
    assert time.thread_time() - began < 2
    assert found == ()
    assert troubles == ["endless: diagnosing took too long", "stopped before late: diagnosing took too long"]


names = st.text(st.sampled_from("aЯ\n\r\x1b\x00\u2028\u202e\x85\t «»\"'{}\\%"), min_size=1, max_size=300)


@given(names, names, st.sampled_from(["SET_NULL", "CASCADE", "PROTECT"]))
def test_every_message_is_one_printable_line(name, text, on_delete):
    """Whatever the box says that a model, a field, a file or an exception is called."""
    links = [
        field("husband", "OneToOneField", to=name, on_delete=on_delete, related_name=name),
        field(name, name, to="one_to_one.husband", on_delete=name, primary_key=True),
    ]
    told = report(
        f"class {'a' * 150}:\n    x = models.CharField()\n    def save(self):\n        pass\n",
        failed={
            check.id: {"exception": "FieldError", "text": f"Cannot resolve keyword 'x' into field. Choices are: {text}"}
            | {"file": name, "line": 1}
            for check in ONE_TO_ONE.checks
        },
        models=[model("Women", *links), model("Husband"), model(name, *links)],
        broken=[{"model": name, "field": name, "target": text}],
    )
    found, troubles = diagnose(told, ONE_TO_ONE)
    assert troubles == []
    assert found
    for diagnosis in found:
        for shown in (diagnosis.message.en, diagnosis.message.ru, diagnosis.file or ""):
            assert len(shown.splitlines()) <= 1
            assert shown.replace("«", "").replace("»", "").isprintable()
            assert len(shown) < 2000


def test_a_made_name_is_told_as_the_student_wrote_it():
    """The box gave it to the other side of a link whose own name was taken; here it is cut in its middle, too."""
    told = model(
        "Women",
        field("best_man", "OneToOneField", to="one_to_one.husband", related_name="wife"),
        field("owner", "ForeignKey", to="one_to_one.husband"),
    )
    whole, cut = "best_man_of_women_by_another_name", "owner_of_women_by... (412)"
    text = f"Cannot resolve keyword 'tractor' into field. Choices are: id, {whole}, wife, {cut}"
    happened = {"exception": "FieldError", "text": text, "file": "models.py", "line": 3}
    found, _ = diagnose(report(failed={"husband_is_stored": happened}, models=[told]), ONE_TO_ONE)
    said = next(entry.message for entry in found if entry.id == "lookup_misspelt")
    assert "another_name" not in said.en + said.ru
    assert "_of_women" not in said.en + said.ru
    assert "There are: id, wife, women_set" in said.en
    assert said.en.endswith("The name wife, women_set is taken already.")
    assert said.ru.endswith("Имя wife, women_set уже занято.")
