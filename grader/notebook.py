"""``%load_ext grader.notebook``: a student's notebook says what the public checks say of her answer.

The cell with ``%%answer app/models.py`` is the answer; running it runs the public checks on it, in a process of their
own and on the student's own machine. ``%check ID`` shows one of them again. What is needed lies in ``workbench.zip``
beside the notebook. Nothing here gives a mark: that is done elsewhere, from the notebook's text.
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from .intake.magics import without_magics
from .lms.nbgrader import WORKBENCH
from .reports.safe import number, visible

_CHECKS = "kit/checks.json"
_SECONDS = 120
_STYLE = "white-space: pre-wrap; margin: 0 0 0.8em 1.6em"


@dataclass(frozen=True, slots=True)
class Result:
    """One public check: ``said`` is empty where it passed."""

    id: str
    title: str
    points: float
    passed: bool
    said: str

    @property
    def line(self) -> str:
        sign = "\N{CHECK MARK}" if self.passed else "\N{BALLOT X}"
        return f"{sign} {self.title} ({number(self.points if self.passed else 0)} / {number(self.points)})"


class Results:
    """What a notebook shows of checks, as HTML or as text."""

    def __init__(self, results: list[Result]) -> None:
        self._results = results

    def __repr__(self) -> str:
        return "\n".join(part for one in self._results for part in (one.line, *filter(None, [one.said])))

    def _repr_html_(self) -> str:
        return "".join(map(self._html, self._results))

    @staticmethod
    def _html(one: Result) -> str:
        colour = "green" if one.passed else "firebrick"
        said = f'<pre style="{_STYLE}">{html.escape(one.said)}</pre>' if one.said else ""
        return f'<div style="color: {colour}">{html.escape(one.line)}</div>{said}'


@magics_class
class Checks(Magics):
    """The magics of one notebook, and what was answered in it so far."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._answers: dict[str, str] = {}
        self._results: dict[str, Result] = {}

    @magic_arguments()
    @argument("place", help="whose file the cell is: one_to_one/models.py")
    @argument("--lang", choices=("en", "ru"), default="en", help="the language of what is said")
    @cell_magic
    def answer(self, line: str, cell: str) -> None:
        """Run the public checks on this cell."""
        given = parse_argstring(self.answer, line)
        text, dropped = without_magics(cell)
        for number_, what in dropped:
            print(f"line {number_ + 1}: {visible(what)} is not Python, and is left out")  # noqa: T201 - to the cell
        self._answers[given.place] = text
        self._results = {result.id: result for result in run_checks(Path(WORKBENCH), self._answers, given.lang)}
        display(Results(list(self._results.values())))

    @line_magic
    def check(self, line: str) -> None:
        """Show what one check said of the answer."""
        result = self._results.get(line.strip())
        if result is None:
            raise UsageError(f"Run the cell with your answer first: {line.strip()} has not been checked.")
        display(Results([result]))


def run_checks(workbench: Path, answers: dict[str, str], language: str) -> list[Result]:
    """The public checks of the assignment on answers by their places. ``UsageError`` where they cannot be run."""
    if not workbench.is_file():
        raise UsageError(f"{workbench} is not beside this notebook: fetch the assignment again.")
    with tempfile.TemporaryDirectory(prefix="answer-") as folder:
        home = Path(folder)
        with zipfile.ZipFile(workbench) as archive:
            archive.extractall(home)
        for place, text in answers.items():
            if not (home / place).is_file():
                raise UsageError(f"{place} is no file of this assignment.")
            (home / place).write_text(text, encoding="utf-8")
        said = _pytest(home, language)
        report = home / "report.xml"
        if not report.is_file():
            raise UsageError(f"The checks could not be run:\n{visible(said)[-2000:]}")
        return _results(json.loads((home / _CHECKS).read_text(encoding="utf-8")), report, language)


def _pytest(home: Path, language: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--lang", language]
    command += ["--junitxml", "report.xml", "tests/test_public.py"]
    try:
        done = subprocess.run(  # noqa: S603 - the student's own code, on her own machine
            command, cwd=home, capture_output=True, encoding="utf-8", errors="replace", timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"they took more than {_SECONDS} seconds: is there a loop that never ends?"
    return done.stdout + done.stderr


def _results(kit: dict[str, Any], report: Path, language: str) -> list[Result]:
    said: dict[str, list[str]] = {}
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written by pytest, for this student
        check_id = str(case.get("name")).partition("[")[0].removeprefix("test_")
        problems = [part for part in case if part.tag in ("failure", "error", "skipped")]
        said.setdefault(check_id, []).extend(_text(problem) for problem in problems)
    return [
        Result(
            id=check["id"],
            title=check["title"][language],
            points=check["points"],
            passed=check["id"] in said and not said[check["id"]],
            said=visible("\n".join(said.get(check["id"], []))),
        )
        for check in kit["checks"]
    ]


def _text(problem: ElementTree.Element) -> str:
    return str(problem.get("message") if problem.tag == "skipped" else problem.text or problem.get("message"))


def load_ipython_extension(shell: Any) -> None:
    """Called by ``%load_ext grader.notebook``."""
    shell.register_magics(Checks(shell))
