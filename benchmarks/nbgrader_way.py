"""nbgrader: a notebook with the same checks, for which ``nbgrader autograde`` starts a kernel for each submission.

The notebook is what an instructor would write: a cell that sets Django up, a solution cell that writes ``models.py``, a
cell that makes and applies the migrations, and one autograded cell for each check of ``naive/test_husband.py``. Each
process grades its students in one call, so that its own start counts once; each has a course folder of its own,
since two of them on one gradebook wait for each other.
"""

from __future__ import annotations

import ast
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4

from .ways import ACCOUNTS, NAIVE

_ASSIGNMENT, _NOTEBOOK = "husband", "husband.ipynb"
_SET_UP = """\
import os, sys
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # as everybody who uses Django in a notebook has to
os.makedirs("one_to_one/migrations", exist_ok=True)
for name in ("one_to_one/__init__.py", "one_to_one/migrations/__init__.py"):
    open(name, "a").close()
sys.path.insert(0, os.getcwd())
sys.path.insert(0, {apps!r})
"""
_MIGRATE = """\
import django
from django.conf import settings
{settings}
settings.configure(**{{name: value for name, value in globals().items() if name.isupper()}})
django.setup()
from django.core.management import call_command
call_command("makemigrations", "one_to_one", verbosity=0)
call_command("migrate", verbosity=0)
"""
_RUN = """
import inspect

def call(function, made):
    for name in inspect.signature(function).parameters:
        if name not in made:
            made[name] = call(globals()[name], made)
    return function(**{name: made[name] for name in inspect.signature(function).parameters})

def check(function):
    with transaction.atomic():
        call(function, {})
        transaction.set_rollback(True)
"""


class NbGrader:
    """So many ``nbgrader autograde`` processes at a time, each over its share of the submissions."""

    def __init__(self, at_once: int, batch: int) -> None:
        self.name = f"nbgrader autograde, {at_once} at a time, no sandbox"
        self.batch = batch
        self._home = Path(tempfile.mkdtemp(prefix="bench-nbgrader-"))
        self._courses = [self._home / str(number) for number in range(at_once)]
        self._round = 0
        first, *others = self._courses
        (first / "source" / _ASSIGNMENT).mkdir(parents=True)
        nbformat.write(_notebook(None), first / "source" / _ASSIGNMENT / _NOTEBOOK)
        _nbgrader(first, "generate_assignment", _ASSIGNMENT, "--create")
        for other in others:
            shutil.copytree(first, other)

    def run(self, sources: Sequence[bytes]) -> float:
        self._round += 1
        for number, source in enumerate(sources):
            course = self._courses[number % len(self._courses)]
            home = course / "submitted" / f"r{self._round}s{number}" / _ASSIGNMENT
            home.mkdir(parents=True)
            nbformat.write(_notebook(source.decode()), home / _NOTEBOOK)
        began = time.perf_counter()
        with ThreadPoolExecutor(len(self._courses)) as threads:
            list(threads.map(self._autograde, self._courses))
        seconds = time.perf_counter() - began
        self._refuse_another_mark(len(sources))
        return seconds

    def _autograde(self, course: Path) -> None:
        _nbgrader(course, "autograde", _ASSIGNMENT, "--create", f"--student=r{self._round}s*")

    def _refuse_another_mark(self, count: int) -> None:
        """Every test cell of every submission of this round earned its point."""
        earned = []
        for course in self._courses:
            with sqlite3.connect(course / "gradebook.db") as database:
                earned += database.execute(
                    "SELECT student_id, sum(auto_score) FROM grade JOIN submitted_notebook ON"
                    " grade.notebook_id = submitted_notebook.id JOIN submitted_assignment ON"
                    " submitted_notebook.assignment_id = submitted_assignment.id"
                    " WHERE student_id LIKE ? GROUP BY student_id",
                    (f"r{self._round}s%",),
                ).fetchall()
            database.close()
        if len(earned) != count or any(score != len(_checks()) for _, score in earned):
            raise SystemExit(f"nbgrader gave {earned}")

    def close(self) -> None:
        shutil.rmtree(self._home, ignore_errors=True)


def _nbgrader(course: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "nbgrader", *arguments, f"--CourseDirectory.root={course}"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    # it calls a program of its own environment by name
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    run = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{command}: {run.stdout[-2000:]}\n{run.stderr[-3000:]}")


def _checks() -> list[str]:
    tree = ast.parse((NAIVE / "test_husband.py").read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def _notebook(solution: str | None) -> Any:
    """The instructor's notebook; with a solution, what a student handed in."""
    tests = (NAIVE / "test_husband.py").read_text(encoding="utf-8").replace("@pytest.fixture\n", "")
    tests = tests.replace("pytestmark = pytest.mark.django_db\n", "")
    settings = (NAIVE / "settings.py").read_text(encoding="utf-8")
    answer = solution or "### BEGIN SOLUTION\n# models\n### END SOLUTION\n"
    plain = "".join(line for line in answer.splitlines(keepends=True) if solution is None or "### " not in line)
    cells = [
        _cell("setup", _SET_UP.format(apps=str(ACCOUNTS.parent)), locked=True),
        _cell("models", f"%%writefile one_to_one/models.py\n{plain}", solution=True),
        _cell("migrate", _MIGRATE.format(settings=settings), locked=True),
        _cell("helpers", tests + _RUN, locked=True),
        *(_cell(name, f"check({name})", locked=True, points=1) for name in _checks()),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return v4.new_notebook(cells=cells, metadata=kernel)


def _cell(name: str, source: str, *, locked: bool = False, solution: bool = False, points: int = 0) -> Any:
    told = {
        "grade_id": name,
        "grade": points > 0,
        "solution": solution,
        "locked": locked,
        "task": False,
        "schema_version": 3,
        "cell_type": "code",
    }
    if points:
        told["points"] = points
    return v4.new_code_cell(source, metadata={"nbgrader": told})
