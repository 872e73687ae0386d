"""The box as it stands on this machine."""

from __future__ import annotations

import ast
import threading
from pathlib import Path

import pytest

from grader.core.errors import GraderError
from grader.core.limits import LIMIT_NAMES
from grader.sandbox import launcher, policy
from grader.sandbox.launcher import Zygote
from grader.sandbox.limits import default_limits
from tests.sandboxed import Grading

SUBJECT = Path(launcher.__file__).with_name("subject")


@pytest.mark.sandbox
def test_every_probe_is_blocked(grading: Grading) -> None:
    """Isolation ``full`` is what the self-test proved, and nothing less is called so."""
    isolation = grading.lane.isolation
    assert isolation["level"] == "full"
    assert set(isolation["self_test"].values()) == {"blocked"}
    assert len(isolation["self_test"]) > 20


@pytest.mark.sandbox
def test_a_box_cannot_be_started_by_a_passing_thread() -> None:
    """It would die with that thread, in the middle of a submission."""
    caught: list[BaseException] = []

    def start() -> None:
        try:
            Zygote()
        except GraderError as error:
            caught.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert "thread" in str(caught[0])


def test_what_students_can_read_names_nothing_of_an_exercise() -> None:
    """The subject's folder lies in the box: no check, no answer, no model of an exercise stands in it."""
    for path in SUBJECT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not words & {"Women", "Husband", "Captain", "Ship"}, path
        text = path.read_text(encoding="utf-8").lower()
        assert "solution" not in text, path
        assert "test_hidden" not in text, path


def test_the_subject_imports_nothing_of_ours() -> None:
    """Standard library, Django, and its own folder."""
    for path in SUBJECT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names.append(node.module or "")
            assert not [name for name in names if name.split(".")[0] in ("grader", "tests", "pytest")], path


def test_timers_signals_and_processes_are_in_no_list() -> None:
    """What would let student code run while the witness acts, or live longer than its submission."""
    never = "setitimer alarm timer_create kill tgkill tkill fork vfork execve execveat ptrace socket connect bind "
    never += "sendmsg recvmsg symlink symlinkat link linkat mknod mknodat memfd_create keyctl unshare setns mount"
    assert not set(never.split()) & set(policy.ALLOWED)
    assert len(policy.program()) % 8 == 0


def test_every_limit_has_one_value_in_one_file() -> None:
    """The record and the file name the same limits."""
    limits = default_limits()
    assert all(getattr(limits, name) > 0 for name in LIMIT_NAMES)
