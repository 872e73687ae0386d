"""An assignment as nbgrader's source notebook: brief, solution cells, and a test cell for each check.

The test cells hold no test. Nothing in a notebook is executed when it is graded, so their outputs come from the
grader; and nbgrader's feedback shows the source of every cell, so a check that is not public has its title only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ...core.assignment import Assignment, CheckSpec, Visibility
from ...reports.safe import number

EXTENSION = "grader.notebook"
_SCHEMA = 3  # of nbgrader's metadata
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def source_notebook(assignment: Assignment, answer: Mapping[str, bytes], language: str) -> str:
    """The notebook as JSON. ``answer``: the model answer's submitted files, marks included, by place in the app."""
    cells = [_brief(assignment, language), _locked(f"%load_ext {EXTENSION}", "load")]
    cells += [_solution(assignment, place, answer[place].decode(), language) for place in assignment.submit]
    cells += [_check(check, language) for check in assignment.checks]
    book = new_notebook(cells=cells, metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}})
    for place, cell in enumerate(book.cells):
        cell.id = f"{assignment.slug}-{place}".replace("_", "-")[:64]  # the same each time it is made
    return str(nbformat.writes(book)) + "\n"


def _brief(assignment: Assignment, language: str) -> Any:
    text = (assignment.folder / f"brief.{language}.md").read_text(encoding="utf-8")
    return new_markdown_cell(text, metadata=_marked("brief", locked=True))


def _locked(source: str, grade_id: str) -> Any:
    return new_code_cell(source, metadata=_marked(grade_id, locked=True))


def _solution(assignment: Assignment, place: str, source: str, language: str) -> Any:
    text = f"%%answer {assignment.app}/{place} --lang {language}\n{source.strip()}\n"
    return new_code_cell(text, metadata=_marked(place.removesuffix(".py"), solution=True))


def _check(check: CheckSpec, language: str) -> Any:
    title = check.title.in_language(language)
    lines = [f"# {check.id}: {title} ({number(check.points)})"]
    if check.visibility is Visibility.PUBLIC:
        lines.append(f"%check {check.id}")
    return new_code_cell("\n".join(lines), metadata=_marked(check.id, locked=True, points=check.points))


def _marked(grade_id: str, *, locked: bool = False, solution: bool = False, points: float | None = None) -> Any:
    """nbgrader's metadata of a cell; with ``points`` it is a test cell."""
    facts = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": _SCHEMA,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": facts | ({} if points is None else {"points": points})}
