"""``grader nbgrader source``: an assignment as nbgrader's source notebook, in a course of nbgrader's."""

from __future__ import annotations

from pathlib import Path

from ..files import write_whole
from ..intake.assignments import find_assignment
from ..lms.nbgrader import CONFIG, WORKBENCH
from ..lms.nbgrader.source import source_notebook
from ..template.archive import zipped
from .template import answer_of, project_of
from .terms import UsageProblem, console

_CONFIG_TEXT = """\
from grader.lms.nbgrader import configure

c = get_config()
configure(c)  # grading is left to the grader: no kernel is started

c.GradeInLane.assignments = {assignments!r}
c.GradeInLane.language = {language!r}
"""


def write_source(slug: str, course: Path, *, assignments: Path, solutions: Path, language: str, replace: bool) -> None:
    """Write ``course/source/SLUG/`` and, where there is none, the course's ``nbgrader_config.py``.

    Raises ``UsageProblem`` where a notebook is there that says something else, unless ``replace``.
    """
    assignment = find_assignment(slug, assignments)
    text = source_notebook(assignment, answer_of(assignment, solutions), language).encode()
    folder = course / "source" / slug
    notebook = folder / f"{slug}.ipynb"
    if notebook.exists() and notebook.read_bytes() != text and not replace:
        raise UsageProblem(
            f"{notebook} is there, and says something else. If nobody's work is in it, write it again with --force."
        )
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(notebook, text)
    write_whole(folder / WORKBENCH, zipped(project_of(assignment, solutions)))
    config = course / CONFIG
    if not config.exists():
        known = {"assignments": str(assignments.resolve()), "language": language}
        write_whole(config, _CONFIG_TEXT.format(**known).encode())
        console().print(f"{config}: nbgrader leaves the grading to us")
    elif "grader.lms.nbgrader" not in config.read_text(encoding="utf-8"):
        console().print(f"{config} does not leave the grading to us yet: see docs/howto/nbgrader.md")
    console().print(f"{notebook}: {len(assignment.checks)} checks. Next: nbgrader generate_assignment {slug}")
