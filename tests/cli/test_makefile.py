"""The Makefile, its help, the locks and the machine script say the same."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from grader.commands.terms import CHECKOUT

MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
VERBS = {
    "help",
    "setup",
    "grade",
    "test",
    "prove",
    "lint",
    "verify",
    "mutants",
    "template",
    "gradescope",
    "hostile",
    "fuzz",
    "serve",
    "bench",
    "lock",
}
LOCKS = ("grader", "dev", "box", "fuzz")


def make(*arguments):
    if shutil.which("make") is None:
        pytest.skip("make is missing: apt-get install make")
    return subprocess.run(["make", *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout


def test_bare_make_explains_every_verb():
    shown = make()
    assert set(re.findall(r"^  make ([a-z]+) ", shown, re.MULTILINE)) == VERBS
    assert shown == make("help")


def test_every_verb_is_phony_and_explained():
    phony = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()) - {"stale"}
    assert phony == VERBS
    assert set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE)) == VERBS


def test_every_variable_of_make_grade_reaches_the_command():
    given = ["COURSE=c", "ASSIGNMENT=a", "STUDENT=s", "JOBS=2", "FEEDBACK_LANG=ru", "ISOLATION=filtered"]
    command = " ".join(
        make("--dry-run", "--assume-old=.venv/.grader-ready", "grade", *given).replace("\\\n", "").split()
    )
    wanted = "grade 'c' --assignment 'a' --student 's' --jobs '2' --lang 'ru' --min-isolation 'filtered'"
    assert wanted in command


def pins(name):
    text = (CHECKOUT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {line.rstrip(" \\") for line in text.splitlines() if re.match(r"[a-z]", line)}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place(name):
    text = (CHECKOUT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in lines if "://" in line or " @ " in line or re.match(r"[-./]", line)]
    assert all("==" in pin for pin in pins(name))
    for block in re.split(r"\n(?=[a-z])", "\n".join(lines)):
        assert "--hash=sha256:" in block


@pytest.mark.parametrize("name", [name for name in LOCKS if name != "fuzz"])
def test_each_python_gets_its_django(name):
    django = sorted(pin for pin in pins(name) if pin.startswith("django=="))
    old, new = django
    assert re.fullmatch(r"django==5\.2\.\d+ ; python_full_version < '3\.12'", old)
    assert re.fullmatch(r"django==6\.1\.\d+ ; python_full_version >= '3\.12'", new)


def test_what_grades_is_the_same_everywhere():
    """The tests run with the versions that grade, and the box has the grader's Django."""
    # a tool may want a package on every system that the grader wants on one
    assert {pin.partition(" ;")[0] for pin in pins("grader")} <= {pin.partition(" ;")[0] for pin in pins("dev")}
    grader = {pin.partition("==")[0]: pin.partition(" ;")[0] for pin in pins("grader")}
    same = [pin for pin in pins("box") if pin.partition("==")[0] in grader and not pin.startswith("django==")]
    assert all(pin.partition(" ;")[0] == grader[pin.partition("==")[0]] for pin in same)
    assert {pin for pin in pins("box") if pin.startswith("django==")} <= pins("grader")


def test_the_machine_script_is_a_program_and_names_no_host():
    script = CHECKOUT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    text = script.read_text(encoding="utf-8")
    assert "://" not in text
    assert text.startswith("#!/bin/bash\n")
    assert "set -euo pipefail" in text
    subprocess.run(["bash", "-n", script], check=True)
