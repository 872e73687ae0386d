from __future__ import annotations

import contextlib

import pytest

from grader.commands import doctor as command
from grader.commands import machine
from grader.core.errors import GraderError, IsolationError


class Lane(contextlib.AbstractContextManager):
    def __init__(self, assignments, *, min_isolation):
        assert list(assignments) == []
        if min_isolation == "full" and self.refusal:
            raise self.refusal
        self.isolation = {"level": "none" if self.refusal else "full", "self_test": {"network": "blocked"}}
        self.isolation |= {"missing": ["landlock"] if self.refusal else [], "kernel": "6.1"}
        self.environment = {"python": "3.11.7", "django": "5.2.19"}

    refusal: GraderError | None = None

    def __exit__(self, *_):
        return None


@pytest.fixture
def lane(monkeypatch):
    monkeypatch.setattr(Lane, "refusal", None)
    monkeypatch.setattr(command, "Lane", Lane)
    return Lane


def test_a_machine_that_can_grade_says_so(run, lane):
    answer = run("doctor")
    assert answer.exit_code == 0
    for word in ("Python", "Django", "SQLite", "libseccomp", "bubblewrap", "Landlock", "user namespaces"):
        assert word in answer.stdout
    assert "  network          blocked" in answer.stdout
    assert "This machine can grade." in answer.stdout


def test_a_machine_that_cannot_isolate_says_why_and_what_mends_it(run, lane, monkeypatch):
    monkeypatch.setattr(lane, "refusal", IsolationError("no user namespaces", "sudo sysctl -w x=1"))
    answer = run("doctor")
    assert answer.exit_code == 3
    assert "no user namespaces" in answer.stdout
    assert "sudo sysctl -w x=1" in answer.stdout
    assert "landlock" in answer.stdout
    assert "Traceback" not in answer.output


def test_a_broken_grader_says_why(run, lane, monkeypatch):
    monkeypatch.setattr(lane, "refusal", GraderError("the box's Python environment is missing. Run: make setup"))
    answer = run("doctor")
    assert answer.exit_code == 3
    assert "make setup" in answer.stdout


def test_what_is_missing_comes_with_its_command(monkeypatch):
    def missing(name, *_, **__):
        raise OSError(name)

    monkeypatch.setattr(machine.ctypes, "CDLL", missing)
    assert machine._libseccomp().remedy == "sudo apt-get install libseccomp2"
    monkeypatch.setattr(machine.shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(machine, "find_spec", lambda _: None)
    assert "bubblewrap" in machine._bubblewrap().remedy


def test_a_switched_off_kernel_is_noticed(monkeypatch, tmp_path):
    class Switch(type(tmp_path)):
        def read_text(self, *_, **__):
            return "1\n" if "apparmor" in str(self) else "5\n"

    monkeypatch.setattr(machine, "Path", Switch)
    (fact,) = machine._namespaces()
    assert "apparmor" in fact.value
    assert fact.remedy == "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
